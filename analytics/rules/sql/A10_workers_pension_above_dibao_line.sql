/*
code: A10
title:
  zh: 领取职工养老金户与低保重合
  en: Worker's pension in a household on the subsistence allowance
module: 11
tier: indicator
subject: household
grain: year
reach: year
needs: [pension]
flags:
  zh: 低保发放期间,户内一名成员领取职工养老金,月养老金除以户内人数高于当年低保标准的,列为疑点。
  en: While the subsistence allowance was paid, a member of the household drew a worker's pension that, per head of the household, is above that year's line.
why:
  zh: 职工养老金是固定收入,人均高于低保标准的家庭一般不符合低保条件。
  en: A worker's pension is a steady income; a family with more than the line per head rarely qualifies.
basis:
  zh: 社会救助暂行办法;县城乡低保标准(各年数额见低保标准表)
  en: Interim measures for social assistance; the county's subsistence lines (amounts by year in the table of lines)
excludes:
  - zh: 城乡居民养老金
    en: residents' pension
  - zh: 发放之后才领取养老金
    en: the pension began after the payment
  - zh: 发放之前已停领
    en: the pension ended before the payment
  - zh: 人均恰等于或低于低保标准
    en: per head exactly the line or below it
  - zh: 成年子女不在保障家庭之内
    en: grown children who are not in the supported family
assumes:
  zh: 登记的养老金为月标准;只以一名成员计,不把多名成员相加;户内人数以发放日户籍为准;低保标准以所属期期末有效的为准。
  en: "The registered pension is a monthly one; only one member's is taken, never the sum of several; heads are those in the register on the day of payment; the line is the one that stood at the period's end."
sentence:
  zh: "{source_file:source}载明{owner:person}领取{scheme:text}养老金,每月 {monthly:money};按户内 {heads:number} 人计,人均高于低保标准 {line:money};{subject:household} {span:span}有{programme:programme}发放 {payments:number} 笔、{amount:money}。需核:养老金是否计入家庭收入、是否共同生活。"
  en: "{source_file:source} says {owner:person} draws a pension ({scheme:text}) of {monthly:money} a month; over {heads:number} heads that is above the line of {line:money}; {subject:household} was paid {programme:programme} for {span:span}, {payments:number} times, {amount:money}. To ask: was the pension counted as income, do they live together."
version: 1
valid_from: 2013-01-01
*/
WITH earning AS (
    SELECT a.payment_no, a.household, a.person, a.account, a.village, a.programme, a.year, a.period, a.amount,
           a.on_date, a.line, {
               'monthly': i.amount, 'owner': i.person, 'scheme': i.scheme,
               'source_file': i.source_file, 'source_row': i.source_row
           } AS record
    FROM pension AS i
    JOIN dibao_member AS a ON a.member = i.person
    WHERE regexp_matches(i.scheme, '职工|机关|企业')
      AND coalesce(i.starts_on, a.held_to) <= a.held_to
      AND coalesce(i.ends_on, a.held_from) >= a.held_from
),
above_line AS (
    SELECT e.payment_no, e.household, e.person, e.account, e.village, e.programme, e.year, e.period, e.amount, e.line,
           e.record, count(DISTINCT m.person) AS heads
    FROM earning AS e
    JOIN household_line AS m
      ON m.household = e.household AND m.starts_on <= e.on_date AND m.ends_on >= e.on_date
    GROUP BY ALL
    HAVING e.record.monthly > e.line * count(DISTINCT m.person)
),
held AS (
    SELECT *, CASE row_number() OVER (PARTITION BY payment_no ORDER BY record) WHEN 1 THEN amount ELSE 0 END AS counted
    FROM above_line
)
SELECT
    household AS subject_key,
    0 AS other_key,
    list_sort(list_distinct(list_concat(list(DISTINCT person), list(DISTINCT record.owner)))) AS persons,
    [household] AS households,
    min(account) AS account,
    min(village) AS village,
    programme,
    min(period) AS period_from,
    max(period) AS period_to,
    sum(counted) AS amount,
    count(DISTINCT payment_no) AS payments,
    max(CAST(record.monthly / heads AS DECIMAL(18, 4))) AS measure,
    {
        'owner': min(record).owner,
        'scheme': min(record).scheme,
        'monthly': min(record).monthly,
        'heads': max(heads),
        'line': max(line),
        'source_file': min(record).source_file,
        'theirs': {
            'register': 'pension', 'source_file': min(record).source_file, 'source_row': min(record).source_row
        }
    } AS facts,
    list_sort(list(DISTINCT payment_no)) AS payment_nos
FROM held
GROUP BY household, programme, year
