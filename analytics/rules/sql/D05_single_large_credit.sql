/*
code: D05
title:
  zh: 单笔大额
  en: Single large credit
module: 14
tier: statistical
subject: person
grain: year
reach: history
needs: []
parameters:
  above: {type: decimal, default: 10000, unit: 元, min: 1000, max: 1000000, step: 1000, zh: 单笔金额下限, en: amount above which a credit counts as large}
  top: {type: decimal, default: 0.001, unit: 倍, min: 0.0001, max: 0.05, step: 0.0005, zh: 同一项目中数额最大的占比, en: share of a programme's credits that count as its largest}
fence: {parameter: above, measure: 单笔金额, side: above, excess_moves: true}
flags:
  zh: 单笔金额超过 10000 元,且高于同一项目全部发放的第 99.9 百分位的,列为疑点。
  en: A credit of more than 10,000 yuan that is above the 99.9th percentile of its programme.
why:
  zh: 远大于同项目其他发放的一笔,可能多录了一位,也可能合并了他人的款项。
  en: One credit far above its programme's may hold a digit too many, or other people's money.
basis:
  zh: "统计方法,只供排序,不作依据"
  en: "A statistical method, for ordering only, no ground for a finding"
excludes:
  - zh: 危房改造、易地搬迁等建房补助
    en: "grants for building: dangerous houses, relocation"
  - zh: 恰为 10000 元
    en: exactly 10,000 yuan
  - zh: 同一项目里并不少见的数额
    en: amounts that are common in the programme
assumes:
  zh: 百分位按项目历年全部发放计算,并列的数额一并计入;不足 1000 笔的项目没有第 99.9 百分位以上的发放。
  en: The percentile is that of all the programme's credits over the years, ties included; a programme of fewer than 1,000 credits has none above it.
sentence:
  zh: "{source_file:source}中,{subject:person}{span:span}有 {payments:number} 笔{programme:programme}超过 {line:money},最大 {measure:number} 元,超出合计 {amount:money};该项目共 {credits:number} 笔,这样的数额不到千分之一。这是统计提示。需核:金额是否录入有误、是否包含他人款项。"
  en: "In {source_file:source} {payments:number} credits of {programme:programme} to {subject:person} for {span:span} are above {line:money}, the largest of {measure:number} yuan, {amount:money} above in all; among the programme's {credits:number} credits fewer than one in a thousand are as large. A statistical hint. To ask: was the amount typed wrongly, does it hold other people's money."
version: 1
valid_from: 2013-01-01
*/
WITH large AS (
    SELECT payment_no, person, household, account, village, programme, year, period, amount, source_file, source_row,
           count(*) OVER (PARTITION BY programme ORDER BY amount DESC) AS as_large
    FROM pay
    WHERE amount > $above
      AND kind NOT IN ('危房改造', '易地搬迁')
),
sized AS (
    SELECT programme, count(*) AS credits
    FROM pay SEMI JOIN large USING (programme)
    GROUP BY programme
)
SELECT
    l.person AS subject_key,
    0 AS other_key,
    [l.person] AS persons,
    list_sort(list(DISTINCT l.household)) AS households,
    min(l.account) AS account,
    min(l.village) AS village,
    l.programme,
    min(l.period) AS period_from,
    max(l.period) AS period_to,
    sum(l.amount - $above) AS amount,
    count(*) AS payments,
    max(l.amount) AS measure,
    {
        'line': CAST($above AS DECIMAL(12,2)),
        'credits': s.credits,
        'source_file': min(l.source_file),
        'theirs': min({'register': 'payment', 'source_file': l.source_file, 'source_row': l.source_row})
    } AS facts,
    list_sort(list(l.payment_no)) AS payment_nos
FROM large AS l
JOIN sized AS s ON s.programme = l.programme AND l.as_large <= s.credits * $top
GROUP BY l.person, l.programme, l.year, s.credits
