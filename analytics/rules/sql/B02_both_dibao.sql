/*
code: B02
title:
  zh: 城乡低保同月
  en: Rural and urban subsistence allowance in one month
module: 6
tier: indicator
subject: household
grain: year
reach: year
needs: []
flags:
  zh: 同一户同一月份既有农村低保又有城市低保发放的,列为疑点,金额计重合月份的农村低保。
  en: One household was paid the rural and the urban subsistence allowance for the same month; the rural money of these months counts.
why:
  zh: 城乡低保按户籍和居住地二者取一,两份名册由不同经办人编制,容易并存。
  en: A household belongs to one of the two schemes; two rosters made by different people can hold it twice.
basis:
  zh: 社会救助暂行办法;县城乡低保实施细则
  en: Interim measures for social assistance; county rules on the subsistence allowance
excludes:
  - zh: 两个月份之间转换(农转城或城转农)
    en: converted from one scheme to the other between months
  - zh: 其他户享受另一项
    en: another household receives the other one
  - zh: 已冲回的发放
    en: reversed payments
assumes:
  zh: 所属期即享受月份;户以发放当时的户口登记为准。
  en: The period of a credit is the month it is for; the household is that of the register at the time.
sentence:
  zh: "{source_file:source}载明{subject:household}享受{other_programme:programme};{span:span}的同一月份该户又有{programme:programme}发放 {payments:number} 笔、{amount:money}。需核:何时由一种低保转为另一种、原待遇何时停发、是否已退回。"
  en: "{source_file:source} shows {subject:household} on {other_programme:programme}; {programme:programme} was paid to it for the same months, {span:span}, {payments:number} times, {amount:money}. To ask: when did it pass from one scheme to the other, when did the first one stop, was it returned."
version: 1
valid_from: 2013-01-01
*/
WITH overlap AS (
    SELECT d.payment_no, min(c.programme) AS other_programme,
           min({'register': 'payment', 'source_file': c.source_file, 'source_row': c.source_row}) AS city_record
    FROM pay AS c
    JOIN pay AS d ON d.household = c.household AND d.held_from <= c.held_to AND d.held_to >= c.held_from
    WHERE c.kind = '城市低保' AND d.kind = '农村低保'
    GROUP BY d.payment_no
)
SELECT
    p.household AS subject_key,
    0 AS other_key,
    list_sort(list(DISTINCT p.person)) AS persons,
    [p.household] AS households,
    min(p.account) AS account,
    min(p.village) AS village,
    p.programme,
    min(p.period) AS period_from,
    max(p.period) AS period_to,
    sum(p.amount) AS amount,
    count(*) AS payments,
    count(DISTINCT p.period) AS measure,
    {'other_programme': min(o.other_programme), 'source_file': min(o.city_record).source_file,
     'theirs': min(o.city_record)} AS facts,
    list_sort(list(p.payment_no)) AS payment_nos
FROM pay AS p
JOIN overlap AS o ON o.payment_no = p.payment_no
GROUP BY p.household, p.programme, p.year
