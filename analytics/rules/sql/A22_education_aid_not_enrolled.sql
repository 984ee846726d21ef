/*
code: A22
title:
  zh: 无学籍领取教育资助
  en: Education aid without enrolment
module: 10
tier: indicator
subject: person
grain: year
reach: year
needs: [student]
parameters:
  adult_age: {type: integer, default: 18, unit: 岁, min: 14, max: 25, step: 1, zh: 视为家长代领的周岁, en: age from which a payee may be a parent}
flags:
  zh: 中小学教育资助的受益人在所属期内没有学籍的,列为疑点。
  en: Aid for pupils of primary and secondary schools is paid to somebody whom the school register does not list in that period.
why:
  zh: 教育资助以在校就读为前提,学籍名册可核对。
  en: Education aid presupposes attending school, and the school register tells it.
basis:
  zh: 家庭经济困难学生资助政策
  en: Policies on aid to pupils from families in need
excludes:
  - zh: 在县外学校就读(名册注明)
    en: at a school outside the county (the register says so)
  - zh: 职业教育、大学等县学籍名册不含的项目
    en: "vocational, college and other programmes whose pupils the county's register does not hold"
  - zh: 学前教育资助
    en: aid for kindergarten children
  - zh: 家长代领而户内子女在校
    en: drawn by a parent whose child is enrolled
  - zh: 补发在校期间的资助
    en: "aid for a term attended, paid later"
assumes:
  zh: 所属期与在校时间有一日重叠即视为在校;成年受益人视为家长,户内有在校学生即可;名册不含幼儿园、职业学校和大学的,以项目名称判断。
  en: Enrolled is whose time at school overlaps the period by a day; a grown-up payee counts as a parent, for whom any pupil in the household will do; kindergartens, vocational schools and colleges are told by the programme's name.
sentence:
  zh: "{source_file:source}中未见{subject:person}在{span:span}的学籍;其名下有{programme:programme}发放 {payments:number} 笔、{amount:money}。需核:是否在县外或其他学校就读、款项由何人领取。"
  en: "{source_file:source} does not list {subject:person} for {span:span}; {programme:programme} was paid {payments:number} times, {amount:money}. To ask: does the child go to school elsewhere, who drew the money."
version: 1
valid_from: 2013-01-01
*/
WITH aid AS (
    SELECT p.payment_no, p.person, p.household, p.account, p.village, p.programme, p.year, p.period, p.amount,
           p.period_start, p.period_end, p.on_date, age_at(y.born_on, p.on_date) >= $adult_age AS of_age
    FROM pay AS p
    JOIN programme AS g ON g.programme = p.programme
    JOIN payee AS y ON y.person = p.person
    WHERE p.kind = '教育资助'
      AND NOT regexp_matches(g.title, '职|雨露|大学|高校|大专|圆梦|学前|幼儿')
),
enrolled AS (
    SELECT g.payment_no
    FROM aid AS g
    JOIN student AS s ON s.person = g.person
    WHERE coalesce(s.starts_on, g.period_start) <= g.period_end
      AND coalesce(s.ends_on, g.period_end) >= g.period_start
    UNION
    SELECT g.payment_no
    FROM aid AS g
    JOIN household_member AS m ON m.household = g.household
    JOIN student AS s ON s.person = m.person
    WHERE g.of_age
      AND coalesce(s.starts_on, g.period_start) <= g.period_end
      AND coalesce(s.ends_on, g.period_end) >= g.period_start
),
source_of AS (
    SELECT min(source_file) AS source_file FROM student
)
SELECT
    g.person AS subject_key,
    0 AS other_key,
    [g.person] AS persons,
    list_sort(list(DISTINCT g.household)) AS households,
    min(g.account) AS account,
    min(g.village) AS village,
    g.programme,
    min(g.period) AS period_from,
    max(g.period) AS period_to,
    sum(g.amount) AS amount,
    count(*) AS payments,
    count(*) AS measure,
    {'source_file': min(o.source_file)} AS facts,
    list_sort(list(g.payment_no)) AS payment_nos
FROM aid AS g
CROSS JOIN source_of AS o
ANTI JOIN enrolled AS e ON e.payment_no = g.payment_no
GROUP BY g.person, g.programme, g.year
