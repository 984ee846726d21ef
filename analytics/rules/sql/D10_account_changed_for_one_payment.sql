/*
code: D10
title:
  zh: 发放前临时换户
  en: Account changed just before a payment, then back
module: 7
tier: indicator
subject: person
grain: history
reach: history
needs: []
parameters:
  days: {type: integer, default: 30, unit: 天, min: 1, max: 366, step: 1, zh: 距原账户上一笔的天数, en: days since the last credit on the usual account}
  back_days: {type: integer, default: 92, unit: 天, min: 1, max: 366, step: 1, zh: 多少天内换回原账户, en: days within which the usual account is back}
fence: {parameter: days, measure: 距原账户上一笔的天数, side: at_most}
flags:
  zh: 同一项目上一笔在原账户、30 天内的下一笔改入另一账户,三个月内又换回原账户的,列为疑点。
  en: "Within 30 days of a credit on the usual account the next of the programme went to another account, and within three months the usual one was back."
why:
  zh: 只为一两笔发放换一次账户又换回,可能是有人借机改了收款人。
  en: An account changed for a credit or two and changed back may mean somebody used the moment.
basis:
  zh: 县惠民补贴“一卡通”发放管理办法
  en: County rules on paying subsidies by one card
excludes:
  - zh: 换户后一直使用新账户
    en: a change that stays
  - zh: 两个账户交替使用(见 D02)
    en: accounts used in turn (see D02)
  - zh: 上一笔在 30 天以前
    en: the last credit was longer ago
assumes:
  zh: 没有换户登记,以原账户上一笔发放起算,换户必在其后;新账户在受益人名下只用过这一段。
  en: No register says when an account was changed, so it is counted from the last credit on the usual one, after which it must have been; the new account was used by the payee for this while only.
sentence:
  zh: "{source_file:source}载明{subject:person}的{programme:programme}{before_on:date}发至原账户,{measure:number} 天后的{changed_on:date}改入账户{account:account},{back_on:date}又换回;其间改入 {payments:number} 笔、{amount:money}。需核:何人申请换户、账户是否本人所有。"
  en: "{source_file:source} shows {programme:programme} of {subject:person} on the usual account on {before_on:date}, {measure:number} days later, on {changed_on:date}, on the account {account:account}, and back on {back_on:date}; {payments:number} credits, {amount:money}, went there meanwhile. To ask: who asked for the change, is the account the payee's own."
version: 1
valid_from: 2013-01-01
*/
WITH credit AS (
    SELECT payment_no, person, household, account, village, programme, period, amount, on_date, source_file, source_row
    FROM pay SEMI JOIN several_accounts USING (person)
),
brief AS (
    SELECT t.person, t.account, b.programme, u.account AS usual, t.first_on,
           max(CASE WHEN u.on_date < t.first_on THEN u.on_date END) AS before_on,
           min(CASE WHEN u.on_date > t.last_on THEN u.on_date END) AS back_on
    FROM account_turn AS t
    JOIN (SELECT DISTINCT person, account, programme FROM credit) AS b USING (person, account)
    JOIN credit AS u ON u.person = t.person AND u.programme = b.programme
    GROUP BY t.person, t.account, b.programme, u.account, t.first_on
    HAVING count_if(u.on_date >= t.first_on AND u.on_date <= t.last_on) = 0
       AND date_diff('day', max(CASE WHEN u.on_date < t.first_on THEN u.on_date END), t.first_on) <= $days
       AND date_diff('day', t.first_on, min(CASE WHEN u.on_date > t.last_on THEN u.on_date END)) <= $back_days
)
SELECT
    person AS subject_key,
    account AS other_key,
    [person] AS persons,
    list_sort(list(DISTINCT c.household)) AS households,
    account,
    min(c.village) AS village,
    programme,
    min(c.period) AS period_from,
    max(c.period) AS period_to,
    sum(c.amount) AS amount,
    count(*) AS payments,
    date_diff('day', b.before_on, b.first_on) AS measure,
    {
        'before_on': b.before_on,
        'changed_on': b.first_on,
        'back_on': b.back_on,
        'source_file': min(c.source_file),
        'theirs': min({'register': 'payment', 'source_file': c.source_file, 'source_row': c.source_row})
    } AS facts,
    list_sort(list(c.payment_no)) AS payment_nos
FROM (SELECT *, row_number() OVER (PARTITION BY person, account, programme ORDER BY before_on DESC, usual) AS nth
      FROM brief QUALIFY nth = 1) AS b
JOIN credit AS c USING (person, account, programme)
GROUP BY person, account, programme, b.before_on, b.first_on, b.back_on
