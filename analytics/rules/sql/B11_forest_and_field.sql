/*
code: B11
title:
  zh: 退耕还林与地力补贴同地
  en: Retired slope and farmland subsidy on the same land
module: 6
tier: hard
subject: household
grain: year
reach: year
needs: [land_right]
parameters:
  share: {type: decimal, default: 1.05, unit: 倍, min: 1, max: 3, step: 0.05, zh: 两项面积合计与二轮承包面积之比的上限, en: ratio of both areas together to the contracted area above which it is raised}
flags:
  zh: 同一户同一年度,同一地块既领退耕还林又领地力保护补贴的,列为疑点(■);按二轮承包面积登记的户,两项面积合计超出承包面积的,列为疑点(▲)。
  en: One plot was paid as retired slope and as farmland in one year (hard); or, where the contract of the second round is the basis, both areas together exceed the contracted area (indicator).
why:
  zh: 退耕还林的地块已不再耕种,不能同时领取耕地地力保护补贴。
  en: Retired land is no longer tilled, so it earns no farmland subsidy.
basis:
  zh: 退耕还林条例;耕地地力保护补贴实施方案
  en: Regulations on returning farmland to forest; implementation plan for the farmland protection subsidy
excludes:
  - zh: 按确权面积或其他依据登记的户(只比对地块)
    en: "households registered on another basis (plots only are compared)"
  - zh: 合计在承包面积的允许比例以内
    en: both together within the contracted area and its margin
  - zh: 两项为不同地块或不同年度
    en: different plots or different years
assumes:
  zh: 退耕地原在二轮承包地之内;同一年度同一地块分期发放的只计一次;地块号只在同一户内比对。
  en: The retired land was part of the contracted land; instalments on one plot count once; plot numbers are compared within a household only.
sentence:
  zh: "{source_file:source}载明{subject:household}当年领取退耕还林 {slope:number} 亩;同一地块又领取{programme:programme},{span:span}重合部分 {payments:number} 笔、{amount:money}。需核:该地块是否仍在耕种、台账面积是否更正。"
  en: "{source_file:source} shows {subject:household} paid for {slope:number} mu of retired slope in the year; the same plot was paid under {programme:programme} for {span:span}, {payments:number} times, {amount:money}. To ask: is the plot still tilled, was the ledger corrected."
sentence_by_tier:
  indicator:
    zh: "{source_file:source}载明{subject:household}二轮承包面积 {contracted:number} 亩;该户{span:span}领取退耕还林 {slope:number} 亩、{programme:programme} {tilled:number} 亩,合计为承包面积的 {measure:number} 倍,超出部分折合 {amount:money}。需核:是否有开荒或流入土地、退耕地是否仍在耕地台账。"
    en: "{source_file:source} gives {subject:household} {contracted:number} mu contracted in the second round; for {span:span} it was paid for {slope:number} mu of retired slope and {tilled:number} mu under {programme:programme}, {measure:number} times the contracted area, the excess worth {amount:money}. To ask: is there reclaimed or leased land, is the retired slope still in the farmland ledger."
version: 1
valid_from: 2013-01-01
*/
WITH slope AS (
    SELECT household, year, plot, quantity, source_file, source_row
    FROM pay
    WHERE kind = '退耕还林' AND NOT later_instalment
),
retired AS (
    SELECT household, year, sum(quantity) AS slope,
           min({'register': 'payment', 'source_file': source_file, 'source_row': source_row}) AS record
    FROM slope
    GROUP BY household, year
),
contracted AS (
    SELECT household, sum(area) AS area,
           min({'register': 'land_right', 'source_file': source_file, 'source_row': source_row}) AS record
    FROM land_right
    GROUP BY household
    HAVING min(coalesce(basis, '')) = '二轮承包' AND max(coalesce(basis, '')) = '二轮承包'
),
field AS (
    SELECT p.payment_no, p.household, p.person, p.account, p.village, p.programme, p.year, p.period, p.amount,
           p.quantity, r.slope, r.record AS slope_record, c.area, c.record AS land_record,
           s.household IS NOT NULL AS same_plot
    FROM retired AS r
    JOIN pay AS p ON p.household = r.household AND p.year = r.year
    LEFT JOIN (SELECT DISTINCT household, year, plot FROM slope) AS s
      ON s.household = p.household AND s.year = p.year AND s.plot = p.plot
    LEFT JOIN contracted AS c ON c.household = p.household
    WHERE p.kind = '地力保护'
),
summed AS (
    SELECT household, programme, year, slope, area, slope_record, land_record, list_sort(list(DISTINCT person)) AS persons,
           min(account) AS account, min(village) AS village, min(period) AS period_from, max(period) AS period_to,
           sum(quantity) AS tilled, sum(amount) AS paid, count(*) AS payments, count_if(same_plot) AS doubles,
           sum(CASE WHEN same_plot THEN amount ELSE 0 END) AS double_paid, list_sort(list(payment_no)) AS payment_nos,
           list_sort(list(payment_no) FILTER (WHERE same_plot)) AS double_nos
    FROM field
    GROUP BY household, programme, year, slope, area, slope_record, land_record
    HAVING count_if(same_plot) > 0 OR slope + sum(quantity) > area * $share
)
SELECT
    household AS subject_key,
    0 AS other_key,
    persons,
    [household] AS households,
    account,
    village,
    programme,
    period_from,
    period_to,
    CASE WHEN doubles > 0 THEN double_paid
         ELSE CAST(paid * least(slope + tilled - area, tilled) / tilled AS DECIMAL(12,2)) END AS amount,
    CASE WHEN doubles > 0 THEN doubles ELSE payments END AS payments,
    CAST(coalesce((slope + tilled) / nullif(area, 0), 0) AS DECIMAL(9,4)) AS measure,
    {
        'slope': slope,
        'tilled': tilled,
        'contracted': area,
        'source_file': CASE WHEN doubles > 0 THEN slope_record ELSE land_record END.source_file,
        'theirs': CASE WHEN doubles > 0 THEN slope_record ELSE land_record END
    } AS facts,
    CASE WHEN doubles > 0 THEN double_nos ELSE payment_nos END AS payment_nos,
    CASE WHEN doubles > 0 THEN 'hard' ELSE 'indicator' END AS tier
FROM summed
