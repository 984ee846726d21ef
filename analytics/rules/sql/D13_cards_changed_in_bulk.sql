/*
code: D13
title:
  zh: 批量换卡
  en: Cards changed in bulk
module: 7
tier: indicator
subject: village
grain: year
reach: history
needs: []
parameters:
  people: {type: integer, default: 5, unit: 人, min: 2, max: 100, step: 1, zh: 同村同批换用新账户的人数, en: payees of a village with new accounts in one batch}
  bank_share: {type: decimal, default: 0.5, unit: 倍, min: 0.1, max: 1, step: 0.05, zh: 全县同期换户占比超过多少视为银行统一换卡, en: "share of the county's payees changing at once above which the bank changed the cards"}
fence: {parameter: people, measure: 同村同批换用新账户的人数, side: at_least, excess_moves: true}
flags:
  zh: 一村同一批次有五人以上改用从未用过的账户,又非全县统一换卡的,列为疑点。
  en: Five or more payees of a village were paid on accounts new to them in one batch, while the county's cards were not changed as a whole.
why:
  zh: 换卡由本人到银行办理;一批人同时换卡,多半有人代办。
  en: A card is changed by its owner at the bank; where many change at once, somebody did it for them.
basis:
  zh: 县惠民补贴“一卡通”发放管理办法
  en: County rules on paying subsidies by one card
excludes:
  - zh: 银行合并或统一换卡(全县同项目同期多数人换户)
    en: "a bank merger or change of all cards (most of the county's payees of the programme at once)"
  - zh: 本人早已使用的账户
    en: accounts the payees have used before
  - zh: 首次领取
    en: first payments
assumes:
  zh: 与本人同一项目的上一笔相比;从未在任何项目收过款的账户为新账户。
  en: Compared with the payee's last credit in the programme; an account is new if the payee was never paid on it in any programme.
sentence:
  zh: "{source_file:source}载明{subject:village}{programme:programme}在{span:span}有 {payments:number} 笔、{amount:money}改入新账户,同一批次 {measure:number} 人;全县同期换户的占 {county_share:share}。需核:何人集中办卡、卡由谁保管、本人是否知情。"
  en: "{source_file:source} shows {payments:number} credits of {programme:programme} in {subject:village} for {span:span}, {amount:money}, on new accounts, {measure:number} people in one batch; {county_share:share} of the county's payees changed at that time. To ask: who had the cards made, who keeps them, do the payees know."
version: 1
valid_from: 2013-01-01
*/
WITH credit AS (
    SELECT payment_no, person, household, account, village, programme, year, period, batch, amount, on_date,
           source_file, source_row,
           lag(account) OVER (PARTITION BY person, programme ORDER BY on_date, payment_no) AS before
    FROM pay SEMI JOIN several_accounts USING (person)
),
changed AS (
    SELECT c.*
    FROM credit AS c
    JOIN account_turn AS t USING (person, account)
    WHERE t.first_on = c.on_date
      AND c.before <> c.account
),
in_batch AS (
    SELECT batch, village, programme, period, count(DISTINCT person) AS people
    FROM changed
    GROUP BY batch, village, programme, period
    HAVING count(DISTINCT person) >= $people
),
paid AS (
    SELECT programme, period, count(DISTINCT person) AS payees
    FROM pay SEMI JOIN in_batch USING (programme, period)
    GROUP BY programme, period
),
moved AS (
    SELECT programme, period, CAST(count(DISTINCT c.person) / p.payees AS DECIMAL(9,4)) AS share
    FROM changed AS c JOIN paid AS p USING (programme, period)
    GROUP BY programme, period, p.payees
)
SELECT
    village AS subject_key,
    0 AS other_key,
    list_sort(list(DISTINCT c.person)) AS persons,
    list_sort(list(DISTINCT c.household)) AS households,
    CASE WHEN min(c.account) = max(c.account) THEN min(c.account) ELSE 0 END AS account,
    village,
    programme,
    min(period) AS period_from,
    max(period) AS period_to,
    sum(c.amount) AS amount,
    count(*) AS payments,
    max(b.people) AS measure,
    {
        'county_share': max(m.share),
        'source_file': min(c.source_file),
        'theirs': min({'register': 'payment', 'source_file': c.source_file, 'source_row': c.source_row})
    } AS facts,
    list_sort(list(c.payment_no)) AS payment_nos
FROM in_batch AS b
JOIN moved AS m USING (programme, period)
JOIN changed AS c USING (batch, village, programme, period)
WHERE m.share <= $bank_share
GROUP BY village, programme, c.year
