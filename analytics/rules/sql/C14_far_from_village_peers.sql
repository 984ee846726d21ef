/*
code: C14
title:
  zh: 同村同项目偏离
  en: Far above the village's peers
module: 17
tier: statistical
subject: household
grain: year
reach: year
needs: []
parameters:
  above:
    {type: decimal, default: 3.5, unit: "", min: 2, max: 20, step: 0.5, zh: 稳健偏离度上限, en: robust z-score above which a household is raised}
  group:
    {type: integer, default: 10, unit: 户, min: 5, max: 100, step: 1, zh: 同村同项目最少户数, en: fewest households in a group}
fence: {parameter: above, measure: 金额对数与同村中位数的稳健偏离度, side: above}
flags:
  zh: 一户全年所得(取对数)高出同村同项目中位数,稳健偏离度(0.6745×差额÷绝对中位差)大于 3.5 的,列为疑点。
  en: A household's yearly amount (as a logarithm) lies above the village's median by a robust z-score of more than 3.5.
why:
  zh: 同村同项目面积和人口相近,远高于邻里的先看一眼。
  en: Areas and families in a village are alike; who stands far above is looked at first.
basis:
  zh: "统计方法,只供排序,不作依据"
  en: "A statistical method, for ordering only, no ground for a finding"
excludes:
  - zh: 同村不足 10 户的项目
    en: programmes with fewer than 10 households in the village
  - zh: 同村金额几乎没有差别(绝对中位差为零)
    en: amounts in the village hardly differ (median absolute deviation zero)
assumes:
  zh: 同村同项目各户情况可比。
  en: Households of one village and programme are comparable.
sentence:
  zh: "{source_file:source}中,{subject:household}{span:span}的{programme:programme}合计 {total:money},同村 {peers:number} 户的中位数为 {typical:money},偏离度 {z:number},高出 {amount:money}。这是统计提示。需核:面积或人口是否确实较多。"
  en: "In {source_file:source} {subject:household} got {total:money} of {programme:programme} for {span:span}; the median of the village's {peers:number} households is {typical:money}; robust z-score {z:number}, {amount:money} above. A statistical hint. To ask: is the area or the family really larger."
version: 1
valid_from: 2013-01-01
*/
WITH received AS (
    SELECT household, village, programme, year, sum(amount) AS total
    FROM pay
    GROUP BY household, village, programme, year
    HAVING sum(amount) > 0
),
peer_group AS (
    SELECT village, programme, year, count(*) AS peers
    FROM received
    GROUP BY village, programme, year
    HAVING count(*) >= $group
),
logged AS (
    SELECT r.*, g.peers, CAST(ln(r.total) AS DECIMAL(12,6)) AS size
    FROM received AS r JOIN peer_group AS g USING (village, programme, year)
),
middle AS (
    SELECT village, programme, year, CAST(median(CAST(size AS DECIMAL(13,7))) AS DECIMAL(12,6)) AS size,
           CAST(median(CAST(total AS DECIMAL(13,3))) AS DECIMAL(12,2)) AS typical
    FROM logged
    GROUP BY village, programme, year
),
distance AS (
    SELECT l.household, l.village, l.programme, l.year, l.total, l.peers, m.typical, l.size - m.size AS above_middle
    FROM logged AS l JOIN middle AS m USING (village, programme, year)
),
spread AS (
    SELECT village, programme, year, CAST(median(CAST(abs(above_middle) AS DECIMAL(13,7))) AS DECIMAL(12,6)) AS mad
    FROM distance
    GROUP BY village, programme, year
    HAVING CAST(median(CAST(abs(above_middle) AS DECIMAL(13,7))) AS DECIMAL(12,6)) > 0
),
far AS (
    SELECT d.*, CAST(0.6745 * d.above_middle / s.mad AS DECIMAL(12,4)) AS z
    FROM distance AS d JOIN spread AS s USING (village, programme, year)
    WHERE CAST(0.6745 * d.above_middle / s.mad AS DECIMAL(12,4)) > $above
)
SELECT
    household AS subject_key,
    0 AS other_key,
    list_sort(list(DISTINCT p.person)) AS persons,
    [household] AS households,
    min(p.account) AS account,
    village,
    programme,
    min(p.period) AS period_from,
    max(p.period) AS period_to,
    f.total - f.typical AS amount,
    count(*) AS payments,
    f.z AS measure,
    {'total': f.total, 'typical': f.typical, 'peers': f.peers, 'z': CAST(f.z AS DECIMAL(12,2)), 'source_file': min(p.source_file)} AS facts,
    list_sort(list(p.payment_no)) AS payment_nos
FROM far AS f
JOIN pay AS p USING (household, village, programme, year)
GROUP BY household, village, programme, year, f.total, f.typical, f.peers, f.z
