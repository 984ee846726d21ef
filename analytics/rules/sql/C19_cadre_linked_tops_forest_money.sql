/*
code: C19
title:
  zh: 干部关联公益林人均居首
  en: A cadre's household tops the village's forest money per head
module: 1
tier: indicator
subject: household
grain: year
reach: year
needs: [cadre]
parameters:
  times: {type: decimal, default: 3, unit: 倍, min: 1, max: 20, step: 0.5, zh: 居首者人均与次位之比, en: the first's amount per head over the second's}
fence: {parameter: times, measure: 与次位之比, side: above, excess_moves: true}
flags:
  zh: 同村同年公益林补偿按户人均排序,居首的一户与在任村组干部有关联,且人均高于次位的 3 倍的,列为疑点。
  en: Of a village's households the one with the most forest compensation per head is a cadre's or a cadre's registered relative's, and has more than three times the next one's.
why:
  zh: 集体林的补偿容易记到经手人名下,明显突出的先核林权。
  en: Compensation for collective woodland is easily booked to whoever handles it; where one stands out, the plot is checked first.
basis:
  zh: 森林生态效益补偿资金管理办法;县公益林区划界定成果
  en: Rules on forest compensation funds; the county's delimitation of public-benefit forest
excludes:
  - zh: 林权已确认的面积不小于领取面积
    en: confirmed woodland not below the area paid for
  - zh: 居首的一户与干部无关
    en: the first household has nothing to do with a cadre
  - zh: 恰为次位的 3 倍
    en: exactly three times the next
  - zh: 干部已离任
    en: the cadre is out of office
  - zh: 村内只有一户
    en: the only household of the village
assumes:
  zh: 按户籍人口计人均,不在户籍的按一人计;领取面积空白而有个人林权的,视为已确认;集体林地不算个人林权;关联只计在任干部本人、同户和登记近亲属。
  en: "Heads are those in the register, a payee outside it counts as one; without an area any woodland of one's own counts as confirmed; collective plots confirm nothing; linked are cadres in office, their households and registered relatives only."
sentence:
  zh: "{span:span}{village:village}的{programme:programme}按户人均,{subject:household}居首:{heads:number} 人、合计 {total:money},人均 {per_head:money},次位 {next:money};{source_file:source}载明{cadre:person}任{post:text},与该户有关联。需核:林地权属、面积是否含集体林。"
  en: "For {span:span}, in {village:village}, {subject:household} has the most of {programme:programme} per head: {total:money} for {heads:number} people, {per_head:money} each, where the next has {next:money}; {source_file:source} names {cadre:person}, linked to it, as {post:text}. To ask: whose woodland is it, does the area hold collective forest."
version: 1
valid_from: 2013-01-01
*/
WITH paid AS (
    SELECT household, village, programme, year, sum(amount) AS total, sum(quantity) AS quantity, max(on_date) AS on_date
    FROM pay
    WHERE kind = '公益林'
    GROUP BY household, village, programme, year
),
sized AS (
    SELECT p.household, p.village, p.programme, p.year, p.total, p.quantity, count(DISTINCT m.person) AS heads
    FROM paid AS p
    JOIN household_line AS m
      ON m.household = p.household AND m.starts_on <= p.on_date AND m.ends_on >= p.on_date
    GROUP BY ALL
),
ranked AS (
    SELECT *, CAST(total / heads AS DECIMAL(12, 2)) AS per_head,
           row_number() OVER by_head AS nth, lead(CAST(total / heads AS DECIMAL(12, 2))) OVER by_head AS next
    FROM sized
    WINDOW by_head AS (
        PARTITION BY village, programme, year ORDER BY CAST(total / heads AS DECIMAL(12, 2)) DESC, household)
),
own_plot AS (
    SELECT household, sum(area) AS area
    FROM forest_plot
    WHERE coalesce(owner_kind, '个人') <> '集体'
    GROUP BY household
),
leader AS (
    SELECT r.household, r.village, r.programme, r.year, r.total, r.heads, r.per_head, r.next
    FROM ranked AS r
    LEFT JOIN own_plot AS o ON o.household = r.household
    WHERE r.nth = 1
      AND r.next > 0
      AND CAST(r.per_head / r.next AS DECIMAL(18, 4)) > $times
      AND coalesce(o.area, 0) < coalesce(r.quantity, 0.01)
),
linked AS (
    SELECT l.household, l.village, l.programme, l.year,
           min({
               'cadre': f.cadre, 'post': f.post, 'source_file': f.source_file, 'source_row': f.source_row
           }) AS record
    FROM leader AS l
    JOIN household_line AS m ON m.household = l.household
    JOIN cadre_family AS f ON f.person = m.person AND year(f.starts_on) <= l.year AND year(f.ends_on) >= l.year
    GROUP BY ALL
)
SELECT
    household AS subject_key,
    0 AS other_key,
    list_sort(list_distinct(list_concat(list(DISTINCT p.person), [k.record.cadre]))) AS persons,
    [household] AS households,
    min(p.account) AS account,
    village,
    programme,
    min(p.period) AS period_from,
    max(p.period) AS period_to,
    l.total - CAST($times * l.next * l.heads AS DECIMAL(12, 2)) AS amount,
    count(*) AS payments,
    CAST(l.per_head / l.next AS DECIMAL(18, 4)) AS measure,
    {
        'cadre': k.record.cadre,
        'post': k.record.post,
        'total': l.total,
        'heads': l.heads,
        'per_head': l.per_head,
        'next': l.next,
        'source_file': k.record.source_file,
        'theirs': {
            'register': 'cadre', 'source_file': k.record.source_file, 'source_row': k.record.source_row
        }
    } AS facts,
    list_sort(list(p.payment_no)) AS payment_nos
FROM leader AS l
JOIN linked AS k USING (household, village, programme, year)
JOIN pay AS p USING (household, village, programme, year)
GROUP BY household, village, programme, year, l.total, l.heads, l.per_head, l.next, k.record
