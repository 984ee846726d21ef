/*
code: F07
title:
  zh: 死亡登记后仍有养老金发放
  en: Pension paid after a registered death
module: 4
tier: hard
subject: person
grain: history
reach: history
needs: [pension, death]
flags:
  zh: 养老待遇登记显示发放延续到死亡当月之后的,列为疑点;金额按死亡次月起的月数乘月标准计。
  en: The register of pensions shows payment beyond the month of death; the sum is the months from the next one on, at the monthly pension.
why:
  zh: 养老金自死亡次月起停发,死亡登记与待遇登记直接矛盾。
  en: Pensions end with the month of death; the two registers contradict each other.
basis:
  zh: 城乡居民基本养老保险、职工养老保险中死亡次月停发的规定
  en: Provisions that pensions stop in the month after death
excludes:
  - zh: 丧葬补助、抚恤金
    en: funeral grants and survivors' grants
  - zh: 死亡当月的养老金
    en: the pension of the month of death
  - zh: 死亡时已停发
    en: stopped by the time of death
assumes:
  zh: 未载停发时间的视为发放至名册数据日期的上月;死亡以后才开始的待遇自开始之月计;两处死亡登记日期不一致的以较晚者为准。
  en: Without an end the pension was paid up to the month before the register's date; one that begins after the death counts from its beginning; of two dates of death the later counts.
sentence:
  zh: "{source_file:source}载明{subject:person} {died_on:date}死亡;养老待遇登记中其{scheme:text}养老金发放至{until:period},死亡次月起 {measure:number} 个月,折合 {amount:money}。需核:是否已停发追回、由何人领取、两处是否同一人。"
  en: "{source_file:source} says {subject:person} died on {died_on:date}; the register of pensions shows the pension ({scheme:text}) paid until {until:period}, {measure:number} months from the month after death, {amount:money}. To ask: was it stopped and paid back, who drew it, is it the same person."
version: 1
valid_from: 2013-01-01
*/
WITH running AS (
    SELECT t.person, coalesce(t.scheme, '') AS scheme, coalesce(t.amount, 0) AS monthly, t.source_file, t.source_row,
           d.latest_on AS died_on, d.source_file AS death_file,
           greatest(add_months(month_start(d.latest_on), 1), month_start(coalesce(t.starts_on, d.latest_on))) AS first_month,
           month_start(coalesce(t.ends_on, u.until_month)) AS last_month
    FROM pension AS t
    JOIN died AS d ON d.person = t.person
    LEFT JOIN known_until AS u ON u.source_file = t.source_file
    WHERE NOT regexp_matches(coalesce(t.scheme, ''), '丧葬|抚恤|遗属')
)
SELECT
    r.person AS subject_key,
    0 AS other_key,
    [r.person] AS persons,
    [coalesce(min(h.household), -r.person)] AS households,
    0 AS account,
    coalesce(min(h.village), 0) AS village,
    0 AS programme,
    min(year(r.first_month) * 100 + month(r.first_month)) AS period_from,
    max(year(r.last_month) * 100 + month(r.last_month)) AS period_to,
    sum(r.monthly * (months_apart(r.first_month, r.last_month) + 1)) AS amount,
    0 AS payments,
    max(months_apart(r.first_month, r.last_month) + 1) AS measure,
    {
        'died_on': r.died_on,
        'scheme': list_sort(list(DISTINCT r.scheme)),
        'until': max(year(r.last_month) * 100 + month(r.last_month)),
        'source_file': r.death_file,
        'theirs': min({'register': 'pension', 'source_file': r.source_file, 'source_row': r.source_row})
    } AS facts,
    CAST([] AS BIGINT[]) AS payment_nos
FROM running AS r
LEFT JOIN home AS h ON h.person = r.person
WHERE r.last_month >= r.first_month
GROUP BY r.person, r.died_on, r.death_file
