/*
code: E06
title:
  zh: 先发后批
  en: "Paid first, approved later"
module: 14
tier: hard
subject: person
grain: year
reach: year
needs: [approval]
flags:
  zh: 发放日期早于审批核定日期的,按人(核定到人)或按村(核定到村)列为疑点(按村的为 ▲);金额计审批之前的发放。
  en: A credit is dated before its approval, by payee or by village as it was approved; what was paid before counts.
why:
  zh: 先审批后发放是拨付的基本程序,两个日期直接矛盾。
  en: Approval comes before payment; the two dates contradict each other.
basis:
  zh: 县惠民补贴“一卡通”发放管理办法(审批程序)
  en: County rules on paying subsidies by one card (approval)
excludes:
  - zh: 审批当日发放
    en: paid on the day of approval
  - zh: 没有发放日期或没有审批日期的记录
    en: records without a day of payment or of approval
  - zh: 同一所属期另有更早的审批
    en: an earlier approval of the same period
assumes:
  zh: 同一项目、所属期、人(村)以最早一次审批为准;没有所属期的审批不比对。
  en: "Of one programme, period and payee (village) the earliest approval counts; approvals without a period are not compared."
sentence:
  zh: "{source_file:source}载明{approved_on:date}才为{subject:person}核定{programme:programme};{span:span}在此之前已发放 {payments:number} 笔、{amount:money},最早早 {measure:number} 天。需核:发放依据、是否补办审批、由谁批准。"
  en: "{source_file:source} says that {programme:programme} was approved for {subject:person} on {approved_on:date}; {payments:number} credits, {amount:money}, {span:span}, were paid before, the first {measure:number} days earlier. To ask: on what ground was it paid, was the approval written later, by whom."
sentence_by_tier:
  indicator:
    zh: "{source_file:source}载明{approved_on:date}才为{subject:village}核定{programme:programme};{span:span}在此之前已向该村发放 {payments:number} 笔、{amount:money},最早早 {measure:number} 天。需核:发放依据、是否补办审批、由谁批准。"
    en: "{source_file:source} says that {programme:programme} was approved for {subject:village} on {approved_on:date}; {payments:number} credits in the village, {amount:money}, {span:span}, were paid before, the first {measure:number} days earlier. To ask: on what ground was it paid, was the approval written later, by whom."
version: 1
valid_from: 2013-01-01
*/
WITH early AS (
    SELECT a.payee, a.village, a.programme, p.year, p.period, a.approved_on, a.record, p.payment_no, p.amount,
           date_diff('day', p.pay_date, a.approved_on) AS days
    FROM approved AS a
    JOIN pay_by_approval AS p
      ON p.payee = a.payee AND p.village = a.village AND p.programme = a.programme AND p.period = a.period
    WHERE p.pay_date < a.approved_on
)
SELECT
    e.payee + e.village AS subject_key,
    0 AS other_key,
    CASE WHEN e.payee > 0 THEN [e.payee] ELSE CAST([] AS INTEGER[]) END AS persons,
    CASE WHEN e.payee > 0 THEN [coalesce(min(h.household), -e.payee)] ELSE CAST([] AS INTEGER[]) END AS households,
    0 AS account,
    coalesce(nullif(e.village, 0), min(h.village), 0) AS village,
    e.programme,
    min(e.period) AS period_from,
    max(e.period) AS period_to,
    sum(e.amount) AS amount,
    count(*) AS payments,
    max(e.days) AS measure,
    {'approved_on': max(e.approved_on), 'source_file': min(e.record).source_file, 'theirs': min(e.record)} AS facts,
    list_sort(list(e.payment_no)) AS payment_nos,
    CASE WHEN e.payee > 0 THEN 'hard' ELSE 'indicator' END AS tier,
    CASE WHEN e.payee > 0 THEN 'person' ELSE 'village' END AS subject
FROM early AS e
LEFT JOIN home AS h ON h.person = e.payee
GROUP BY e.payee, e.village, e.programme, e.year
