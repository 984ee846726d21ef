/*
code: B13
title:
  zh: 按户项目一户多领
  en: A programme paid by household, several payees of one household
module: 5
tier: indicator
subject: household
grain: year
reach: year
needs: [person]
flags:
  zh: 按户发放的项目,同一户同一所属期有两名以上成员各自领取的,列为疑点;金额计领取最多的一人以外的部分。
  en: A programme paid to households was paid to two or more members of one household for one period; what others than the largest payee got counts.
why:
  zh: 按户发放的项目一户一份,户内多人分别申报即重复计算。
  en: One household, one share; members who apply apart are counted twice.
basis:
  zh: 各按户发放项目的实施方案
  en: Implementation plans of the programmes paid by household
excludes:
  - zh: 发放前已分户
    en: the household was split before the payment
  - zh: 不同地块、不同村或不同期次
    en: "different plots, villages or instalments"
  - zh: 注明补发、提标、临时补贴、慰问的发放
    en: "credits remarked as arrears, a risen standard, a supplement or a gift"
  - zh: 类别为“其他”的项目(是否按户发放不明)
    en: "programmes of the kind 其他 (whether they are paid by household is open)"
  - zh: 已冲回的发放
    en: reversed payments
assumes:
  zh: 户口登记中同一户号、发放日在户内的为一户;户口登记以外的受益人各算一户。
  en: Members of one household number on the day of payment are one household; payees outside the register are households of their own.
sentence:
  zh: "{source_file:source}中{subject:household}在{span:span}由 {people:number} 名成员分别领取{programme:programme},共 {total:money},领取最多的一人以外 {payments:number} 笔、{amount:money}。需核:是否已实际分户、是否为不同地块、是否重复申报。"
  en: "In {source_file:source} {people:number} members of {subject:household} were each paid {programme:programme} for {span:span}, {total:money} in all; {payments:number} credits, {amount:money}, went to others than the largest payee. To ask: are they households apart, are the plots different, was it claimed twice."
version: 1
valid_from: 2013-01-01
*/
WITH line AS (
    SELECT p.payment_no, p.household, p.person, p.programme, p.year, p.period, p.village, p.account, p.amount,
           coalesce(p.plot, '') AS plot, coalesce(p.instalment, 0) AS instalment,
           {'register': 'payment', 'source_file': p.source_file, 'source_row': p.source_row} AS record
    FROM paid_to_members AS p
    JOIN household_member AS m
      ON m.person = p.person AND m.household = p.household AND p.on_date BETWEEN m.starts_on AND m.ends_on
    WHERE p.kind <> '其他'
      AND coalesce(p.note_kind, '') NOT IN ('补发', '提标', '临时补贴', '慰问')
),
shared AS (
    SELECT *, sum(amount) OVER (PARTITION BY household, programme, period, village, plot, instalment, person) AS own
    FROM line
    WINDOW one_share AS (PARTITION BY household, programme, period, village, plot, instalment)
    QUALIFY min(person) OVER one_share < max(person) OVER one_share
),
ranked AS (
    SELECT *, dense_rank() OVER (PARTITION BY household, programme, period, village, plot, instalment
                                 ORDER BY own DESC, person) AS nth
    FROM shared
)
SELECT
    household AS subject_key,
    0 AS other_key,
    list_sort(list(DISTINCT person)) AS persons,
    [household] AS households,
    min(account) AS account,
    min(village) AS village,
    programme,
    min(period) AS period_from,
    max(period) AS period_to,
    sum(CASE WHEN nth > 1 THEN amount ELSE 0 END) AS amount,
    count_if(nth > 1) AS payments,
    count(DISTINCT person) AS measure,
    {'people': count(DISTINCT person), 'total': sum(amount), 'source_file': min(record).source_file,
     'theirs': min(record)} AS facts,
    list_sort(list(payment_no)) AS payment_nos
FROM ranked
GROUP BY household, programme, year
