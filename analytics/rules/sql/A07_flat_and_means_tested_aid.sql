/*
code: A07
title:
  zh: 有商品房户与救助扶贫重合
  en: Commercial flat in a household on means-tested aid
module: 3
tier: indicator
subject: household
grain: year
reach: year
needs: [property, person]
flags:
  zh: 发放日户内成员名下已登记有商品房的,列为疑点。
  en: On the day of payment a member of the household owns a registered commercial dwelling.
why:
  zh: 有商品房的家庭一般不符合低保、扶贫等按家庭经济状况给予的待遇,但房屋可能代他人登记。
  en: A flat bought on the market rarely goes with aid given by the family's means; but it may be held for somebody else.
basis:
  zh: 县精准扶贫对象识别标准;县城乡低保家庭财产规定
  en: County criteria for registered poor households; county provisions on the property of households on the subsistence allowance
excludes:
  - zh: 宅基地住房
    en: village house
  - zh: 安置房、保障房
    en: resettlement and subsidised flats
  - zh: 脱贫退出后购买
    en: bought after leaving poverty
  - zh: 发放之后才登记
    en: registered after the payment
assumes:
  zh: 同一户口簿的成员为一家;登记时间空白的视为一直持有。
  en: Members of one household book are one family; without a date of registration it counts as held throughout.
sentence:
  zh: "{source_file:source}载明{owner:person}名下有商品房 {area:number} 平方米,{registered_on:date}登记;{subject:household} {span:span}有{programme:programme}发放 {payments:number} 笔、{amount:money}。需核:房屋是否本人所有和居住、购房资金来源。"
  en: "{source_file:source} says {owner:person} owns a commercial dwelling of {area:number} square metres registered on {registered_on:date}; {subject:household} was paid {programme:programme} for {span:span}, {payments:number} times, {amount:money}. To ask: whose it really is, who paid for it."
version: 1
valid_from: 2013-01-01
*/
WITH item AS (
    SELECT person AS owner, area, coalesce(registered_on, DATE '1900-01-01') AS owned_from, source_file, source_row
    FROM property
    WHERE kind = '商品房'
),
held AS (
    SELECT p.payment_no, p.household, p.person, p.account, p.village, p.programme, p.year, p.period, p.amount,
           {
               'registered_on': i.owned_from, 'owner': i.owner, 'area': i.area,
               'source_file': i.source_file, 'source_row': i.source_row
           } AS record
    FROM item AS i
    JOIN household_person AS m ON m.person = i.owner
    JOIN pay AS p ON p.household = m.household
    JOIN programme_kind AS k ON k.kind = p.kind
    WHERE k.means_tested
      AND i.owned_from <= p.on_date
      AND m.starts_on <= p.on_date
      AND m.ends_on >= p.on_date
      AND NOT EXISTS (
          SELECT 1 FROM poverty_household AS x
          WHERE x.household = p.household
            AND x.ends_on < i.owned_from
            AND p.kind IN ('扶贫到户', '易地搬迁', '危房改造'))
),
per_payment AS (
    SELECT payment_no, household, person, account, village, programme, year, period, amount, min(record) AS record
    FROM held
    GROUP BY ALL
),
concerned AS (
    SELECT household, programme, year, list_sort(list(DISTINCT person)) AS persons
    FROM (
        SELECT household, programme, year, person FROM held
        UNION ALL
        SELECT household, programme, year, record.owner FROM held
    ) AS named
    GROUP BY household, programme, year
)
SELECT
    p.household AS subject_key,
    0 AS other_key,
    c.persons,
    [p.household] AS households,
    min(p.account) AS account,
    min(p.village) AS village,
    p.programme,
    min(p.period) AS period_from,
    max(p.period) AS period_to,
    sum(p.amount) AS amount,
    count(*) AS payments,
    max(p.record.area) AS measure,
    {
        'owner': min(p.record).owner,
        'area': min(p.record).area,
        'registered_on': nullif(min(p.record).registered_on, DATE '1900-01-01'),
        'source_file': min(p.record).source_file,
        'theirs': {
            'register': 'property',
            'source_file': min(p.record).source_file,
            'source_row': min(p.record).source_row
        }
    } AS facts,
    list_sort(list(p.payment_no)) AS payment_nos
FROM per_payment AS p
JOIN concerned AS c ON c.household = p.household AND c.programme = p.programme AND c.year = p.year
GROUP BY p.household, p.programme, p.year, c.persons
