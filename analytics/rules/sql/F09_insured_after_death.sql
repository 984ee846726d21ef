/*
code: F09
title:
  zh: 死亡登记后参保补助
  en: Contribution subsidised after a registered death
module: 4
tier: hard
subject: person
grain: history
reach: history
needs: [insurance, death]
flags:
  zh: 参保登记显示财政补助的参保延续到死亡次年及以后的,列为疑点。
  en: The register of insurance shows a subsidised contribution in years after the year of death.
why:
  zh: 参保补助按年据实发放,人已死亡的不应再补助。
  en: The subsidy goes by the year for people who are insured; the dead are not.
basis:
  zh: 城乡居民医疗、养老保险参保补助的规定
  en: Provisions on subsidised contributions to residents' insurance
excludes:
  - zh: 死亡当年的参保补助
    en: the year of death
  - zh: 死亡时已停保
    en: insurance ended by the time of death
  - zh: 个人自缴、未享受补助的参保
    en: insurance paid by the person without a subsidy
assumes:
  zh: 未载停保时间的视为参保至名册数据日期的上月;居民险以登记的缴费额为每年补助,其他险种补助额不知,记为 0;两处死亡登记日期不一致的以较晚者为准。
  en: Without an end the insurance ran up to the month before the register's date; of residents' schemes the registered contribution is the yearly subsidy, of others it is unknown and counts as 0; of two dates of death the later counts.
sentence:
  zh: "{source_file:source}载明{subject:person} {died_on:date}死亡;参保登记中其{scheme:text}参保补助延续至{until:period},死亡次年起 {measure:number} 个年度,折合 {amount:money}。需核:是否已停保、补助是否已退回、两处是否同一人。"
  en: "{source_file:source} says {subject:person} died on {died_on:date}; the register of insurance shows a subsidised contribution ({scheme:text}) until {until:period}, {measure:number} years from the year after death, {amount:money}. To ask: was it ended, was the subsidy returned, is it the same person."
version: 1
valid_from: 2013-01-01
*/
WITH running AS (
    SELECT t.person, coalesce(t.scheme, '') AS scheme, t.source_file, t.source_row,
           CASE WHEN regexp_matches(coalesce(t.scheme, ''), '居民') THEN coalesce(t.base, 0) ELSE 0 END AS yearly,
           d.latest_on AS died_on, d.source_file AS death_file,
           greatest(year(d.latest_on) + 1, year(coalesce(t.starts_on, d.latest_on))) AS first_year,
           year(coalesce(t.ends_on, u.until_month)) AS last_year
    FROM insurance AS t
    JOIN died AS d ON d.person = t.person
    LEFT JOIN known_until AS u ON u.source_file = t.source_file
    WHERE t.subsidised
)
SELECT
    r.person AS subject_key,
    0 AS other_key,
    [r.person] AS persons,
    [coalesce(min(h.household), -r.person)] AS households,
    0 AS account,
    coalesce(min(h.village), 0) AS village,
    0 AS programme,
    min(r.first_year * 100) AS period_from,
    max(r.last_year * 100) AS period_to,
    sum(r.yearly * (r.last_year - r.first_year + 1)) AS amount,
    0 AS payments,
    max(r.last_year - r.first_year + 1) AS measure,
    {
        'died_on': r.died_on,
        'scheme': list_sort(list(DISTINCT r.scheme)),
        'until': max(r.last_year * 100),
        'source_file': r.death_file,
        'theirs': min({'register': 'insurance', 'source_file': r.source_file, 'source_row': r.source_row})
    } AS facts,
    CAST([] AS BIGINT[]) AS payment_nos
FROM running AS r
LEFT JOIN home AS h ON h.person = r.person
WHERE r.last_year >= r.first_year
GROUP BY r.person, r.died_on, r.death_file
