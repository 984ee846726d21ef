/*
code: C16
title:
  zh: 村组干部家庭补贴超阈值
  en: Subsidies of a cadre's family above the screening threshold
module: 1
tier: indicator
subject: household
grain: year
reach: year
needs: [cadre, cadre_relative, person]
flags:
  zh: 村组干部任职期间,其家庭成员和登记的近亲属一个项目全年领取合计,除以这些人的人数后高于筛查标准(种粮大户、退耕还林 1500 元,公益林、地力保护 1000 元)的,列为疑点。
  en: The household and registered relatives of a village cadre in office together received more per head in a year under one programme than the screening threshold.
why:
  zh: 补贴可以分到家人名下,合并家庭和近亲属再看。
  en: Subsidies can be put under the names of the family; so family and kin are taken together.
basis:
  zh: "县纪委监察局数据筛查标准(数额见阈值表,可按项目类别修改)"
  en: "Screening criteria of the county's supervision office (amounts in the table of thresholds, by kind of programme)"
excludes:
  - zh: 人均恰为 1500.00 元或 1000.00 元
    en: exactly 1500.00 or 1000.00 yuan per head
  - zh: 不在任职期内
    en: outside the term of office
  - zh: 新一轮退耕还林第一年按第一年标准兑现的款项
    en: "first-year payments of the new round of farmland-to-forest, at the first year's rate"
  - zh: 当时不在一户的成员
    en: members who did not live in the household then
assumes:
  zh: 人数为当年同户成员与登记近亲属之和(登记近亲属计入人数);未载离任时间的视为在任;阈值以阈值表为准。
  en: "Heads are the year's members of the household and the registered relatives together; without an end the term counts as running; thresholds are those of the table."
sentence:
  zh: "{source_file:source}载明{cadre:person}任{post:text};任职期间{span:span}其家庭和登记近亲属 {heads:number} 人合计领取{programme:programme} {total:money},人均高于筛查标准 {above:money},合计超出 {amount:money}。需核:申报面积是否属实、是否包含他人面积。"
  en: "{source_file:source} names {cadre:person} as {post:text}; in office, for {span:span}, the family and registered relatives ({heads:number} people) received {total:money} of {programme:programme}, per head above the threshold of {above:money} and {amount:money} beyond it in all. To ask: is the claimed area real, does it hold other people's land."
version: 1
valid_from: 2013-01-01
*/
WITH family AS (
    SELECT h.household AS home, f.person, greatest(f.starts_on, h.starts_on) AS starts_on,
           least(f.ends_on, h.ends_on) AS ends_on,
           {
               'cadre': f.cadre, 'post': f.post, 'source_file': f.source_file, 'source_row': f.source_row
           } AS record
    FROM cadre_family AS f
    JOIN household_line AS h ON h.person = f.cadre AND h.household > 0
),
counted AS (
    SELECT p.payment_no, f.home, p.person, p.household, p.account, p.village, p.programme, p.year, p.period, p.amount,
           p.above, min(f.record) AS record
    FROM family AS f
    JOIN screened_pay AS p ON p.person = f.person AND f.starts_on <= p.held_to AND f.ends_on >= p.held_from
    GROUP BY ALL
),
size AS (
    SELECT c.home, c.year, count(DISTINCT f.person) AS heads
    FROM (SELECT DISTINCT home, year FROM counted) AS c
    JOIN family AS f ON f.home = c.home AND year(f.starts_on) <= c.year AND year(f.ends_on) >= c.year
    GROUP BY c.home, c.year
)
SELECT
    home AS subject_key,
    0 AS other_key,
    list_sort(list_distinct(list_concat(list(DISTINCT person), list(DISTINCT record.cadre)))) AS persons,
    list_sort(list_distinct(list_concat(list(DISTINCT household), [home]))) AS households,
    min(account) AS account,
    min(village) AS village,
    programme,
    min(period) AS period_from,
    max(period) AS period_to,
    sum(amount) - above * heads AS amount,
    count(*) AS payments,
    CAST(sum(amount) / heads AS DECIMAL(18, 4)) AS measure,
    {
        'cadre': min(record).cadre,
        'post': min(record).post,
        'heads': heads,
        'total': sum(amount),
        'above': above,
        'source_file': min(record).source_file,
        'theirs': {
            'register': 'cadre', 'source_file': min(record).source_file, 'source_row': min(record).source_row
        }
    } AS facts,
    list_sort(list(payment_no)) AS payment_nos
FROM counted
JOIN size USING (home, year)
GROUP BY home, programme, year, above, heads
HAVING sum(amount) > above * heads
