/*
code: F02
title:
  zh: 一户多机
  en: "One household, several machines"
module: 15
tier: indicator
subject: household
grain: year
reach: year
needs: [machinery, person]
parameters:
  machines: {type: integer, default: 3, unit: 台, min: 2, max: 20, step: 1, zh: 一户一年补贴机具台数, en: subsidised machines of a household in a year}
fence: {parameter: machines, measure: 一户一年补贴机具台数, side: at_least, excess_moves: true}
flags:
  zh: 同一户成员在一年内享受补贴的机具达到规定台数的,列为疑点;金额计补贴最高的几台(规定台数减一)以外的部分。
  en: Members of one household had grants for at least the set number of machines in a year; what is beyond the best subsidised ones (the number less one) counts.
why:
  zh: 普通农户自用一般不需要多台,可能代他人购买或转手。
  en: A farm seldom needs so many; they may have been bought for others or to be sold on.
basis:
  zh: 农业机械购置补贴实施指导意见;县年度补贴限额规定
  en: Guiding opinions on the subsidy for buying farm machines; the county's yearly limits
excludes:
  - zh: 农民专业合作社成员户(购机时合作社存续)
    en: households in a farmers' co-operative that stood at the time
  - zh: 已退回(冲回)的补贴
    en: a grant taken back (reversed)
  - zh: 购机前已分户的成员
    en: members who had left the household before
assumes:
  zh: 购置日期所在年度为补贴年度;合作社以工商登记为准。
  en: The year of purchase is the year of the grant; co-operatives are those of the company register.
sentence:
  zh: "{source_file:source}载明{subject:household} {span:span}享受补贴的机具 {measure:number} 台({kinds:text}),补贴共 {total:money},其中 {extra:number} 台、{amount:money} 在通常数量以外。需核:机具是否实有自用、是否代他人购买、是否转手。"
  en: "{source_file:source} says {subject:household} had grants for {measure:number} machines ({kinds:text}), {span:span}, {total:money} in all; {extra:number} of them, {amount:money}, beyond the usual number. To ask: are they there and used by the farm, were they bought for others, were they sold on."
version: 1
valid_from: 2013-01-01
*/
WITH bought AS (
    SELECT m.owner, m.kind, m.subsidy, m.bought_on, h.household,
           {'register': 'machinery', 'source_file': m.source_file, 'source_row': m.source_row} AS record,
           row_number() OVER (PARTITION BY h.household, year(m.bought_on) ORDER BY m.subsidy DESC, m.source_row) AS nth
    FROM granted_machine AS m
    JOIN household_member AS h ON h.person = m.owner AND m.bought_on BETWEEN h.starts_on AND h.ends_on
),
co_operative AS (
    SELECT h.household, coalesce(c.founded_on, DATE '1900-01-01') AS starts_on,
           coalesce(c.cancelled_on, DATE '9999-12-31') AS ends_on
    FROM company AS c
    JOIN household_member AS h ON h.person = c.person
    WHERE c.kind LIKE '%合作社%'
),
own AS (
    SELECT * FROM bought AS b
    ANTI JOIN co_operative AS c
      ON c.household = b.household AND b.bought_on BETWEEN c.starts_on AND c.ends_on
),
placed AS (
    SELECT household, min(village) AS village FROM person GROUP BY household
)
SELECT
    o.household AS subject_key,
    0 AS other_key,
    list_sort(list(DISTINCT o.owner)) AS persons,
    [o.household] AS households,
    0 AS account,
    coalesce(min(p.village), 0) AS village,
    0 AS programme,
    min(year(o.bought_on) * 100 + month(o.bought_on)) AS period_from,
    max(year(o.bought_on) * 100 + month(o.bought_on)) AS period_to,
    sum(CASE WHEN o.nth >= $machines THEN o.subsidy ELSE 0 END) AS amount,
    0 AS payments,
    count(*) AS measure,
    {
        'kinds': CASE WHEN min(o.kind) = max(o.kind) THEN min(o.kind) ELSE '多种机具' END,
        'total': sum(o.subsidy),
        'extra': count_if(o.nth >= $machines),
        'source_file': min(o.record).source_file,
        'theirs': min(o.record)
    } AS facts,
    CAST([] AS BIGINT[]) AS payment_nos
FROM own AS o
JOIN placed AS p ON p.household = o.household
GROUP BY o.household, year(o.bought_on)
HAVING count(*) >= $machines
