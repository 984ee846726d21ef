/*
code: E05
title:
  zh: 年底集中发放
  en: Paid out in December
module: 14
tier: statistical
subject: programme
grain: year
reach: year
needs: []
parameters:
  share:
    {type: decimal, default: 0.40, unit: 倍, min: 0.1, max: 1, step: 0.05, zh: 12月发放占全年的比例上限, en: share of a year's money paid in December}
fence: {parameter: share, measure: 12月发放金额占全年的比例, side: above, excess_moves: true}
flags:
  zh: 按月或按季发放的项目,当年资金有 40% 以上在 12 月支付的,列为疑点。
  en: A programme paid more than once a year paid over 40 % of the year's money in December.
why:
  zh: 平时不发、年底突击发放,群众迟得补助,也容易出错。
  en: Money held back and paid in a rush comes late and goes wrong easily.
basis:
  zh: 县惠民补贴“一卡通”发放管理办法
  en: County rules on paying subsidies by one card
excludes:
  - zh: 一年一次发放的项目
    en: programmes paid once a year
  - zh: 当年只有一个所属期的项目
    en: programmes with one period in the year
assumes:
  zh: "没有发放日期的,以所属期末日为准。"
  en: Without a date of payment the last day of the period counts.
sentence:
  zh: "{source_file:source}显示,{programme:programme}{span:span}共发放 {total:money},其中 12 月支付 {december:money},超过所设比例的部分 {amount:money},涉及 {people:number} 人。这是统计提示。需核:资金何时到账、为何集中在年底。"
  en: "{source_file:source} shows {total:money} of {programme:programme} for {span:span}, {december:money} of it paid in December to {people:number} people, {amount:money} above the share set. A statistical hint. To ask: when did the money arrive, why was it paid at the end of the year."
version: 1
valid_from: 2013-01-01
*/
WITH credit AS (
    SELECT programme, year, period, amount, source_file,
           CASE WHEN year(on_date) = year AND month(on_date) = 12 THEN amount ELSE 0 END AS december,
           CASE WHEN year(on_date) = year AND month(on_date) = 12 THEN person END AS december_person
    FROM pay
    WHERE period % 100 > 0
)
SELECT
    programme AS subject_key,
    0 AS other_key,
    CAST([] AS INTEGER[]) AS persons,
    CAST([] AS INTEGER[]) AS households,
    0 AS account,
    0 AS village,
    programme,
    min(period) AS period_from,
    max(period) AS period_to,
    CAST(sum(december) - sum(amount) * $share AS DECIMAL(12,2)) AS amount,
    count(december_person) AS payments,
    CAST(sum(december) / sum(amount) AS DECIMAL(9,4)) AS measure,
    {'total': sum(amount), 'december': sum(december), 'people': count(DISTINCT december_person),
     'source_file': min(source_file)} AS facts,
    CAST([] AS BIGINT[]) AS payment_nos
FROM credit
GROUP BY programme, year
HAVING count(DISTINCT period) > 1
   AND sum(december) > sum(amount) * $share
