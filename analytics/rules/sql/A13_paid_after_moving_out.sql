/*
code: A13
title:
  zh: 户籍迁出后发放救助
  en: Assistance paid after moving out of the county
module: 12
tier: indicator
subject: person
grain: year
reach: history
needs: [person]
parameters:
  grace_months: {type: integer, default: 1, unit: 月, min: 0, max: 12, step: 1, zh: 迁出当月之后的宽限月数, en: months after the month of moving that are let pass}
fence: {parameter: grace_months, measure: 最后一期距迁出月数, side: above, over: history}
flags:
  zh: 户籍迁往县外的人员,在迁出当月之后超过宽限月数仍有救助类发放的,列为疑点;宽限只决定是否列为疑点,金额自迁出后的所属期起算。
  en: Assistance is paid to somebody for a period more than the grace months after the month in which the household register says they left the county; the sum counts from the first period after the move.
why:
  zh: 救助由户籍地或经常居住地发放,迁往县外后一般由迁入地受理。
  en: Assistance is given where one is registered or lives; after a move out of the county it is usually the new place's.
basis:
  zh: 社会救助暂行办法中按户籍地或居住地申请的规定
  en: "Interim measures for social assistance: application where one is registered or lives"
excludes:
  - zh: 在本县之内迁移
    en: moved within the county
  - zh: 土地类补贴和其他非救助项目
    en: land subsidies and other programmes that are no assistance
  - zh: 补发迁出前的待遇
    en: "aid for periods before the move, paid later"
  - zh: 迁出后又迁回
    en: moved back since
assumes:
  zh: 未载明迁往何地的视为迁往县外;迁往地写有本县乡镇名称的视为县内迁移;另有一条未迁出的户籍登记的视为仍在本县。
  en: "Where the register does not say where to, it was out of the county; a destination that names one of the county's townships is within it; whoever also stands in a household that was not left is still here."
sentence:
  zh: "{source_file:source}载明{subject:person} {moved_out_on:date}迁出(迁往:{moved_to:text});{span:span}其名下仍有{programme:programme}发放 {payments:number} 笔、{amount:money}。需核:是否仍在本县居住、户内其他成员是否仍在本县、迁入地是否已受理。"
  en: "{source_file:source} says {subject:person} moved out on {moved_out_on:date} (to: {moved_to:text}); {programme:programme} was still paid for {span:span}, {payments:number} times, {amount:money}. To ask: does the person still live here, do others of the household, has the new place taken over."
version: 1
valid_from: 2013-01-01
*/
WITH gone AS (
    SELECT person, max(moved_out_on) AS moved_out_on, max(moved_in_on) AS moved_in_on,
           max({
               'moved_out_on': moved_out_on, 'source_file': source_file, 'source_row': source_row, 'moved_to': moved_to
           }) AS record
    FROM person
    GROUP BY person
    HAVING count(*) = count(moved_out_on)
),
after_move AS (
    SELECT p.payment_no, p.person, p.household, p.account, p.village, p.programme, p.year, p.period, p.amount,
           g.moved_out_on, g.record, months_apart(g.moved_out_on, p.period_end) AS months_after
    FROM pay AS p
    JOIN gone AS g ON g.person = p.person
    WHERE p.assistance
      AND p.period_start > g.moved_out_on
      AND NOT (coalesce(g.moved_in_on, g.moved_out_on) > g.moved_out_on AND g.moved_in_on <= p.period_end)
      AND NOT regexp_matches(coalesce(g.record.moved_to, ''), '本县|县内|本乡|本镇|本村')
      AND NOT EXISTS (SELECT 1 FROM township AS t WHERE regexp_matches(g.record.moved_to, t.title))
    QUALIFY max(months_apart(g.moved_out_on, p.period_end)) OVER (PARTITION BY p.person, p.programme) > $grace_months
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
    sum(amount) AS amount,
    count(*) AS payments,
    max(months_after) AS measure,
    {
        'moved_out_on': moved_out_on,
        'moved_to': nullif(record.moved_to, ''),
        'source_file': record.source_file,
        'theirs': {'register': 'person', 'source_file': record.source_file, 'source_row': record.source_row}
    } AS facts,
    list_sort(list(payment_no)) AS payment_nos
FROM after_move
GROUP BY person, programme, year, moved_out_on, record
