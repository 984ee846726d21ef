/*
code: F03
title:
  zh: 农机补贴比例偏高
  en: High share of the price subsidised
module: 15
tier: indicator
subject: person
grain: year
reach: year
needs: [machinery]
parameters:
  share: {type: decimal, default: 0.45, unit: 倍, min: 0.1, max: 1, step: 0.05, zh: 补贴占销售价格的比例上限, en: highest share of the price that is subsidised}
fence: {parameter: share, measure: 补贴占销售价格的比例, side: above, excess_moves: true}
flags:
  zh: 农机补贴额占销售价格的比例超过 45% 的,列为疑点;金额计超出比例的部分。
  en: The grant is more than 45 % of the machine's price; what is above the share counts.
why:
  zh: 定额补贴按市场均价测算,比例过高说明价格或档次申报可能不实。
  en: Grants are fixed from average prices; a high share means that price or grade may be wrong.
basis:
  zh: 农业机械购置补贴实施指导意见;省级补贴额一览表
  en: Guiding opinions on the subsidy for buying farm machines; the province's list of grants
excludes:
  - zh: 恰为 45%
    en: exactly 45 %
  - zh: 没有价格的机具
    en: machines without a price
  - zh: 已退回(冲回)的补贴
    en: a grant taken back (reversed)
assumes:
  zh: 台账价格为实际销售价格;累加补贴已合并在一行。
  en: The ledger's price is what was paid; grants of several levels stand in one line.
sentence:
  zh: "{source_file:source}载明{subject:person} {span:span}购置{machine:text},价格 {price:money},补贴 {subsidy:money},比例最高 {measure:number},超出部分 {amount:money}。需核:发票价格是否真实、机具档次是否相符、是否另有累加补贴。"
  en: "{source_file:source} says {subject:person} bought a machine ({machine:text}), {span:span}, for {price:money} with a grant of {subsidy:money}; highest share {measure:number}, {amount:money} above. To ask: is the invoice right, does the grade fit, were other grants added."
version: 1
valid_from: 2013-01-01
*/
WITH high AS (
    SELECT owner, bought_on, subsidy, price, subsidy - price * $share AS excess,
           CAST(subsidy / nullif(price, 0) AS DECIMAL(12,4)) AS share,
           {
               'machine': kind, 'price': price, 'subsidy': subsidy, 'source_file': source_file, 'source_row': source_row
           } AS record
    FROM granted_machine
    WHERE CAST(subsidy / nullif(price, 0) AS DECIMAL(12,4)) > $share
)
SELECT
    g.owner AS subject_key,
    0 AS other_key,
    [g.owner] AS persons,
    [coalesce(min(p.household), -g.owner)] AS households,
    0 AS account,
    coalesce(min(p.village), 0) AS village,
    0 AS programme,
    min(coalesce(year(g.bought_on) * 100 + month(g.bought_on), 0)) AS period_from,
    max(coalesce(year(g.bought_on) * 100 + month(g.bought_on), 0)) AS period_to,
    CAST(sum(g.excess) AS DECIMAL(12,2)) AS amount,
    0 AS payments,
    max(g.share) AS measure,
    {
        'machine': min(g.record).machine,
        'price': min(g.record).price,
        'subsidy': min(g.record).subsidy,
        'source_file': min(g.record).source_file,
        'theirs': {
            'register': 'machinery', 'source_file': min(g.record).source_file, 'source_row': min(g.record).source_row
        }
    } AS facts,
    CAST([] AS BIGINT[]) AS payment_nos
FROM high AS g
LEFT JOIN home AS p ON p.person = g.owner
GROUP BY g.owner, year(g.bought_on)
