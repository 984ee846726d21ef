/*
code: C13
title:
  zh: 干部家庭占全村比重偏高
  en: Cadres' families hold a high share of the village's money
module: 13
tier: indicator
subject: village
grain: year
reach: year
needs: [cadre, cadre_relative]
parameters:
  ratio: {type: decimal, default: 3, unit: 倍, min: 1, max: 20, step: 0.5, zh: 资金占比与人口占比之比, en: share of the money over share of the people}
  share: {type: decimal, default: 5, unit: "%", min: 1, max: 50, step: 1, zh: 最低资金占比, en: lowest share of the money}
flags:
  zh: 一年内在任村组干部及其家庭成员、登记近亲属领取的本村资金占全村的比重高于 5 %,且高于其人口占比的 3 倍的,列为疑点。
  en: In a year the village's cadres in office, their families and registered relatives received more than 5 % of the village's money and more than three times their share of its people.
why:
  zh: 资金集中在干部家庭的村,优先核对评议和公示。
  en: Where the money gathers in cadres' families, the village's votes and notices are checked first.
basis:
  zh: 县惠民资金监督检查办法(优亲厚友问题筛查)
  en: County rules on supervising benefit funds (screening for favour to kin)
excludes:
  - zh: 占比与人口相称
    en: in proportion to their number
  - zh: 资金占比不足 5 %
    en: less than 5 % of the money
  - zh: 不在任职期内的领取
    en: what was received outside the term of office
assumes:
  zh: 按全村所有项目合计比较,不逐个项目(受益人少的项目偶然集中不算);人口用行政区划表所载人口,未载的不作判断;未载任职村的干部不计。
  en: "All programmes of the village are taken together, not one by one (a small programme may gather by chance); the population is that of the table of places, without it nothing is said; cadres without a village are left out."
sentence:
  zh: "{village:village} {year:text}年发放 {total:money},其中在任村组干部及其家庭、登记近亲属({source_file:source},{heads:number} 人,全村 {population:number} 人)领取 {payments:number} 笔、{theirs_total:money},占 {share:share};超出人口相称份额 {amount:money}。需核:评议公示是否规范、干部家庭是否符合各项目条件。"
  en: "In {year:text} {village:village} was paid {total:money}; its cadres in office, their families and registered relatives ({source_file:source}; {heads:number} of {population:number} people) received {theirs_total:money} in {payments:number} payments, {share:share}, which is {amount:money} more than in proportion. To ask: were votes and notices in order, are these families entitled."
version: 1
valid_from: 2013-01-01
*/
WITH kin AS (
    SELECT person, village, starts_on, ends_on, source_file, source_row FROM cadre_family
),
whole AS (
    SELECT place AS village, year, amount AS total FROM cube WHERE level = 'village' AND programme = 0
),
family AS (
    SELECT w.village, w.year, count(DISTINCT f.person) AS heads,
           min({'register': 'cadre', 'source_file': f.source_file, 'source_row': f.source_row}) AS record
    FROM whole AS w
    JOIN kin AS f ON f.village = w.village AND year(f.starts_on) <= w.year AND year(f.ends_on) >= w.year
    GROUP BY w.village, w.year
),
theirs AS (
    SELECT DISTINCT p.payment_no, p.person, p.household, p.village, p.year, p.period, p.amount
    FROM kin AS f
    JOIN pay AS p
      ON p.person = f.person AND p.village = f.village AND f.starts_on <= p.held_to AND f.ends_on >= p.held_from
)
SELECT
    village AS subject_key,
    0 AS other_key,
    list_sort(list(DISTINCT t.person)) AS persons,
    list_sort(list(DISTINCT t.household)) AS households,
    0 AS account,
    village,
    0 AS programme,
    min(t.period) AS period_from,
    max(t.period) AS period_to,
    CAST(sum(t.amount) - w.total * f.heads / v.population AS DECIMAL(12, 2)) AS amount,
    count(*) AS payments,
    CAST(sum(t.amount) * v.population / (w.total * f.heads) AS DECIMAL(18, 4)) AS measure,
    {
        'total': w.total,
        'theirs_total': sum(t.amount),
        'share': CAST(sum(t.amount) / w.total AS DECIMAL(9, 4)),
        'heads': f.heads,
        'population': v.population,
        'source_file': f.record.source_file,
        'theirs': f.record
    } AS facts,
    list_sort(list(t.payment_no)) AS payment_nos
FROM theirs AS t
JOIN whole AS w USING (village, year)
JOIN family AS f USING (village, year)
JOIN place AS v USING (village)
GROUP BY village, year, w.total, f.heads, f.record, v.population
HAVING sum(t.amount) * v.population > $ratio * w.total * f.heads
   AND sum(t.amount) * 100 > $share * w.total
