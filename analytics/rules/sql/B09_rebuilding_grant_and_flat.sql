/*
code: B09
title:
  zh: 危改户有商品房
  en: House-rebuilding grant in a household with a commercial flat
module: 3
tier: indicator
subject: household
grain: year
reach: year
needs: [property, person]
flags:
  zh: 领取危房改造补助的家庭,户内成员在补助核定(未载核定日的为首次发放)之前已登记有商品房的,列为疑点。
  en: In a household with a house-rebuilding grant a member had registered a commercial dwelling before the grant was approved (or first paid).
why:
  zh: 危房改造以住房困难家庭为对象,已有商品房的一般不符合条件。
  en: The grant is for families without safe housing; a flat of their own rarely goes with it.
basis:
  zh: 农村危房改造补助对象认定办法
  en: Rules on who may receive a grant for rebuilding an unsafe house
excludes:
  - zh: 补助之后购买
    en: bought after the grant
  - zh: 两次兑付之间购买
    en: bought between two instalments
  - zh: 登记时间空白
    en: no date of registration on file
  - zh: 宅基地住房、安置房、保障房、商铺
    en: "village houses, resettlement and subsidised flats, shops"
  - zh: 成年子女不在保障家庭之内
    en: grown children who are not in the supported family
assumes:
  zh: 发放日同一户口簿的成员为一家;登记时间空白的不能证明在先,不列。
  en: Members of one household book on the day of payment are one family; without a date of registration nothing shows that the flat came first.
sentence:
  zh: "{source_file:source}载明{owner:person}名下有商品房 {area:number} 平方米,{registered_on:date}登记;{subject:household}其后 {span:span}有{programme:programme}发放 {payments:number} 笔、{amount:money}。需核:房屋是否本人所有和居住、原住房是否确为危房。"
  en: "{source_file:source} says {owner:person} owns a commercial dwelling of {area:number} square metres registered on {registered_on:date}; after that {subject:household} was paid {programme:programme} for {span:span}, {payments:number} times, {amount:money}. To ask: whose the flat really is, was the old house unsafe."
version: 1
valid_from: 2013-01-01
*/
WITH held AS (
    SELECT payment_no, household, person, account, village, programme, year, period, record,
           CASE row_number() OVER (PARTITION BY payment_no ORDER BY record) WHEN 1 THEN amount ELSE 0 END AS counted
    FROM (
        SELECT a.*, {
                   'registered_on': i.registered_on, 'owner': i.person, 'area': i.area,
                   'source_file': i.source_file, 'source_row': i.source_row
               } AS record
        FROM property AS i
        JOIN aid_member AS a ON a.member = i.person
        WHERE i.kind = '商品房'
          AND a.kind = '危房改造'
        QUALIFY i.registered_on < min(coalesce(a.approved_on, a.on_date)) OVER (PARTITION BY a.household, a.programme)
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
        'registered_on': min(record).registered_on,
        'source_file': min(record).source_file,
        'theirs': {
            'register': 'property', 'source_file': min(record).source_file, 'source_row': min(record).source_row
        }
    } AS facts,
    list_sort(list(DISTINCT payment_no)) AS payment_nos
FROM held
GROUP BY household, programme, year
