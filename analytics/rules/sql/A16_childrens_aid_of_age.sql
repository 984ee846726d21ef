/*
code: A16
title:
  zh: 超龄享受儿童类补贴
  en: Children's allowance paid to somebody of age
module: 10
tier: indicator
subject: person
grain: year
reach: year
needs: []
parameters:
  adult_age: {type: integer, default: 18, unit: 岁, min: 14, max: 25, step: 1, zh: 视为成年的周岁, en: age from which one is no child}
flags:
  zh: 儿童类项目(孤儿保障,以及项目表中最高年龄低于成年的项目)在发放时受益人已满 18 周岁、所属期又在满 18 周岁之后的,列为疑点。
  en: A programme for children (orphans' support, and programmes whose highest age is below that of adults) is paid to somebody aged 18 or more on the day of payment, for a period after the birthday.
why:
  zh: 儿童类待遇成年后停发,年满 18 周岁由身份证号即可核对。
  en: Children's benefits end with coming of age, and the ID number tells it.
basis:
  zh: 孤儿基本生活保障办法;在校就读的可延续至毕业
  en: Provisions on orphans' basic support; it may go on until graduation
excludes:
  - zh: 在校就读(含县外学校)
    en: enrolled in a school, also outside the county
  - zh: 满 18 周岁当月及以前月份的待遇
    en: "the month of the birthday, and months before it paid later"
  - zh: 身份证号有误、年龄无法确定(见 A17)
    en: "a faulty ID number, so that the age is unknown (see A17)"
assumes:
  zh: 按年发放的以发放日是否成年为准;在校以学籍名册为准,入学、离校时间空白的视为在校。
  en: Yearly payments count by their date; enrolment is what the school register says, and without dates it counts as current.
sentence:
  zh: "{subject:person}的身份证号载明{born_on:date}出生;{source_file:source}显示{span:span}其名下有{programme:programme}发放 {payments:number} 笔、{amount:money},最后一笔发放时 {age:number} 周岁,学籍名册中未见其在读。需核:是否在校就读、是否应转为其他救助。"
  en: "The ID number of {subject:person} says born {born_on:date}; {source_file:source} shows {programme:programme} paid {payments:number} times, {amount:money}, for {span:span}, last at age {age:number}; the school register does not list the person. To ask: is the person enrolled somewhere, should other aid take over."
version: 1
valid_from: 2013-01-01
*/
WITH of_age AS (
    SELECT p.payment_no, p.person, p.household, p.account, p.village, p.programme, p.year, p.period, p.amount,
           y.born_on, age_at(y.born_on, p.on_date) AS age,
           {'register': 'payment', 'source_file': p.source_file, 'source_row': p.source_row} AS record
    FROM pay AS p
    JOIN programme AS g ON g.programme = p.programme
    JOIN payee AS y ON y.person = p.person
    WHERE (p.kind = '孤儿保障' OR g.max_age < $adult_age)
      AND y.id_kind <> 'bad'
      AND age_at(y.born_on, p.on_date) >= $adult_age
      AND add_months(y.born_on, 12 * $adult_age) <= p.held_from
      AND NOT EXISTS (
          SELECT 1 FROM student AS s
          WHERE s.person = p.person
            AND coalesce(s.starts_on, p.held_from) <= p.held_to
            AND coalesce(s.ends_on, p.held_to) >= p.held_from)
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
FROM of_age
GROUP BY person, programme, year, born_on
