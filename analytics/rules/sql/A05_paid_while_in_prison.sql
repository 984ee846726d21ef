/*
code: A05
title:
  zh: 收监服刑期间发放救助
  en: Assistance paid while in prison
module: 12
tier: hard
subject: person
grain: year
reach: year
needs: [prisoner]
flags:
  zh: 收监服刑期间的所属期有救助或居民养老待遇发放的,列为疑点;名册未注明类别的为 ▲。
  en: Assistance or a residents' pension is paid for a period inside a sentence served in prison; an indicator where the list does not say how it is served.
why:
  zh: 收监期间由监所供养,救助和养老待遇按规定停发。
  en: Prison provides; aid and pension are suspended.
basis:
  zh: 社会救助暂行办法;城乡居民养老保险办法中服刑期间停发的规定
  en: "Interim measures for social assistance; provisions that residents' pensions stop during imprisonment"
excludes:
  - zh: 缓刑、假释、社区矫正
    en: "suspended sentence, parole, community correction"
  - zh: 收监前或释放后的所属期
    en: periods before imprisonment or after release
  - zh: 土地类补贴
    en: land subsidies
assumes:
  zh: 止日空白的视为仍在服刑;按年发放的以发放日为准;入监和释放当月不计。
  en: Without an end the sentence counts as running; yearly payments count by their date; the months of imprisonment and release do not count.
sentence:
  zh: "{source_file:source}载明{subject:person} {starts_on:date}至{ends_on:date}收监;{span:span}其名下有{programme:programme}发放 {payments:number} 笔、{amount:money}。需核:是否同一人、由何人领取、户内是否还有其他保障对象。"
  en: "{source_file:source} says {subject:person} was in prison from {starts_on:date} to {ends_on:date}; {programme:programme} was paid for {span:span}, {payments:number} times, {amount:money}. To ask: is it the same person, who drew it, are others of the household insured."
sentence_by_tier:
  indicator:
    zh: "{source_file:source}列有{subject:person},{starts_on:date}至{ends_on:date},未注明收监还是社区矫正;{span:span}其名下有{programme:programme}发放 {payments:number} 笔、{amount:money}。需核:服刑方式、由何人领取。"
    en: "{source_file:source} lists {subject:person} from {starts_on:date} to {ends_on:date} without saying whether in prison; {programme:programme} was paid for {span:span}, {payments:number} times, {amount:money}. To ask: how the sentence was served, who drew the money."
version: 1
valid_from: 2013-01-01
*/
WITH sentence AS (
    SELECT person, coalesce(kind, '') AS served, starts_on, coalesce(ends_on, DATE '9999-12-31') AS ends_on,
           source_file, source_row
    FROM prisoner
    WHERE coalesce(kind, '') NOT IN ('缓刑', '假释', '社区矫正')
),
inside AS (
    SELECT p.payment_no, p.person, p.household, p.account, p.village, p.programme, p.year, p.period, p.amount,
           max(CASE WHEN s.served = '收监' THEN 1 ELSE 0 END) AS in_prison,
           min({
               'starts_on': s.starts_on, 'ends_on': s.ends_on, 'source_file': s.source_file, 'source_row': s.source_row
           }) AS record
    FROM pay AS p
    JOIN sentence AS s ON s.person = p.person
    WHERE (p.assistance OR p.kind = '居民养老')
      AND p.held_from >= s.starts_on
      AND p.held_to <= s.ends_on
    GROUP BY ALL
)
SELECT
    person AS subject_key,
    0 AS other_key,
    [person] AS persons,
    list_sort(list(DISTINCT household)) AS households,
    min(account) AS account,
    min(village) AS village,
    programme,
    min(period) AS period_from,
    max(period) AS period_to,
    sum(amount) AS amount,
    count(*) AS payments,
    count(DISTINCT period) AS measure,
    {
        'starts_on': min(record).starts_on,
        'ends_on': nullif(min(record).ends_on, DATE '9999-12-31'),
        'source_file': min(record).source_file,
        'theirs': {
            'register': 'prisoner', 'source_file': min(record).source_file, 'source_row': min(record).source_row
        }
    } AS facts,
    list_sort(list(payment_no)) AS payment_nos,
    CASE WHEN min(in_prison) = 1 THEN 'hard' ELSE 'indicator' END AS tier
FROM inside
GROUP BY person, programme, year
