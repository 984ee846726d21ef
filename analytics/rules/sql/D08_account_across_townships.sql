/*
code: D08
title:
  zh: 账户跨乡镇
  en: One account, several townships
module: 7
tier: indicator
subject: account
grain: year
reach: history
needs: []
flags:
  zh: 一个未备案的账户一年内从两个以上乡镇入账,且几个乡镇交错发放的,列为疑点。
  en: An account not on file was credited from two or more townships in a year, side by side.
why:
  zh: 一户人家只在一个乡镇申报;跨乡镇入账可能是借卡或重复申报。
  en: A family claims in one township; an account credited from several may be lent, or the claim made twice.
basis:
  zh: 县惠民补贴“一卡通”发放管理办法
  en: County rules on paying subsidies by one card
excludes:
  - zh: 迁居(先后在两个乡镇,或当年有迁入迁出登记)
    en: "payees who moved (one township after the other, or a removal registered that year)"
  - zh: 乡镇合并
    en: merged townships
  - zh: 备案账户及备案代领的款项
    en: "accounts on file, and money drawn by a registered proxy"
assumes:
  zh: 一个乡镇的发放期为该账户历年首次至末次入账;首尾相接、不重叠的视为迁居。
  en: A township's time on an account runs from its first to its last credit over the years; one after the other without overlap counts as a move.
sentence:
  zh: "{source_file:source}载明账户{account:account}在{span:span}从 {measure:number} 个乡镇入账 {payments:number} 笔、共 {total:money},主要乡镇以外 {amount:money}。需核:账户由谁支配、受益人户籍在何处、是否两处申报。"
  en: "{source_file:source} shows the account {account:account} credited from {measure:number} townships for {span:span}, {payments:number} times, {total:money}; {amount:money} of it outside the main township. To ask: who disposes of it, where are the payees registered, was a claim made in two places."
version: 1
valid_from: 2013-01-01
*/
WITH merged AS (
    SELECT township, min(into_township) AS into_township FROM merged_township GROUP BY township
),
credit AS (
    SELECT p.payment_no, p.account, p.year, p.person, p.household, p.village, p.programme, p.period, p.amount, p.on_date,
           p.source_file, p.source_row, coalesce(m.into_township, p.township) AS township
    FROM roving_credit AS p
    ANTI JOIN removal USING (person, year)
    LEFT JOIN merged AS m ON m.township = p.township
),
place_of AS (
    SELECT account, year, township, sum(amount) AS paid FROM credit GROUP BY account, year, township
),
several AS (
    SELECT account, year, count(*) AS townships, sum(paid) AS total, max(paid) AS largest
    FROM place_of
    GROUP BY account, year
),
whole_life AS (
    SELECT account, township, min(on_date) AS first_on, max(on_date) AS last_on FROM credit GROUP BY account, township
),
turn AS (
    SELECT account, year, l.first_on,
           lag(l.last_on) OVER (PARTITION BY account, year ORDER BY l.first_on, township) AS before_last_on
    FROM place_of
    SEMI JOIN several USING (account, year)
    JOIN whole_life AS l USING (account, township)
),
side_by_side AS (
    SELECT DISTINCT account, year FROM turn WHERE before_last_on >= first_on
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
    s.total - s.largest AS amount,
    count(*) AS payments,
    s.townships AS measure,
    {
        'total': s.total,
        'source_file': min(p.source_file),
        'theirs': min({'register': 'payment', 'source_file': p.source_file, 'source_row': p.source_row})
    } AS facts,
    list_sort(list(p.payment_no)) AS payment_nos
FROM several AS s
JOIN side_by_side USING (account, year)
JOIN credit AS p USING (account, year)
GROUP BY account, year, s.townships, s.total, s.largest
