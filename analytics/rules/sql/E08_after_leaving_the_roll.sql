/*
code: E08
title:
  zh: 退出后仍发放
  en: Paid after leaving the roll
module: 14
tier: hard
subject: person
grain: year
reach: history
needs: [assistance_roll]
parameters:
  grace_months: {type: integer, default: 1, unit: 月, min: 0, max: 12, step: 1, zh: 退出当月之后的宽限月数, en: months after the month of exit that are let pass}
fence: {parameter: grace_months, measure: 最后一期距退出月数, side: above, over: history}
flags:
  zh: 救助对象名册载明已退出,退出当月之后超过宽限月数仍有所属期的同类救助发放,且名册未载明重新纳入的,列为疑点;金额自退出次月起算。
  en: Assistance paid for a period more than the grace months after the roll says it ended, with no re-admission on the roll; the sum counts from the month after.
why:
  zh: 退出名册即停发,名册与发放记录直接矛盾;中断后又出现的,须有重新审批。
  en: Leaving the roll ends the payment; who reappears needs a new decision.
basis:
  zh: 各项救助办法中动态管理、退出停发的规定
  en: the regulations on each kind of assistance, on leaving and stopping
excludes:
  - zh: 退出后重新审批纳入
    en: re-admitted after leaving
  - zh: 名册注明停发原因(暂停、年审)后恢复
    en: suspended for a stated reason, then resumed
  - zh: 补发退出以前月份
    en: arrears for months before the exit
  - zh: 按年发放的补贴(资格另按年度认定)
    en: yearly credits (entitlement is decided for the year)
assumes:
  zh: 按户发放的项目以户为准,家中任何一人仍在册即视为在册;名册没有该户该类记录的不比对。
  en: For household programmes anybody of the household on the roll keeps it on; households never on the roll are not compared.
sentence:
  zh: "{source_file:source}载明{subject:person}的{kind:text} {left_on:date}退出;{span:span}仍有{programme:programme}发放 {payments:number} 笔、{amount:money},名册未见重新纳入。需核:是否已重新审批、是否补发以前月份。"
  en: "{source_file:source} says the {kind:text} of {subject:person} ended on {left_on:date}; {programme:programme} was still paid for {span:span}, {payments:number} times, {amount:money}, and no re-admission is on the roll. To ask: was it approved anew, are these arrears."
version: 1
valid_from: 2013-01-01
*/
WITH gone AS (
    SELECT kind, paid_to, payee_key, max(ends_on) AS left_on,
           max({'ends_on': ends_on, 'source_file': source_file, 'source_row': source_row}) AS record
    FROM on_roll
    WHERE suspended_why IS NULL
    GROUP BY kind, paid_to, payee_key
),
late AS (
    SELECT p.payment_no, p.person, p.household, p.account, p.village, p.programme, p.kind, p.year, p.period, p.amount,
           months_apart(g.left_on, p.period_end) AS months_after, g.left_on, g.record
    FROM pay AS p
    JOIN gone AS g
      ON g.kind = p.kind
     AND g.paid_to = p.paid_to
     AND g.payee_key = CASE WHEN p.paid_to = 'household' THEN p.household ELSE p.person END
    WHERE p.period_start > g.left_on
      AND p.period % 100 > 0
    QUALIFY max(months_apart(g.left_on, p.period_end)) OVER (PARTITION BY p.person, p.programme) > $grace_months
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
        'kind': min(kind),
        'left_on': max(left_on),
        'source_file': max(record).source_file,
        'theirs': {
            'register': 'assistance_roll',
            'source_file': max(record).source_file,
            'source_row': max(record).source_row
        }
    } AS facts,
    list_sort(list(payment_no)) AS payment_nos
FROM late
GROUP BY person, programme, year
