/*
code: A15
title:
  zh: 高龄津贴年龄不符
  en: Old-age allowance below its age
module: 10
tier: hard
subject: person
grain: year
reach: year
needs: []
parameters:
  min_age:
    {type: integer, default: 80, unit: 岁, min: 60, max: 100, step: 1, zh: 项目未注明年龄时的最低年龄, en: lowest age where the programme names none}
flags:
  zh: 按身份证号计算,发放当月尚不到该项目规定年龄的,列为疑点。
  en: Paid in a month before the month of the birthday that the programme asks for.
why:
  zh: 高龄津贴按年龄发放,出生日期由身份证号即可核对。
  en: The allowance goes by age, and the ID number tells it.
basis:
  zh: 县高龄津贴实施办法
  en: County rules on the old-age allowance
excludes:
  - zh: 发放当月满规定年龄
    en: the age is reached in the month of payment
  - zh: 身份证号有误、年龄无法确定(见 A17)
    en: "a faulty ID number, so that the age is unknown (see A17)"
assumes:
  zh: 身份证号所载出生日期属实。
  en: The date of birth in the ID number is right.
sentence:
  zh: "{subject:person}的身份证号载明{born_on:date}出生;{span:span}其名下有{programme:programme}发放 {payments:number} 笔、{amount:money},最早一笔发放时 {age:number} 周岁,项目规定 {min_age:number} 周岁。需核:身份证号是否登记有误、实际出生日期。"
  en: "The ID number of {subject:person} says born {born_on:date}; {programme:programme} was paid {payments:number} times, {amount:money}, for {span:span}, first at age {age:number}; the programme asks for {min_age:number}. To ask: is the number mistaken, what is the real date of birth."
version: 1
valid_from: 2013-01-01
*/
WITH early AS (
    SELECT p.payment_no, p.person, p.household, p.account, p.village, p.programme, p.year, p.period, p.amount,
           y.born_on, age_at(y.born_on, p.on_date) AS age, coalesce(g.min_age, $min_age) AS min_age
    FROM pay AS p
    JOIN payee AS y ON y.person = p.person
    JOIN programme AS g ON g.programme = p.programme
    WHERE p.kind = '高龄津贴'
      AND y.id_kind <> 'bad'
      AND month_start(add_months(y.born_on, 12 * coalesce(g.min_age, $min_age))) > month_start(p.on_date)
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
    min(age) AS measure,
    {'born_on': born_on, 'age': min(age), 'min_age': min_age} AS facts,
    list_sort(list(payment_no)) AS payment_nos
FROM early
GROUP BY person, programme, year, born_on, min_age
