/*
code: C10
title:
  zh: 金额与面积乘标准不符
  en: Amount is not area times rate
module: 9
tier: hard
subject: person
grain: year
reach: years 5
needs: []
parameters:
  tolerance:
    {type: decimal, default: 1, unit: 元, min: 0, max: 100, step: 1, zh: 允许的尾差, en: difference that rounding may make}
  batch_share:
    {type: decimal, default: 0.20, unit: 倍, min: 0.05, max: 1, step: 0.05, zh: 同一批次按同一比例偏离达到多少即视为标准表有误, en: share of a batch off by one ratio above which the rate table is asked}
  batch_least:
    {type: integer, default: 5, unit: 笔, min: 2, max: 100, step: 1, zh: 视为标准表有误的最少笔数, en: fewest credits for asking the rate table}
  years_in_one:
    {type: integer, default: 5, unit: 年, min: 1, max: 10, step: 1, zh: 一笔最多合并支付的年数, en: most years one credit may settle}
flags:
  zh: 按定额标准发放的项目,单笔金额与面积(人数)乘当期标准相差超过 1 元的,列为疑点;一个批次两成以上按同一比例偏离的,只提示核对标准表。
  en: Under a per-unit programme a credit differs from quantity times the dated rate by more than 1 yuan; where over a fifth of a batch is off by one ratio, only the rate table is asked about.
why:
  zh: 面积和标准都在发放表上,算一遍就知道。
  en: Area and rate stand on the roster; the sum can be done again.
basis:
  zh: 各项目补贴标准文件(见标准表)
  en: "The programmes' documents on rates (see the table of rates)"
excludes:
  - zh: 补差和分档项目
    en: top-up and graded programmes
  - zh: 一笔支付前几年未发部分
    en: one payment of what was not paid in earlier years
  - zh: 新一轮退耕等分期标准
    en: "rates by phase, as in the new round of farmland-to-forest"
  - zh: 四舍五入尾差
    en: rounding differences
  - zh: 补发、提标、临时补贴
    en: "back payments, raised rates, temporary allowances"
assumes:
  zh: 按人或按户的项目未填数量时为 1;标准按所属期取用。
  en: Programmes by person or household count 1 when no quantity is given; the rate is that of the period.
sentence:
  zh: "补贴标准表载明{programme:programme}每{unit:text} {unit_rate:number} 元;{source_file:source}中{subject:person}在{span:span}有 {payments:number} 笔与面积乘标准不符,最大相差 {measure:number} 元,多付合计 {amount:money}。需核:面积或金额哪一项录入有误、多付部分是否收回。"
  en: "The rate of {programme:programme} is {unit_rate:number} yuan a {unit:text}; in {source_file:source} {payments:number} credits to {subject:person} for {span:span} differ from quantity times rate, by up to {measure:number} yuan, {amount:money} too much in all. To ask: which was typed wrongly, area or amount, was the surplus taken back."
sentence_by_tier:
  data:
    zh: "{programme:programme}在{span:span}有 {payments:number} 笔按同一比例({ratio:number} 倍)偏离标准表所载 {unit_rate:number} 元({source_file:source})。需核:标准表是否缺少当年或本地标准。"
    en: "{payments:number} credits of {programme:programme} for {span:span} are off the rate table's {unit_rate:number} yuan by one ratio, {ratio:number} ({source_file:source}). To ask: does the table lack a year's or a township's rate."
version: 1
valid_from: 2013-01-01
*/
WITH per_unit AS (
    SELECT programme, nullif(township, 0) AS township, valid_from, coalesce(valid_to, DATE '9999-12-31') AS valid_to, unit,
           unit_rate, CASE WHEN unit LIKE '人%' OR unit LIKE '户%' THEN 1 END AS one
    FROM rate
    WHERE rate_kind = 'per_unit'
),
wrong AS (
    SELECT p.payment_no, p.person, p.household, p.account, p.village, p.township, p.programme, p.year, p.period, p.batch,
           p.period_start, p.period_end, p.source_file, p.source_row, p.amount, coalesce(p.quantity, r.one) AS quantity,
           r.unit, r.unit_rate, CAST(coalesce(p.quantity, r.one) * r.unit_rate AS DECIMAL(12,2)) AS due
    FROM pay AS p
    JOIN per_unit AS r ON r.programme = p.programme AND r.valid_from <= p.period_end AND r.valid_to >= p.period_start
    WHERE p.note_kind IS NULL
      AND coalesce(r.township, p.township) = p.township
      AND abs(p.amount - coalesce(p.quantity, r.one) * r.unit_rate) > $tolerance
),
-- Where several rates hold at once (phases), one that fits clears the credit, else the nearest is held against it.
misfit AS (
    SELECT w.*, CAST(w.amount / nullif(w.due, 0) AS DECIMAL(9,2)) AS ratio,
           row_number() OVER (PARTITION BY w.payment_no ORDER BY abs(w.amount - w.due), w.due) AS nth
    FROM wrong AS w
    ANTI JOIN per_unit AS r
      ON r.programme = w.programme AND r.valid_from <= w.period_end AND r.valid_to >= w.period_start
     AND abs(w.amount - w.quantity * r.unit_rate) <= $tolerance AND coalesce(r.township, w.township) = w.township
    QUALIFY nth = 1
),
due_since AS (
    SELECT o.payment_no, o.household, o.programme, o.year, o.amount, y.year AS first_year,
           sum(o.quantity * r.unit_rate) OVER (PARTITION BY o.payment_no ORDER BY y.year DESC) AS due
    FROM misfit AS o
    JOIN period_span AS y ON y.period = y.year * 100 AND y.year <= o.year AND y.year > o.year - $years_in_one
    JOIN per_unit AS r
      ON r.programme = o.programme AND r.valid_from <= y.period_end AND r.valid_to >= y.period_start
     AND coalesce(r.township, o.township) = o.township
),
-- Several years in one credit: the sum of their rates, and nothing paid in the years before.
settled AS (
    SELECT d.payment_no
    FROM due_since AS d
    ANTI JOIN pay AS e
      ON e.household = d.household AND e.programme = d.programme AND e.year >= d.first_year AND e.year < d.year
    WHERE abs(d.amount - d.due) <= $tolerance
),
alike AS (
    SELECT batch, ratio, count(*) AS credits FROM misfit GROUP BY batch, ratio HAVING count(*) >= $batch_least
),
wrong_rate AS (
    SELECT a.batch, a.ratio
    FROM alike AS a
    JOIN (SELECT batch, count(*) AS credits FROM pay SEMI JOIN alike USING (batch) GROUP BY batch) AS b USING (batch)
    WHERE a.credits > b.credits * $batch_share
),
told AS (
    SELECT o.*, CASE WHEN w.batch IS NULL THEN 'person' ELSE 'programme' END AS subject
    FROM misfit AS o
    LEFT JOIN wrong_rate AS w USING (batch, ratio)
    ANTI JOIN settled USING (payment_no)
)
SELECT
    subject,
    CASE WHEN subject = 'person' THEN person ELSE programme END AS subject_key,
    0 AS other_key,
    CASE WHEN subject = 'person' THEN list_sort(list(DISTINCT person)) ELSE CAST([] AS INTEGER[]) END AS persons,
    CASE WHEN subject = 'person' THEN list_sort(list(DISTINCT household)) ELSE CAST([] AS INTEGER[]) END AS households,
    CASE WHEN min(account) = max(account) THEN min(account) ELSE 0 END AS account,
    CASE WHEN min(village) = max(village) THEN min(village) ELSE 0 END AS village,
    programme,
    min(period) AS period_from,
    max(period) AS period_to,
    sum(greatest(amount - due, 0)) AS amount,
    count(*) AS payments,
    max(abs(amount - due)) AS measure,
    {
        'unit': min(unit),
        'unit_rate': min(unit_rate),
        'ratio': min(ratio),
        'source_file': min(source_file),
        'theirs': min({'register': 'payment', 'source_file': source_file, 'source_row': source_row})
    } AS facts,
    list_sort(list(payment_no)) AS payment_nos,
    CASE WHEN subject = 'person' THEN 'hard' ELSE 'data' END AS tier
FROM told
GROUP BY subject, CASE WHEN subject = 'person' THEN person ELSE programme END, programme, year
