/*
code: CODE
title:
  zh: 单年领取高于参考数额
  en: More in a year than a reference sum
module: 20
tier: indicator
subject: person
grain: year
reach: year
needs: []
parameters:
  above: {type: decimal, default: 99999.99, unit: 元, min: 0, max: 9999999, step: 100, zh: 参考数额, en: reference sum}
fence: {parameter: above, measure: 当年合计, side: above, excess_moves: true}
flags:
  zh: 一人一年在一个项目下的领取合计高于参考数额的,列为疑点;恰等于的不列。
  en: A person was paid more than the reference sum under one programme in a year; exactly the sum is not raised.
why:
  zh: 一句话说明为什么值得问。
  en: One sentence on why this is worth asking.
basis:
  zh: 本县规定
  en: the county's own rule
excludes:
  - zh: 恰等于参考数额
    en: exactly the reference sum
assumes:
  zh: 一句话说明前提。
  en: One sentence on what is taken for granted.
sentence:
  zh: "{source_file:source}中{subject:person}在{span:span}领取{programme:programme} {payments:number} 笔、{total:money},高出参考数额 {amount:money}。需核:数额是否属实。"
  en: "{source_file:source} shows {payments:number} credits of {programme:programme}, {total:money}, to {subject:person} for {span:span}, {amount:money} above the reference sum. To ask: is the sum right."
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
    sum(p.amount) - $above AS amount,
    count(*) AS payments,
    sum(p.amount) AS measure,
    {
        'total': sum(p.amount),
        'source_file': min(p.source_file),
        'theirs': min({'register': 'payment', 'source_file': p.source_file, 'source_row': p.source_row})
    } AS facts,
    list_sort(list(p.payment_no)) AS payment_nos
FROM pay AS p
GROUP BY p.person, p.programme, p.year
HAVING sum(p.amount) > $above
