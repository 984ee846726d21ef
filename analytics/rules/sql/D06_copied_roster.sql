/*
code: D06
title:
  zh: 两乡镇名册成段雷同
  en: A block of a roster stands in two townships
module: 16
tier: indicator
subject: batch
grain: year
reach: history
needs: []
needs_resident_id: false
parameters:
  people:
    {type: integer, default: 5, unit: 人, min: 5, max: 50, step: 1, zh: 雷同段落的最少人数, en: fewest people in the block}
fence: {parameter: people, measure: 雷同段落的人数(或账户数), side: at_least}
flags:
  zh: 两个乡镇的发放名册中,有连续五人以上(或五个以上账户)次序完全相同的,列为疑点。
  en: The rosters of two townships hold five or more people, or accounts, one after another in the same order.
why:
  zh: 不同乡镇的名册各自造册,成段相同多为粘贴而来。
  en: Townships draw up their rosters apart; the same block in both was pasted.
basis:
  zh: 县惠民补贴“一卡通”发放管理办法
  en: County rules on paying subsidies by one card
excludes:
  - zh: 同一村的名册
    en: rosters of one village
  - zh: 乡镇撤并前后的名册
    en: rosters before and after townships were merged
  - zh: 按出生日期(身份证号)排序的名册
    en: rosters sorted by date of birth (ID number)
  - zh: 不足五人的段落
    en: passages of fewer than five people
assumes:
  zh: "先发放的一册视为原册;姓名、账号的先后次序不进入分析库,因此只核对是否按身份证号排序。"
  en: "The roster paid first counts as the original; the order of names and accounts is not kept in the analysis, so only sorting by ID number is checked."
sentence:
  zh: "{township:township}的{programme:programme}名册中有 {people:number} 人,与{from_township:township}此前的名册({source_file:source})成段相同,次序一致;该段在{span:span}共发放 {payments:number} 笔、{amount:money}。需核:该段人员是否在本乡镇、款项由谁领取。"
  en: "{people:number} people of the {programme:programme} roster of {township:township} stand in the same order in an earlier roster of {from_township:township} ({source_file:source}); here they were paid {payments:number} times, {amount:money}, for {span:span}. To ask: do they live in this township, who drew the money."
version: 1
valid_from: 2013-01-01
*/
WITH line AS (
    SELECT r.*, y.born_on FROM roster_to_compare AS r LEFT JOIN payee AS y ON y.person = r.person
),
five AS (
    SELECT *,
           lead(person, 1) OVER next AS p1, lead(person, 2) OVER next AS p2,
           lead(person, 3) OVER next AS p3, lead(person, 4) OVER next AS p4,
           lead(account, 1) OVER next AS a1, lead(account, 2) OVER next AS a2,
           lead(account, 3) OVER next AS a3, lead(account, 4) OVER next AS a4,
           CASE WHEN born_on <= lead(born_on, 1) OVER next AND lead(born_on, 1) OVER next <= lead(born_on, 2) OVER next
                 AND lead(born_on, 2) OVER next <= lead(born_on, 3) OVER next
                 AND lead(born_on, 3) OVER next <= lead(born_on, 4) OVER next THEN 1 ELSE 0 END AS by_birth
    FROM line
    WINDOW next AS (PARTITION BY batch ORDER BY place)
),
gram AS (
    SELECT 1 AS what, person AS k0, p1 AS k1, p2 AS k2, p3 AS k3, p4 AS k4,
           batch, place, township, village, period, source_file, source_row, by_birth FROM five
    UNION ALL
    SELECT 2, account, a1, a2, a3, a4, batch, place, township, village, period, source_file, source_row, by_birth FROM five
),
origin AS (
    SELECT what, k0, k1, k2, k3, k4,
           min({'period': period, 'batch': batch, 'place': place, 'township': township, 'village': village,
                'source_file': source_file, 'source_row': source_row}) AS first
    FROM gram
    WHERE by_birth = 0
    GROUP BY what, k0, k1, k2, k3, k4
),
copied AS (
    SELECT g.batch, g.place, o.first.township AS from_township, o.first.batch AS from_batch,
           o.first.source_file AS from_file, o.first.source_row AS from_row
    FROM gram AS g
    JOIN origin AS o USING (what, k0, k1, k2, k3, k4)
    ANTI JOIN merged_township AS m ON m.township = o.first.township AND m.into_township = g.township
    WHERE g.township <> o.first.township
      AND (g.village <> o.first.village OR g.village = 0)
),
block AS (
    SELECT c.batch, c.from_township, c.place + s.step AS place, c.from_batch, c.from_file, c.from_row
    FROM copied AS c CROSS JOIN (SELECT unnest([0, 1, 2, 3, 4]) AS step) AS s
),
pasted AS (
    SELECT batch, place, from_township, min(from_batch) AS from_batch,
           min({'register': 'payment', 'source_file': from_file, 'source_row': from_row}) AS record
    FROM block
    GROUP BY batch, place, from_township
),
long_enough AS (
    SELECT batch, from_township, greatest(count(DISTINCT l.person), count(DISTINCT l.account)) AS people
    FROM pasted
    JOIN line AS l USING (batch, place)
    GROUP BY batch, from_township
    HAVING greatest(count(DISTINCT l.person), count(DISTINCT l.account)) >= $people
)
SELECT
    min(l.batch) AS subject_key,
    min(b.from_batch) AS other_key,
    list_sort(list(DISTINCT l.person)) AS persons,
    list_sort(list(DISTINCT l.household)) AS households,
    CASE WHEN min(l.account) = max(l.account) THEN min(l.account) ELSE 0 END AS account,
    CASE WHEN min(l.village) = max(l.village) THEN min(l.village) ELSE 0 END AS village,
    l.programme,
    min(l.period) AS period_from,
    max(l.period) AS period_to,
    sum(l.amount) AS amount,
    count(*) AS payments,
    max(e.people) AS measure,
    {
        'people': count(DISTINCT l.person),
        'township': l.township,
        'from_township': from_township,
        'source_file': min(b.record).source_file,
        'theirs': min(b.record)
    } AS facts,
    list_sort(list(l.payment_no)) AS payment_nos
FROM pasted AS b
JOIN long_enough AS e USING (batch, from_township)
JOIN line AS l USING (batch, place)
GROUP BY l.township, l.programme, l.year, from_township
