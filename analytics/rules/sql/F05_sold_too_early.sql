/*
code: F05
title:
  zh: 限期内转卖
  en: Sold within the years of the ban
module: 15
tier: hard
subject: person
grain: year
reach: years 5
needs: [machinery]
flags:
  zh: 享受补贴的机具在限制转让期内转让的,列为疑点;金额按限制期剩余月数占全部月数的比例计补贴。
  en: A subsidised machine was transferred within the years in which that is banned; the share of the grant for the months left counts.
why:
  zh: 限期内转卖使补贴落到购机人以外,台账的购置与转让日期即可看出。
  en: Sold early, the grant does not serve the farm it was given to; the ledger shows both dates.
basis:
  zh: 限制转让期表(按购机日期所在规定,注明依据,由县维护)
  en: The table of bans on resale (by the provision in force on the day of purchase, kept by the county)
excludes:
  - zh: 限制期满当日及以后转让
    en: transferred on the day the ban ends or later
  - zh: 购置日期不在规定有效期内
    en: bought outside the dates of the provision
  - zh: 未转让
    en: not transferred
  - zh: 已退回(冲回)的补贴
    en: a grant taken back (reversed)
assumes:
  zh: 表中类别写“农业机械”的适用于所有机具;转让日期以台账为准。
  en: The kind 农业机械 in the table stands for all machines; the ledger's day of transfer is right.
sentence:
  zh: "{source_file:source}载明{subject:person}于{bought_on:date}购置{machine:text}并享受补贴 {subsidy:money},{sold_on:date}即转让,未满 {years:number} 年({basis:text});剩余期限折合补贴 {amount:money}。需核:是否办理备案或退回补贴、机具现在何处。"
  en: "{source_file:source} says {subject:person} bought a machine ({machine:text}) on {bought_on:date} with a grant of {subsidy:money} and transferred it on {sold_on:date}, within {years:number} years ({basis:text}); the grant for the time left is {amount:money}. To ask: was it filed or paid back, where is the machine now."
version: 1
valid_from: 2013-01-01
*/
WITH sold AS (
    SELECT m.owner, m.kind, m.subsidy, m.bought_on, m.sold_on, m.source_file, m.source_row,
           max(b.years) AS years, min(b.basis) AS basis
    FROM granted_machine AS m
    JOIN resale_limit AS b ON b.kind IN (m.kind, '农业机械') AND m.bought_on BETWEEN b.valid_from AND b.valid_to
    WHERE m.sold_on < add_months(m.bought_on, 12 * b.years)
    GROUP BY ALL
),
early AS (
    SELECT owner, sold_on,
           CAST(subsidy * (12 * years - months_apart(bought_on, sold_on)) / (12 * years) AS DECIMAL(12,2)) AS excess,
           {
               'bought_on': bought_on, 'sold_on': sold_on, 'machine': kind, 'subsidy': subsidy, 'years': years,
               'basis': basis, 'source_file': source_file, 'source_row': source_row
           } AS record
    FROM sold
)
SELECT
    e.owner AS subject_key,
    0 AS other_key,
    [e.owner] AS persons,
    [coalesce(min(p.household), -e.owner)] AS households,
    0 AS account,
    coalesce(min(p.village), 0) AS village,
    0 AS programme,
    min(year(e.sold_on) * 100 + month(e.sold_on)) AS period_from,
    max(year(e.sold_on) * 100 + month(e.sold_on)) AS period_to,
    sum(e.excess) AS amount,
    0 AS payments,
    min(months_apart(e.record.bought_on, e.sold_on)) AS measure,
    {
        'bought_on': min(e.record).bought_on,
        'sold_on': min(e.record).sold_on,
        'machine': min(e.record).machine,
        'subsidy': min(e.record).subsidy,
        'years': min(e.record).years,
        'basis': min(e.record).basis,
        'source_file': min(e.record).source_file,
        'theirs': {
            'register': 'machinery', 'source_file': min(e.record).source_file, 'source_row': min(e.record).source_row
        }
    } AS facts,
    CAST([] AS BIGINT[]) AS payment_nos
FROM early AS e
LEFT JOIN home AS p ON p.person = e.owner
GROUP BY e.owner, year(e.sold_on)
