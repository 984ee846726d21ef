/*
code: C02
title:
  zh: 面积逐年增长
  en: Area rising year by year
module: 9
tier: indicator
subject: household
grain: year
reach: years 3
needs: [land_right]
parameters:
  growth: {type: decimal, default: 0.2, unit: 亩, min: 0, max: 50, step: 0.1, zh: 三年合计增加的亩数, en: mu by which the area grew over the three years}
fence: {parameter: growth, measure: 三年合计增加的亩数, side: above}
flags:
  zh: 一户在同一耕地补贴项目连续三个年度的申报面积一年比一年大,合计增加 0.2 亩以上,而其间确权面积未变的,列为疑点。
  en: A household's claimed area under one farmland programme rose in each of three years in a row, by more than 0.2 mu in all, while its confirmed area stayed the same.
why:
  zh: 承包地不会逐年增加,一年添一点的申报往往无人细看。
  en: Contracted land does not grow; a little more each year is easily overlooked.
basis:
  zh: 耕地地力保护补贴实施方案、农村土地承包经营权确权登记成果
  en: Implementation plan for the farmland protection subsidy; results of the confirmation of land rights
excludes:
  - zh: 重新丈量后一次调整
    en: one step after re-measurement
  - zh: 其间确权登记有变
    en: land rights that changed meanwhile
  - zh: 其间流入土地
    en: land leased in meanwhile
  - zh: 项目由新项目接替(不跨项目比较)
    en: "a programme replaced by another (programmes are not compared with each other)"
assumes:
  zh: "“逐年”指连续三个年度,每年都大于上年;没有确权登记的户不比;流转起始日不详的视为其间流入。"
  en: "\"Year by year\" is three years in a row, each above the last; households without a land right are not compared; a lease without a first day counts as begun meanwhile."
sentence:
  zh: "{source_file:source}载明{subject:household}确权面积 {right_area:number} 亩,其间未变;该户{programme:programme}申报面积自{first_period:period}的 {first_claimed:number} 亩、次年 {before:number} 亩增至{period_to:period}的 {claimed:number} 亩,增加 {measure:number} 亩,折合当年 {amount:money}。需核:增加的面积在哪里、何人核定。"
  en: "{source_file:source} gives {subject:household} {right_area:number} mu, unchanged meanwhile; under {programme:programme} it claimed {first_claimed:number} mu for {first_period:period}, {before:number} the year after and {claimed:number} for {period_to:period}, {measure:number} more, worth {amount:money} that year. To ask: where is the added land, who approved it."
version: 1
valid_from: 2013-01-01
*/
WITH claim AS (
    SELECT household, programme, year, max(on_date) AS on_date, sum(quantity) AS claimed
    FROM pay
    WHERE kind IN ('地力保护', '粮食直补', '农资综合', '良种补贴')
    GROUP BY household, programme, year
),
series AS (
    SELECT *, lag(year, 2) OVER by_year AS first_year, lag(on_date, 2) OVER by_year AS first_on,
           lag(claimed, 2) OVER by_year AS first_claimed, lag(claimed) OVER by_year AS before
    FROM claim
    WINDOW by_year AS (PARTITION BY household, programme ORDER BY year)
),
rising AS (
    SELECT *
    FROM series
    WHERE first_year = year - 2
      AND before > first_claimed
      AND claimed > before
      AND claimed - first_claimed > $growth
),
flat AS (
    SELECT r.household, r.programme, r.year, r.on_date, r.first_year, r.first_on, r.first_claimed, r.before, r.claimed,
           sum(l.area) AS right_area,
           min({'register': 'land_right', 'source_file': l.source_file, 'source_row': l.source_row}) AS record
    FROM rising AS r
    JOIN land_right AS l ON l.household = r.household
    GROUP BY r.household, r.programme, r.year, r.on_date, r.first_year, r.first_on, r.first_claimed, r.before, r.claimed
    HAVING max(coalesce(l.valid_from, r.first_on)) <= r.first_on
)
SELECT
    household AS subject_key,
    0 AS other_key,
    list_sort(list(DISTINCT p.person)) AS persons,
    [household] AS households,
    min(p.account) AS account,
    min(p.village) AS village,
    programme,
    min(p.period) AS period_from,
    max(p.period) AS period_to,
    CAST(sum(p.amount) * (f.claimed - f.first_claimed) / f.claimed AS DECIMAL(12,2)) AS amount,
    count(*) AS payments,
    f.claimed - f.first_claimed AS measure,
    {
        'right_area': f.right_area,
        'first_period': f.first_year * 100,
        'first_claimed': f.first_claimed,
        'before': f.before,
        'claimed': f.claimed,
        'source_file': f.record.source_file,
        'theirs': f.record
    } AS facts,
    list_sort(list(p.payment_no)) AS payment_nos
FROM flat AS f
JOIN pay AS p USING (household, programme, year)
ANTI JOIN lease AS l
  ON l.household = f.household
 AND coalesce(l.starts_on, f.on_date) > f.first_on
 AND coalesce(l.starts_on, f.on_date) <= f.on_date
GROUP BY household, programme, year, f.first_year, f.first_claimed, f.before, f.claimed, f.right_area, f.record
