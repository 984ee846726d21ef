/*
code: E04
title:
  zh: 到账少于核定
  en: Credited less than approved
module: 14
tier: hard
subject: person
grain: year
reach: year
needs: [approval, bank_return]
parameters:
  rounding: {type: decimal, default: 1, unit: 元, min: 0, max: 100, step: 0.5, zh: 每笔允许的尾差, en: rounding let pass for each credit}
fence: {parameter: rounding, measure: 核定减实际到账(按笔平均), side: above, excess_moves: true}
flags:
  zh: 已有发放、但实际到账(发放减去银行退回且未重发的)少于核定金额的,按人或按村列为疑点;金额计差额。
  en: Something was paid, but what reached the accounts (less what the bank returned and nobody sent again) is below what was approved, by payee or village; the difference counts.
why:
  zh: 核定多、到账少,差额须有去向。
  en: Where more was approved than arrived, the rest must be somewhere.
basis:
  zh: 县惠民补贴“一卡通”发放管理办法
  en: County rules on paying subsidies by one card
excludes:
  - zh: 尾差(每笔 1 元以内)
    en: "rounding (up to 1 yuan a credit)"
  - zh: 银行退回后已重发
    en: returned by the bank and sent again
  - zh: 全部未发(见 E02)
    en: "nothing paid at all (see E02)"
assumes:
  zh: 银行回盘中账号、金额相同且在发放后两个月以内的退回,即为该笔的退回。
  en: "A return on the same account with the same amount, within two months of the payment, is that payment's."
sentence:
  zh: "{source_file:source}载明为{subject:person}核定{programme:programme};{span:span}核定 {approved:money},发放 {paid:money},其中银行退回未重发 {returned:money},到账差 {amount:money}。需核:差额去向、退回款项是否仍在账上、群众是否知情。"
  en: "{source_file:source} says that {programme:programme} was approved for {subject:person}; for {span:span} {approved:money} was approved, {paid:money} paid, {returned:money} of it returned by the bank and not sent again; {amount:money} did not arrive. To ask: where is the difference, is returned money still in the account, do the people know."
sentence_by_tier:
  indicator:
    zh: "{source_file:source}载明为{subject:village}核定{programme:programme};{span:span}核定 {approved:money},发放 {paid:money},其中银行退回未重发 {returned:money},全村到账差 {amount:money}。需核:差额涉及哪些户、款项去向、名册是否调整。"
    en: "{source_file:source} says that {programme:programme} was approved for {subject:village}; for {span:span} {approved:money} was approved, {paid:money} paid, {returned:money} of it returned by the bank and not sent again; {amount:money} did not arrive in the village. To ask: whose is it, where is it, was the roster changed."
version: 1
valid_from: 2013-01-01
*/
WITH credited AS (
    SELECT a.payee, a.village, a.programme, a.period, p.year, a.amount AS approved, a.record, sum(p.amount) AS paid,
           sum(CASE WHEN b.payment_no IS NOT NULL THEN p.amount ELSE 0 END) AS returned, count(*) AS credits
    FROM approved AS a
    JOIN pay_by_approval AS p
      ON p.payee = a.payee AND p.village = a.village AND p.programme = a.programme AND p.period = a.period
    LEFT JOIN came_back AS b ON b.payment_no = p.payment_no
    GROUP BY a.payee, a.village, a.programme, a.period, p.year, a.amount, a.record
),
short AS (
    SELECT *, approved - paid + returned AS missing FROM credited
    WHERE CAST((approved - paid + returned) / credits AS DECIMAL(12,4)) > $rounding
),
yearly AS (
    SELECT payee, village, programme, year, min(period) AS period_from, max(period) AS period_to,
           sum(missing) AS missing, max(CAST(missing / credits AS DECIMAL(12,4))) AS measure, sum(approved) AS approved,
           sum(paid) AS paid, sum(returned) AS returned, min(record) AS record
    FROM short
    GROUP BY payee, village, programme, year
),
listed AS (
    SELECT s.payee, s.village, s.programme, s.year, list_sort(list(p.payment_no)) AS payment_nos
    FROM short AS s
    JOIN pay_by_approval AS p
      ON p.payee = s.payee AND p.village = s.village AND p.programme = s.programme AND p.period = s.period
    GROUP BY s.payee, s.village, s.programme, s.year
)
SELECT
    y.payee + y.village AS subject_key,
    0 AS other_key,
    CASE WHEN y.payee > 0 THEN [y.payee] ELSE CAST([] AS INTEGER[]) END AS persons,
    CASE WHEN y.payee > 0 THEN [coalesce(h.household, -y.payee)] ELSE CAST([] AS INTEGER[]) END AS households,
    0 AS account,
    coalesce(nullif(y.village, 0), h.village, 0) AS village,
    y.programme,
    y.period_from,
    y.period_to,
    y.missing AS amount,
    array_length(l.payment_nos) AS payments,
    y.measure,
    {
        'approved': y.approved,
        'paid': y.paid,
        'returned': y.returned,
        'source_file': y.record.source_file,
        'theirs': y.record
    } AS facts,
    l.payment_nos,
    CASE WHEN y.payee > 0 THEN 'hard' ELSE 'indicator' END AS tier,
    CASE WHEN y.payee > 0 THEN 'person' ELSE 'village' END AS subject
FROM yearly AS y
JOIN listed AS l ON l.payee = y.payee AND l.village = y.village AND l.programme = y.programme AND l.year = y.year
LEFT JOIN home AS h ON h.person = y.payee
