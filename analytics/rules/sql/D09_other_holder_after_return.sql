/*
code: D09
title:
  zh: 退票后换户
  en: Another holder after a returned credit
module: 7
tier: indicator
subject: person
grain: year
reach: history
needs: [bank_return]
flags:
  zh: 银行退票之后,同一受益人的款项改入从未用过的另一账户,且户名与原户名、与本人都不同的,列为疑点。
  en: After the bank returned a credit, the payee's money went to an account never used before, whose holder is neither the earlier holder nor the payee.
why:
  zh: 退票本应由本人更正账户;换成他人账户的,要问清是谁改的。
  en: After a return the payee's own account should be put right; who changed it to somebody else's must be asked.
basis:
  zh: 县惠民补贴“一卡通”发放管理办法、银行代发退票处理规定
  en: County rules on paying subsidies by one card; rules on returned credits
excludes:
  - zh: 换账户而户名不变
    en: another account of the same holder
  - zh: 改为本人账户
    en: "a change to the payee's own account"
  - zh: 退票以前就在用的账户
    en: an account in use before the return
  - zh: 备案账户及备案代领的款项
    en: "accounts on file, and money drawn by a registered proxy"
assumes:
  zh: 有退票原因或状态写明退回、重发、失败的回盘记录为退票;回盘未写受益人的,以该账户的受益人为准;新户名以发放表所写为准。
  en: A bank record is a return if it gives a reason or its status says returned, sent again or failed; without a payee on it, it concerns whoever is paid on the account; the new holder is the one on the roster.
sentence:
  zh: "{source_file:source}载明{subject:person}的账户(户名{old_holder:name}){returned_on:date}退票;此后{span:span}的{programme:programme}改入户名为{holder:name}的账户{account:account} {payments:number} 笔、{amount:money}。需核:何人办理换户、本人是否知情并收到。"
  en: "{source_file:source} says a credit to {subject:person}, on the account of {old_holder:name}, was returned on {returned_on:date}; afterwards {programme:programme} for {span:span} went to the account {account:account} of {holder:name}, {payments:number} times, {amount:money}. To ask: who changed the account, did the payee know and have the money."
version: 1
valid_from: 2013-01-01
*/
WITH turn AS (
    SELECT person, account, min(on_date) AS first_on
    FROM pay SEMI JOIN returned_credit USING (person)
    GROUP BY person, account
),
new_account AS (
    SELECT t.person, t.account, r.holder AS old_holder, r.returned_on, r.source_file, r.source_row
    FROM returned_credit AS r
    JOIN turn AS t ON t.person = r.person AND t.account <> r.account AND t.first_on > r.returned_on
),
after_return AS (
    SELECT p.payment_no, person, p.household, account, p.village, p.programme, p.year, p.period, p.amount, p.holder,
           min({'returned_on': n.returned_on, 'holder': n.old_holder, 'source_file': n.source_file,
                'source_row': n.source_row}) AS returned
    FROM new_account AS n
    JOIN unlisted_credit AS p USING (person, account)
    WHERE p.holder <> n.old_holder
      AND p.holder <> p.name
    GROUP BY ALL
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
    {
        'holder': min(holder),
        'old_holder': min(returned).holder,
        'returned_on': min(returned).returned_on,
        'source_file': min(returned).source_file,
        'theirs': {
            'register': 'bank_return', 'source_file': min(returned).source_file, 'source_row': min(returned).source_row
        }
    } AS facts,
    list_sort(list(payment_no)) AS payment_nos
FROM after_return
GROUP BY person, programme, year
