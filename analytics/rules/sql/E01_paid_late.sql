/*
code: E01
title:
  zh: 到账后迟发
  en: Paid late after the money arrived
module: 14
tier: hard
subject: programme
grain: year
reach: year
needs: [arrival]
parameters:
  days: {type: integer, default: 30, unit: 天, min: 1, max: 365, step: 5, zh: 资金到账后应发放的天数, en: days after arrival within which it should be paid}
  longer: {type: integer, default: 60, unit: 天, min: 1, max: 365, step: 5, zh: 第二档天数, en: second step in days}
  longest: {type: integer, default: 90, unit: 天, min: 1, max: 730, step: 5, zh: 第三档天数, en: third step in days}
fence: {parameter: days, measure: 到账至发放的最长天数, side: above, excess_moves: true}
flags:
  zh: 一个项目的资金到账后超过 30 天才发放的,列为疑点,并分别列出超过 60 天、90 天的部分;金额计迟发的发放额。
  en: Money of a programme was paid more than 30 days after it arrived; what took over 60 and 90 days is told apart; the money paid late counts.
why:
  zh: 资金滞留影响群众及时受益,也容易被挪作他用。
  en: Money held back comes late to those it is for, and is easily used for something else.
basis:
  zh: 县惠民补贴“一卡通”发放管理办法(到账后发放时限)
  en: County rules on paying subsidies by one card (time limits after arrival)
excludes:
  - zh: 到账后 30 天以内发放
    en: paid within 30 days of arrival
  - zh: 按月项目的资金提前到账(自当月起算)
    en: "monthly money that arrived early (counted from the month it is for)"
  - zh: 银行退回后重发、注明补发的款项
    en: "credits sent again after the bank returned them, or remarked as arrears"
  - zh: 没有发放日期的记录
    en: records without a day of payment
assumes:
  zh: 发放使用同一所属期(或同一年度)在发放之前最近一次到账的资金;到账没有所属期的按到账年度计。
  en: A payment draws on the latest arrival before it for the same period (or year); an arrival without a period is for the year it came in.
sentence:
  zh: "{source_file:source}载明{programme:programme}资金于{arrived_on:date}到账;{span:span}有 {payments:number} 笔、{amount:money} 在到账 {days:number} 天以后才发放,最长 {measure:number} 天,其中超过 {longer:number} 天的 {over_longer:money}、超过 {longest:number} 天的 {over_longest:money}。需核:资金停留在哪一环节、迟发原因。"
  en: "{source_file:source} says that money of {programme:programme} arrived on {arrived_on:date}; {payments:number} credits, {amount:money}, {span:span}, were paid more than {days:number} days later, at most {measure:number}; over {longer:number} days {over_longer:money}, over {longest:number} days {over_longest:money}. To ask: where did the money stay, and why."
version: 1
valid_from: 2013-01-01
*/
WITH fund AS (
    SELECT programme, coalesce(period, year(arrived_on) * 100) AS period, arrived_on,
           min({'register': 'arrival', 'source_file': source_file, 'source_row': source_row}) AS record
    FROM arrival
    GROUP BY ALL
),
credit AS (
    SELECT p.programme, p.year, p.period, p.pay_date, p.period_start, sum(p.amount) AS amount, count(*) AS payments
    FROM pay AS p
    SEMI JOIN (SELECT programme FROM arrival) AS f USING (programme)
    ANTI JOIN bank_failure AS b
      ON b.person = p.person AND b.amount = p.amount AND b.date BETWEEN add_months(p.pay_date, -3) AND p.pay_date
    WHERE coalesce(p.note_kind, '') <> '补发'
    GROUP BY ALL
),
drawn AS (
    SELECT c.programme, c.year, c.period, c.pay_date, c.amount, c.payments,
           CASE WHEN c.period % 100 = 0 THEN max(f.arrived_on)
                ELSE greatest(max(f.arrived_on), c.period_start) END AS ready_on,
           max({'arrived_on': f.arrived_on, 'record': f.record}) AS fund
    FROM credit AS c
    JOIN fund AS f
      ON f.programme = c.programme AND f.period IN (c.period, c.year * 100) AND f.arrived_on <= c.pay_date
    GROUP BY c.programme, c.year, c.period, c.pay_date, c.period_start, c.amount, c.payments
),
late AS (
    SELECT *, date_diff('day', ready_on, pay_date) AS waited FROM drawn WHERE date_diff('day', ready_on, pay_date) > $days
)
SELECT
    programme AS subject_key,
    0 AS other_key,
    CAST([] AS INTEGER[]) AS persons,
    CAST([] AS INTEGER[]) AS households,
    0 AS account,
    0 AS village,
    programme,
    min(period) AS period_from,
    max(period) AS period_to,
    sum(amount) AS amount,
    sum(payments) AS payments,
    max(waited) AS measure,
    {
        'arrived_on': min(fund).arrived_on,
        'days': $days,
        'longer': $longer,
        'longest': $longest,
        'over_longer': sum(CASE WHEN waited > $longer THEN amount ELSE 0 END),
        'over_longest': sum(CASE WHEN waited > $longest THEN amount ELSE 0 END),
        'source_file': min(fund).record.source_file,
        'theirs': min(fund).record
    } AS facts,
    CAST([] AS BIGINT[]) AS payment_nos
FROM late
GROUP BY programme, year
