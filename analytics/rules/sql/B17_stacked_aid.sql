/*
code: B17
title:
  zh: 同户救助叠加偏高
  en: Much assistance stacked in one household
module: 17
tier: statistical
subject: household
grain: year
reach: year
needs: [person]
parameters:
  kinds: {type: integer, default: 3, unit: 类, min: 1, max: 10, step: 1, zh: 同户叠加的救助类别至少有几类, en: least number of kinds of assistance in the household}
flags:
  zh: 一户全年享受三类以上救助,且人均合计高于本乡镇受助户(不足百户的按全县)第99百分位的,列为疑点;金额计高出部分。
  en: "A household had three or more kinds of assistance in a year, and its sum per head lies above the 99th percentile of the township's assisted households (of the county's, where the township has no more than a hundred); what is above counts."
why:
  zh: 多项救助集中于一户,可能确属困难,也可能因关系重复安排。
  en: Much aid in one household may be need, or may be favour.
basis:
  zh: "统计方法,只供排序,不作依据"
  en: "A statistical method, for ordering only, no ground for a finding"
excludes:
  - zh: 人口较多的户(按人均计)
    en: large households (it is counted per head)
  - zh: 危房改造、易地搬迁等一次性建房补助
    en: single grants for building a house
  - zh: 类别少于三类的户
    en: fewer than three kinds
assumes:
  zh: 人口按户口登记当年人数计;户口登记以外的受益人按一人一户计。
  en: Heads are counted by the register as of that year; payees outside the register are households of one.
sentence:
  zh: "{source_file:source}等显示{subject:household}({heads:number} 人){span:span}享受 {kinds:number} 类救助 {payments:number} 笔、共 {total:money},人均 {measure:number} 元;本乡镇(或全县)受助户第99百分位为人均 {fence:money},高出部分合计 {amount:money}。这是统计提示。需核:家庭困难情况、各项救助是否分别核定。"
  en: "{source_file:source} and others show {kinds:number} kinds of assistance paid to {subject:household} ({heads:number} people) for {span:span}, {payments:number} credits, {total:money}, {measure:number} yuan a head; the 99th percentile of the township's (or county's) assisted households is {fence:money} a head, {amount:money} above it in all. A statistical hint. To ask: how is the family placed, was each aid approved by itself."
version: 1
valid_from: 2013-01-01
*/
WITH aid AS (
    SELECT household, year, township, kind, amount FROM pay WHERE assistance AND kind NOT IN ('危房改造', '易地搬迁')
),
received AS (
    SELECT household, year, min(township) AS township, sum(amount) AS total, count(DISTINCT kind) AS kinds
    FROM aid
    GROUP BY household, year
),
size AS (
    SELECT r.household, r.year, count(DISTINCT m.person) AS heads
    FROM received AS r
    JOIN household_member AS m ON m.household = r.household AND r.year BETWEEN year(m.starts_on) AND year(m.ends_on)
    GROUP BY r.household, r.year
),
per_head AS (
    SELECT r.*, coalesce(s.heads, 1) AS heads, CAST(r.total / coalesce(s.heads, 1) AS DECIMAL(12,2)) AS a_head
    FROM received AS r LEFT JOIN size AS s USING (household, year)
),
-- The 99th percentile of the township, of the whole county where the township has no more than a hundred.
fenced AS (
    SELECT h.*, CASE WHEN t.assisted > 100 THEN t.fence ELSE c.fence END AS fence
    FROM per_head AS h
    JOIN (
        SELECT township, year, count(*) AS assisted,
               CAST(percentile_disc(0.99) WITHIN GROUP (ORDER BY a_head) AS DECIMAL(12,2)) AS fence
        FROM per_head
        GROUP BY township, year
    ) AS t ON t.township = h.township AND t.year = h.year
    JOIN (
        SELECT year, CAST(percentile_disc(0.99) WITHIN GROUP (ORDER BY a_head) AS DECIMAL(12,2)) AS fence
        FROM per_head
        GROUP BY year
    ) AS c ON c.year = h.year
),
high AS (
    SELECT * FROM fenced WHERE kinds >= $kinds AND a_head > fence
)
SELECT
    h.household AS subject_key,
    0 AS other_key,
    list_sort(list(DISTINCT p.person)) AS persons,
    [h.household] AS households,
    min(p.account) AS account,
    min(p.village) AS village,
    0 AS programme,
    min(p.period) AS period_from,
    max(p.period) AS period_to,
    h.total - h.fence * h.heads AS amount,
    count(*) AS payments,
    h.a_head AS measure,
    {'heads': h.heads, 'kinds': h.kinds, 'total': h.total, 'fence': h.fence, 'source_file': min(p.source_file)} AS facts,
    list_sort(list(p.payment_no)) AS payment_nos
FROM high AS h
JOIN pay AS p ON p.household = h.household AND p.year = h.year
WHERE p.assistance AND p.kind NOT IN ('危房改造', '易地搬迁')
GROUP BY h.household, h.year, h.total, h.fence, h.heads, h.kinds, h.a_head
