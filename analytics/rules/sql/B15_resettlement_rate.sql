/*
code: B15
title:
  zh: 移民直补标准年限不符
  en: Resettlement aid off its rate or beyond its years
module: 9
tier: hard
subject: person
grain: year
reach: history
needs: []
parameters:
  standard: {type: decimal, default: 600, unit: 元, min: 0, max: 5000, step: 50, zh: 每人每年的标准, en: rate per person and year}
  years: {type: integer, default: 20, unit: 年, min: 1, max: 50, step: 1, zh: 扶持年限, en: years for which it is paid}
flags:
  zh: 一人全年的移民直补超过标准、或不是标准的整月数,或领取年度超过扶持年限的,列为疑点;金额计超标准部分或超年限的发放。
  en: "A person's resettlement aid of a year is above the rate, or is no whole number of months at the rate, or the years of support are used up; what is above, or what was paid beyond the years, counts."
why:
  zh: 直补每人每年 600 元、连续 20 年,标准和年限全国一致。
  en: The aid is 600 yuan a person and year for 20 years, the same everywhere.
basis:
  zh: 国务院关于完善大中型水库移民后期扶持政策的意见
  en: Opinions of the State Council on later support of people resettled for reservoirs
excludes:
  - zh: 不满一年按月折算的发放
    en: "part of a year, by the month"
  - zh: 注明补发的以前年度款项
    en: money of earlier years remarked as arrears
  - zh: 已冲回的发放
    en: reversed payments
assumes:
  zh: 发放记录中有移民直补的年度各计一年;2013年以前未入库的年度不计。
  en: Each year with a credit counts as one; years before the data begin do not count.
sentence:
  zh: "{source_file:source}载明{subject:person}{span:span}领取{programme:programme} {payments:number} 笔、共 {total:money},为第 {nth:number} 个年度;标准为每人每年 {standard:money}、{years:number} 年,超出 {amount:money}。需核:是否补发以前年度、是否登记两个移民人口、起领年度。"
  en: "{source_file:source} shows {programme:programme} paid to {subject:person} for {span:span}, {payments:number} times, {total:money} in all, the {nth:number}. year; the rate is {standard:money} a person and year for {years:number} years, {amount:money} above it. To ask: are they arrears, are two resettled people registered, which year was the first."
version: 1
valid_from: 2013-01-01
*/
WITH yearly AS (
    SELECT person, programme, year, sum(amount) AS total, count(*) AS payments, min(period) AS period_from,
           max(period) AS period_to, min(account) AS account, min(village) AS village,
           list_sort(list(DISTINCT household)) AS households, list_sort(list(payment_no)) AS payment_nos,
           min({'register': 'payment', 'source_file': source_file, 'source_row': source_row}) AS record,
           dense_rank() OVER (PARTITION BY person ORDER BY year) AS nth
    FROM pay
    WHERE kind = '移民直补' AND coalesce(note_kind, '') <> '补发'
    GROUP BY person, programme, year
)
SELECT
    person AS subject_key,
    0 AS other_key,
    [person] AS persons,
    households,
    account,
    village,
    programme,
    period_from,
    period_to,
    CASE WHEN nth > $years THEN total ELSE greatest(total - $standard, 0) END AS amount,
    payments,
    total AS measure,
    {
        'total': total,
        'nth': nth,
        'standard': $standard,
        'years': $years,
        'source_file': record.source_file,
        'theirs': record
    } AS facts,
    payment_nos
FROM yearly
WHERE total > $standard OR total * 12 % $standard <> 0 OR nth > $years
