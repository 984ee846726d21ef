/*
code: E14
title:
  zh: 应享未享
  en: On the roll, not paid
module: 18
tier: indicator
subject: person
grain: year
reach: year
needs: [assistance_roll]
parameters:
  months: {type: integer, default: 1, unit: 月, min: 1, max: 12, step: 1, zh: 当年未见发放的最少月数, en: fewest months of the year without payment}
fence: {parameter: months, measure: 当年在册而未见发放的月数, side: at_least}
flags:
  zh: 全月在救助对象名册之中,本乡镇当月已发放该类救助,而本人(本户)没有该月发放记录的,列为疑点。
  en: On the roll for the whole month, the township paid this kind of assistance for the month, and this person (household) has no credit for it.
why:
  zh: 应当享受而没有领到,可能漏发,也可能被他人截留。
  en: Who is entitled and got nothing was forgotten, or somebody kept it.
basis:
  zh: 各项救助办法中应保尽保的规定
  en: the regulations on assistance, that all who are entitled be paid
excludes:
  - zh: 名册载明停发原因的月份
    en: months suspended for a stated reason
  - zh: 全乡镇当月都未发放(部门未报)
    en: nobody in the township was paid for the month (the file is missing)
  - zh: 当月中途纳入或退出
    en: admitted or left within the month
assumes:
  zh: 补发计入所补月份;金额按同乡镇同月该类最低发放额估算;按户发放的以户为准。
  en: Arrears count for the month they are for; the sum is estimated by the least anybody of the township got for the month; households count for household programmes.
sentence:
  zh: "{source_file:source}载明{subject:person}在{kind:text}名册之中;{year:text}年有 {measure:number} 个月({span:span}之间)没有见到发放,按当地最低额估计少领 {amount:money}。需核:是否漏发、是否由他人领取、名册是否已应退出。"
  en: "{source_file:source} has {subject:person} on the roll of {kind:text}; for {measure:number} months of {year:text} (within {span:span}) no payment is seen, at the least {amount:money} by local rates. To ask: was it forgotten, did somebody else receive it, should the roll have ended."
version: 1
valid_from: 2013-01-01
*/
WITH month_paid AS (
    SELECT kind, township, period, min(period_start) AS period_start, min(period_end) AS period_end,
           min(programme) AS programme, min(amount) AS least
    FROM pay
    WHERE assistance
      AND period % 100 > 0
      AND amount > 0
    GROUP BY kind, township, period
),
living AS (
    SELECT person, max(village) AS village
    FROM (SELECT person, village FROM person UNION ALL SELECT person, village FROM payment) AS seen
    GROUP BY person
),
listed AS (
    SELECT r.kind, r.paid_to, r.payee_key, r.person, r.household, r.starts_on, r.ends_on, r.suspended_why,
           l.village, v.township, r.source_file, r.source_row
    FROM on_roll AS r
    JOIN living AS l ON l.person = r.person
    JOIN place AS v ON v.village = l.village
),
entitled AS (
    SELECT DISTINCT r.kind, r.paid_to, r.payee_key, m.period, m.period_start, m.period_end, m.programme, m.least
    FROM (SELECT DISTINCT kind, paid_to, payee_key, township, starts_on, ends_on FROM listed) AS r
    JOIN month_paid AS m ON m.kind = r.kind AND m.township = r.township
    WHERE r.starts_on <= m.period_start
      AND r.ends_on >= m.period_end
),
paid_for AS (
    SELECT kind, period, 'household' AS paid_to, household AS payee_key FROM aid_month
    UNION ALL
    SELECT kind, period, 'person', person FROM aid_month
),
unpaid AS (
    SELECT e.kind, e.payee_key, e.period, e.programme, e.least
    FROM entitled AS e
    ANTI JOIN paid_for AS p
      ON p.kind = e.kind AND p.period = e.period AND p.paid_to = e.paid_to AND p.payee_key = e.payee_key
    ANTI JOIN on_roll AS s
      ON s.kind = e.kind AND s.payee_key = e.payee_key AND s.suspended_why IS NOT NULL
     AND s.starts_on <= e.period_end AND s.ends_on >= e.period_start
),
missed AS (
    SELECT kind, payee_key, u.period, u.period // 100 AS year, u.programme, u.least, min(l.person) AS person,
           min(l.household) AS household, max(l.village) AS village,
           min({'register': 'assistance_roll', 'source_file': l.source_file, 'source_row': l.source_row}) AS record
    FROM unpaid AS u
    JOIN listed AS l USING (kind, payee_key)
    GROUP BY kind, payee_key, u.period, u.programme, u.least
)
SELECT
    person AS subject_key,
    0 AS other_key,
    [person] AS persons,
    CASE WHEN min(household) IS NULL THEN CAST([] AS INTEGER[]) ELSE [min(household)] END AS households,
    0 AS account,
    min(village) AS village,
    min(programme) AS programme,
    min(period) AS period_from,
    max(period) AS period_to,
    sum(least) AS amount,
    0 AS payments,
    count(DISTINCT period) AS measure,
    {'kind': kind, 'year': year, 'source_file': min(record).source_file, 'theirs': min(record)} AS facts,
    CAST([] AS BIGINT[]) AS payment_nos
FROM missed
GROUP BY kind, person, year
HAVING count(DISTINCT period) >= $months
