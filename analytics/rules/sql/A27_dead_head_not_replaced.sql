/*
code: A27
title:
  zh: 户主死亡未变更
  en: Dead head of household not replaced
module: 4
tier: hard
subject: person
grain: year
reach: history
needs: [death, person]
parameters:
  change_months: {type: integer, default: 12, unit: 月, min: 0, max: 36, step: 1, zh: 死亡后办理变更的月数, en: months after death for changing the name}
fence: {parameter: change_months, measure: 最后一期距死亡月数, side: at_least}
flags:
  zh: 按户发放的项目和土地类补贴,在领取人死亡满规定月数后仍以其名义发放的,列为疑点;户内无人在世为记录直接矛盾,户内有人在世只作数据待纠。
  en: A household programme or land subsidy still stands under a payee who died months ago; hard when nobody of the household lives, a data matter when somebody does.
why:
  zh: 户主死亡应变更领取人;户内已无人的应停发。
  en: The name must be changed after a death; with nobody left the payment must stop.
basis:
  zh: 县惠民补贴“一卡通”发放管理办法
  en: County rules on paying subsidies by one card
excludes:
  - zh: 死亡后一年内已变更领取人
    en: the recipient was changed within a year of death
  - zh: 补发生前年度的补贴
    en: "subsidies for years before death, paid later"
  - zh: 按人发放的项目(见 A01)
    en: programmes paid to a person (see A01)
  - zh: "户内有人在世(只作更名,◇)"
    en: "somebody of the household is alive (only the name is to be changed, ◇)"
assumes:
  zh: "户籍所载成员即补贴户成员;死者已不在户籍内的无法判断户内是否有人,列为 ▲。"
  en: "Members in the household register are the subsidised household; where the dead person is no longer in it, nobody can tell whether others live there, hence ▲."
sentence:
  zh: "{source_file:source}载明{subject:person} {died_on:date}死亡,户籍内已无人在世;{span:span}其名下仍有{programme:programme}发放 {payments:number} 笔、{amount:money}。需核:由何人领取、是否已退回、土地由何人承包。"
  en: "{source_file:source} says {subject:person} died on {died_on:date} and nobody of the household lives; {programme:programme} was still paid for {span:span}, {payments:number} times, {amount:money}. To ask: who drew it, was it paid back, who holds the land."
sentence_by_tier:
  indicator:
    zh: "{source_file:source}载明{subject:person} {died_on:date}死亡,户籍中未见其户;{span:span}其名下仍有{programme:programme}发放 {payments:number} 笔、{amount:money}。需核:户内是否还有成员、由何人领取。"
    en: "{source_file:source} says {subject:person} died on {died_on:date}; the household is not in the register; {programme:programme} was still paid for {span:span}, {payments:number} times, {amount:money}. To ask: does anybody of the household live, who drew it."
  data:
    zh: "{source_file:source}载明{subject:person} {died_on:date}死亡,户内还有人在世;{span:span}{programme:programme}仍列其名,{payments:number} 笔、{paid:money}。需核:领取人是否应变更为在世成员。"
    en: "{source_file:source} says {subject:person} died on {died_on:date}; others of the household live; {programme:programme} still stands under that name for {span:span}, {payments:number} times, {paid:money}. To do: put it under a living member."
version: 1
valid_from: 2013-01-01
*/
WITH after_death AS (
    SELECT p.payment_no, p.person, p.household, p.account, p.village, p.programme, p.year, p.period, p.period_end,
           p.amount, d.died_on, d.source_file, d.source_row, months_apart(d.died_on, p.period_end) AS months_after
    FROM pay AS p
    JOIN died AS d ON d.person = p.person
    WHERE (p.land OR p.paid_to = 'household')
      AND p.period_start > d.died_on
    QUALIFY max(months_apart(d.died_on, p.period_end)) OVER (PARTITION BY p.person, p.programme) >= $change_months
),
living AS (
    SELECT DISTINCT a.payment_no
    FROM after_death AS a
    JOIN household_member AS m ON m.household = a.household
    LEFT JOIN died AS d ON d.person = m.person
    WHERE m.starts_on <= a.period_end
      AND m.ends_on >= a.period_end
      AND coalesce(d.died_on, DATE '9999-12-31') > a.period_end
),
told AS (
    SELECT a.*, CASE WHEN a.household < 0 THEN 'indicator' WHEN l.payment_no IS NULL THEN 'hard' ELSE 'data' END AS tier
    FROM after_death AS a LEFT JOIN living AS l ON l.payment_no = a.payment_no
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
    sum(CASE WHEN tier = 'data' THEN 0 ELSE amount END) AS amount,
    count(*) AS payments,
    max(months_after) AS measure,
    {
        'died_on': died_on,
        'paid': sum(amount),
        'source_file': source_file,
        'theirs': {'register': 'death', 'source_file': source_file, 'source_row': source_row}
    } AS facts,
    list_sort(list(payment_no)) AS payment_nos,
    -- The gravest of the year's months.
    CASE WHEN count_if(tier = 'hard') > 0 THEN 'hard' WHEN count_if(tier = 'indicator') > 0 THEN 'indicator' ELSE 'data' END AS tier
FROM told
GROUP BY person, programme, year, died_on, source_file, source_row
