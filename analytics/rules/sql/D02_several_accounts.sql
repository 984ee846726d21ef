/*
code: D02
title:
  zh: 一人多个账户
  en: One person, several accounts
module: 7
tier: indicator
subject: person
grain: year
reach: history
needs: []
parameters:
  accounts:
    {type: integer, default: 3, unit: 个, min: 2, max: 10, step: 1, zh: 一人当年收款账户数, en: accounts one person is paid on in a year}
fence: {parameter: accounts, measure: 当年收款账户数, side: at_least}
flags:
  zh: 一人一年内在三个以上账户收款,且几个账户交错使用的,列为疑点。
  en: One person was paid on three or more accounts in a year, used side by side.
why:
  zh: 一卡通要求一人一户;多个账户并用,有的可能不在本人手里。
  en: One card a person is the rule; of several in use some may be in other hands.
basis:
  zh: 县惠民补贴“一卡通”发放管理办法
  en: County rules on paying subsidies by one card
excludes:
  - zh: 旧账户停用后依次换用新账户
    en: new accounts taken up one after another as old ones fall out of use
assumes:
  zh: 账户的使用期为首次至末次入账;没有发放日期的以所属期末日为准。
  en: An account is in use from its first to its last credit; without a date of payment the last day of the period counts.
sentence:
  zh: "{source_file:source}载明{subject:person}在{span:span}用 {measure:number} 个账户收款 {payments:number} 笔、{total:money},主要账户以外 {amount:money}。需核:各账户是否本人开立、是否在本人手中。"
  en: "{source_file:source} shows {subject:person} paid on {measure:number} accounts for {span:span}, {payments:number} credits, {total:money}, {amount:money} of it outside the main account. To ask: did the person open them all, and hold them."
version: 1
valid_from: 2013-01-01
*/
WITH credit AS (
    SELECT payment_no, person, household, account, village, programme, year, period, amount, on_date, source_file,
           source_row
    FROM pay SEMI JOIN several_accounts USING (person)
    WHERE account > 0
),
used AS (
    SELECT person, year, account, sum(amount) AS paid, min(on_date) AS first_on, max(on_date) AS last_on
    FROM credit
    GROUP BY person, year, account
),
many AS (
    SELECT person, year, count(*) AS accounts, sum(paid) AS total, max(paid) AS largest
    FROM used
    GROUP BY person, year
    HAVING count(*) >= $accounts
),
whole_life AS (
    SELECT person, account, min(first_on) AS first_on, max(last_on) AS last_on
    FROM used SEMI JOIN many USING (person)
    GROUP BY person, account
),
turn AS (
    SELECT person, year, l.first_on,
           lag(l.last_on) OVER (PARTITION BY person, year ORDER BY l.first_on, account) AS before_last_on
    FROM used
    SEMI JOIN many USING (person, year)
    JOIN whole_life AS l USING (person, account)
),
side_by_side AS (
    SELECT DISTINCT person, year FROM turn WHERE before_last_on >= first_on
)
SELECT
    person AS subject_key,
    0 AS other_key,
    [person] AS persons,
    list_sort(list(DISTINCT p.household)) AS households,
    min(p.account) AS account,
    min(p.village) AS village,
    CASE WHEN min(p.programme) = max(p.programme) THEN min(p.programme) ELSE 0 END AS programme,
    min(p.period) AS period_from,
    max(p.period) AS period_to,
    m.total - m.largest AS amount,
    count(*) AS payments,
    m.accounts AS measure,
    {
        'total': m.total,
        'source_file': min(p.source_file),
        'theirs': min({'register': 'payment', 'source_file': p.source_file, 'source_row': p.source_row})
    } AS facts,
    list_sort(list(p.payment_no)) AS payment_nos
FROM many AS m
JOIN side_by_side USING (person, year)
JOIN credit AS p USING (person, year)
GROUP BY person, year, m.accounts, m.total, m.largest
