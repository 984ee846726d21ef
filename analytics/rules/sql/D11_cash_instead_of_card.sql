/*
code: D11
title:
  zh: 应打卡未打卡
  en: Cash instead of card
module: 14
tier: indicator
subject: person
grain: year
reach: year
needs: []
flags:
  zh: 项目已列入打卡发放目录,仍以现金发放的,列为疑点。
  en: The programme is to be paid by card, yet a payment was made in cash.
why:
  zh: 打卡发放是为了钱直接到户;现金经手环节多,须有签收。
  en: Cards bring the money straight to the family; cash passes through hands and needs a receipt.
basis:
  zh: 县惠民补贴“一卡通”发放目录
  en: The county's list of programmes paid by one card
excludes:
  - zh: 未列入打卡目录的项目
    en: programmes not on the list
assumes:
  zh: 是否打卡以项目表为准,未注明的不列;发放方式以发放表为准。
  en: Whether a programme goes by card is what the table of programmes says, without a word it is not raised; how it was paid is what the roster says.
sentence:
  zh: "项目表载明{programme:programme}应打卡发放;{source_file:source}中{subject:person}{span:span}以现金发放 {payments:number} 笔、{amount:money}。需核:为何未打卡、何人签收、是否代签。"
  en: "The table of programmes says {programme:programme} is paid by card; {source_file:source} shows {payments:number} payments in cash, {amount:money}, to {subject:person} for {span:span}. To ask: why not by card, who signed for it, did somebody sign for another."
version: 1
valid_from: 2013-01-01
*/
SELECT
    p.person AS subject_key,
    0 AS other_key,
    [p.person] AS persons,
    list_sort(list(DISTINCT p.household)) AS households,
    coalesce(min(p.account), 0) AS account,
    min(p.village) AS village,
    p.programme,
    min(p.period) AS period_from,
    max(p.period) AS period_to,
    sum(p.amount) AS amount,
    count(*) AS payments,
    count(*) AS measure,
    {
        'source_file': min(p.source_file),
        'theirs': min({'register': 'payment', 'source_file': p.source_file, 'source_row': p.source_row})
    } AS facts,
    list_sort(list(p.payment_no)) AS payment_nos
FROM pay AS p
JOIN programme AS g ON g.programme = p.programme AND g.on_card
WHERE p.channel = 'cash'
GROUP BY p.person, p.programme, p.year
