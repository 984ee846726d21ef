/*
code: E15
title:
  zh: 花名册、发放、回盘三方不符
  en: Roster, payment and bank return differ
module: 19
tier: hard
subject: person
grain: year
reach: year
needs: [bank_return]
needs_resident_id: false
parameters:
  days: {type: integer, default: 30, unit: 日, min: 1, max: 60, step: 1, zh: 回盘日期距发放日期的最多天数, en: most days from payment to the bank's return}
  again_days: {type: integer, default: 90, unit: 日, min: 10, max: 365, step: 10, zh: 退票后重发的最多天数, en: days within which a returned credit may be paid again}
flags:
  zh: 发放表为已发放而银行回盘为失败、其后未见重发的;银行已入账而发放表没有该笔的;同一人同期两者金额不等的,列为疑点。
  en: The roster says paid and the bank says failed, with no later credit; the bank credited what no roster holds; or both hold the person's credit with different sums.
why:
  zh: 名册、发放、银行三方应当一致;不一致的一笔,钱去了哪里须说清。
  en: Roster, payment and bank must agree; where they do not, somebody must say where the money went.
basis:
  zh: 县惠民补贴“一卡通”发放管理办法
  en: the county's rules on paying benefits by card
excludes:
  - zh: 退回后又重发成功
    en: returned and paid again
  - zh: 发放表已记为退回
    en: the roster itself says returned
  - zh: 回盘与发放一致
    en: the bank's return agrees
assumes:
  zh: 回盘无证件号的按账号对应;回盘只载失败的部门,不据此推断其余各笔。
  en: A return without an ID is matched by account; where a return lists failures only, nothing follows for the rest.
sentence:
  zh: "{source_file:source}所载{subject:person} {returned_on:date}的回盘与发放表不符({difference:text}):发放表 {paid:money},银行 {credited:money},相差 {amount:money}。需核:款项是否到账、由谁收取、是否已重发。"
  en: "{source_file:source}, of {returned_on:date}, and the roster differ for {subject:person} ({difference:text}): roster {paid:money}, bank {credited:money}, apart by {amount:money}. To ask: did the money arrive, who received it, was it paid again."
version: 1
valid_from: 2013-01-01
*/
WITH reply AS (
    SELECT coalesce(b.person, a.person) AS person, b.account, b.amount, b.date,
           CASE WHEN b.status = '失败' THEN 0 ELSE 1 END AS credited, coalesce(b.status, '') = '已重发' AS again,
           {'register': 'bank_return', 'source_file': b.source_file, 'source_row': b.source_row} AS record
    FROM bank_return AS b
    LEFT JOIN (SELECT account, min(person) AS person FROM payee_account GROUP BY account) AS a ON a.account = b.account
    WHERE b.amount > 0
      AND b.date IS NOT NULL
      AND coalesce(b.person, a.person) > 0
),
paid AS (
    SELECT payment_no, person, household, village, programme, period, amount, on_date FROM pay SEMI JOIN reply USING (person)
),
-- Each reply with the credit it is about: of those within the days before it the nearest in amount, then the latest.
near AS (
    SELECT r.*, p.payment_no, p.household, p.village, p.programme, p.period, p.amount AS paid
    FROM reply AS r
    LEFT JOIN paid AS p
      ON p.person = r.person AND p.on_date <= r.date AND date_diff('day', p.on_date, r.date) <= $days
    QUALIFY row_number() OVER (
        PARTITION BY r.record ORDER BY abs(coalesce(p.amount, 0) - r.amount), p.on_date DESC, p.payment_no) = 1
),
-- Failures that are settled: by a later reply about the same credit, by money sent again, by a later credit for the
-- same period.
settled AS (
    SELECT f.record FROM near AS f JOIN near AS l ON l.payment_no = f.payment_no AND l.date > f.date
    UNION
    SELECT f.record FROM near AS f
    JOIN near AS l
      ON l.person = f.person AND l.amount = f.amount AND l.again AND l.date > f.date
     AND date_diff('day', f.date, l.date) <= $again_days
    UNION
    SELECT f.record FROM near AS f
    JOIN paid AS p
      ON p.person = f.person AND p.programme = f.programme AND p.period = f.period AND p.on_date > f.date
),
differing AS (
    SELECT n.* EXCLUDE (period), coalesce(n.period, year(n.date) * 100 + month(n.date)) AS period,
           CASE WHEN n.credited = 0 THEN '银行回盘为失败,未见重发' WHEN n.paid IS NULL THEN '发放表没有该笔'
                ELSE '金额不等' END AS difference
    FROM near AS n
    LEFT JOIN settled AS s ON s.record = n.record
    WHERE (n.credited = 0 AND n.paid IS NOT NULL AND s.record IS NULL)
       OR (n.credited = 1 AND NOT n.again AND coalesce(n.paid, 0) <> n.amount)
)
SELECT
    person AS subject_key,
    0 AS other_key,
    [person] AS persons,
    list_sort(list_distinct(list(coalesce(household, -person)))) AS households,
    min(account) AS account,
    coalesce(min(village), 0) AS village,
    coalesce(programme, 0) AS programme,
    min(period) AS period_from,
    max(period) AS period_to,
    sum(abs(coalesce(paid, 0) - credited * amount)) AS amount,
    count(payment_no) AS payments,
    count(*) AS measure,
    {
        'returned_on': min(date),
        'difference': min(difference),
        'paid': sum(coalesce(paid, 0)),
        'credited': sum(credited * amount),
        'source_file': min(record).source_file,
        'theirs': min(record)
    } AS facts,
    CASE WHEN count(payment_no) = 0 THEN CAST([] AS BIGINT[]) ELSE list_sort(list(DISTINCT payment_no)) END AS payment_nos
FROM differing
GROUP BY person, programme, period // 100
