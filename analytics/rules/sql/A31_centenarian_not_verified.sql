/*
code: A31
title:
  zh: 百岁以上无生存核验
  en: Aged a hundred or more, not verified to be alive
module: 4
tier: indicator
subject: person
grain: year
reach: year
needs: []
parameters:
  age: {type: integer, default: 100, unit: 岁, min: 90, max: 120, step: 1, zh: 需要生存核验的周岁, en: age from which proof of life is asked}
fence: {parameter: age, measure: 最后一笔发放时周岁, side: at_least, excess_moves: true}
flags:
  zh: 按身份证号计算发放时已满 100 周岁,名册中又没有当时有效的生存核验的,列为疑点。
  en: Paid to somebody who by the ID number was a hundred or more, with no proof of life on file for the day of payment.
why:
  zh: 百岁老人很少,未及时登记死亡或号码有误的较多见,宜先上门核实。
  en: Few people live so long; a death not registered or a slip in the number is more common, so a visit comes first.
basis:
  zh: 高龄津贴、养老待遇资格认证的规定
  en: Provisions on proof of life for old-age benefits
excludes:
  - zh: 生存核验名册中有效
    en: on the list of those verified to be alive
  - zh: 身份证号有误、年龄无法确定(见 A17)
    en: "a faulty ID number, so that the age is unknown (see A17)"
  - zh: 发放时未满 100 周岁
    en: not yet a hundred on the day of payment
  - zh: 已登记死亡(见 A01、A27)
    en: registered as dead (see A01, A27)
assumes:
  zh: 生存核验记在救助对象名册中,类别为“生存核验”,起止日期涵盖发放日;日期空白的视为一直有效。
  en: "Proof of life stands in the assistance roll under the kind 生存核验, with dates that cover the day of payment; without dates it is always good."
sentence:
  zh: "{subject:person}的身份证号载明{born_on:date}出生;{source_file:source}显示{span:span}其名下有{programme:programme}发放 {payments:number} 笔、{amount:money},最后一笔发放时 {age:number} 周岁,未见生存核验记录。需核:本人是否健在、号码是否登记有误。"
  en: "The ID number of {subject:person} says born {born_on:date}; {source_file:source} shows {programme:programme} paid {payments:number} times, {amount:money}, for {span:span}, last at age {age:number}, and no proof of life is on file. To ask: is the person alive, is the number right."
version: 1
valid_from: 2013-01-01
*/
WITH unproven AS (
    SELECT p.payment_no, p.person, p.household, p.account, p.village, p.programme, p.year, p.period, p.amount,
           o.born_on, age_at(o.born_on, p.on_date) AS age,
           {'register': 'payment', 'source_file': p.source_file, 'source_row': p.source_row} AS record
    FROM pay AS p
    JOIN payee AS o ON o.person = p.person
    LEFT JOIN died AS d ON d.person = p.person
    WHERE o.id_kind <> 'bad'
      AND age_at(o.born_on, p.on_date) >= $age
      AND d.person IS NULL
      AND NOT EXISTS (
          SELECT 1 FROM assistance_roll AS r
          WHERE r.person = p.person
            AND r.kind = '生存核验'
            AND coalesce(r.starts_on, p.on_date) <= p.on_date
            AND coalesce(r.ends_on, p.on_date) >= p.on_date)
)
SELECT
    person AS subject_key,
    0 AS other_key,
    [person] AS persons,
    list_sort(list(DISTINCT household)) AS households,
    min(account) AS account,
    min(village) AS village,
    programme,
    min(period) AS period_from,
    max(period) AS period_to,
    sum(amount) AS amount,
    count(*) AS payments,
    max(age) AS measure,
    {'born_on': born_on, 'age': max(age), 'source_file': min(record).source_file, 'theirs': min(record)} AS facts,
    list_sort(list(payment_no)) AS payment_nos
FROM unproven
GROUP BY person, programme, year, born_on
