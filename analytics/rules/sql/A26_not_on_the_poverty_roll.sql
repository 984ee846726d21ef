/*
code: A26
title:
  zh: 未在册享受扶贫到户
  en: Poverty aid outside the poverty roll
module: 10
tier: indicator
subject: household
grain: year
reach: year
needs: [poverty_household]
parameters:
  support_months: {type: integer, default: 36, unit: 月, min: 0, max: 84, step: 6, zh: 脱贫退出后继续帮扶的月数, en: months of support after leaving the roll}
flags:
  zh: 扶贫到户项目发放时,户内没有任何成员在建档立卡名册、也不在退出后帮扶期内的,列为疑点。
  en: On the day of payment no member of the household stands on the poverty roll, nor left it within the support period.
why:
  zh: 扶贫到户资金以建档立卡户为对象。
  en: The money is meant for households on the roll.
basis:
  zh: 财政专项扶贫资金管理办法;脱贫不脱政策的规定
  en: Rules on special funds against poverty; support goes on after leaving the roll
excludes:
  - zh: 退出后帮扶期内
    en: left the roll within the support period
  - zh: 按规定带动的非贫困户(备注载明)
    en: a household not poor but led along by rule (the remark says so)
  - zh: 建档立卡开始前的发放
    en: payments before the roll began
  - zh: 户内另有成员在册
    en: another member of the household is on the roll
assumes:
  zh: 名册最早的建档时间即建档立卡开始时间,未载明的以 2014 年 1 月为准;建档时间空白的户视为一直在册。
  en: The roll began with its earliest entry, or in January 2014 where it gives no dates; a household without a date was always on it.
sentence:
  zh: "{source_file:source}中未见{subject:household}在发放时在册;该户{span:span}领取{programme:programme} {payments:number} 笔、{amount:money}。需核:是否以他人名义建档、是否属于带动户、何时入册退册。"
  en: "{source_file:source} does not have {subject:household} on the day of payment; it was paid {programme:programme} for {span:span}, {payments:number} times, {amount:money}. To ask: is it enrolled under another name, was it led along, when did it enter and leave."
version: 1
valid_from: 2013-01-01
*/
WITH listed AS (
    SELECT m.household, coalesce(r.starts_on, DATE '1900-01-01') AS starts_on,
           coalesce(add_months(r.ends_on, $support_months), DATE '9999-12-31') AS ends_on,
           m.starts_on AS member_from, m.ends_on AS member_to
    FROM poverty_household AS r JOIN household_person AS m ON m.person = r.person
    UNION ALL
    SELECT household, coalesce(starts_on, DATE '1900-01-01'),
           coalesce(add_months(ends_on, $support_months), DATE '9999-12-31'), DATE '1900-01-01', DATE '9999-12-31'
    FROM poverty_household
),
roll AS (
    SELECT coalesce(min(starts_on), DATE '2014-01-01') AS began_on, min(source_file) AS source_file
    FROM poverty_household
)
SELECT
    p.household AS subject_key,
    0 AS other_key,
    list_sort(list(DISTINCT p.person)) AS persons,
    [p.household] AS households,
    min(p.account) AS account,
    min(p.village) AS village,
    p.programme,
    min(p.period) AS period_from,
    max(p.period) AS period_to,
    sum(p.amount) AS amount,
    count(*) AS payments,
    count(*) AS measure,
    {'source_file': min(r.source_file)} AS facts,
    list_sort(list(p.payment_no)) AS payment_nos
FROM pay AS p
CROSS JOIN roll AS r
WHERE p.kind = '扶贫到户'
  AND p.on_date >= r.began_on
  AND NOT regexp_matches(coalesce(p.remark, ''), '带动|非贫困')
  AND NOT EXISTS (
      SELECT 1 FROM listed AS l
      WHERE l.household = p.household
        AND l.starts_on <= p.on_date
        AND l.ends_on >= p.on_date
        AND l.member_from <= p.on_date
        AND l.member_to >= p.on_date)
GROUP BY p.household, p.programme, p.year
