/*
code: C12
title:
  zh: 村组干部补贴超阈值
  en: Cadre's subsidy above the screening threshold
module: 1
tier: indicator
subject: person
grain: year
reach: year
needs: [cadre]
flags:
  zh: 村组干部任职期间,一个项目全年领取合计高于筛查标准(种粮大户、退耕还林 1500 元,公益林、地力保护 1000 元)的,列为疑点;恰等于标准的不列。
  en: A village cadre in office received more in a year under one programme than the screening threshold; exactly the threshold is not raised.
why:
  zh: 村组干部经手申报,自家数额明显偏高时先核面积。
  en: Cadres handle the claims; where their own are high, the area is checked first.
basis:
  zh: "县纪委监察局数据筛查标准(数额见阈值表,可按项目类别修改)"
  en: "Screening criteria of the county's supervision office (amounts in the table of thresholds, by kind of programme)"
excludes:
  - zh: 合计恰为 1500.00 元或 1000.00 元
    en: a total of exactly 1500.00 or 1000.00 yuan
  - zh: 不在任职期内
    en: outside the term of office
  - zh: 新一轮退耕还林第一年按第一年标准兑现的款项
    en: "first-year payments of the new round of farmland-to-forest, at the first year's rate"
assumes:
  zh: 未载离任时间的视为在任;阈值以阈值表为准。
  en: Without an end the term counts as running; thresholds are those of the table.
sentence:
  zh: "{source_file:source}载明{subject:person}任{post:text};任职期间{span:span}其名下{programme:programme}合计 {total:money},高于筛查标准 {above:money},超出 {amount:money}。需核:申报面积是否属实、是否包含他人面积。"
  en: "{source_file:source} names {subject:person} as {post:text}; in office, for {span:span}, {total:money} of {programme:programme} went to that person, {amount:money} above the threshold of {above:money}. To ask: is the claimed area real, does it hold other people's land."
version: 1
valid_from: 2013-01-01
*/
WITH counted AS (
    SELECT p.payment_no, p.person, p.household, p.account, p.village, p.programme, p.year, p.period, p.amount,
           p.above, min(o.post) AS post,
           min({'register': 'cadre', 'source_file': o.source_file, 'source_row': o.source_row}) AS record
    FROM screened_pay AS p
    JOIN in_office AS o ON o.person = p.person AND o.starts_on <= p.held_to AND o.ends_on >= p.held_from
    GROUP BY p.payment_no, p.person, p.household, p.account, p.village, p.programme, p.year, p.period, p.amount, p.above
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
    sum(amount) - above AS amount,
    count(*) AS payments,
    sum(amount) AS measure,
    {
        'post': min(post),
        'total': sum(amount),
        'above': above,
        'source_file': min(record).source_file,
        'theirs': min(record)
    } AS facts,
    list_sort(list(payment_no)) AS payment_nos
FROM counted
GROUP BY person, programme, year, above
HAVING sum(amount) > above
