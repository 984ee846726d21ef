/*
code: A18
title:
  zh: 一号多名
  en: One ID number, several names
module: 8
tier: data
subject: person
grain: history
reach: history
needs: []
needs_resident_id: true
flags:
  zh: 同一身份证号在发放记录中对应两个以上姓名的,列为数据待纠。
  en: One ID number stands with two or more names in the payment records.
why:
  zh: 一个号码只属于一个人,多出的姓名可能是录入错误,也可能是借用号码。
  en: A number belongs to one person; another name is a slip or a borrowed number.
basis:
  zh: 公民身份号码国家标准 GB 11643
  en: "National standard for citizen ID numbers, GB 11643"
excludes:
  - zh: 异体字、繁简体
    en: "variant, traditional and simplified characters"
  - zh: 姓名中的间隔号
    en: middle dots in a name
  - zh: 姓名中的空格
    en: blanks in a name
  - zh: 括号备注如(户主)
    en: remarks in brackets such as (head of household)
  - zh: 登记在册的曾用名
    en: a registered former name
assumes:
  zh: 姓名已按统一规则折叠后比较。
  en: Names are compared after being brought to one form.
sentence:
  zh: "{source_file:source}等处所列{subject:person}的身份证号在{span:span}对应 {measure:number} 个姓名:{names:name},涉及 {payments:number} 笔、{paid:money}。需核:号码属于其中何人、其余款项付给了谁。"
  en: "In {source_file:source} and others the ID number of {subject:person} stands with {measure:number} names for {span:span}: {names:name}; {payments:number} payments, {paid:money}. To ask: whose number it is, and who got the rest."
version: 1
valid_from: 2013-01-01
*/
WITH spelled AS (
    SELECT DISTINCT person, name FROM pay
),
several AS (
    SELECT s.person, count(s.name) AS names_found, list_sort(list(s.name)) AS names
    FROM spelled AS s
    LEFT JOIN person AS r ON r.person = s.person AND r.former_name = s.name
    WHERE r.person IS NULL
    GROUP BY s.person
    HAVING count(s.name) > 1
)
SELECT
    p.person AS subject_key,
    0 AS other_key,
    [p.person] AS persons,
    list_sort(list(DISTINCT p.household)) AS households,
    min(p.account) AS account,
    min(p.village) AS village,
    0 AS programme,
    min(p.period) AS period_from,
    max(p.period) AS period_to,
    0 AS amount,
    count(*) AS payments,
    s.names_found AS measure,
    {
        'names': s.names,
        'paid': sum(p.amount),
        'source_file': min({'file': p.source_file, 'row': p.source_row}).file,
        'theirs': {
            'register': 'payment',
            'source_file': min({'file': p.source_file, 'row': p.source_row}).file,
            'source_row': min({'file': p.source_file, 'row': p.source_row}).row
        }
    } AS facts,
    list_sort(list(p.payment_no)) AS payment_nos
FROM several AS s
JOIN pay AS p ON p.person = s.person
GROUP BY p.person, s.names_found, s.names
