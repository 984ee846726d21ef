/*
code: B07
title:
  zh: 危房改造多次
  en: Dangerous house rebuilt more than once
module: 5
tier: indicator
subject: household
grain: history
reach: history
needs: []
parameters:
  years:
    {type: integer, default: 15, unit: 年, min: 1, max: 30, step: 1, zh: 两次危房改造之间至少间隔的年数, en: years that must lie between two grants}
flags:
  zh: 同一户在规定年限内享受两次以上危房改造补助的,列为疑点。
  en: One household had two or more rebuilding grants within the years set.
why:
  zh: 危房改造一户一次,补助金额大,重复享受影响其他困难户。
  en: A house is rebuilt once with a large grant; a second one is another family's.
basis:
  zh: 农村危房改造实施方案
  en: Implementation plan for rebuilding dangerous rural houses
excludes:
  - zh: "同一次批准分期拨付(注明期次,或合计不超过批准金额)"
    en: "one approval paid in instalments (instalment given, or the sum within the approved amount)"
  - zh: 先C级修缮后D级重建
    en: "repair at grade C first, rebuilding at grade D later"
  - zh: 因灾再次受损
    en: damaged again by a disaster
  - zh: 已冲回的发放
    en: reversed payments
assumes:
  zh: 备注载明期次、等级和灾情;没有备注的一笔发放视为一次。
  en: "Remarks give instalment, grade and disaster; a payment without a remark counts as one time."
sentence:
  zh: "{source_file:source}载明{subject:household}在{first_on:date}已享受危房改造补助,到{last_on:date}又享受 {payments:number} 笔、{amount:money},不满 {years:number} 年。需核:是否分期、是否因灾或由C级转D级、房屋是否实建。"
  en: "{source_file:source} shows that {subject:household} had a rebuilding grant on {first_on:date} and, by {last_on:date}, {payments:number} more, {amount:money}, within {years:number} years. To ask: are they instalments, was there a disaster or a change from grade C to D, was the house built."
version: 1
valid_from: 2013-01-01
*/
WITH opening AS (
    -- A later instalment belongs to the grant before it, so it opens none.
    SELECT household, on_date, coalesce(remark, '') AS remark, lag(on_date) OVER grants AS before_on,
           lag(coalesce(remark, '')) OVER grants AS before_remark,
           lag({'register': 'payment', 'source_file': source_file, 'source_row': source_row}) OVER grants AS before_record
    FROM pay
    WHERE kind = '危房改造'
      AND NOT later_instalment
    WINDOW grants AS (PARTITION BY household ORDER BY on_date, payment_no)
),
within_approval AS (
    SELECT p.household
    FROM (SELECT person, household, sum(amount) OVER (PARTITION BY household) AS paid FROM pay WHERE kind = '危房改造') AS p
    JOIN approval AS a ON a.person = p.person
    JOIN programme AS g ON g.programme = a.programme
    WHERE g.kind = '危房改造'
    GROUP BY p.household
    HAVING max(p.paid) <= max(a.amount)
),
again AS (
    SELECT household, min(before_on) AS first_on, min(on_date) AS again_on, min(before_record) AS first_record
    FROM opening ANTI JOIN within_approval USING (household)
    WHERE on_date < add_months(before_on, 12 * $years)
      AND remark NOT LIKE '%灾%'
      AND NOT (before_remark LIKE '%C级%' AND remark LIKE '%D级%')
    GROUP BY household
)
SELECT
    p.household AS subject_key,
    0 AS other_key,
    list_sort(list(DISTINCT p.person)) AS persons,
    [p.household] AS households,
    min(p.account) AS account,
    min(p.village) AS village,
    CASE WHEN min(p.programme) = max(p.programme) THEN min(p.programme) ELSE 0 END AS programme,
    min(p.period) AS period_from,
    max(p.period) AS period_to,
    sum(p.amount) AS amount,
    count(*) AS payments,
    CAST(date_diff('month', a.first_on, a.again_on) / 12 AS DECIMAL(9,2)) AS measure,
    {
        'first_on': a.first_on,
        'last_on': max(p.on_date),
        'years': $years,
        'source_file': a.first_record.source_file,
        'theirs': a.first_record
    } AS facts,
    list_sort(list(p.payment_no)) AS payment_nos
FROM pay AS p
JOIN again AS a ON a.household = p.household
WHERE p.kind = '危房改造' AND p.on_date >= a.again_on
GROUP BY p.household, a.first_on, a.again_on, a.first_record
