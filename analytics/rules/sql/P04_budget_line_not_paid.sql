/*
code: P04
title:
  zh: 指标下达后未拨
  en: Budget line held back
module: 19
tier: hard
subject: programme
grain: year
reach: year
needs: [budget_line]
needs_resident_id: false
parameters:
  days: {type: integer, default: 30, unit: 日, min: 5, max: 180, step: 5, zh: 指标下达至拨付的最多天数, en: most days from budget line to payment}
fence: {parameter: days, measure: 最长一笔的天数, side: above}
flags:
  zh: 预算指标下达后超过 30 日才拨付,或至数据日期仍未拨付的,列为疑点,并注明是否超过 60 日、90 日。
  en: A budget line was passed on more than 30 days after it came, or is still held at the date of the data; over 60 and 90 days are said.
why:
  zh: 资金滞留在部门,群众就晚得补助,也容易被挪用。
  en: Money that stays in an office reaches people late and is easily put to other use.
basis:
  zh: 财政资金直达和限期拨付的规定
  en: rules that public money be passed on in time
excludes:
  - zh: 三十日以内拨付(含当日)
    en: passed on within the days, the last one included
  - zh: 下达至数据日期尚不足三十日
    en: came less than the days before the date of the data
assumes:
  zh: 未载拨付日期的视为至数据日期仍未拨付;指标未对应到项目的不比对。
  en: Without a date of payment it counts as unpaid at the date of the data; lines of no known programme are not compared.
sentence:
  zh: "{source_file:source}载明{programme:programme}{year:text}年有 {lines:number} 笔指标超期,合计 {amount:money};最长一笔({doc:text},{arrived_on:date}下达){measure:number} 日{state:text},已超过 {band:number} 日。需核:资金停在哪里、为何未拨。"
  en: "{source_file:source} shows {lines:number} budget lines of {programme:programme} in {year:text} held too long, {amount:money} in all; the longest ({doc:text}, of {arrived_on:date}) {measure:number} days, {state:text}, over {band:number} days. To ask: where does the money lie, why was it not passed on."
version: 1
valid_from: 2013-01-01
*/
WITH line AS (
    SELECT b.programme, year(b.arrived_on) AS year, b.arrived_on, b.amount, b.doc, b.source_file, b.source_row,
           date_diff('day', b.arrived_on, coalesce(b.paid_on, s.data_date)) AS days,
           CASE WHEN b.paid_on IS NULL THEN '仍未拨付' ELSE '才拨付' END AS state
    FROM budget_line AS b
    JOIN source AS s ON s.source_file = b.source_file
    WHERE b.programme > 0
      AND date_diff('day', b.arrived_on, coalesce(b.paid_on, s.data_date)) > $days
),
longest AS (
    SELECT programme, year, sum(amount) AS amount, count(*) AS lines, min(arrived_on) AS first_on,
           max(arrived_on) AS last_on,
           max({'days': days, 'doc': doc, 'arrived_on': arrived_on, 'state': state, 'source_file': source_file,
                'source_row': source_row}) AS worst
    FROM line
    GROUP BY programme, year
)
SELECT
    programme AS subject_key,
    0 AS other_key,
    CAST([] AS INTEGER[]) AS persons,
    CAST([] AS INTEGER[]) AS households,
    0 AS account,
    0 AS village,
    programme,
    year * 100 + month(first_on) AS period_from,
    year * 100 + month(last_on) AS period_to,
    coalesce(amount, 0) AS amount,
    0 AS payments,
    worst.days AS measure,
    {
        'year': year,
        'lines': lines,
        'doc': worst.doc,
        'arrived_on': worst.arrived_on,
        'state': worst.state,
        'band': CASE WHEN worst.days > 90 THEN 90 WHEN worst.days > 60 THEN 60 ELSE $days END,
        'source_file': worst.source_file,
        'theirs': {'register': 'budget_line', 'source_file': worst.source_file, 'source_row': worst.source_row}
    } AS facts,
    CAST([] AS BIGINT[]) AS payment_nos
FROM longest
