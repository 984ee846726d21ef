/*
code: C18
title:
  zh: 集体林补偿进个人账户
  en: Compensation for collective forest on a personal account
module: 9
tier: indicator
subject: person
grain: year
reach: year
needs: [forest_plot, account_role]
flags:
  zh: 林权属村集体的地块,其公益林补偿打入未备案的个人账户的,列为疑点。
  en: Compensation for a plot whose forest right is the village collective's went to a personal account that is not on file.
why:
  zh: 集体林的补偿归全体村民,打入个人账户后由谁支配、是否分到各户要问清。
  en: It belongs to all villagers; on one person's account, who disposes of it and whether it was shared out must be asked.
basis:
  zh: 中央财政森林生态效益补偿资金管理规定、农村集体资产财务管理规定
  en: Rules on the compensation for forest ecology; rules on the finances of rural collectives
excludes:
  - zh: 村集体账户
    en: "the village collective's account"
  - zh: 村民会议表决同意并备案的账户
    en: an account on file after a vote of the villagers
  - zh: 户内另有自己的林权地块、发放表又未写明地块
    en: households that also have plots of their own, where the roster names no plot
assumes:
  zh: 村民表决以备案账户表为准(村集体、合作社、代领备案等,备案期内有效);发放表写明地块的按地块核对,未写明的按户核对。
  en: A vote of the villagers is what the register of accounts says (village collective, co-operative, agreed proxy, within its dates); where a roster names a plot it goes by the plot, else by the household.
sentence:
  zh: "{source_file:source}载明地块{plot:text}林权属村集体;{subject:person}{span:span}以其名义在账户{account:account}收到{programme:programme} {payments:number} 笔、{amount:money}。需核:村民会议是否表决、款项是否入账或分到各户。"
  en: "{source_file:source} gives the forest right of plot {plot:text} to the village collective; {programme:programme} for {span:span} was credited to {subject:person}, account {account:account}, {payments:number} times, {amount:money}. To ask: did the villagers vote on it, was it booked or shared out."
version: 1
valid_from: 2013-01-01
*/
WITH credit AS (
    SELECT p.payment_no, p.person, p.household, p.account, p.village, p.programme, p.year, p.period, p.amount, p.plot
    FROM pay AS p
    ANTI JOIN listed_account AS l
      ON l.account = p.account AND coalesce(l.for_person, p.person) = p.person
     AND l.starts_on <= p.on_date AND l.ends_on >= p.on_date
    WHERE p.kind = '公益林'
      AND p.account > 0
),
own_wood AS (
    SELECT household, count(*) AS plots FROM forest_plot GROUP BY household
),
only_collective AS (
    SELECT c.household, min(c.plot) AS plot,
           min({'register': 'forest_plot', 'source_file': c.source_file, 'source_row': c.source_row}) AS record
    FROM collective_wood AS c
    JOIN own_wood AS o USING (household)
    GROUP BY c.household, o.plots
    HAVING count(*) = o.plots
),
collective_credit AS (
    SELECT p.*, c.plot AS wood, {'register': 'forest_plot', 'source_file': c.source_file, 'source_row': c.source_row} AS record
    FROM credit AS p JOIN collective_wood AS c ON c.plot = p.plot
    UNION ALL
    SELECT p.*, c.plot, c.record
    FROM credit AS p JOIN only_collective AS c ON c.household = p.household
    WHERE p.plot IS NULL
)
SELECT
    person AS subject_key,
    0 AS other_key,
    [person] AS persons,
    list_sort(list(DISTINCT household)) AS households,
    min(account) AS account,
    min(village) AS village,
    programme,
    min(period) AS period_from,
    max(period) AS period_to,
    sum(amount) AS amount,
    count(*) AS payments,
    count(*) AS measure,
    {'plot': min(wood), 'source_file': min(record).source_file, 'theirs': min(record)} AS facts,
    list_sort(list(payment_no)) AS payment_nos
FROM collective_credit
GROUP BY person, programme, year
