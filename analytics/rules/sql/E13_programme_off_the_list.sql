/*
code: E13
title:
  zh: 清单外项目
  en: Programme not on the policy list
module: 14
tier: hard
subject: programme
grain: year
reach: year
needs: []
needs_resident_id: false
flags:
  zh: 项目表载明不在惠民政策清单之内的项目,当年仍有发放的,列为疑点。
  en: A programme the list says is no policy of the county's list was paid in the year.
why:
  zh: 清单以外发放,须说明依据和资金来源。
  en: What is paid outside the list needs a ground and a source of money.
basis:
  zh: 县惠民政策和项目清单
  en: the county's list of benefit policies and projects
excludes:
  - zh: 清单内项目
    en: programmes on the list
  - zh: 未载明是否在清单内
    en: the list does not say
  - zh: 已冲回的款项
    en: credits taken back
assumes:
  zh: 是否在清单内以项目表为准;未载明的不作判断。
  en: The table of programmes says what is on the list; where it is silent nothing is raised.
sentence:
  zh: "{source_file:source}显示,{programme:programme}{span:span}发放 {payments:number} 笔、{amount:money},涉及 {people:number} 人;项目表载明该项目不在惠民政策清单内。需核:发放依据、资金来源、清单是否漏列。"
  en: "{source_file:source} shows {payments:number} credits of {programme:programme}, {amount:money}, to {people:number} people for {span:span}; the table of programmes says it is not on the policy list. To ask: on what ground, from what money, or is the list incomplete."
version: 1
valid_from: 2013-01-01
*/
SELECT
    p.programme AS subject_key,
    0 AS other_key,
    CAST([] AS INTEGER[]) AS persons,
    CAST([] AS INTEGER[]) AS households,
    0 AS account,
    0 AS village,
    p.programme,
    min(p.period) AS period_from,
    max(p.period) AS period_to,
    sum(p.amount) AS amount,
    count(*) AS payments,
    count(DISTINCT p.person) AS measure,
    {
        'people': count(DISTINCT p.person),
        'source_file': min(p.source_file),
        'theirs': min({'register': 'payment', 'source_file': p.source_file, 'source_row': p.source_row})
    } AS facts,
    CAST([] AS BIGINT[]) AS payment_nos
FROM pay AS p
JOIN programme AS g ON g.programme = p.programme
WHERE NOT g.on_policy_list
GROUP BY p.programme, p.year
