/*
code: A17
title:
  zh: 身份证号校验不符
  en: Faulty ID number
module: 8
tier: data
subject: person
grain: history
reach: history
needs: []
needs_resident_id: true
flags:
  zh: 受益人的身份证号位数、出生日期或校验码不符的,列为数据待纠,由主管部门更正。
  en: The payee's ID number has a wrong length, date of birth or check digit; the department is asked to mend it.
why:
  zh: 号码有误则无法与其他名册比对,也可能付给了别人。
  en: A faulty number escapes every comparison, and the money may have gone to somebody else.
basis:
  zh: 公民身份号码国家标准 GB 11643
  en: "National standard for citizen ID numbers, GB 11643"
excludes:
  - zh: 可换算为 18 位的 15 位号码
    en: 15-digit numbers that convert to 18 digits
  - zh: 小写 x
    en: a lower-case x
  - zh: 全角数字
    en: full-width digits
assumes:
  zh: 号码已去除空格、引号等录入痕迹。
  en: "Blanks, quotes and other traces of typing have been removed from numbers."
sentence:
  zh: "{source_file:source}第 {source_row:number} 行所列{subject:person}的身份证号{fault:text};该号码名下 {span:span}有{programme:programme}发放 {payments:number} 笔、{paid:money}。需核:正确号码,更正后重新比对。"
  en: "{source_file:source}, row {source_row:number}: the ID number of {subject:person} is faulty ({fault:text}); {programme:programme} was paid under it for {span:span}, {payments:number} times, {paid:money}. To do: find the right number and compare again."
version: 1
valid_from: 2013-01-01
*/
SELECT
    p.person AS subject_key,
    0 AS other_key,
    [p.person] AS persons,
    list_sort(list(DISTINCT p.household)) AS households,
    min(p.account) AS account,
    min(p.village) AS village,
    p.programme,
    min(p.period) AS period_from,
    max(p.period) AS period_to,
    0 AS amount,
    count(*) AS payments,
    count(*) AS measure,
    {
        'fault': CASE y.id_fault WHEN 'length' THEN '位数不符' WHEN 'date' THEN '出生日期不符' WHEN 'unreadable' THEN '无法辨认' ELSE '校验码不符' END,
        'paid': sum(p.amount),
        'source_file': min({'file': p.source_file, 'row': p.source_row}).file,
        'source_row': min({'file': p.source_file, 'row': p.source_row}).row,
        'theirs': {
            'register': 'payment',
            'source_file': min({'file': p.source_file, 'row': p.source_row}).file,
            'source_row': min({'file': p.source_file, 'row': p.source_row}).row
        }
    } AS facts,
    list_sort(list(p.payment_no)) AS payment_nos
FROM payee AS y
JOIN pay AS p ON p.person = y.person
WHERE y.id_kind = 'bad'
GROUP BY p.person, p.programme, y.id_fault
