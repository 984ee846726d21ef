/*
code: B14
title:
  zh: 公职人员领取移民直补
  en: Public employee on reservoir-resettlement aid
module: 2
tier: hard
subject: person
grain: year
reach: year
needs: [public_employee]
flags:
  zh: 财政供养名册中类别为在编在职的人员,在职期间本人名下有移民直补发放的,列为疑点。
  en: Somebody on the payroll as 在编在职 is paid direct aid for resettled people while in service.
why:
  zh: 移民后期扶持以农村移民为对象,转为公职人员的应当核减。
  en: The aid is for resettled villagers; whoever enters public service leaves the list.
basis:
  zh: 大中型水库移民后期扶持人口核定和动态管理办法
  en: Rules on the verified and updated list of people resettled for reservoirs
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
  zh: 入职时间空白的视为一直在职;按年发放的以发放日是否在职为准。
  en: Without a date of entry the person counts as employed throughout; a yearly credit counts if its day of payment falls in the service.
sentence:
  zh: "{source_file:source}载明{subject:person}为在编在职人员({employer:text});{span:span}其名下有{programme:programme}发放 {payments:number} 笔、{amount:money}。需核:是否同一人、入职后扶持人口是否已核减。"
  en: "{source_file:source} lists {subject:person} as in active service ({employer:text}); {programme:programme} was paid for {span:span}, {payments:number} times, {amount:money}. To ask: is it the same person, was the list of resettled people updated on entry."
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
WHERE kind = '移民直补'
GROUP BY person, programme, year
