/*
code: A32
title:
  zh: 低保人口与户籍不符
  en: Insured of a household differ from its family
module: 10
tier: indicator
subject: household
grain: year
reach: year
needs: [assistance_roll, person]
parameters:
  from_age: {type: integer, default: 18, unit: 岁, min: 16, max: 25, step: 1, zh: 劳动年龄下限(周岁), en: lowest working age}
  to_age: {type: integer, default: 59, unit: 岁, min: 50, max: 70, step: 1, zh: 劳动年龄上限(周岁), en: highest working age}
flags:
  zh: 领取低保的户,户籍同户的配偶或劳动年龄子女不在低保保障人口之中,或保障人口中有人在任何户籍都查不到的,列为疑点。
  en: A household on the subsistence allowance whose registered spouse or children of working age are not among the insured, or one of whose insured is in no household of the register.
why:
  zh: 低保按共同生活的家庭成员计算人口和收入,漏报劳动力会少算收入,虚列人口会多算补差。
  en: The allowance counts the people and the income of those who live together; who is left out lowers the income, who is made up raises the aid.
basis:
  zh: 最低生活保障审核审批办法中共同生活家庭成员的规定
  en: Rules on approving the subsistence allowance, on who belongs to the family
excludes:
  - zh: 户籍已单独立户
    en: a separate household in the register
  - zh: 已迁出、已死亡、在监服刑的家庭成员
    en: "members who moved away, died or are in prison"
  - zh: 另享特困、孤儿等其他救助的成员
    en: members on other aid of their own
  - zh: 名册只列户主(平均每户不超过 1.2 人)的救助类别
    en: kinds of aid whose roll lists heads only (not above 1.2 people a household)
  - zh: 未到或超过劳动年龄的子女、配偶
    en: children and spouses below or above working age
assumes:
  zh: 以当年最后一笔低保发放日的名册和户籍为准;漏报成员的金额须重新核算收入才知,记为 0,虚列成员按人均份额计。
  en: Roll and register are compared on the day of the year's last payment; what an undeclared member is worth takes a new reckoning and counts as 0, a made-up member counts one share.
sentence:
  zh: "{source_file:source}和户籍登记比对,{subject:household}低保保障 {insured:number} 人;户籍同户的劳动年龄配偶、子女中有 {left_out:number} 人未列入,列入的人中有 {unknown:number} 人未见于户籍;{span:span}该户领取{programme:programme} {payments:number} 笔、{paid:money}。需核:是否共同生活、是否已分户、收入是否申报。"
  en: "{source_file:source} against the household register: {insured:number} of {subject:household} are insured; {left_out:number} of its spouses and children of working age are not, {unknown:number} of the insured are in no household; {programme:programme} was paid for {span:span}, {payments:number} times, {paid:money}. To ask: do they live together, have they set up house apart, was income declared."
version: 1
valid_from: 2013-01-01
*/
WITH family AS (
    SELECT household, kind, programme, year, max(on_date) AS on_date
    FROM pay
    WHERE kind IN ('农村低保', '城市低保')
      AND household > 0
    GROUP BY household, kind, programme, year
),
roll AS (
    SELECT person, household, kind, coalesce(starts_on, DATE '1900-01-01') AS starts_on,
           coalesce(ends_on, DATE '9999-12-31') AS ends_on, source_file, source_row
    FROM assistance_roll
),
-- A roll of heads alone cannot be held against families.
whole_families AS (
    SELECT kind FROM roll GROUP BY kind HAVING count(DISTINCT person) * 10 > count(DISTINCT household) * 12
),
insured AS (
    SELECT f.household, f.programme, f.year, f.on_date, r.person,
           {'register': 'assistance_roll', 'source_file': r.source_file, 'source_row': r.source_row} AS record
    FROM family AS f
    JOIN whole_families AS w ON w.kind = f.kind
    JOIN roll AS r
      ON r.household = f.household AND r.kind = f.kind AND r.starts_on <= f.on_date AND r.ends_on >= f.on_date
),
counted AS (
    SELECT household, programme, year, on_date, count(DISTINCT person) AS insured, min(record) AS record
    FROM insured GROUP BY household, programme, year, on_date
),
odd AS (
    SELECT c.household, c.programme, c.year, m.person, 1 AS left_out
    FROM counted AS c
    JOIN person AS m ON m.household = c.household
    JOIN payee AS y ON y.person = m.person
    LEFT JOIN died AS d ON d.person = m.person
    WHERE m.relation IN ('配偶', '子女')
      AND coalesce(m.household_from, c.on_date) <= c.on_date
      AND coalesce(m.household_to, c.on_date) >= c.on_date
      AND coalesce(m.moved_out_on, DATE '9999-12-31') > c.on_date
      AND coalesce(d.died_on, DATE '9999-12-31') > c.on_date
      AND age_at(y.born_on, c.on_date) BETWEEN $from_age AND $to_age
      AND NOT EXISTS (
          SELECT 1 FROM roll AS r WHERE r.person = m.person AND r.starts_on <= c.on_date AND r.ends_on >= c.on_date)
      AND NOT EXISTS (
          SELECT 1 FROM prisoner AS x
          WHERE x.person = m.person
            AND coalesce(x.kind, '收监') = '收监'
            AND x.starts_on <= c.on_date
            AND coalesce(x.ends_on, c.on_date) >= c.on_date)
    UNION ALL
    SELECT i.household, i.programme, i.year, i.person, 0
    FROM insured AS i ANTI JOIN person AS m ON m.person = i.person
),
differs AS (
    SELECT household, programme, year, sum(left_out) AS left_out, count(*) - sum(left_out) AS unknown,
           list_sort(list(DISTINCT person)) AS others
    FROM odd GROUP BY household, programme, year
)
SELECT
    p.household AS subject_key,
    0 AS other_key,
    list_sort(list_distinct(list_concat(list(p.person), d.others))) AS persons,
    [p.household] AS households,
    min(p.account) AS account,
    min(p.village) AS village,
    p.programme,
    min(p.period) AS period_from,
    max(p.period) AS period_to,
    CAST(sum(p.amount) * d.unknown / c.insured AS DECIMAL(12, 2)) AS amount,
    count(*) AS payments,
    d.left_out + d.unknown AS measure,
    {
        'insured': c.insured,
        'left_out': d.left_out,
        'unknown': d.unknown,
        'paid': sum(p.amount),
        'source_file': c.record.source_file,
        'theirs': c.record
    } AS facts,
    list_sort(list(p.payment_no)) AS payment_nos
FROM differs AS d
JOIN counted AS c ON c.household = d.household AND c.programme = d.programme AND c.year = d.year
JOIN pay AS p ON p.household = d.household AND p.programme = d.programme AND p.year = d.year
GROUP BY p.household, p.programme, p.year, c.insured, c.record, d.left_out, d.unknown, d.others
