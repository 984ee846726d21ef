/*
code: A20
title:
  zh: 姓名与户籍不符
  en: Name differs from the household register
module: 8
tier: data
subject: person
grain: history
reach: history
needs: [person]
flags:
  zh: 发放记录中身份证号所列姓名,既不是户籍登记的姓名也不是曾用名的,列为数据待纠。
  en: Payments show an ID number under a name that is neither the registered one nor a former one.
why:
  zh: 号码与姓名对不上,可能录入有误,也可能付给了别人。
  en: Where number and name do not fit, there is a slip of the pen, or the money went to somebody else.
basis:
  zh: 县惠民补贴“一卡通”发放管理办法中实名发放的规定
  en: County rules on paying subsidies by one card, to people by their own name
excludes:
  - zh: 户籍登记的曾用名
    en: a former name on the register
  - zh: 异体字、空格、间隔号、括号备注等写法不同
    en: "variant characters, blanks, middle dots, remarks in brackets"
  - zh: 户籍未载姓名
    en: the register gives no name
assumes:
  zh: 姓名按繁简、异体归并后比较;号码相同的任何一条户籍登记相符即视为相符。
  en: Names are compared after folding variant characters; one matching entry under the number is enough.
sentence:
  zh: "{source_file:source}载明该身份证号为{registered:name};发放记录{span:span}以{names:name}之名列有 {payments:number} 笔、{paid:money}。需核:号码或姓名何者有误、款项由何人领取。"
  en: "{source_file:source} gives the ID number to {registered:name}; payments for {span:span} stand under the name {names:name}, {payments:number} times, {paid:money}. To do: find out whether the number or the name is wrong, and who drew the money."
version: 1
valid_from: 2013-01-01
*/
WITH called AS (
    SELECT DISTINCT person, name FROM pay
),
strange AS (
    SELECT c.person, c.name,
           min({'name': r.name, 'source_file': r.source_file, 'source_row': r.source_row}) AS record
    FROM called AS c
    JOIN person AS r ON r.person = c.person
    GROUP BY c.person, c.name
    HAVING max(CASE WHEN coalesce(r.name, c.name) = c.name OR r.former_name = c.name THEN 1 ELSE 0 END) = 0
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
    count(DISTINCT p.name) AS measure,
    {
        'registered': s.record.name,
        'names': list_sort(list(DISTINCT p.name)),
        'paid': sum(p.amount),
        'source_file': s.record.source_file,
        'theirs': {'register': 'person', 'source_file': s.record.source_file, 'source_row': s.record.source_row}
    } AS facts,
    list_sort(list(p.payment_no)) AS payment_nos
FROM strange AS s
JOIN pay AS p ON p.person = s.person AND p.name = s.name
GROUP BY p.person, s.record
