/*
code: D04
title:
  zh: 干部账户收他人款
  en: A cadre's account receives other people's money
module: 7
tier: hard
subject: account
grain: year
reach: history
needs: [cadre]
needs_resident_id: true
flags:
  zh: 村组干部的账户收到本户以外受益人的款项,账户又未备案的,列为疑点。
  en: A village cadre's account, not on file, was credited for people outside the household.
why:
  zh: 他人的补贴进了干部账户,钱由干部支配,须逐户核实是否转交。
  en: Other people's aid on a cadre's account is in the cadre's hands; each family is asked whether it got it.
basis:
  zh: 县惠民补贴“一卡通”发放管理办法、村组干部廉洁履职有关规定
  en: County rules on paying subsidies by one card; provisions on clean office for village cadres
excludes:
  - zh: 本户成员的款项
    en: "money of the household's own members"
  - zh: 备案账户及备案代领的款项
    en: "registered accounts, and money drawn by a registered proxy"
  - zh: 多户共用而非干部主用的账户(见 D01)
    en: an account shared by households of which the cadre is not the main user (see D01)
assumes:
  zh: "下列账户视为干部的账户,一律不凭姓名:干部名册登记的账户;发放表载明户主身份证号为该干部的账户;历年各户中干部本户领取的项目年次最多、且多于其他任何一户的账户。"
  en: "An account counts as the cadre's, never by name: when the register of cadres gives it; when a payment file gives the cadre's ID number as the holder's; when the cadre's own household drew on it in more programme-years than any other household."
sentence:
  zh: "{source_file:source}载明{cadre:person}任{post:text},账户{account:account}为其所用;发放记录中该账户在{span:span}另收到 {people:number} 名本户以外受益人的补贴 {payments:number} 笔、{amount:money}。需核:是否受托代领、款项是否已交到本人。"
  en: "{source_file:source} names {cadre:person} as {post:text}, who uses the account {account:account}; for {span:span} it was also credited for {people:number} people outside the household, {payments:number} times, {amount:money}. To ask: were they drawn by agreement, was the money handed over."
version: 1
valid_from: 2013-01-01
*/
WITH home AS (
    SELECT c.person AS cadre, m.household FROM cadre AS c JOIN household_member AS m ON m.person = c.person
    UNION
    SELECT c.person, p.household FROM cadre AS c JOIN pay AS p ON p.person = c.person
),
-- In how many programmes and years each household was paid on the accounts cadres were paid on.
turns AS (
    SELECT account, household, count(DISTINCT programme * 10000 + year) AS turns
    FROM pay SEMI JOIN (SELECT account FROM pay SEMI JOIN cadre USING (person)) AS c USING (account)
    GROUP BY account, household
),
ranked AS (
    SELECT account, household, turns, lead(turns) OVER by_turns AS runner_up, row_number() OVER by_turns AS nth
    FROM turns
    WINDOW by_turns AS (PARTITION BY account ORDER BY turns DESC, household)
),
owner AS (
    SELECT person AS cadre, account FROM cadre
    UNION
    SELECT c.person, p.account FROM cadre AS c JOIN pay AS p ON p.holder_person = c.person
    UNION
    SELECT h.cadre, r.account FROM ranked AS r JOIN home AS h USING (household) WHERE r.nth = 1 AND r.turns > r.runner_up
),
account_home AS (
    SELECT o.account, h.household FROM owner AS o JOIN home AS h USING (cadre)
),
named AS (
    SELECT o.account, min(o.cadre) AS cadre, min(c.post) AS post,
           min({'register': 'cadre', 'source_file': c.source_file, 'source_row': c.source_row}) AS record
    FROM owner AS o JOIN (SELECT person AS cadre, post, source_file, source_row FROM cadre) AS c USING (cadre)
    GROUP BY o.account
)
SELECT
    account AS subject_key,
    0 AS other_key,
    list_sort(list_concat(list(DISTINCT p.person), [n.cadre])) AS persons,
    list_sort(list(DISTINCT p.household)) AS households,
    account,
    CASE WHEN min(p.village) = max(p.village) THEN min(p.village) ELSE 0 END AS village,
    CASE WHEN min(p.programme) = max(p.programme) THEN min(p.programme) ELSE 0 END AS programme,
    min(p.period) AS period_from,
    max(p.period) AS period_to,
    sum(p.amount) AS amount,
    count(*) AS payments,
    count(DISTINCT p.person) AS measure,
    {
        'cadre': n.cadre,
        'post': n.post,
        'people': count(DISTINCT p.person),
        'source_file': n.record.source_file,
        'theirs': n.record
    } AS facts,
    list_sort(list(p.payment_no)) AS payment_nos
FROM named AS n
JOIN shared_account AS p USING (account)
ANTI JOIN account_home USING (account, household)
GROUP BY account, p.year, n.cadre, n.post, n.record
