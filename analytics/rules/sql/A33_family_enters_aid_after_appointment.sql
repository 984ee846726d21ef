/*
code: A33
title:
  zh: 任职后家庭新增救助
  en: Family enters aid soon after a cadre's appointment
module: 13
tier: indicator
subject: household
grain: year
reach: history
needs: [cadre, person]
parameters:
  months: {type: integer, default: 12, unit: 月, min: 1, max: 60, step: 1, zh: 任职后的月数, en: months after the appointment}
fence: {parameter: months, measure: 任职至首次发放的月数, side: at_most}
flags:
  zh: 村组干部首次任职之后规定月数之内,其家庭首次领取按家庭经济状况给予的救助的,列为疑点;金额为此后在任期间的发放。
  en: Within the set months after a village cadre's first appointment the family was paid means-tested aid for the first time; the sum is what was paid from then on while in office.
why:
  zh: 任职后不久家庭即纳入救助的,应当核对纳入时是否符合条件、本人是否回避。
  en: Where a family enters aid soon after the appointment, its entitlement and the cadre's abstention are checked.
basis:
  zh: 县城乡低保实施细则(干部近亲属享受救助备案和回避)
  en: County rules on filing and abstention where cadres' families receive assistance
excludes:
  - zh: 任职之前家庭已有救助发放
    en: the family was paid aid before the appointment
  - zh: 任职之前家庭已在救助名册或建档立卡名册
    en: the family was on the roll of assistance or of poor households before the appointment
  - zh: 任职满规定月数之后才纳入
    en: entered after the set months
  - zh: 高龄津贴、残疾人补贴等不按家庭经济状况给予的项目
    en: "allowances for age, disability and others that do not go by means"
  - zh: 任职早于发放数据的起始(无法得知此前是否已享受)
    en: appointed before the payments on file begin (what came before cannot be known)
assumes:
  zh: 连任的以最早一次任职为准;任职时间空白的不列;此前享受过任何一种此类救助的,视为此前已纳入。
  en: "With several terms the first one counts; without a date of appointment nothing is raised; any means-tested aid before the appointment counts as having entered before."
sentence:
  zh: "{source_file:source}载明{owner:person} {starts_on:date}任{post:text};其家庭({subject:household})此前无救助发放,{entered_on:date}起首次领取;{span:span}有{programme:programme}发放 {payments:number} 笔、{amount:money}。需核:纳入时家庭是否符合条件、评议时是否回避。"
  en: "{source_file:source} says {owner:person} took office as {post:text} on {starts_on:date}; the family ({subject:household}) had no aid before and was first paid for {entered_on:date}; {programme:programme} was paid for {span:span}, {payments:number} times, {amount:money}. To ask: was the family entitled then, did the cadre stand aside in the vote."
version: 1
valid_from: 2013-01-01
*/
WITH appointed AS (
    SELECT person, min({
               'starts_on': starts_on, 'owner': person, 'post': post,
               'source_file': source_file, 'source_row': source_row
           }) AS record
    FROM in_office
    GROUP BY person
),
aid AS (
    SELECT p.household, p.held_from FROM pay AS p JOIN programme_kind AS k ON k.kind = p.kind WHERE k.means_tested
),
entered AS (
    SELECT household, min(held_from) AS entered_on FROM aid GROUP BY household
),
enrolled AS (
    SELECT household, starts_on FROM assistance_roll
    UNION ALL
    SELECT household, starts_on FROM poverty_household
),
held AS (
    SELECT a.payment_no, a.household, a.person, a.account, a.village, a.programme, a.year, a.period, e.entered_on,
           t.record,
           CASE row_number() OVER (PARTITION BY a.payment_no ORDER BY t.record) WHEN 1 THEN a.amount ELSE 0 END AS counted
    FROM appointed AS t
    JOIN aid_member AS a ON a.member = t.person
    JOIN entered AS e ON e.household = a.household
    JOIN in_office AS o ON o.person = t.person
    WHERE t.record.starts_on > (SELECT min(held_from) FROM aid)
      AND e.entered_on > t.record.starts_on
      AND months_apart(t.record.starts_on, e.entered_on) <= $months
      AND o.starts_on <= a.on_date
      AND o.ends_on >= a.on_date
      AND NOT EXISTS (
          SELECT 1 FROM enrolled AS r WHERE r.household = a.household AND r.starts_on <= t.record.starts_on)
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
    min(months_apart(record.starts_on, entered_on)) AS measure,
    {
        'owner': min(record).owner,
        'post': min(record).post,
        'starts_on': min(record).starts_on,
        'entered_on': min(entered_on),
        'source_file': min(record).source_file,
        'theirs': {
            'register': 'cadre', 'source_file': min(record).source_file, 'source_row': min(record).source_row
        }
    } AS facts,
    list_sort(list(DISTINCT payment_no)) AS payment_nos
FROM held
GROUP BY household, programme, year
