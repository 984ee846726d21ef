/*
code: C01
title:
  zh: 补贴面积大于确权面积
  en: Subsidised area above the confirmed area
module: 9
tier: indicator
subject: household
grain: year
reach: year
needs: [land_right]
parameters:
  share:
    {type: decimal, default: 0.05, unit: 倍, min: 0, max: 1, step: 0.01, zh: 允许超出确权面积的比例, en: share of the confirmed area that may be exceeded}
  absolute:
    {type: decimal, default: 0.2, unit: 亩, min: 0, max: 5, step: 0.1, zh: 允许超出的亩数(与比例取大), en: mu that may be exceeded (the larger of the two counts)}
  alarm:
    {type: decimal, default: 1.5, unit: 倍, min: 1, max: 10, step: 0.1, zh: 标为明显偏大的倍数, en: ratio from which the excess is marked as large}
fence: {parameter: absolute, measure: 超出确权与流入合计的亩数, side: above}
flags:
  zh: 一户在同一耕地补贴项目全年申报面积,超出确权面积与流入面积之和 5%(且至少 0.2 亩)以上的,列为疑点。
  en: A household's yearly area under one farmland programme exceeds confirmed plus leased land by more than 5 % and 0.2 mu.
why:
  zh: 耕地类补贴按承包地面积计发,多报面积直接多领资金。
  en: Farmland subsidies go by contracted area; more area is more money.
basis:
  zh: 耕地地力保护补贴实施方案、农村土地承包经营权确权登记成果
  en: Implementation plan for the farmland protection subsidy; results of the confirmation of land rights
excludes:
  - zh: 流入土地
    en: land leased in
  - zh: 按计税面积或习惯亩登记的户
    en: households registered by taxed area or customary mu
  - zh: 没有确权登记的户
    en: households without a confirmed land right
  - zh: 面积相等
    en: equal areas
  - zh: "超出在 5% 或 0.2 亩以内"
    en: "within 5% or 0.2 mu"
assumes:
  zh: 同一项目全年各笔面积相加为该户申报面积;流转在付款日有效。
  en: "A household's claimed area is the sum of its areas in a programme over the year; a lease counts if valid on the day of payment."
sentence:
  zh: "{source_file:source}载明{subject:household}确权面积 {right_area:number} 亩、流入 {leased:number} 亩;该户当年{programme:programme}申报 {claimed:number} 亩,多出 {measure:number} 亩,折合 {amount:money}。需核:是否有未登记的流转或开垦、是否重复申报。"
  en: "{source_file:source} gives {subject:household} {right_area:number} mu and {leased:number} mu leased in; under {programme:programme} it claimed {claimed:number} mu that year, {measure:number} more, worth {amount:money}. To ask: is there unregistered leased or new land, was a plot claimed twice."
version: 1
valid_from: 2013-01-01
*/
WITH claim AS (
    SELECT household, programme, year, max(on_date) AS on_date, sum(quantity) AS claimed
    FROM pay
    WHERE kind IN ('地力保护', '粮食直补', '农资综合', '良种补贴')
    GROUP BY household, programme, year
),
confirmed AS (
    SELECT c.household, c.programme, c.year, c.on_date, c.claimed, sum(r.area) AS right_area,
           min({'register': 'land_right', 'source_file': r.source_file, 'source_row': r.source_row}) AS record
    FROM claim AS c
    JOIN land_right AS r ON r.household = c.household AND coalesce(r.valid_from, c.on_date) <= c.on_date
    GROUP BY c.household, c.programme, c.year, c.on_date, c.claimed
    HAVING min(CASE WHEN coalesce(r.basis, '确权') = '确权' THEN 1 ELSE 0 END) = 1
),
held AS (
    SELECT c.household, c.programme, c.year, c.claimed, c.right_area, c.record, coalesce(sum(l.area), 0) AS leased
    FROM confirmed AS c
    LEFT JOIN lease AS l
      ON l.household = c.household
     AND coalesce(l.starts_on, c.on_date) <= c.on_date
     AND coalesce(l.ends_on, c.on_date) >= c.on_date
    GROUP BY c.household, c.programme, c.year, c.claimed, c.right_area, c.record
),
above AS (
    SELECT *, claimed - right_area - leased AS over
    FROM held
    WHERE claimed - right_area - leased > greatest($absolute, (right_area + leased) * $share)
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
    CAST(sum(p.amount) * a.over / a.claimed AS DECIMAL(12,2)) AS amount,
    count(*) AS payments,
    a.over AS measure,
    {
        'claimed': a.claimed,
        'right_area': a.right_area,
        'leased': a.leased,
        'alarm': a.claimed > (a.right_area + a.leased) * $alarm,
        'source_file': a.record.source_file,
        'theirs': a.record
    } AS facts,
    list_sort(list(p.payment_no)) AS payment_nos
FROM above AS a
JOIN pay AS p USING (household, programme, year)
GROUP BY household, programme, year, a.over, a.claimed, a.right_area, a.leased, a.record
