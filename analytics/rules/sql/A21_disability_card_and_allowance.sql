/*
code: A21
title:
  zh: 残疾证与补贴不符
  en: Disability card does not cover the allowance
module: 10
tier: hard
subject: person
grain: year
reach: history
needs: [disability]
flags:
  zh: 残疾人补贴发放时,本人残疾人证已经注销,或等级不在重度护理类补贴范围的,列为疑点;仅有效期已过的作数据待纠。
  en: An allowance for the disabled is paid after the card was cancelled, or on a grade the care allowance does not cover; a card that has only expired is a data matter.
why:
  zh: 残疾人补贴以持有相应等级的有效残疾人证为前提。
  en: The allowances presuppose a valid card of the grade they are for.
basis:
  zh: 困难残疾人生活补贴和重度残疾人护理补贴制度
  en: The schemes of living allowances for disabled people in need and care allowances for the severely disabled
excludes:
  - zh: 已及时换证(另有一张证有效)
    en: renewed in time (another card is valid)
  - zh: 注销以前所属期的补贴
    en: periods before the card was cancelled
  - zh: 三级智力、精神残疾(各地可纳入护理补贴)
    en: "grade three, intellectual or mental (counties may cover it)"
  - zh: 死亡后被注销的证(见 A01)
    en: cards cancelled because the holder died (see A01)
  - zh: 未见于残疾人证名册的受益人
    en: payees who are not in the register of cards
assumes:
  zh: "名称含“重度”或“护理”的项目只发给一级、二级,其余项目不限等级;未载注销时间的,不知发放时是否已注销,列为 ▲;一人多证的以对其最有利的一张为准。"
  en: "Programmes called severe or care cover grades one and two, others any grade; without a date of cancellation nobody knows whether the card was still good, hence ▲; of several cards the best counts."
sentence:
  zh: "{source_file:source}载明{subject:person}的残疾人证状态为{status:text}、等级{grade:text}、注销时间{cancelled_on:date};{span:span}其名下有{programme:programme}发放 {payments:number} 笔、{paid:money},其中不在该证范围内的 {amount:money}。需核:是否已换证、等级是否登记有误、何时停发。"
  en: "{source_file:source} says the card of {subject:person} has status {status:text}, grade {grade:text}, cancelled on {cancelled_on:date}; {programme:programme} was paid for {span:span}, {payments:number} times, {paid:money}, of which {amount:money} the card does not cover. To ask: was it renewed, is the grade a slip, when should payment have stopped."
sentence_by_tier:
  indicator:
    zh: "{source_file:source}载明{subject:person}的残疾人证已注销,未载注销时间;{span:span}其名下有{programme:programme}发放 {payments:number} 笔、{amount:money}。需核:何时注销、注销在发放之前还是之后。"
    en: "{source_file:source} says the card of {subject:person} was cancelled, not when; {programme:programme} was paid for {span:span}, {payments:number} times, {amount:money}. To ask: when was it cancelled, before or after the payments."
  data:
    zh: "{source_file:source}载明{subject:person}的残疾人证有效期至{valid_to:date};{span:span}仍有{programme:programme}发放 {payments:number} 笔、{paid:money}。需核:是否已换证,名册应否更正。"
    en: "{source_file:source} says the card of {subject:person} was valid until {valid_to:date}; {programme:programme} was paid for {span:span}, {payments:number} times, {paid:money}. To do: see whether it was renewed, and mend the register."
version: 1
valid_from: 2013-01-01
*/
WITH scheme AS (
    SELECT programme, regexp_matches(title, '重度|护理') AS severe_only FROM programme
),
-- How each card stands at the time of the payment: 0 good, 1 expired, 2 cancelled at some time, 3 grade, 4 cancelled.
held AS (
    SELECT p.payment_no, p.person, p.household, p.account, p.village, p.programme, p.year, p.period, p.amount,
           min({
               'fault': CASE
                   WHEN c.cancelled_on < p.period_start AND coalesce(d.died_on, p.period_start) >= p.period_start THEN 4
                   WHEN s.severe_only AND c.grade IN ('三级', '四级')
                        AND NOT (c.grade = '三级' AND regexp_matches(coalesce(c.category, ''), '智力|精神')) THEN 3
                   WHEN c.status = '注销' AND c.cancelled_on IS NULL AND d.person IS NULL THEN 2
                   WHEN c.valid_to < p.period_start THEN 1
                   ELSE 0 END,
               'source_file': c.source_file, 'source_row': c.source_row,
               'status': c.status, 'grade': c.grade, 'valid_to': c.valid_to, 'cancelled_on': c.cancelled_on
           }) AS card
    FROM pay AS p
    JOIN disability AS c ON c.person = p.person
    JOIN scheme AS s ON s.programme = p.programme
    LEFT JOIN died AS d ON d.person = p.person
    WHERE p.kind = '残疾人补贴'
    GROUP BY p.payment_no, p.person, p.household, p.account, p.village, p.programme, p.year, p.period, p.amount
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
    sum(CASE WHEN card.fault > 1 THEN amount ELSE 0 END) AS amount,
    count(*) AS payments,
    count(DISTINCT period) AS measure,
    {
        'status': max(card).status,
        'grade': max(card).grade,
        'valid_to': max(card).valid_to,
        'cancelled_on': max(card).cancelled_on,
        'paid': sum(amount),
        'source_file': max(card).source_file,
        'theirs': {
            'register': 'disability', 'source_file': max(card).source_file, 'source_row': max(card).source_row
        }
    } AS facts,
    list_sort(list(payment_no)) AS payment_nos,
    CASE WHEN max(card).fault > 2 THEN 'hard' WHEN max(card).fault = 2 THEN 'indicator' ELSE 'data' END AS tier
FROM held
WHERE card.fault > 0
GROUP BY person, programme, year
