/*
code: A19
title:
  zh: 疑似一人多号
  en: Perhaps one person under two ID numbers
module: 8
tier: indicator
subject: person
grain: history
reach: history
needs: []
parameters:
  phone_names: {type: integer, default: 4, unit: 人, min: 2, max: 20, step: 1, zh: 一个电话对应人数上限(更多的视为公用电话), en: people on one phone number (more of them and it is a shared phone)}
flags:
  zh: 同一村内两个身份证号姓名相同,且使用同一账户或同一电话的,列为疑点。
  en: In one village two ID numbers stand with the same name and the same account or phone.
why:
  zh: 同名又同账户、同电话,可能是一个人登记了两个号码而重复享受。
  en: The same name on the same account or phone may be one person registered twice, and paid twice.
basis:
  zh: 居民身份证法关于公民身份号码唯一的规定
  en: "The law on identity cards: a citizen's number is one"
excludes:
  - zh: 父子等家庭成员共用账户或电话,姓名不同
    en: "members of a family, such as father and son, who share an account or phone under different names"
  - zh: 户籍中同一户内确有两名同名成员
    en: two members of one household who really bear the same name in the register
  - zh: 备案的机构、村集体账户和多人公用的电话
    en: "registered accounts of institutions and village collectives, and phones shared by many"
  - zh: 同名但村、账户、电话都不同
    en: the same name in another village, or with another account and phone
assumes:
  zh: 姓名按繁简、异体归并后比较;金额为两个号码中较少一方的合计。
  en: Names are compared after folding variant characters; the amount is the smaller of the two numbers' sums.
sentence:
  zh: "{source_file:source}等处,{called:name}一名对应两个身份证号({subject:person}、{other:person}),在同一村使用同一账户或电话;{span:span}两个号码共有 {payments:number} 笔、{paid:money},较少一方 {amount:money}。需核:是否同一人、哪个号码有误、是否重复享受。"
  en: "In {source_file:source} and others the name {called:name} stands with two ID numbers ({subject:person}, {other:person}) and the same account or phone in one village; the two were paid {payments:number} times, {paid:money}, for {span:span}, the lesser one {amount:money}. To ask: is it one person, which number is wrong, was anything paid twice."
version: 1
valid_from: 2013-01-01
*/
WITH used AS (
    SELECT DISTINCT person, name, village, account, phone FROM payment
),
shared_phone AS (
    SELECT phone FROM used GROUP BY phone HAVING count(DISTINCT name) > $phone_names
),
trace AS (
    SELECT u.person, u.name, u.village, 'account' AS kind, u.account AS number
    FROM used AS u ANTI JOIN listed_account AS l ON l.account = u.account
    UNION ALL
    SELECT u.person, u.name, u.village, 'phone', u.phone
    FROM used AS u ANTI JOIN shared_phone AS s ON s.phone = u.phone
),
-- Of more than two numbers each with the next.
namesake AS (
    SELECT person, other, min(name) AS called
    FROM (SELECT person, name, number, lead(person) OVER (PARTITION BY name, village, kind, number ORDER BY person) AS other
          FROM trace) AS t
    WHERE other > person
      AND number IS NOT NULL
    GROUP BY person, other
),
kin AS (
    SELECT x.person, z.person AS other
    FROM person AS x JOIN person AS z ON z.household = x.household AND z.name = x.name
),
pair AS (
    SELECT n.* FROM namesake AS n ANTI JOIN kin AS k ON k.person = n.person AND k.other = n.other
),
both_numbers AS (
    SELECT person, other, called, person AS payee FROM pair UNION ALL SELECT person, other, called, other FROM pair
)
SELECT
    t.person AS subject_key,
    t.other AS other_key,
    [t.person, t.other] AS persons,
    list_sort(list(DISTINCT p.household)) AS households,
    min(p.account) AS account,
    min(p.village) AS village,
    CASE WHEN min(p.programme) = max(p.programme) THEN min(p.programme) ELSE 0 END AS programme,
    min(p.period) AS period_from,
    max(p.period) AS period_to,
    least(sum(CASE WHEN p.person = t.person THEN p.amount ELSE 0 END),
          sum(CASE WHEN p.person = t.other THEN p.amount ELSE 0 END)) AS amount,
    count(*) AS payments,
    count(DISTINCT p.programme) AS measure,
    {
        'called': t.called,
        'paid': sum(p.amount),
        'source_file': min({'file': p.source_file, 'row': p.source_row}).file,
        'theirs': min(CASE WHEN p.person = t.other THEN {
            'register': 'payment', 'source_file': p.source_file, 'source_row': p.source_row} END)
    } AS facts,
    list_sort(list(p.payment_no)) AS payment_nos
FROM both_numbers AS t
JOIN pay AS p ON p.person = t.payee
GROUP BY t.person, t.other, t.called
