/*
code: E02
title:
  zh: 核定未发
  en: "Approved, not paid"
module: 14
tier: hard
subject: person
grain: year
reach: year
needs: [approval]
parameters:
  rounding: {type: decimal, default: 0, unit: 元, min: 0, max: 100, step: 0.5, zh: 每个所属期允许的尾差, en: rounding let pass for each period}
fence: {parameter: rounding, measure: 核定减实发(单个所属期最大差额), side: above, excess_moves: true}
flags:
  zh: 审批核定的金额在所属期结束后仍未发足的,按人(核定到人)或按村(核定到村)列为疑点(按村的为 ▲);金额计未发部分。
  en: What was approved for a period was not paid in full when it ended, by payee or by village as it was approved; what is missing counts.
why:
  zh: 核定与发放之间的差额就是没有到达群众手中的钱。
  en: What lies between approval and payment did not reach the people.
basis:
  zh: 县惠民补贴“一卡通”发放管理办法
  en: County rules on paying subsidies by one card
excludes:
  - zh: 所属期之后补发(下一期注明补发)
    en: "paid in the next period (remarked as arrears)"
  - zh: 该所属期的款项后来才发放
    en: the money of the period was paid later
  - zh: 所属期尚未结束
    en: the period has not ended
  - zh: 没有所属期的核定
    en: approvals without a period
assumes:
  zh: 同一项目、所属期、人(村)的多次核定相加;核定到人的不再计入村;数据日期以前结束的所属期才比对。
  en: "Several approvals of one programme, period and payee (village) add up; an approval by payee is none of the village's; only periods that ended before the register's date are compared."
sentence:
  zh: "{source_file:source}载明{approved_on:date}为{subject:person}核定{programme:programme};{span:span}核定 {approved:money},实发 {paid:money},差 {amount:money}。需核:是否已发放而未入账、为何未发、资金现在何处。"
  en: "{source_file:source} says that {programme:programme} was approved for {subject:person} on {approved_on:date}; for {span:span} {approved:money} was approved and {paid:money} paid, {amount:money} is missing. To ask: was it paid and not booked, why was it not, where is the money."
sentence_by_tier:
  indicator:
    zh: "{source_file:source}载明{approved_on:date}为{subject:village}核定{programme:programme};{span:span}核定 {approved:money},全村实发 {paid:money},差 {amount:money}。需核:差额涉及哪些户、名册是否调整、资金现在何处。"
    en: "{source_file:source} says that {programme:programme} was approved for {subject:village} on {approved_on:date}; for {span:span} {approved:money} was approved and {paid:money} paid in the village, {amount:money} is missing. To ask: whose is it, was the roster changed, where is the money."
version: 1
valid_from: 2013-01-01
*/
WITH due AS (
    SELECT a.*, s.year
    FROM approved AS a
    JOIN period_span AS s ON s.period = a.period
    WHERE s.period_end <= a.data_date
),
-- What was paid for a period, whenever; arrears of the next period make up for it as well.
answer AS (
    SELECT payee, village, programme, period, amount FROM pay_by_approval SEMI JOIN due USING (payee, village, programme)
    UNION ALL
    SELECT payee, village, programme,
           CASE WHEN period % 100 = 0 THEN period - 100 WHEN period % 100 = 1 THEN period - 89 ELSE period - 1 END, amount
    FROM pay_by_approval
    WHERE note_kind = '补发'
),
short AS (
    SELECT d.payee, d.village, d.programme, d.period, d.year, d.amount AS approved, d.approved_on, d.record,
           coalesce(p.paid, 0) AS paid
    FROM due AS d
    LEFT JOIN (
        SELECT payee, village, programme, period, sum(amount) AS paid FROM answer GROUP BY payee, village, programme, period
    ) AS p
      ON p.payee = d.payee AND p.village = d.village AND p.programme = d.programme AND p.period = d.period
    WHERE d.amount - coalesce(p.paid, 0) > $rounding
)
SELECT
    s.payee + s.village AS subject_key,
    0 AS other_key,
    CASE WHEN s.payee > 0 THEN [s.payee] ELSE CAST([] AS INTEGER[]) END AS persons,
    CASE WHEN s.payee > 0 THEN [coalesce(min(h.household), -s.payee)] ELSE CAST([] AS INTEGER[]) END AS households,
    0 AS account,
    coalesce(nullif(s.village, 0), min(h.village), 0) AS village,
    s.programme,
    min(s.period) AS period_from,
    max(s.period) AS period_to,
    sum(s.approved - s.paid) AS amount,
    0 AS payments,
    max(s.approved - s.paid) AS measure,
    {
        'approved': sum(s.approved),
        'paid': sum(s.paid),
        'approved_on': min(s.approved_on),
        'source_file': min(s.record).source_file,
        'theirs': min(s.record)
    } AS facts,
    CAST([] AS BIGINT[]) AS payment_nos,
    CASE WHEN s.payee > 0 THEN 'hard' ELSE 'indicator' END AS tier,
    CASE WHEN s.payee > 0 THEN 'person' ELSE 'village' END AS subject
FROM short AS s
LEFT JOIN home AS h ON h.person = s.payee
GROUP BY s.payee, s.village, s.programme, s.year
