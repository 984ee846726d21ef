/*
code: A01
title:
  zh: 死亡登记后仍发放(按人项目)
  en: Paid after a registered death (programmes paid to a person)
module: 4
tier: hard
subject: person
grain: year
reach: history
needs: [death]
parameters:
  grace_months: {type: integer, default: 1, unit: 月, min: 0, max: 12, step: 1, zh: 死亡当月之后的宽限月数, en: months after the month of death that are let pass}
fence: {parameter: grace_months, measure: 最后一期距死亡月数, side: above, over: history}
flags:
  zh: 按人发放的项目,在死亡当月之后超过宽限月数仍有所属期的发放,列为疑点;宽限只决定是否列为疑点,金额自死亡次月起算。
  en: A programme paid to a person has a period more than the grace months after the month of death; the sum counts from the month after death.
why:
  zh: 人员死亡后待遇应当停发,死亡登记与发放记录直接矛盾。
  en: Benefits end with death; the register of deaths contradicts the payment.
basis:
  zh: 各项救助和津贴办法中死亡次月停发的规定
  en: Provisions that aid and allowances stop in the month after death
excludes:
  - zh: 补发生前月份的待遇
    en: "aid for months before death, paid later"
  - zh: 按年发放且所属年度为死亡当年
    en: "paid by the year, for the year of death"
  - zh: "户内另有低保对象(只计一人份额,▲)"
    en: "others in the household are on the subsistence allowance (one person's share only, ▲)"
  - zh: 两处死亡登记日期不一致(◇)
    en: two registered dates of death that differ (◇)
  - zh: 丧葬补助
    en: funeral grants
  - zh: 按户发放的项目和土地类补贴(见 A27)
    en: "programmes paid to a household, and land subsidies (see A27)"
assumes:
  zh: 死亡登记的证件号码与发放记录为同一人。
  en: "The ID number in the death register and in the payments is the same person's."
sentence:
  zh: "{source_file:source}载明{subject:person} {died_on:date}死亡;{span:span}其名下仍有{programme:programme}发放 {payments:number} 笔、{amount:money}。需核:是否同一人、是否已退回。"
  en: "{source_file:source} says {subject:person} died on {died_on:date}; {programme:programme} was still paid for {span:span}, {payments:number} times, {amount:money}. To ask: is it the same person, was it paid back."
sentence_by_tier:
  indicator:
    zh: "{source_file:source}载明{subject:person} {died_on:date}死亡;{span:span}其仍在{programme:programme}保障人口之中,全户 {sharers:number} 人、发放 {payments:number} 笔,其一人份额 {amount:money}。需核:家庭是否已申报减员、保障金是否已调整。"
    en: "{source_file:source} says {subject:person} died on {died_on:date}, yet stayed among the {sharers:number} insured of {programme:programme} for {span:span}; one person's share of {payments:number} payments is {amount:money}. To ask: was the death reported, was the aid adjusted."
  data:
    zh: "{source_file:source}载明{subject:person} {died_on:date}死亡,另一处登记为{latest_on:date};{span:span}其名下有{programme:programme}发放 {payments:number} 笔、{amount:money}。需核:死亡日期以哪一处为准。"
    en: "{source_file:source} says {subject:person} died on {died_on:date}, another register says {latest_on:date}; {programme:programme} was paid for {span:span}, {payments:number} times, {amount:money}. To ask: which date is right."
version: 1
valid_from: 2013-01-01
*/
WITH own AS (
    SELECT payment_no, person, household, account, village, programme, year, period, period_end, amount, 1 AS sharers,
           died_on, latest_on, dates, death_file AS source_file, death_row AS source_row
    FROM paid_after_death
    WHERE paid_to = 'person'
      AND NOT land
),
-- Somebody who died but stays among the insured of a household: one share of its aid.
shared AS (
    SELECT p.payment_no, d.person, p.household, p.account, p.village, p.programme, p.year, p.period,
           p.period_end, p.amount, count(DISTINCT o.person) AS sharers, d.died_on, d.latest_on, d.dates, d.source_file, d.source_row
    FROM died AS d
    JOIN assistance_roll AS r ON r.person = d.person
    JOIN pay AS p ON p.household = r.household AND p.kind = r.kind
    JOIN assistance_roll AS o ON o.household = r.household AND o.kind = r.kind
    WHERE p.kind IN ('农村低保', '城市低保')
      AND p.paid_to = 'household'
      AND p.period_start > d.died_on
      AND coalesce(r.ends_on, p.period_start) >= p.period_start
      AND coalesce(o.starts_on, p.period_end) <= p.period_end
      AND coalesce(o.ends_on, p.period_start) >= p.period_start
    GROUP BY ALL
    HAVING count(DISTINCT o.person) > 1
),
after_death AS (
    SELECT *, CAST(amount / sharers AS DECIMAL(12, 2)) AS share, months_apart(died_on, period_end) AS months_after
    FROM (SELECT * FROM own UNION ALL SELECT * FROM shared) AS paid
    QUALIFY max(months_apart(died_on, period_end)) OVER (PARTITION BY person, programme) > $grace_months
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
    sum(share) AS amount,
    count(*) AS payments,
    max(months_after) AS measure,
    {
        'died_on': died_on,
        'latest_on': latest_on,
        'sharers': max(sharers),
        'source_file': source_file,
        'theirs': {'register': 'death', 'source_file': source_file, 'source_row': source_row}
    } AS facts,
    list_sort(list(payment_no)) AS payment_nos,
    CASE WHEN dates > 1 THEN 'data' WHEN max(sharers) > 1 THEN 'indicator' ELSE 'hard' END AS tier
FROM after_death
GROUP BY person, programme, year, died_on, latest_on, dates, source_file, source_row
