/*
code: C09
title:
  zh: 受益人未见于户籍
  en: Payee in no household of the county
module: 8
tier: indicator
subject: person
grain: year
reach: year
needs: [person]
flags:
  zh: 受益人的身份证号在全县户籍中查不到,或在发放年度之后才迁入的,列为疑点。
  en: The payee's ID number is in no household of the county's register, or moved in only after the year of payment.
why:
  zh: 查无此人的名字可能是编造或借用的,也可能是号码有误、户籍在外。
  en: A name that no register knows may be made up or borrowed; or the number is wrong, or the person registered elsewhere.
basis:
  zh: 县惠民补贴申报审核中核对户籍的规定
  en: County rules that claims are checked against the household register
excludes:
  - zh: 发放当年迁入
    en: moved in within the year of payment
  - zh: 在本县承包或流入土地的外县户
    en: people of other counties who contract or lease land here
  - zh: 已迁出或已死亡的人(见 A13、A01)
    en: "people who moved out or died (see A13, A01)"
  - zh: 身份证号有误(见 A17)
    en: a faulty ID number (see A17)
assumes:
  zh: 户籍登记已收全;外县承包户以土地确权、流转登记所列本人为准,只就土地类补贴不列。
  en: The household register is complete; people of other counties are known by the registers of land rights and leases, and left alone for land subsidies only.
sentence:
  zh: "{source_file:source}列有{subject:person},全县户籍中未见其人或当时尚未迁入;{span:span}其名下有{programme:programme}发放 {payments:number} 笔、{amount:money}。需核:是否确有其人、户籍在何处、号码是否有误。"
  en: "{source_file:source} lists {subject:person}, who was in no household of the county at the time; {programme:programme} was paid for {span:span}, {payments:number} times, {amount:money}. To ask: does the person exist, where registered, is the number right."
version: 1
valid_from: 2013-01-01
*/
WITH settled AS (
    SELECT person, min(year(coalesce(moved_in_on, DATE '1900-01-01'))) AS since FROM person GROUP BY person
),
here AS (
    SELECT person FROM land_right UNION SELECT person FROM lease
)
SELECT
    p.person AS subject_key,
    0 AS other_key,
    [p.person] AS persons,
    list_sort(list(DISTINCT p.household)) AS households,
    min(p.account) AS account,
    min(p.village) AS village,
    p.programme,
    min(p.period) AS period_from,
    max(p.period) AS period_to,
    sum(p.amount) AS amount,
    count(*) AS payments,
    count(*) AS measure,
    {
        'source_file': min(p.source_file),
        'theirs': min({'register': 'payment', 'source_file': p.source_file, 'source_row': p.source_row})
    } AS facts,
    list_sort(list(p.payment_no)) AS payment_nos
FROM pay AS p
ANTI JOIN settled AS s ON s.person = p.person AND s.since <= p.year
ANTI JOIN died AS d ON d.person = p.person
JOIN payee AS y ON y.person = p.person
WHERE y.id_kind <> 'bad'
  AND NOT (p.land AND EXISTS (SELECT 1 FROM here AS h WHERE h.person = p.person))
GROUP BY p.person, p.programme, p.year
