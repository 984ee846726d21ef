/*
code: A30
title:
  zh: 死亡后首次发放
  en: First paid after a registered death
module: 4
tier: hard
subject: person
grain: history
reach: history
needs: [death]
flags:
  zh: 一个人的首笔发放晚于死亡登记当月,且所属期在死亡之后的,列为疑点。
  en: The first payment ever to a person came after the month of the registered death, for a period after it.
why:
  zh: 生前从未领取、死后才进入发放名册,申报和审核都无本人到场。
  en: Somebody never paid in life enters the rosters after death; nobody can have applied in person.
basis:
  zh: 各项补贴申报审核中本人申请、入户核实的规定
  en: Provisions that people apply themselves and are visited
excludes:
  - zh: 生前已审批、死亡后补发
    en: approved before death and paid in arrears
  - zh: 补发生前月份的待遇
    en: "aid for months before death, paid later"
  - zh: 生前已有任何项目发放(见 A01、A27)
    en: "paid under any programme before death (see A01, A27)"
  - zh: 丧葬补助
    en: funeral grants
  - zh: 发放数据开始年份以前死亡
    en: death before the first year of the payment data
assumes:
  zh: 数据所及年份之前的发放不可知;两处死亡登记日期不一致的以较晚者为准;金额为死亡以后所属期的合计。
  en: Payments before the data begin are unknown; of two dates of death the later counts; the amount is the sum for periods after death.
sentence:
  zh: "{source_file:source}载明{subject:person} {died_on:date}死亡;其首笔发放在{first_on:date},{span:span}共 {payments:number} 笔、{amount:money}。需核:何时由何人申报、何时审批、由何人领取。"
  en: "{source_file:source} says {subject:person} died on {died_on:date}; the first payment came on {first_on:date}, {payments:number} in all for {span:span}, {amount:money}. To ask: who applied and when, when was it approved, who drew the money."
version: 1
valid_from: 2013-01-01
*/
WITH late AS (
    SELECT * FROM paid_after_death
    WHERE period_start > latest_on
      AND year(latest_on) >= (SELECT min(year) FROM payment)
),
newcomer AS (
    SELECT l.person, min(p.on_date) AS first_on
    FROM (SELECT DISTINCT person FROM late) AS l JOIN pay AS p ON p.person = l.person
    GROUP BY l.person
)
SELECT
    l.person AS subject_key,
    0 AS other_key,
    [l.person] AS persons,
    list_sort(list(DISTINCT l.household)) AS households,
    min(l.account) AS account,
    min(l.village) AS village,
    CASE WHEN min(l.programme) = max(l.programme) THEN min(l.programme) ELSE 0 END AS programme,
    min(l.period) AS period_from,
    max(l.period) AS period_to,
    sum(l.amount) AS amount,
    count(*) AS payments,
    months_apart(l.latest_on, n.first_on) AS measure,
    {
        'died_on': l.latest_on,
        'first_on': n.first_on,
        'source_file': l.death_file,
        'theirs': {'register': 'death', 'source_file': l.death_file, 'source_row': l.death_row}
    } AS facts,
    list_sort(list(l.payment_no)) AS payment_nos
FROM late AS l
JOIN newcomer AS n ON n.person = l.person
WHERE n.first_on > last_day(l.latest_on)
  AND coalesce(l.approved_on, n.first_on) > l.latest_on
GROUP BY l.person, l.latest_on, n.first_on, l.death_file, l.death_row
