/*
code: D01
title:
  zh: 一个账户多户受益人
  en: One account, payees of several households
module: 7
tier: indicator
subject: account
grain: year
reach: year
needs: [person]
parameters:
  households:
    {type: integer, default: 2, unit: 户, min: 2, max: 50, step: 1, zh: 同一账户当年受益户数, en: households paid on one account in a year}
fence: {parameter: households, measure: 同一账户当年受益户数, side: at_least}
flags:
  zh: 同一账户一年内收到两户以上受益人的款项,账户又未备案的,列为疑点。
  en: An account that is not on file was credited for payees of two or more households in a year.
why:
  zh: 一户一卡,几户的钱进同一账户,钱由谁支配要问清。
  en: One card a household; where several households' money meets, somebody else disposes of it.
basis:
  zh: 县惠民补贴“一卡通”发放管理办法
  en: County rules on paying subsidies by one card
excludes:
  - zh: 一户共用户主账户
    en: a household that shares the account of its head
  - zh: 备案的供养机构、福利机构、学校、村集体账户
    en: "registered accounts of care and welfare institutions, schools and village collectives"
  - zh: 备案监护人或代领人代领的款项
    en: money drawn by a registered guardian or proxy
assumes:
  zh: 户口登记以外的受益人各算一户;备案自备案日起有效。
  en: Each payee outside the household register counts as a household; a registration is valid from its date.
sentence:
  zh: "{source_file:source}载明账户{account:account}在{span:span}收到 {households_paid:number} 户、{people:number} 人的补贴 {payments:number} 笔、共 {total:money},其中主要一户以外的 {amount:money}。需核:账户由谁开立和支配、各户是否知情并收到。"
  en: "{source_file:source} shows the account {account:account} credited for {span:span} for {households_paid:number} households, {people:number} people, {payments:number} times, {total:money}; {amount:money} of it for others than the main household. To ask: who opened it and disposes of it, do the households know and have their money."
version: 1
valid_from: 2013-01-01
*/
WITH credit AS (
    SELECT payment_no, account, year, household, person, village, programme, period, amount, source_file, source_row
    FROM shared_account
),
per_household AS (
    SELECT account, year, household, sum(amount) AS paid FROM credit GROUP BY account, year, household
),
gathered AS (
    SELECT account, year, count(*) AS households_paid, sum(paid) AS total, max(paid) AS largest
    FROM per_household
    GROUP BY account, year
    HAVING count(*) >= $households
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
    g.total - g.largest AS amount,
    count(*) AS payments,
    g.households_paid AS measure,
    {
        'households_paid': g.households_paid,
        'people': count(DISTINCT p.person),
        'total': g.total,
        'source_file': min(p.source_file),
        'theirs': min({'register': 'payment', 'source_file': p.source_file, 'source_row': p.source_row})
    } AS facts,
    list_sort(list(p.payment_no)) AS payment_nos
FROM gathered AS g
JOIN credit AS p USING (account, year)
GROUP BY account, year, g.households_paid, g.total, g.largest
