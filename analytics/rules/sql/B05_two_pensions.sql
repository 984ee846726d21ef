/*
code: B05
title:
  zh: 职工与居民养老同月
  en: "Worker's and residents' pension in one month"
module: 5
tier: hard
subject: person
grain: history
reach: history
needs: [pension]
parameters:
  grace_months: {type: integer, default: 1, unit: 月, min: 0, max: 12, step: 1, zh: 转移接续时允许重合的月数, en: months in both that are let pass when somebody moves over}
fence: {parameter: grace_months, measure: 两项养老待遇重合的月数, side: above}
flags:
  zh: 同一人的职工养老待遇与居民养老待遇在同一月份并存,重合超过宽限月数的,列为疑点;金额计重合月份的居民养老待遇。
  en: One person drew a worker's and a residents' pension in the same months, more of them than the grace; the residents' pension of these months counts.
why:
  zh: 两项养老待遇只能领取一项,领取职工养老的应当终止居民养老。
  en: "Only one of the two may be drawn; who draws a worker's pension leaves the residents' scheme."
basis:
  zh: 城乡养老保险制度衔接暂行办法
  en: Interim measures on passing between the pension schemes of town and country
excludes:
  - zh: 先领一项、终止后转领另一项
    en: moved over from one to the other
  - zh: 转移当月重合(宽限月数以内)
    en: both in the month of the move (within the grace)
  - zh: 家庭其他成员领取另一项
    en: another member of the family draws the other one
assumes:
  zh: 没有终止时间的,算至养老待遇名册的数据日期;起止当月均按整月计。
  en: Without an end a pension runs until the day the register shows; the first and the last month count as whole months.
sentence:
  zh: "{source_file:source}载明{subject:person}自{worker_from:date}起领取职工养老待遇;{span:span}其同时领取居民养老待遇每月 {monthly:money},重合 {measure:number} 个月、{amount:money}。需核:是否办理衔接、居民养老何时终止、多领部分是否已退回。"
  en: "{source_file:source} says {subject:person} draws a worker's pension since {worker_from:date}; a residents' pension of {monthly:money} a month ran at the same time for {span:span}, {measure:number} months, {amount:money}. To ask: was the passage between the schemes arranged, when did the residents' pension end, was the rest returned."
version: 1
valid_from: 2013-01-01
*/
WITH drawn AS (
    SELECT p.person, p.scheme LIKE '%职工%' AS worker, p.scheme LIKE '%居民%' AS resident, p.amount,
           month_start(coalesce(p.starts_on, DATE '1900-01-01')) AS first_month,
           month_start(least(coalesce(p.ends_on, s.data_date), s.data_date)) AS last_month,
           min({'register': 'pension', 'source_file': p.source_file, 'source_row': p.source_row}) AS record
    FROM pension AS p
    JOIN source AS s ON s.source_file = p.source_file
    GROUP BY ALL
),
both_drawn AS (
    SELECT r.person, r.amount, w.record, w.first_month AS worker_from,
           greatest(r.first_month, w.first_month) AS first_month, least(r.last_month, w.last_month) AS last_month
    FROM drawn AS w
    JOIN drawn AS r ON r.person = w.person
    WHERE w.worker
      AND r.resident
      AND r.first_month <= w.last_month
      AND r.last_month >= w.first_month
),
counted AS (
    SELECT *, months_apart(first_month, last_month) + 1 AS months FROM both_drawn
)
SELECT
    c.person AS subject_key,
    0 AS other_key,
    [c.person] AS persons,
    [coalesce(min(h.household), -c.person)] AS households,
    0 AS account,
    coalesce(min(h.village), 0) AS village,
    0 AS programme,
    min(year(first_month) * 100 + month(first_month)) AS period_from,
    max(year(last_month) * 100 + month(last_month)) AS period_to,
    sum(months * coalesce(amount, 0)) AS amount,
    0 AS payments,
    sum(months) AS measure,
    {
        'worker_from': nullif(min(worker_from), DATE '1900-01-01'),
        'monthly': max(amount),
        'source_file': min(record).source_file,
        'theirs': min(record)
    } AS facts,
    CAST([] AS BIGINT[]) AS payment_nos
FROM counted AS c
LEFT JOIN home AS h ON h.person = c.person
GROUP BY c.person
HAVING sum(months) > $grace_months
