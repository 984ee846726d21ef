/*
code: B16
title:
  zh: 公益岗一人多岗
  en: Several public-welfare posts held by one person
module: 15
tier: hard
subject: person
grain: year
reach: history
needs: [public_employee]
parameters:
  grace_months: {type: integer, default: 1, unit: 月, min: 0, max: 12, step: 1, zh: 换岗交接时允许重合的月数, en: months in two posts that are let pass when somebody changes}
flags:
  zh: 同一人在同一月份领取两个公益性岗位补贴、重合超过宽限月数的,或整月在编在职又领取公益性岗位补贴的,列为疑点;金额计较多一岗以外的部分,在职的计全部岗位补贴。
  en: One person was paid for two public-welfare posts in more months than the grace, or was on the payroll in active service for the whole month; what is beyond the better paid post counts, for employees all of it.
why:
  zh: 公益性岗位用于安置就业困难人员,一人一岗。
  en: The posts are for people who find no work, one each.
basis:
  zh: 就业促进法及公益性岗位开发管理规定
  en: The employment promotion law, and provisions on public-welfare posts
excludes:
  - zh: 月内换岗
    en: changed posts within the month
  - zh: 财政供养名册中的公益岗、临聘、离退休等类别
    en: "post holders, temporary staff, retired and the like in the payroll file"
  - zh: 入职前或离职后领取
    en: paid before entry into service or after leaving it
assumes:
  zh: 不同项目的公益性岗位为不同岗位;重合月数按全部期间累计。
  en: Different programmes are different posts; months in both are counted over all years.
sentence:
  zh: "{source_file:source}载明{subject:person}{span:span}在 {measure:number} 个月内同时有 {posts:number} 个岗位(含{employer:text}),岗位补贴 {payments:number} 笔、共 {total:money},其中应只计一岗以外的部分 {amount:money}。需核:实际在哪一岗、由何人上岗、何时换岗。"
  en: "{source_file:source} shows {subject:person} with {posts:number} posts at once ({employer:text} among them) in {measure:number} months, {span:span}: {payments:number} credits, {total:money}, {amount:money} of it beyond the one post. To ask: which post was really held, who did the work, when was it changed."
version: 1
valid_from: 2013-01-01
*/
WITH post AS (
    SELECT payment_no, person, household, account, village, programme, year, period, held_from, held_to, amount,
           {'register': 'payment', 'source_file': source_file, 'source_row': source_row} AS record
    FROM pay
    WHERE kind = '公益岗' AND period % 100 > 0
),
employed AS (
    SELECT p.person, p.period, min(e.employer) AS employer,
           min({'register': 'public_employee', 'source_file': e.source_file, 'source_row': e.source_row}) AS record
    FROM post AS p
    JOIN in_post AS e ON e.person = p.person AND e.starts_on <= p.held_from AND e.ends_on >= p.held_to
    GROUP BY p.person, p.period
),
held AS (
    SELECT p.person, p.period, sum(paid) AS total, max(paid) AS largest, count(*) AS posts
    FROM (SELECT person, period, programme, sum(amount) AS paid FROM post GROUP BY person, period, programme) AS p
    GROUP BY p.person, p.period
),
double AS (
    SELECT h.person, h.period, h.total, h.posts, e.employer, e.record,
           CASE WHEN e.person IS NULL THEN h.total - h.largest ELSE h.total END AS excess,
           count_if(e.person IS NULL) OVER (PARTITION BY h.person) AS months_in_two
    FROM held AS h
    LEFT JOIN employed AS e ON e.person = h.person AND e.period = h.period
    WHERE h.posts > 1 OR e.person IS NOT NULL
    QUALIFY e.person IS NOT NULL OR count_if(e.person IS NULL) OVER (PARTITION BY h.person) > $grace_months
),
summed AS (
    SELECT person, period // 100 AS year, sum(excess) AS excess, sum(total) AS total, count(*) AS months,
           max(posts) + max(CASE WHEN employer IS NOT NULL THEN 1 ELSE 0 END) AS posts, min(employer) AS employer,
           min(record) AS record
    FROM double
    GROUP BY person, period // 100
)
SELECT
    s.person AS subject_key,
    0 AS other_key,
    [s.person] AS persons,
    list_sort(list(DISTINCT p.household)) AS households,
    min(p.account) AS account,
    min(p.village) AS village,
    CASE WHEN min(p.programme) = max(p.programme) THEN min(p.programme) ELSE 0 END AS programme,
    min(p.period) AS period_from,
    max(p.period) AS period_to,
    s.excess AS amount,
    count(*) AS payments,
    s.months AS measure,
    {
        'posts': s.posts,
        'employer': coalesce(s.employer, '公益性岗位'),
        'total': s.total,
        'source_file': coalesce(s.record, min(p.record)).source_file,
        'theirs': coalesce(s.record, min(p.record))
    } AS facts,
    list_sort(list(p.payment_no)) AS payment_nos
FROM summed AS s
JOIN double AS d ON d.person = s.person AND d.period // 100 = s.year
JOIN post AS p ON p.person = d.person AND p.period = d.period
GROUP BY s.person, s.year, s.excess, s.total, s.months, s.posts, s.employer, s.record
