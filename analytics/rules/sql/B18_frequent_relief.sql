/*
code: B18
title:
  zh: 临时救助频次偏高
  en: Temporary relief paid often
module: 5
tier: indicator
subject: household
grain: year
reach: year
needs: []
parameters:
  times: {type: integer, default: 2, unit: 次, min: 1, max: 12, step: 1, zh: 一年之内允许的次数, en: times in a year that are let pass}
flags:
  zh: 一户一年内临时救助超过规定次数,或以同一事由救助两次以上的,列为疑点;金额计超次数或同一事由第二次起的部分。
  en: A household had temporary relief more often than set in a year, or twice for the same reason; what is beyond counts.
why:
  zh: 临时救助一事一救,同一年内多次发放须逐次核对事由。
  en: Relief is given once for one emergency; each further time needs its own reason.
basis:
  zh: 国务院关于全面建立临时救助制度的通知;县临时救助实施办法
  en: Notice of the State Council on temporary relief; county rules on it
excludes:
  - zh: 因灾救助
    en: relief after a disaster
  - zh: 同一次救助分期拨付
    en: instalments of one relief
  - zh: 两次以内且事由不同
    en: "no more than twice, for different reasons"
  - zh: 已冲回的发放
    en: reversed payments
assumes:
  zh: 备注即救助事由;没有备注的只计次数。
  en: The remark is the reason; without one only the number counts.
sentence:
  zh: "{source_file:source}等显示{subject:household}{span:span}享受临时救助 {measure:number} 次、共 {total:money}({reason:text}),其中超出 {times:number} 次或事由相同的 {payments:number} 笔、{amount:money}。需核:各次事由、是否分期、是否由本人领取。"
  en: "{source_file:source} shows {measure:number} times temporary relief for {subject:household}, {span:span}, {total:money} in all ({reason:text}); {payments:number} of them, {amount:money}, beyond {times:number} times or for the same reason. To ask: what was each for, were they instalments, who drew the money."
version: 1
valid_from: 2013-01-01
*/
WITH relief AS (
    SELECT payment_no, household, person, account, village, programme, year, period, amount,
           coalesce(remark, '') AS reason,
           {'register': 'payment', 'source_file': source_file, 'source_row': source_row} AS record,
           row_number() OVER (PARTITION BY household, year ORDER BY on_date, payment_no) AS nth,
           row_number() OVER (PARTITION BY household, year, coalesce(remark, '') ORDER BY on_date, payment_no) AS nth_of_reason
    FROM pay
    WHERE kind = '临时救助'
      AND NOT later_instalment
      AND coalesce(remark, '') NOT LIKE '%灾%'
),
counted AS (
    SELECT *, nth > $times OR (reason <> '' AND nth_of_reason > 1) AS again FROM relief
)
SELECT
    household AS subject_key,
    0 AS other_key,
    list_sort(list(DISTINCT person)) AS persons,
    [household] AS households,
    min(account) AS account,
    min(village) AS village,
    CASE WHEN min(programme) = max(programme) THEN min(programme) ELSE 0 END AS programme,
    min(period) AS period_from,
    max(period) AS period_to,
    sum(CASE WHEN again THEN amount ELSE 0 END) AS amount,
    count_if(again) AS payments,
    count(*) AS measure,
    {
        'total': sum(amount),
        'reason': coalesce(max(CASE WHEN again AND reason <> '' THEN reason END), '未载明事由'),
        'times': $times,
        'source_file': min(record).source_file,
        'theirs': min(record)
    } AS facts,
    list_sort(list(payment_no)) AS payment_nos
FROM counted
GROUP BY household, year
HAVING count_if(again) > 0
