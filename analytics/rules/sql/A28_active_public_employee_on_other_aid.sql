/*
code: A28
title:
  zh: 在职公职人员与扶贫危改等重合
  en: Public employee in active service on poverty, housing or emergency aid
module: 2
tier: hard
subject: person
grain: year
reach: year
needs: [public_employee]
flags:
  zh: 财政供养名册中类别为在编在职的人员,在职期间本人名下有扶贫到户、危房改造、临时救助或公租房补贴发放的,列为疑点。
  en: Somebody on the payroll as 在编在职 is paid household poverty aid, a house-rebuilding grant, emergency aid or a rent subsidy while in service.
why:
  zh: 在编在职人员有固定工资收入,一般不符合扶贫、危房改造和临时救助条件。
  en: A regular salary does not go with aid for the poor.
basis:
  zh: 县精准扶贫对象识别标准;农村危房改造和临时救助实施办法
  en: County criteria for registered poor households; rules on rebuilding unsafe houses and on emergency aid
excludes:
  - zh: 发放在前、入职在后
    en: paid before entry into service
  - zh: 离职在前、发放在后
    en: left the service before the payment
  - zh: 遗属补助人员
    en: "recipients of a survivor's pension"
  - zh: 离退休人员
    en: retired staff
  - zh: 临聘人员
    en: temporary staff
  - zh: 村干部
    en: village cadre
  - zh: 公益性岗位人员
    en: holders of public-welfare posts
assumes:
  zh: 入职时间空白的视为一直在职;只列上述四类,易地搬迁等其他项目不在其内;低保特困见 A02。
  en: "Without a date of entry the person counts as employed throughout; only these four kinds are raised, not relocation and others; for the subsistence allowance see A02."
sentence:
  zh: "{source_file:source}载明{subject:person}为在编在职人员({employer:text});{span:span}其名下有{programme:programme}发放 {payments:number} 笔、{amount:money}。需核:是否同一人、发放时是否在职领薪、是否代家人申领。"
  en: "{source_file:source} lists {subject:person} as in active service ({employer:text}); {programme:programme} was paid for {span:span}, {payments:number} times, {amount:money}. To ask: is it the same person, was a salary drawn at the time, was it claimed for the family."
version: 1
valid_from: 2013-01-01
*/
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
    count(DISTINCT period) AS measure,
    {
        'employer': min(post).employer,
        'source_file': min(post).source_file,
        'theirs': {
            'register': 'public_employee', 'source_file': min(post).source_file, 'source_row': min(post).source_row
        }
    } AS facts,
    list_sort(list(payment_no)) AS payment_nos
FROM paid_in_post
WHERE kind IN ('扶贫到户', '危房改造', '临时救助', '公租房')
GROUP BY person, programme, year
