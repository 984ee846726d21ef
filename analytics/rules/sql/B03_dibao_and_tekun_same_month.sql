/*
code: B03
title:
  zh: 低保与特困同月
  en: Dibao and tekun in one month
module: 6
tier: hard
subject: person
grain: year
reach: year
needs: []
flags:
  zh: 同一人同一月份既有低保金又有特困供养金(2016年以前的五保供养视同特困)发放的,列为疑点。
  en: The same person was paid dibao and tekun (wubao before 2016) for the same month.
why:
  zh: 特困人员不同时享受低保,两张发放表都按月记到人。
  en: Who is on tekun leaves dibao, and both rosters name the person and the month.
basis:
  zh: 社会救助暂行办法、县特困人员救助供养实施办法
  en: Interim measures for social assistance; county rules on support of the destitute
excludes:
  - zh: 低保停发之后才纳入特困
    en: destitute support that began after the subsistence allowance stopped
  - zh: 家庭其他成员享受另一项
    en: another member of the family receives the other one
  - zh: 已冲回的发放
    en: reversed payments
assumes:
  zh: "低保金登记在户主名下,户主即为低保对象之一。"
  en: "The subsistence allowance is listed under the head of household, who is one of those it is for."
sentence:
  zh: "{source_file:source}载明{subject:person}享受{other_programme:programme};{span:span}的同一月份其名下又有{programme:programme}发放,重合月份的{programme:programme} {payments:number} 笔、{amount:money}。需核:低保何时停发、特困何时批准、是否已退回。"
  en: "{source_file:source} shows {subject:person} on {other_programme:programme}, and {programme:programme} was paid for the same months for {span:span}; {programme:programme} of these months: {payments:number} credits, {amount:money}. To ask: when dibao ended, when tekun was approved, was it returned."
version: 1
valid_from: 2013-01-01
*/
WITH overlap AS (
    SELECT d.payment_no, d.person, d.household, d.account, d.village, d.programme, d.year, d.period, d.amount,
           min(t.programme) AS other_programme,
           min({'register': 'payment', 'source_file': t.source_file, 'source_row': t.source_row}) AS tekun_record
    FROM pay AS d
    JOIN pay AS t ON t.person = d.person AND t.held_from <= d.held_to AND t.held_to >= d.held_from
    WHERE d.kind IN ('农村低保', '城市低保') AND t.kind = '特困供养'
    GROUP BY ALL
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
    count(DISTINCT period) AS measure,
    {'other_programme': min(other_programme), 'source_file': min(tekun_record).source_file,
     'theirs': min(tekun_record)} AS facts,
    list_sort(list(payment_no)) AS payment_nos
FROM overlap
GROUP BY person, programme, year
