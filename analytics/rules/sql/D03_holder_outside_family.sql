/*
code: D03
title:
  zh: 户名不在受益人家庭
  en: Account holder outside the payee's family
module: 7
tier: indicator
subject: person
grain: year
reach: year
needs: [bank_return, person]
flags:
  zh: 银行回盘所载户名不是受益人及其户内成员的,列为疑点;户名为其另户的配偶或子女的,作数据更正。
  en: The bank gives a holder's name that nobody of the payee's household bears; a spouse or child in another household is a matter of data.
why:
  zh: 钱进了家庭以外的人名下,受益人是否拿到要问清。
  en: The money went to somebody outside the family; whether the payee has it must be asked.
basis:
  zh: 县惠民补贴“一卡通”发放管理办法
  en: County rules on paying subsidies by one card
excludes:
  - zh: 户名为本人或户内成员
    en: the payee or a member of the household
  - zh: 户名为登记的监护人
    en: a registered guardian
  - zh: 备案账户及备案代领的款项
    en: "accounts on file, and money drawn by a registered proxy"
  - zh: 户名为另户的配偶或子女(◇)
    en: a spouse or child in another household (◇)
assumes:
  zh: 银行回盘只有户名,按姓名(含曾用名、发放表所写姓名)比对,故只作询问;一个账户有几个户名的,有一个相符即可。
  en: The bank gives names only, so names are compared (former names and those on the rosters too) and it is only asked; of several holders of one account one that fits is enough.
sentence:
  zh: "{source_file:source}载明账户{account:account}户名为{holder:name};{subject:person}{span:span}的{programme:programme}打入该账户 {payments:number} 笔、{amount:money},户名不在其户内成员之中。需核:双方是何关系、款项是否交到本人。"
  en: "{source_file:source} names {holder:name} as holder of the account {account:account}; {programme:programme} of {subject:person} for {span:span} was credited to it {payments:number} times, {amount:money}; nobody of the household bears the name. To ask: how are the two related, was the money handed over."
sentence_by_tier:
  data:
    zh: "{source_file:source}载明账户{account:account}户名为{holder:name},与{subject:person}曾在同一户,为其配偶或子女一系;{span:span}的{programme:programme}打入该账户 {payments:number} 笔、{amount:money}。需核:是否改为本人账户或补办代领备案。"
    en: "{source_file:source} names {holder:name} as holder of the account {account:account}, of the same household as {subject:person} once, as spouse or child; {programme:programme} for {span:span} was credited to it {payments:number} times, {amount:money}. To ask: should it be the payee's own account, or a registered proxy's."
version: 1
valid_from: 2013-01-01
*/
WITH holder_of AS (
    SELECT account, holder,
           min({'register': 'bank_return', 'source_file': source_file, 'source_row': source_row}) AS record
    FROM bank_return
    GROUP BY account, holder
),
credit AS (
    SELECT p.payment_no, p.person, p.household, p.account, p.village, p.programme, p.year, p.period, p.amount, p.on_date,
           h.holder, h.record
    FROM unlisted_credit AS p
    JOIN holder_of AS h USING (account)
    ANTI JOIN holder_of AS o ON o.account = p.account AND o.holder = p.name
    WHERE h.holder > 0
),
relative AS (
    SELECT c.payment_no, m.person
    FROM credit AS c
    JOIN household_person AS m
      ON m.household = c.household AND m.starts_on <= c.on_date AND m.ends_on >= c.on_date
    UNION ALL
    SELECT payment_no, person FROM credit
    UNION ALL
    SELECT c.payment_no, g.person FROM credit AS c JOIN guardian AS g ON g.for_person = c.person
),
known AS (
    SELECT r.payment_no
    FROM relative AS r
    JOIN called AS k USING (person)
    JOIN credit AS c ON c.payment_no = r.payment_no AND c.holder = k.name
),
-- The payee and the holder stood in one household book, one of them as spouse or child.
once_family AS (
    SELECT DISTINCT c.payment_no
    FROM credit AS c
    JOIN household_member AS o ON o.person = c.person
    JOIN household_member AS m ON m.household = o.household
    JOIN called AS k ON k.person = m.person AND k.name = c.holder
    WHERE m.relation IN ('配偶', '子女') OR o.relation IN ('配偶', '子女')
)
SELECT
    c.person AS subject_key,
    0 AS other_key,
    [c.person] AS persons,
    list_sort(list(DISTINCT c.household)) AS households,
    min(c.account) AS account,
    min(c.village) AS village,
    c.programme,
    min(c.period) AS period_from,
    max(c.period) AS period_to,
    sum(c.amount) AS amount,
    count(*) AS payments,
    count(*) AS measure,
    {'holder': min(c.holder), 'source_file': min(c.record).source_file, 'theirs': min(c.record)} AS facts,
    list_sort(list(c.payment_no)) AS payment_nos,
    CASE WHEN count(f.payment_no) = count(*) THEN 'data' ELSE 'indicator' END AS tier
FROM (SELECT *, row_number() OVER (PARTITION BY payment_no ORDER BY holder) AS nth FROM credit QUALIFY nth = 1) AS c
ANTI JOIN known AS k ON k.payment_no = c.payment_no
LEFT JOIN once_family AS f ON f.payment_no = c.payment_no
GROUP BY c.person, c.programme, c.year
