/*
code: C06
title:
  zh: 种粮大户面积与承包流转不一致
  en: Large grower's area above own and leased land
module: 9
tier: indicator
subject: household
grain: year
reach: year
needs: [land_right, lease]
parameters:
  absolute: {type: decimal, default: 0.2, unit: 亩, min: 0, max: 50, step: 0.1, zh: 允许超出的亩数, en: mu that may be exceeded}
fence: {parameter: absolute, measure: 超出承包与流入合计的亩数, side: above}
flags:
  zh: 种粮大户补贴全年申报面积,超出该户承包地与流入土地之和 0.2 亩以上的,列为疑点。
  en: The area claimed under the large growers' subsidy exceeds the household's contracted and leased land together by more than 0.2 mu.
why:
  zh: 种粮大户按实际种植面积补贴,种的地要么自己承包,要么流转而来。
  en: Large growers are paid by the land they till, which is either their own or leased.
basis:
  zh: 种粮大户补贴实施方案、农村土地经营权流转合同备案
  en: Implementation plan for the large growers' subsidy; registered lease contracts
excludes:
  - zh: 申报面积小于或等于承包与流入之和
    en: an area below or equal to own and leased land together
  - zh: 承包地按计税面积或习惯亩登记的户
    en: households whose contracted land is registered by taxed area or customary mu
  - zh: 承包、流转两项都没有登记的户(见 A14)
    en: "households with neither right nor lease on file (see A14)"
assumes:
  zh: 确权和流转以当年最后付款日有效的为准,日期空白的视为有效;允许 0.2 亩尾差,与 C01 相同。
  en: Rights and leases count if valid on the year's last day of payment, those without dates always; 0.2 mu are let pass, as in C01.
sentence:
  zh: "{source_file:source}载明{subject:household}承包 {own:number} 亩、流入 {leased:number} 亩;该户{span:span}{programme:programme}申报 {claimed:number} 亩,多出 {measure:number} 亩,折合 {amount:money}。需核:是否有未备案的流转、是否实际耕种。"
  en: "{source_file:source} gives {subject:household} {own:number} mu of its own and {leased:number} mu leased in; under {programme:programme} it claimed {claimed:number} mu for {span:span}, {measure:number} more, worth {amount:money}. To ask: are there leases not on file, was the land really tilled."
version: 1
valid_from: 2013-01-01
*/
WITH claim AS (
    SELECT household, programme, year, max(on_date) AS on_date, sum(quantity) AS claimed
    FROM pay
    WHERE kind = '种粮大户'
    GROUP BY household, programme, year
),
own AS (
    SELECT c.household, c.programme, c.year, sum(r.area) AS area,
           max(CASE WHEN coalesce(r.basis, '确权') = '确权' THEN 0 ELSE 1 END) AS other_basis,
           min({'register': 'land_right', 'source_file': r.source_file, 'source_row': r.source_row}) AS record
    FROM claim AS c
    JOIN land_right AS r ON r.household = c.household AND coalesce(r.valid_from, c.on_date) <= c.on_date
    GROUP BY c.household, c.programme, c.year
),
leased AS (
    SELECT c.household, c.programme, c.year, sum(l.area) AS area,
           min({'register': 'lease', 'source_file': l.source_file, 'source_row': l.source_row}) AS record
    FROM claim AS c
    JOIN lease AS l
      ON l.household = c.household
     AND coalesce(l.starts_on, c.on_date) <= c.on_date
     AND coalesce(l.ends_on, c.on_date) >= c.on_date
    GROUP BY c.household, c.programme, c.year
),
held AS (
    SELECT c.household, c.programme, c.year, c.claimed, coalesce(o.area, 0) AS own, coalesce(l.area, 0) AS leased,
           coalesce(l.record, o.record) AS record
    FROM claim AS c
    LEFT JOIN own AS o USING (household, programme, year)
    LEFT JOIN leased AS l USING (household, programme, year)
    WHERE coalesce(l.area, o.area) IS NOT NULL
      AND coalesce(o.other_basis, 0) = 0
      AND c.claimed - coalesce(o.area, 0) - coalesce(l.area, 0) > $absolute
)
SELECT
    household AS subject_key,
    0 AS other_key,
    list_sort(list(DISTINCT p.person)) AS persons,
    [household] AS households,
    min(p.account) AS account,
    min(p.village) AS village,
    programme,
    min(p.period) AS period_from,
    max(p.period) AS period_to,
    CAST(sum(p.amount) * (h.claimed - h.own - h.leased) / h.claimed AS DECIMAL(12,2)) AS amount,
    count(*) AS payments,
    h.claimed - h.own - h.leased AS measure,
    {
        'claimed': h.claimed,
        'own': h.own,
        'leased': h.leased,
        'source_file': h.record.source_file,
        'theirs': h.record
    } AS facts,
    list_sort(list(p.payment_no)) AS payment_nos
FROM held AS h
JOIN pay AS p USING (household, programme, year)
GROUP BY household, programme, year, h.claimed, h.own, h.leased, h.record
