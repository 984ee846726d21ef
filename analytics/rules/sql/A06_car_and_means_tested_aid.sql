/*
code: A06
title:
  zh: 有车户与救助扶贫重合
  en: Car in a household on means-tested aid
module: 3
tier: indicator
subject: household
grain: year
reach: year
needs: [vehicle, person]
parameters:
  min_value: {type: decimal, default: 30000, unit: 元, min: 0, max: 500000, step: 5000, zh: 车辆最低登记价值, en: lowest registered value of the vehicle}
fence: {parameter: min_value, measure: 车辆登记价值, side: at_least}
flags:
  zh: 发放日户内成员名下有未注销的机动车或大型农机、登记价值达到阈值或未登记价值的,列为疑点。
  en: On the day of payment a member of the household owns a vehicle or large farm machine of at least the set value, or of a value not on file.
why:
  zh: 有车户一般不符合低保、扶贫等按家庭经济状况给予的待遇,但车辆可能代他人登记或为生计所用。
  en: A car rarely goes with aid given by the family's means; but it may be held for somebody else or earn the living.
basis:
  zh: 县精准扶贫对象识别标准;县城乡低保家庭财产规定
  en: County criteria for registered poor households; county provisions on the property of households on the subsistence allowance
excludes:
  - zh: 残疾人机动轮椅车
    en: "disabled person's motor chair"
  - zh: 摩托车、三轮汽车、谋生用低速货车
    en: "motorcycles, three-wheelers, low-speed lorries for a living"
  - zh: 发放前已注销或转出
    en: cancelled or transferred before the payment
  - zh: 脱贫退出后在帮扶期内购买
    en: bought within the support period after leaving poverty
  - zh: 成年子女不在保障家庭之内
    en: grown children who are not in the supported family
assumes:
  zh: 同一户口簿的成员为一家;登记价值空白的仍须询问。
  en: Members of one household book are one family; without a registered value it is still asked.
sentence:
  zh: "{source_file:source}载明{owner:person}名下有{item:text},{registered_on:date}登记,登记价值{value:money};{subject:household} {span:span}有{programme:programme}发放 {payments:number} 笔、{amount:money}。需核:车辆是否本人实际使用、购车资金来源、是否为生计所需。"
  en: "{source_file:source} says {owner:person} owns a vehicle ({item:text}) registered on {registered_on:date}, value {value:money}; {subject:household} was paid {programme:programme} for {span:span}, {payments:number} times, {amount:money}. To ask: who really uses it, who paid for it, does it earn the living."
version: 1
valid_from: 2013-01-01
*/
WITH item AS (
    SELECT person AS owner, coalesce(kind, '机动车') AS item, value,
           coalesce(registered_on, DATE '1900-01-01') AS owned_from,
           coalesce(cancelled_on, DATE '9999-12-31') AS owned_to, 'vehicle' AS register, source_file, source_row
    FROM vehicle
    WHERE coalesce(kind, '机动车') NOT IN ('残疾人机动轮椅车', '摩托车', '三轮汽车', '低速货车')
      AND coalesce(value, $min_value) >= $min_value
    UNION ALL
    SELECT owner, coalesce(kind, '农业机械'), price, coalesce(bought_on, DATE '1900-01-01'),
           coalesce(sold_on, DATE '9999-12-31'), 'machinery', source_file, source_row
    FROM machinery
    WHERE price >= $min_value
),
held AS (
    SELECT payment_no, household, person, account, village, programme, year, period, record,
           CASE row_number() OVER (PARTITION BY payment_no ORDER BY record) WHEN 1 THEN amount ELSE 0 END AS counted
    FROM (
        SELECT a.*, {
                   'registered_on': i.owned_from, 'owner': i.owner, 'item': i.item, 'value': i.value,
                   'register': i.register, 'source_file': i.source_file, 'source_row': i.source_row
               } AS record
        FROM item AS i
        JOIN aid_member AS a ON a.member = i.owner
        WHERE i.owned_from <= a.on_date
          AND i.owned_to > a.on_date
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
    max(record.value) AS measure,
    {
        'owner': min(record).owner,
        'item': min(record).item,
        'value': min(record).value,
        'registered_on': nullif(min(record).registered_on, DATE '1900-01-01'),
        'source_file': min(record).source_file,
        'theirs': {
            'register': min(record).register,
            'source_file': min(record).source_file,
            'source_row': min(record).source_row
        }
    } AS facts,
    list_sort(list(DISTINCT payment_no)) AS payment_nos
FROM held
GROUP BY household, programme, year
