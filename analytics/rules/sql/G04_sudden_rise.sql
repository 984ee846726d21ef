/*
code: G04
title:
  zh: 时序突变
  en: Sudden rise
module: 17
tier: statistical
subject: household
grain: year
reach: years 4
needs: []
parameters:
  ratio: {type: decimal, default: 3, unit: 倍, min: 1.5, max: 20, step: 0.5, zh: 当年为前三年中位数的倍数, en: "the year's sum as a multiple of the median of the three years before"}
  least: {type: decimal, default: 500, unit: 元, min: 0, max: 100000, step: 100, zh: 高出中位数的最低金额, en: least amount above the median}
  group: {type: integer, default: 10, unit: 户, min: 1, max: 100, step: 1, zh: 按村比较时的最少户数, en: fewest households for a village to be compared}
fence: {parameter: ratio, measure: 当年为前三年中位数的倍数, side: above}
flags:
  zh: 一户或一村在同一项目的全年合计,超过自身前三年中位数的 3 倍且高出 500 元以上的,列为疑点。
  en: "The year's sum of a household or a village in one programme is more than 3 times the median of its own three years before, and more than 500 yuan above it."
why:
  zh: 面积和人口变得慢,所得突然翻几倍的先看一眼。
  en: Land and families change slowly; a sum that multiplies is looked at first.
basis:
  zh: "统计方法,只供排序,不作依据"
  en: "A statistical method, for ordering only, no ground for a finding"
excludes:
  - zh: 新项目及接替旧项目的项目(不足三年)
    en: "new programmes, and those that succeed another (less than three years old)"
  - zh: 前三年未连续享受
    en: not paid in each of the three years before
  - zh: 有别村并入的村
    en: villages into which another was merged
  - zh: 按村比较时不足 10 户的
    en: villages with fewer than 10 households
assumes:
  zh: 各项目分别比较,不跨接替项目;一户取当年最小编号的村。
  en: Each programme by itself, never across succession; a household counts in the village with the lowest key of the year.
sentence:
  zh: "{source_file:source}中,{village:village} {households_paid:number} 户{span:span}{programme:programme}合计 {total:money},自身前三年的中位数为 {usual:money},为其 {measure:number} 倍,高出 {amount:money}。这是统计提示。需核:面积、人口或标准是否确有变化。"
  en: "In {source_file:source} {households_paid:number} households of {village:village} got {total:money} of {programme:programme} for {span:span}; the median of its own three years before is {usual:money}; {measure:number} times as much, {amount:money} above. A statistical hint. To ask: did the area, the family or the rate really change."
version: 1
valid_from: 2013-01-01
*/
-- Programmes paid in a year and three years before it: the others have nothing to compare.
WITH lasting AS (
    SELECT DISTINCT programme FROM cube SEMI JOIN (SELECT programme, year + 3 AS year FROM cube) USING (programme, year)
),
yearly AS (
    SELECT household, programme, year, min(village) AS village, sum(amount) AS total
    FROM pay SEMI JOIN lasting USING (programme)
    GROUP BY household, programme, year
),
series AS (
    SELECT 'household' AS subject, household AS subject_key, programme, year, village, total, 1 AS households_paid
    FROM yearly
    UNION ALL
    SELECT 'village', village, programme, year, village, sum(total), count(*)
    FROM yearly
    GROUP BY village, programme, year
),
compared AS (
    SELECT *, lag(year, 3) OVER by_year AS third_year, lag(total) OVER by_year AS one,
           lag(total, 2) OVER by_year AS two, lag(total, 3) OVER by_year AS three
    FROM series
    WINDOW by_year AS (PARTITION BY subject, subject_key, programme ORDER BY year)
),
grown AS (
    SELECT p.village FROM place_change AS c JOIN place AS p ON p.code = c.into_code AND p.village <> c.village
),
risen AS (
    SELECT c.*, one + two + three - greatest(one, two, three) - least(one, two, three) AS usual
    FROM compared AS c
    ANTI JOIN grown AS g ON g.village = c.subject_key AND c.subject = 'village'
    WHERE third_year = year - 3
      AND (subject = 'household' OR households_paid >= $group)
),
sudden AS (
    SELECT *, CAST(total / nullif(usual, 0) AS DECIMAL(18,4)) AS times
    FROM risen
    WHERE CAST(total / nullif(usual, 0) AS DECIMAL(18,4)) > $ratio
      AND total - usual > $least
),
concerned AS (
    SELECT subject, subject_key, programme, year, village, total, households_paid, usual, times,
           subject_key AS household
    FROM sudden
    WHERE subject = 'household'
    UNION ALL
    SELECT s.subject, s.subject_key, programme, year, village, s.total, s.households_paid, s.usual, s.times, y.household
    FROM sudden AS s
    JOIN yearly AS y USING (village, programme, year)
    WHERE s.subject = 'village'
)
SELECT
    s.subject,
    s.subject_key,
    0 AS other_key,
    CASE WHEN s.subject = 'household' THEN list_sort(list(DISTINCT p.person)) ELSE CAST([] AS INTEGER[]) END AS persons,
    CASE WHEN s.subject = 'household' THEN [s.subject_key] ELSE CAST([] AS INTEGER[]) END AS households,
    CASE WHEN min(p.account) = max(p.account) THEN min(p.account) ELSE 0 END AS account,
    s.village,
    programme,
    min(p.period) AS period_from,
    max(p.period) AS period_to,
    s.total - s.usual AS amount,
    count(*) AS payments,
    s.times AS measure,
    {
        'households_paid': s.households_paid,
        'total': s.total,
        'usual': s.usual,
        'source_file': min(p.source_file),
        'theirs': min({'register': 'payment', 'source_file': p.source_file, 'source_row': p.source_row})
    } AS facts,
    list_sort(list(p.payment_no)) AS payment_nos
FROM concerned AS s
JOIN pay AS p USING (household, programme, year)
GROUP BY s.subject, s.subject_key, s.village, programme, year, s.total, s.usual, s.households_paid, s.times
