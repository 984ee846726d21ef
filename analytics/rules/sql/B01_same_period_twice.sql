/*
code: B01
title:
  zh: 同项目同期重复发放
  en: Same programme, same period, paid twice
module: 5
tier: hard
subject: person
grain: year
reach: year
needs: []
flags:
  zh: 同一人在同一项目的同一所属期有两笔以上发放,冲回之后仍多付的,列为疑点;按月项目为记录直接矛盾,按年项目和土地类项目须实地核实。
  en: One person, one programme, one period, more than one credit after reversals; hard for monthly programmes, an indicator for yearly and land programmes.
why:
  zh: 按月发放的补助一人一月一笔,同月两笔在发放记录本身就能看出。
  en: A monthly aid is one credit a month; a second one shows in the payments themselves.
basis:
  zh: 县惠民补贴“一卡通”发放管理办法
  en: County rules on paying subsidies by one card
excludes:
  - zh: 已冲回的重复发放
    en: double payments that were reversed
  - zh: 补发、提标、价格临时补贴、节日慰问
    en: "back payments, raised rates, temporary price allowances, holiday gifts"
  - zh: "户主代家庭成员列名(姓名不同,或按户项目每月同一名册固定多行且不超过家庭人口)"
    en: "the head listed for family members (different names, or a household programme with the same several lines every month, no more than the family has members)"
  - zh: 两个村或不同地块的土地补贴
    en: land subsidies for two villages or different plots
  - zh: 两轮退耕还林标准不同
    en: the two rounds of farmland-to-forest have different rates
  - zh: 同一笔补助的不同期次
    en: different instalments of one grant
  - zh: 临时救助(一事一救,见 B18)
    en: "temporary relief, which is given for each emergency (see B18)"
assumes:
  zh: "未注明所属期的按年项目,以发放年份为所属期。"
  en: A yearly programme without a period counts for the year of payment.
sentence:
  zh: "{source_file:source}中,{subject:person}的{programme:programme}在{span:span}有 {periods:number} 个所属期各列多笔,最多的一期 {times:number} 笔,扣除冲回后多出 {payments:number} 笔、{amount:money}。需核:是否补发或代领、多出部分是否已收回。"
  en: "In {source_file:source} {subject:person} stands more than once under {programme:programme} in {periods:number} periods for {span:span}, up to {times:number} times; {payments:number} credits, {amount:money}, are left over after reversals. To ask: is it a supplement or drawn for somebody else, was it taken back."
version: 2
valid_from: 2013-01-01
*/
WITH credit AS (
    SELECT payment_no, person, household, account, village, programme, year, period, amount, batch, paid_to,
           source_file, source_row, coalesce(name, 0) AS listed_as,
           coalesce(instalment, CASE WHEN later_instalment THEN 2 ELSE 1 END) AS instalment,
           coalesce(plot, '') AS plot, CASE WHEN land THEN village ELSE 0 END AS field_village,
           CASE WHEN kind = '退耕还林' THEN CAST(amount / nullif(quantity, 0) AS DECIMAL(12,0)) ELSE 0 END AS round_rate,
           CASE WHEN period % 100 = 0 OR land OR paid_to = 'plot' THEN 'indicator' ELSE 'hard' END AS tier
    FROM paid_again
    WHERE coalesce(note_kind, '') NOT IN ('补发', '提标', '临时补贴', '慰问')
      AND kind <> '临时救助'
),
line AS (
    SELECT *, row_number() OVER (same_thing ORDER BY amount DESC, payment_no) AS nth
    FROM credit
    WINDOW same_thing AS (PARTITION BY person, programme, period, listed_as, instalment, plot, field_village, round_rate)
    QUALIFY sum(amount) OVER same_thing > max(amount) OVER same_thing
),
periods_paid AS (
    SELECT person, programme, year, count(DISTINCT period) AS periods
    FROM pay SEMI JOIN line USING (person, programme, year)
    GROUP BY person, programme, year
),
-- A head listed for the members: the same roster holds several lines in every period, no more than the family.
listed_for_family AS (
    SELECT l.person, l.programme, l.year
    FROM line AS l
    JOIN (SELECT household, count(DISTINCT person) AS members FROM person GROUP BY household) AS f USING (household)
    JOIN periods_paid AS p USING (person, programme, year)
    WHERE l.paid_to = 'household'
    GROUP BY l.person, l.programme, l.year, f.members, p.periods
    HAVING count(DISTINCT l.period) = p.periods
       AND p.periods >= 3
       AND count(DISTINCT l.batch) = count(DISTINCT l.period)
       AND max(l.nth) <= f.members
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
    sum(CASE WHEN nth > 1 THEN amount ELSE 0 END) AS amount,
    count_if(nth > 1 AND amount > 0) AS payments,
    max(CASE WHEN amount > 0 THEN nth ELSE 0 END) AS measure,
    {
        'periods': count(DISTINCT period),
        'times': max(CASE WHEN amount > 0 THEN nth ELSE 0 END),
        'source_file': min(source_file),
        'theirs': min({'register': 'payment', 'source_file': source_file, 'source_row': source_row})
    } AS facts,
    list_sort(list(payment_no)) AS payment_nos,
    tier
FROM line ANTI JOIN listed_for_family USING (person, programme, year)
GROUP BY person, programme, year, tier
