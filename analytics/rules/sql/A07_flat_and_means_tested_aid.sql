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
  - zh: 成年子女不在保障家庭之内
    en: grown children who are not in the supported family
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
    SELECT payment_no, household, person, account, village, programme, year, period, record,
           CASE row_number() OVER (PARTITION BY payment_no ORDER BY record) WHEN 1 THEN amount ELSE 0 END AS counted
    FROM (
        SELECT a.*, {
                   'registered_on': i.owned_from, 'owner': i.owner, 'area': i.area,
                   'source_file': i.source_file, 'source_row': i.source_row
               } AS record
        FROM item AS i
        JOIN aid_member AS a ON a.member = i.owner
        WHERE i.owned_from <= a.on_date
          AND NOT EXISTS (
              SELECT 1 FROM poverty_household AS x
              WHERE x.household = a.household
                AND x.ends_on < i.owned_from
                AND a.kind IN ('扶贫到户', '易地搬迁', '危房改造'))
    ) AS owned
)
SELECT
    household AS subject_key,
    0 AS other_key,
    list_sort(list_distinct(list_concat(list(DISTINCT person), list(DISTINCT record.owner)))) AS persons,
    [household] AS households,
    min(account) AS account,
    min(village) AS village,
    programme,
    min(period) AS period_from,
    max(period) AS period_to,
    sum(counted) AS amount,
    count(DISTINCT payment_no) AS payments,
    min(record).area AS measure,
    {
        'owner': min(record).owner,
        'area': min(record).area,
        'registered_on': nullif(min(record).registered_on, DATE '1900-01-01'),
        'source_file': min(record).source_file,
        'theirs': {
            'register': 'property',
            'source_file': min(record).source_file,
            'source_row': min(record).source_row
        }
    } AS facts,
    list_sort(list(DISTINCT payment_no)) AS payment_nos
FROM held
GROUP BY household, programme, year
