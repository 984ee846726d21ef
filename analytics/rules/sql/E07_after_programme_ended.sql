/*
code: E07
title:
  zh: 项目停止后发放
  en: Paid after the programme ended
module: 14
tier: hard
subject: person
grain: year
reach: year
needs: []
parameters:
  arrears_months:
    {type: integer, default: 12, unit: 月, min: 0, max: 36, step: 1, zh: 停止后多少个月内的补发视为以前期间, en: months after the end in which arrears count as earlier periods}
flags:
  zh: 所属期晚于项目停止日期仍有发放的,列为疑点。
  en: A credit for a period that begins after the programme's end.
why:
  zh: 项目停止后不再有预算指标,继续发放即须说明资金来源。
  en: An ended programme has no budget; who pays on must say from what.
basis:
  zh: 惠民政策清单及项目停止文件
  en: "The list of policies, and the documents that end programmes"
excludes:
  - zh: 补付停止以前所属期的款项
    en: "money for periods before the end, paid later"
  - zh: 停止后一年内注明“补发”的尾款
    en: "a remainder within a year of the end, remarked as back payment"
assumes:
  zh: 项目停止日期以标准表为准。
  en: A programme ends when the table of rates says so.
sentence:
  zh: "项目与补贴标准表载明{programme:programme}于{ended_on:date}停止;{source_file:source}中{subject:person}在{span:span}仍有 {payments:number} 笔、{amount:money}。需核:是否补付以前期间、资金从何列支。"
  en: "The list of programmes says that {programme:programme} ended on {ended_on:date}; {source_file:source} shows {payments:number} credits, {amount:money}, to {subject:person} for {span:span}. To ask: are they arrears, from what budget were they paid."
version: 1
valid_from: 2013-01-01
*/
SELECT
    p.person AS subject_key,
    0 AS other_key,
    [p.person] AS persons,
    list_sort(list(DISTINCT p.household)) AS households,
    min(p.account) AS account,
    min(p.village) AS village,
    p.programme,
    min(p.period) AS period_from,
    max(p.period) AS period_to,
    sum(p.amount) AS amount,
    count(*) AS payments,
    count(*) AS measure,
    {
        'ended_on': g.ends_on,
        'source_file': min(p.source_file),
        'theirs': min({'register': 'payment', 'source_file': p.source_file, 'source_row': p.source_row})
    } AS facts,
    list_sort(list(p.payment_no)) AS payment_nos
FROM pay AS p
JOIN programme AS g ON g.programme = p.programme
WHERE p.period_start > g.ends_on
  AND NOT (coalesce(p.note_kind, '') = '补发' AND p.on_date <= add_months(g.ends_on, $arrears_months))
GROUP BY p.person, p.programme, p.year, g.ends_on
