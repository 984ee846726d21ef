/*
code: C15
title:
  zh: 整数面积与雷同金额
  en: Whole-number areas and like amounts
module: 17
tier: statistical
subject: village
grain: year
reach: year
needs: []
parameters:
  least: {type: decimal, default: 0.5, unit: 倍, min: 0.1, max: 1, step: 0.05, zh: 整数面积或同一金额户数的最低占比, en: lowest share of households with whole areas or one amount}
  group: {type: integer, default: 10, unit: 户, min: 5, max: 100, step: 1, zh: 同村同项目最少户数, en: fewest households of a village in a programme}
fence: {parameter: least, measure: 整数面积或同一金额户数的占比, side: above}
flags:
  zh: 一村一个土地类项目中,整数面积或同一金额的户数占比,高于全县各村的第 95 百分位且超过一半的,列为疑点。
  en: In a village's land programme the share of households with a whole-number area, or with one and the same amount, is above the 95th percentile of all villages and over a half.
why:
  zh: 量过的地很少恰好是整数,各户也很少恰好一样;多数雷同时,面积可能不是量出来的。
  en: Measured land is seldom a whole number, and seldom alike; where most of it is, it may not have been measured.
basis:
  zh: "统计方法,只供排序,不作依据"
  en: "A statistical method, for ordering only, no ground for a finding"
excludes:
  - zh: 按人按户定额发放的项目
    en: flat-rate programmes by person or household
  - zh: 同村不足 10 户的项目
    en: programmes with fewer than 10 households in the village
  - zh: 全县各村都如此的项目
    en: programmes where all villages are alike
assumes:
  zh: 只看土地类项目,一户一年的面积和金额各自合计;提示的是填报方式,不涉金额。
  en: Land programmes only, a household's areas and amounts added up over the year; it hints at how rosters were filled in, so no sum is concerned.
sentence:
  zh: "{source_file:source}中,{subject:village}{span:span}{programme:programme}共 {households_paid:number} 户,整数面积的占 {whole:share}(全县各村第 95 百分位 {whole_p95:share}),金额完全相同的占 {alike:share}(第 95 百分位 {alike_p95:share})。这是统计提示。需核:面积是否实际丈量、是否按统一数填报。"
  en: "In {source_file:source} {subject:village} has {households_paid:number} households in {programme:programme} for {span:span}; {whole:share} have a whole-number area (95th percentile of the villages {whole_p95:share}), {alike:share} one and the same amount (95th percentile {alike_p95:share}). A statistical hint. To ask: was the land measured, or one number filled in for all."
version: 1
valid_from: 2013-01-01
*/
WITH claim AS (
    SELECT village, programme, year, household, sum(quantity) AS area, sum(amount) AS paid
    FROM pay
    WHERE land
      AND quantity IS NOT NULL
    GROUP BY village, programme, year, household
),
whole AS (
    SELECT village, programme, year, count(*) AS households_paid, count_if(area = floor(area)) AS households_alike
    FROM claim
    GROUP BY village, programme, year
    HAVING count(*) >= $group
),
one_amount AS (
    SELECT village, programme, year, max(payees) AS households_alike
    FROM (SELECT village, programme, year, paid, count(*) AS payees
          FROM claim GROUP BY village, programme, year, paid) AS amounts
    GROUP BY village, programme, year
),
share AS (
    SELECT village, programme, year, w.households_paid,
           CAST(w.households_alike / w.households_paid AS DECIMAL(9,4)) AS whole,
           CAST(o.households_alike / w.households_paid AS DECIMAL(9,4)) AS alike
    FROM whole AS w JOIN one_amount AS o USING (village, programme, year)
),
usual AS (
    SELECT programme, year, CAST(percentile_disc(0.95) WITHIN GROUP (ORDER BY whole) AS DECIMAL(9,4)) AS whole_p95,
           CAST(percentile_disc(0.95) WITHIN GROUP (ORDER BY alike) AS DECIMAL(9,4)) AS alike_p95
    FROM share
    GROUP BY programme, year
),
odd AS (
    SELECT s.*, u.whole_p95, u.alike_p95,
           greatest(CASE WHEN s.whole > u.whole_p95 THEN s.whole ELSE 0 END,
                    CASE WHEN s.alike > u.alike_p95 THEN s.alike ELSE 0 END) AS odd_share
    FROM share AS s JOIN usual AS u USING (programme, year)
)
SELECT
    village AS subject_key,
    0 AS other_key,
    CAST([] AS INTEGER[]) AS persons,
    CAST([] AS INTEGER[]) AS households,
    0 AS account,
    village,
    programme,
    min(p.period) AS period_from,
    max(p.period) AS period_to,
    0 AS amount,
    count(*) AS payments,
    o.odd_share AS measure,
    {
        'households_paid': o.households_paid,
        'whole': o.whole,
        'whole_p95': o.whole_p95,
        'alike': o.alike,
        'alike_p95': o.alike_p95,
        'source_file': min(p.source_file),
        'theirs': min({'register': 'payment', 'source_file': p.source_file, 'source_row': p.source_row})
    } AS facts,
    list_sort(list(p.payment_no)) AS payment_nos
FROM odd AS o
JOIN pay AS p USING (village, programme, year)
WHERE o.odd_share > $least
GROUP BY village, programme, year, o.odd_share, o.households_paid, o.whole, o.whole_p95, o.alike, o.alike_p95
