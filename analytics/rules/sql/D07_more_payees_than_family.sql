/*
code: D07
title:
  zh: 一户多人入账
  en: More payees on an account than the family has members
module: 7
tier: indicator
subject: account
grain: year
reach: year
needs: [person]
parameters:
  people:
    {type: integer, default: 10, unit: 人, min: 3, max: 50, step: 1, zh: 一个账户当年受益人数上限(家庭人口更多的从其人口), en: payees on one account in a year (or the family's size if larger)}
flags:
  zh: 一个账户当年以一户名义入账的受益人(本户成员和未见于户籍者)多于该户在册人口,或受益人总数超过 10 人的,列为疑点。
  en: On one account more payees stand for a household (its members, and people no register knows) than the register gives it, or more than ten in all.
why:
  zh: 多出的人或不在该户、或查无此人,常见于借名申报。
  en: Who is too many is of another household or of none; borrowed names look like this.
basis:
  zh: 县惠民补贴“一卡通”发放管理办法
  en: County rules on paying subsidies by one card
excludes:
  - zh: 人口较多、受益人都在册的家庭
    en: a large family whose payees are all registered in it
  - zh: 备案的供养机构、福利机构、学校、村集体账户和备案代领的款项
    en: "money on registered accounts of care and welfare institutions, schools and village collectives, or drawn by a registered proxy"
assumes:
  zh: 账户归当年在其上收款人数最多的在册户;在册人口以最后一笔入账日为准。
  en: An account belongs to the registered household with most payees on it in the year; members are those on the day of the last credit.
sentence:
  zh: "{source_file:source}载明账户{account:account}在{span:span}为 {measure:number} 人入账 {payments:number} 笔、{total:money};户籍登记该户 {members:number} 人,超出部分 {amount:money}。需核:多出的人是谁、款项由谁领取。"
  en: "{source_file:source} shows the account {account:account} credited for {measure:number} people, {payments:number} times, {total:money}, for {span:span}; the register gives the household {members:number} members; {amount:money} is beyond them. To ask: who are the others, who drew the money."
version: 1
valid_from: 2013-01-01
*/
WITH credit AS (
    SELECT payment_no, account, year, household, person, village, programme, period, amount, on_date, source_file, source_row
    FROM shared_account
),
payee_on AS (
    SELECT account, year, household, person, sum(amount) AS paid, max(on_date) AS last_on
    FROM credit
    GROUP BY account, year, household, person
),
-- Unregistered payees (negative household) come last: they never give the account its household.
family AS (
    SELECT account, year, household, max(last_on) AS last_on,
           row_number() OVER (PARTITION BY account, year
                              ORDER BY CASE WHEN household > 0 THEN 0 ELSE 1 END, count(*) DESC, household) AS nth
    FROM payee_on
    GROUP BY account, year, household
),
sized AS (
    SELECT f.account, f.year, f.household, count(DISTINCT m.person) AS members
    FROM family AS f
    LEFT JOIN household_member AS m
      ON m.household = f.household AND m.starts_on <= f.last_on AND m.ends_on >= f.last_on
    WHERE f.nth = 1
    GROUP BY f.account, f.year, f.household
),
counted AS (
    SELECT account, year, s.members, count(*) AS payees,
           CASE WHEN s.members = 0 THEN 0
                ELSE count_if(o.household = s.household OR o.household < 0) END AS as_family
    FROM payee_on AS o JOIN sized AS s USING (account, year)
    GROUP BY account, year, s.members
),
permitted AS (
    SELECT *, CASE WHEN as_family > members THEN members ELSE greatest($people, members) END AS allowed
    FROM counted
),
surplus AS (
    SELECT account, year, t.members, t.payees, sum(ranked.paid) AS paid
    FROM (SELECT *, row_number() OVER (PARTITION BY account, year ORDER BY paid DESC, person) AS nth FROM payee_on) AS ranked
    JOIN permitted AS t USING (account, year)
    WHERE ranked.nth > t.allowed
    GROUP BY account, year, t.members, t.payees
)
SELECT
    account AS subject_key,
    0 AS other_key,
    list_sort(list(DISTINCT p.person)) AS persons,
    list_sort(list(DISTINCT p.household)) AS households,
    account,
    CASE WHEN min(p.village) = max(p.village) THEN min(p.village) ELSE 0 END AS village,
    CASE WHEN min(p.programme) = max(p.programme) THEN min(p.programme) ELSE 0 END AS programme,
    min(p.period) AS period_from,
    max(p.period) AS period_to,
    s.paid AS amount,
    count(*) AS payments,
    s.payees AS measure,
    {
        'members': s.members,
        'total': sum(p.amount),
        'source_file': min(p.source_file),
        'theirs': min({'register': 'payment', 'source_file': p.source_file, 'source_row': p.source_row})
    } AS facts,
    list_sort(list(p.payment_no)) AS payment_nos
FROM surplus AS s
JOIN credit AS p USING (account, year)
GROUP BY account, year, s.members, s.payees, s.paid
