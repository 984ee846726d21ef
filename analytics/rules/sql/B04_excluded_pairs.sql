/*
code: B04
title:
  zh: 互斥项目同享
  en: Two programmes that exclude each other
module: 6
tier: hard
subject: person
grain: year
reach: year
needs: []
flags:
  zh: 互斥项目表所列的两类项目,在有效期内由同一人(或同一户,按该表所定范围)在同一月份享受的,列为疑点;金额计表中应停的前一类。
  en: Two kinds of programme that the table of exclusions names were paid to one person (or one household, as the table says) for the same month within its dates; the money of the kind named first counts.
why:
  zh: 政策规定二者取一,两张发放表放在一起即可看出。
  en: The policy allows one of the two; both rosters together show that both were paid.
basis:
  zh: 互斥项目表(每一对注明依据,由县维护)
  en: The table of exclusions (each pair with its basis, kept by the county)
excludes:
  - zh: 不在互斥项目表有效期内的发放
    en: payments outside the pair's dates
  - zh: 一项停发之后才享受另一项
    en: one began after the other had stopped
  - zh: 按人互斥的两项由同户不同的人享受
    en: "two members of a household, where the exclusion is by person"
  - zh: 已冲回的发放
    en: reversed payments
assumes:
  zh: 按年或一次性发放的以发放日为准;每对之中前一类为应停发的一类。
  en: Yearly and single grants count by their day of payment; of a pair the kind named first is the one to stop.
sentence:
  zh: "{source_file:source}载明该{scope_zh:text}享受{other_programme:programme};{span:span}的同一月份{payee:person}名下又有{programme:programme}发放 {payments:number} 笔、{amount:money}({basis:text})。需核:两项各自何时批准、应停哪一项、是否已退回。"
  en: "{source_file:source} shows this {scope:text} on {other_programme:programme}; {programme:programme} was paid to {payee:person} for the same months, {span:span}, {payments:number} times, {amount:money} ({basis:text}). To ask: when was each approved, which one had to stop, was it returned."
version: 1
valid_from: 2013-01-01
*/
WITH to_stop AS (
    SELECT x.pair, x.scope, x.basis, CASE WHEN x.scope = 'person' THEN p.person ELSE p.household END AS whose,
           p.payment_no, p.held_from, p.held_to
    FROM excluded_pair AS x
    JOIN pay AS p ON p.kind = x.kind_a AND p.held_from BETWEEN x.valid_from AND x.valid_to
),
kept AS (
    SELECT x.pair, CASE WHEN x.scope = 'person' THEN p.person ELSE p.household END AS whose, p.programme,
           p.held_from, p.held_to,
           {'register': 'payment', 'source_file': p.source_file, 'source_row': p.source_row} AS record
    FROM excluded_pair AS x
    JOIN pay AS p ON p.kind = x.kind_b
),
double AS (
    SELECT a.payment_no, a.scope, a.whose, min(a.basis) AS basis, min(b.programme) AS other_programme,
           min(b.record) AS record
    FROM to_stop AS a
    JOIN kept AS b
      ON b.pair = a.pair AND b.whose = a.whose AND b.held_from <= a.held_to AND b.held_to >= a.held_from
    GROUP BY a.payment_no, a.scope, a.whose
)
SELECT
    d.whose AS subject_key,
    0 AS other_key,
    list_sort(list(DISTINCT p.person)) AS persons,
    list_sort(list(DISTINCT p.household)) AS households,
    min(p.account) AS account,
    min(p.village) AS village,
    p.programme,
    min(p.period) AS period_from,
    max(p.period) AS period_to,
    sum(p.amount) AS amount,
    count(*) AS payments,
    count(DISTINCT p.period) AS measure,
    {
        'payee': min(p.person),
        'scope': d.scope,
        'scope_zh': CASE WHEN d.scope = 'person' THEN '人' ELSE '户' END,
        'basis': min(d.basis),
        'other_programme': min(d.other_programme),
        'source_file': min(d.record).source_file,
        'theirs': min(d.record)
    } AS facts,
    list_sort(list(p.payment_no)) AS payment_nos,
    d.scope AS subject
FROM double AS d
JOIN pay AS p ON p.payment_no = d.payment_no
GROUP BY d.whose, d.scope, p.programme, p.year
