/*
code: F04
title:
  zh: 公职人员领取农机补贴
  en: Public employee buys subsidised machinery
module: 2
tier: indicator
subject: person
grain: year
reach: year
needs: [machinery, public_employee]
flags:
  zh: 农机补贴台账的购机人,购机日在财政供养名册中为在编在职的,列为疑点。
  en: The buyer of a subsidised machine was on the payroll as 在编在职 on the day of purchase.
why:
  zh: 农机购置补贴以从事农业生产的个人和组织为对象,在职公职人员购机的先核是否替他人购买。
  en: The subsidy is for those who farm; where somebody in public service buys, it is asked for whom.
basis:
  zh: 农机购置补贴实施指导意见(补贴对象)
  en: Guidelines on subsidies for buying farm machinery (who may receive them)
excludes:
  - zh: 离退休人员
    en: retired staff
  - zh: 遗属、临聘、村干部、公益岗
    en: "survivors, temporary staff, village cadres, public-welfare posts"
  - zh: 购机在前、入职在后
    en: bought before entry into service
  - zh: 离职在前、购机在后
    en: left the service before buying
  - zh: 补贴为零或未载
    en: no subsidy on record
assumes:
  zh: 入职时间空白的视为一直在职;购机日空白的不列;金额为台账所载补贴,发放记录按购机人、金额对应。
  en: "Without a date of entry the person counts as employed throughout; without a date of purchase nothing is raised; the sum is the ledger's subsidy, payments are matched by buyer and amount."
sentence:
  zh: "{source_file:source}载明{subject:person} {bought_on:date}购置{item:text},{year:text}年共 {machines:number} 台、补贴 {amount:money};财政供养名册载明其为在编在职人员({employer:text})。需核:是否同一人、机具由谁使用、是否代他人购置。"
  en: "{source_file:source} says {subject:person} bought a machine ({item:text}) on {bought_on:date}, {machines:number} in {year:text}, subsidised by {amount:money}; the payroll lists the buyer as in active service ({employer:text}). To ask: is it the same person, who uses the machine, was it bought for somebody else."
version: 1
valid_from: 2013-01-01
*/
WITH bought AS (
    SELECT m.owner, m.kind, m.subsidy, m.bought_on, m.source_file, m.source_row, min(e.employer) AS employer
    FROM machinery AS m
    JOIN in_post AS e ON e.person = m.owner AND e.starts_on <= m.bought_on AND e.ends_on >= m.bought_on
    WHERE m.subsidy > 0
    GROUP BY ALL
),
machine AS (
    SELECT b.owner, b.subsidy, p.payment_no, p.household, p.account, p.village, p.programme, p.period,
           year(b.bought_on) AS year,
           {
               'bought_on': b.bought_on, 'item': coalesce(b.kind, '农业机械'), 'employer': b.employer,
               'source_file': b.source_file, 'source_row': b.source_row
           } AS record
    FROM bought AS b
    LEFT JOIN pay AS p
      ON p.person = b.owner AND p.kind = '农机购置' AND p.amount = b.subsidy AND p.on_date >= b.bought_on
),
counted AS (
    SELECT *, CASE row_number() OVER (PARTITION BY owner, record ORDER BY payment_no) WHEN 1 THEN subsidy ELSE 0 END AS once
    FROM machine
)
SELECT
    owner AS subject_key,
    0 AS other_key,
    [owner] AS persons,
    list_sort(coalesce(list(DISTINCT household) FILTER (WHERE household IS NOT NULL), [])) AS households,
    min(account) AS account,
    coalesce(min(village), 0) AS village,
    coalesce(min(programme), 0) AS programme,
    year * 100 AS period_from,
    year * 100 AS period_to,
    sum(once) AS amount,
    count(DISTINCT payment_no) AS payments,
    count(DISTINCT record) AS measure,
    {
        'bought_on': min(record).bought_on,
        'item': min(record).item,
        'employer': min(record).employer,
        'machines': count(DISTINCT record),
        'source_file': min(record).source_file,
        'theirs': {
            'register': 'machinery', 'source_file': min(record).source_file, 'source_row': min(record).source_row
        }
    } AS facts,
    list_sort(coalesce(list(DISTINCT payment_no) FILTER (WHERE payment_no IS NOT NULL), [])) AS payment_nos
FROM counted
GROUP BY owner, year
