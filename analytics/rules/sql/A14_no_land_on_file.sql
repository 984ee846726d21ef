/*
code: A14
title:
  zh: 无承包地无流转户领取涉农补贴
  en: Farmland subsidy without contracted or leased land on file
module: 10
tier: indicator
subject: household
grain: year
reach: year
needs: [land_right, lease]
flags:
  zh: 领取耕地类补贴的户,在土地确权登记中没有承包地、当期也没有流转登记的,列为疑点。
  en: A household is paid a farmland subsidy while neither the register of land rights nor, in that period, the register of leases knows it.
why:
  zh: 耕地类补贴按承包或实际种植的土地计发,两处登记都未见的须说明种的是谁的地。
  en: Farmland subsidies go with land contracted or farmed; where no register knows any, whose land is it.
basis:
  zh: 耕地地力保护补贴、粮食直补等实施方案
  en: Implementation plans of the farmland protection subsidy and the direct grain subsidies
excludes:
  - zh: 户内有确权登记的承包地(不论登记早晚、计算口径)
    en: "contracted land on file for the household, whenever and on whatever basis it was registered"
  - zh: 当期有土地流转登记
    en: a lease on file in the period
  - zh: 退耕还林、公益林补助(按林权核对,见 C17)
    en: "farmland-to-forest and woodland money (held against forest rights, see C17)"
  - zh: 未开展确权登记的村
    en: villages in which no land right has been registered
  - zh: 未见于户籍的受益人(见 C09)
    en: payees in no household of the county (see C09)
assumes:
  zh: 确权和流转登记已收全;一村有任何一户在册即视为该村已开展确权;流转期与所属期有一日重叠即视为有流转。
  en: Both registers are complete; a village with any household on file has been registered; a lease counts when it overlaps the period by a day.
sentence:
  zh: "{source_file:source}和土地流转登记中均未见{subject:household}的土地;该户{span:span}领取{programme:programme} {payments:number} 笔、{amount:money},申报 {measure:number} 亩。需核:实际种植何人土地、是否有未登记的承包或流转。"
  en: "Neither {source_file:source} nor the register of leases has land of {subject:household}, which was paid {programme:programme} for {span:span}, {payments:number} times, {amount:money}, for {measure:number} mu. To ask: whose land is farmed, is there a contract or lease not on file."
version: 1
valid_from: 2013-01-01
*/
WITH holder AS (
    SELECT household FROM land_right
    UNION
    SELECT m.household FROM land_right AS r JOIN household_member AS m ON m.person = r.person
),
claim AS (
    SELECT payment_no, household, person, account, village, programme, year, period, amount, quantity, period_start, period_end
    FROM pay
    WHERE kind IN ('地力保护', '粮食直补', '农资综合', '良种补贴', '种粮大户')
),
surveyed AS (
    SELECT DISTINCT c.village FROM claim AS c JOIN land_right AS r ON r.household = c.household
),
source_of AS (
    SELECT min(source_file) AS source_file FROM land_right
)
SELECT
    c.household AS subject_key,
    0 AS other_key,
    list_sort(list(DISTINCT c.person)) AS persons,
    [c.household] AS households,
    min(c.account) AS account,
    min(c.village) AS village,
    c.programme,
    min(c.period) AS period_from,
    max(c.period) AS period_to,
    sum(c.amount) AS amount,
    count(*) AS payments,
    coalesce(sum(c.quantity), 0) AS measure,
    {'source_file': min(o.source_file)} AS facts,
    list_sort(list(c.payment_no)) AS payment_nos
FROM claim AS c
CROSS JOIN source_of AS o
JOIN surveyed AS s ON s.village = c.village
LEFT JOIN holder AS h ON h.household = c.household
WHERE c.household > 0
  AND h.household IS NULL
  AND NOT EXISTS (
      SELECT 1 FROM lease AS l
      WHERE l.household = c.household
        AND coalesce(l.starts_on, c.period_start) <= c.period_end
        AND coalesce(l.ends_on, c.period_end) >= c.period_start)
GROUP BY c.household, c.programme, c.year
