/*
code: D12
title:
  zh: 多户共用电话
  en: One phone, many households
module: 7
tier: statistical
subject: household
grain: year
reach: year
needs: []
parameters:
  households: {type: integer, default: 5, unit: 户, min: 2, max: 100, step: 1, zh: 同一电话当年受益户数, en: households a phone number is given for in a year}
fence: {parameter: households, measure: 同一电话当年受益户数, side: at_least}
flags:
  zh: 同一电话号码一年内登记在五户以上受益人名下,又非备案单位电话的,列为疑点。
  en: A phone number that is no registered office's is given for payees of five or more households in a year.
why:
  zh: 电话是核对本人的途径;多户留同一号码,到账提醒由一人收到。
  en: The phone is how a payee is reached; where many give one, one person gets all the notices.
basis:
  zh: "统计方法,只供排序,不作依据"
  en: "A statistical method, for ordering only, no ground for a finding"
excludes:
  - zh: 备案的单位电话(备案的供养机构、福利机构、学校、村集体账户所留)
    en: "registered office numbers (those given with the registered accounts of care and welfare institutions, schools and village collectives)"
  - zh: 一户几人共用
    en: several people of one household
assumes:
  zh: 没有单位电话名册,以备案账户所留电话为单位电话;疑点记在编号最小的一户名下,各户一并列出。
  en: There is no list of office numbers; those given with registered accounts stand for it. The household with the lowest key stands for all, which are listed.
sentence:
  zh: "{source_file:source}中,{households_paid:number} 户({subject:household}等 {people:number} 人){span:span}所留电话同为{phone:phone},发放 {payments:number} 笔、共 {total:money}。这是统计提示。需核:电话由谁使用、各户是否本人申报并收到。"
  en: "In {source_file:source} {households_paid:number} households ({subject:household} and others, {people:number} people) give the same phone, {phone:phone}, for {span:span}; {payments:number} credits, {total:money}. A statistical hint. To ask: whose phone is it, did the families claim themselves and have the money."
version: 1
valid_from: 2013-01-01
*/
WITH office AS (
    SELECT DISTINCT p.phone
    FROM pay AS p
    JOIN listed_account AS l ON l.account = p.account AND l.starts_on <= p.on_date AND l.ends_on >= p.on_date
    WHERE l.role IN ('供养机构', '福利机构', '学校', '村集体')
),
credit AS (
    SELECT payment_no, phone, year, household, person, account, village, programme, period, amount, source_file, source_row
    FROM common_phone_credit
    ANTI JOIN office USING (phone)
),
per_household AS (
    SELECT phone, year, household, sum(amount) AS paid FROM credit GROUP BY phone, year, household
),
gathered AS (
    SELECT phone, year, count(*) AS households_paid, sum(paid) AS total, max(paid) AS largest
    FROM per_household
    GROUP BY phone, year
    HAVING count(*) >= $households
)
SELECT
    min(p.household) AS subject_key,
    phone AS other_key,
    list_sort(list(DISTINCT p.person)) AS persons,
    list_sort(list(DISTINCT p.household)) AS households,
    CASE WHEN min(p.account) = max(p.account) THEN min(p.account) ELSE 0 END AS account,
    CASE WHEN min(p.village) = max(p.village) THEN min(p.village) ELSE 0 END AS village,
    CASE WHEN min(p.programme) = max(p.programme) THEN min(p.programme) ELSE 0 END AS programme,
    min(p.period) AS period_from,
    max(p.period) AS period_to,
    g.total - g.largest AS amount,
    count(*) AS payments,
    g.households_paid AS measure,
    {
        'phone': phone,
        'households_paid': g.households_paid,
        'people': count(DISTINCT p.person),
        'total': g.total,
        'source_file': min(p.source_file),
        'theirs': min({'register': 'payment', 'source_file': p.source_file, 'source_row': p.source_row})
    } AS facts,
    list_sort(list(p.payment_no)) AS payment_nos
FROM gathered AS g
JOIN credit AS p USING (phone, year)
GROUP BY phone, year, g.households_paid, g.total, g.largest
