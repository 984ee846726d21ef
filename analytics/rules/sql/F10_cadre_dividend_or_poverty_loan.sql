/*
code: F10
title:
  zh: 村干部领取分红或扶贫贷款
  en: Village cadre on the roll of dividends or poverty loans
module: 13
tier: indicator
subject: person
grain: year
reach: year
needs: [cadre]
flags:
  zh: 在任村组干部名下有扶贫贷款(贴息)发放,或其分红、股金高于同村同项目其他人的中位数的,列为疑点;分红只计高出的部分。
  en: A village cadre in office is on the roll of a poverty loan (or its interest subsidy), or was paid a dividend above the median of the others in the same village and programme; of a dividend only the part above counts.
why:
  zh: 扶贫贷款和产业分红以贫困户为对象,干部在册或多分的应当核对。
  en: Poverty loans and dividends are for poor households; where a cadre is on the roll or has more than the others, it is checked.
basis:
  zh: 扶贫小额信贷管理办法;县产业扶贫资金收益分配办法
  en: Rules on small poverty loans; county rules on sharing the yield of poverty projects
excludes:
  - zh: 与普通社员同等的分红
    en: an ordinary member's share
  - zh: 不在任职期内
    en: outside the term of office
  - zh: 其他项目的发放
    en: payments of other programmes
assumes:
  zh: 以项目名称或备注中的“分红、股金、入股”“扶贫贷款、小额信贷”等字样识别;同村同项目没有其他人领取分红的,全额计入;其他干部也算其他人。
  en: "They are known by words in the programme's title or the remark (分红, 股金, 入股; 扶贫贷款, 小额信贷); where nobody else of the village was paid a dividend the whole sum counts; other cadres count among the others."
sentence:
  zh: "{source_file:source}载明{subject:person}任{post:text};任职期间{span:span}其在{programme:programme}的{roll:text}名册内,领取 {payments:number} 笔、合计 {total:money},同村其他人一般为 {usual:money},计 {amount:money}。需核:是否以贫困户身份取得、入股或贷款是否真实。"
  en: "{source_file:source} names {subject:person} as {post:text}; in office, for {span:span}, that person is on the roll ({roll:text}) of {programme:programme} with {payments:number} payments, {total:money} in all, where others of the village have {usual:money}; the difference is {amount:money}. To ask: was it obtained as a poor household, is the share or loan real."
version: 1
valid_from: 2013-01-01
*/
WITH own AS (
    SELECT p.payment_no, p.person, p.household, p.account, p.village, p.programme, p.year, p.period, p.amount, p.post,
           NOT (regexp_matches(g.title, '扶贫.*(信贷|贷款)|小额信贷')
                OR regexp_matches(coalesce(p.remark, ''), '扶贫.*(信贷|贷款)|小额信贷')) AS dividend
    FROM paid_in_office AS p
    JOIN programme AS g ON g.programme = p.programme
    WHERE regexp_matches(g.title, '分红|股金|入股|扶贫.*(信贷|贷款)|小额信贷')
       OR regexp_matches(coalesce(p.remark, ''), '分红|股金|入股|扶贫.*(信贷|贷款)|小额信贷')
),
listed AS (
    SELECT DISTINCT person, village, programme, year, dividend FROM own
),
other_total AS (
    SELECT c.person, c.village, c.programme, c.year, p.person AS other, sum(p.amount) AS total
    FROM listed AS c
    JOIN pay AS p
      ON p.village = c.village AND p.programme = c.programme AND p.year = c.year AND p.person <> c.person
    JOIN programme AS g ON g.programme = p.programme
    WHERE c.dividend
      AND (regexp_matches(g.title, '分红|股金|入股') OR regexp_matches(coalesce(p.remark, ''), '分红|股金|入股'))
    GROUP BY c.person, c.village, c.programme, c.year, p.person
),
usual AS (
    SELECT person, village, programme, year, CAST(median(CAST(total AS DECIMAL(13, 3))) AS DECIMAL(12, 2)) AS share
    FROM other_total
    GROUP BY person, village, programme, year
)
SELECT
    person AS subject_key,
    0 AS other_key,
    [person] AS persons,
    list_sort(list(DISTINCT w.household)) AS households,
    min(w.account) AS account,
    min(village) AS village,
    programme,
    min(w.period) AS period_from,
    max(w.period) AS period_to,
    sum(w.amount) - coalesce(min(u.share), 0) AS amount,
    count(*) AS payments,
    sum(w.amount) AS measure,
    {
        'post': min(w.post).post,
        'roll': CASE WHEN min(w.dividend) THEN '分红' ELSE '扶贫贷款' END,
        'total': sum(w.amount),
        'usual': coalesce(min(u.share), 0),
        'source_file': min(w.post).source_file,
        'theirs': {
            'register': 'cadre', 'source_file': min(w.post).source_file, 'source_row': min(w.post).source_row
        }
    } AS facts,
    list_sort(list(w.payment_no)) AS payment_nos
FROM own AS w
LEFT JOIN usual AS u USING (person, village, programme, year)
GROUP BY person, programme, year
HAVING sum(w.amount) > coalesce(min(u.share), 0)
