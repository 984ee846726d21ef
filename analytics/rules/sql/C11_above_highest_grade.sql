/*
code: C11
title:
  zh: 超最高档次
  en: Above the highest grade
module: 9
tier: hard
subject: person
grain: year
reach: year
needs: []
flags:
  zh: 单笔金额高于补贴标准表所载最高档次或封顶额的,列为疑点;恰等于的不列。
  en: A credit is above the highest grade or the cap in the table of rates; one equal to it is not raised.
why:
  zh: 分档和封顶的项目,最高一档就是上限。
  en: Where grades or a cap stand, the highest is the limit.
basis:
  zh: 各项目补贴标准文件(见标准表)
  en: "The programmes' documents on rates (see the table of rates)"
excludes:
  - zh: 恰等于最高档次或封顶额
    en: exactly the highest grade or the cap
  - zh: 同一时期另有更高的标准
    en: another, higher rate of the same time
  - zh: 其他乡镇的标准
    en: "another township's rate"
  - zh: 补发、提标、临时补贴
    en: back payments, raised rates, temporary allowances
assumes:
  zh: 封顶额按单笔计;标准按所属期取用。
  en: A cap holds for one credit; the rate is that of the period.
sentence:
  zh: "补贴标准表载明{programme:programme}最高 {cap:money};{source_file:source}中{subject:person}{span:span}有 {payments:number} 笔高于此数,最高 {measure:number} 元,超出合计 {amount:money}。需核:是否另有文件标准、是否几期合并支付、是否录入有误。"
  en: "The table of rates gives {programme:programme} at most {cap:money}; {source_file:source} shows {payments:number} credits above it to {subject:person} for {span:span}, the largest of {measure:number} yuan, {amount:money} above in all. To ask: is there another document, were several periods paid in one, was it typed wrongly."
version: 1
valid_from: 2013-01-01
*/
WITH capped AS (
    SELECT programme, nullif(township, 0) AS township, valid_from, coalesce(valid_to, DATE '9999-12-31') AS valid_to, cap
    FROM rate
),
above AS (
    SELECT p.payment_no, p.person, p.household, p.account, p.village, p.township, p.programme, p.year, p.period,
           p.period_start, p.period_end, p.amount, p.source_file, p.source_row, max(c.cap) AS cap
    FROM pay AS p
    JOIN capped AS c
      ON c.programme = p.programme
     AND c.valid_from <= p.period_end
     AND c.valid_to >= p.period_start
     AND coalesce(c.township, p.township) = p.township
     AND p.amount > c.cap
    WHERE p.note_kind IS NULL
    GROUP BY ALL
)
SELECT
    a.person AS subject_key,
    0 AS other_key,
    [a.person] AS persons,
    list_sort(list(DISTINCT a.household)) AS households,
    min(a.account) AS account,
    min(a.village) AS village,
    a.programme,
    min(a.period) AS period_from,
    max(a.period) AS period_to,
    sum(a.amount - a.cap) AS amount,
    count(*) AS payments,
    max(a.amount) AS measure,
    {
        'cap': max(a.cap),
        'source_file': min(a.source_file),
        'theirs': min({'register': 'payment', 'source_file': a.source_file, 'source_row': a.source_row})
    } AS facts,
    list_sort(list(a.payment_no)) AS payment_nos
FROM above AS a
ANTI JOIN capped AS c
  ON c.programme = a.programme
 AND c.valid_from <= a.period_end
 AND c.valid_to >= a.period_start
 AND coalesce(c.township, a.township) = a.township
 AND c.cap >= a.amount
GROUP BY a.person, a.programme, a.year
