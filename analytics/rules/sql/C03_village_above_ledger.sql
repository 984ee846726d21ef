/*
code: C03
title:
  zh: 村级汇总大于台账
  en: A village's sum above its ledger
module: 9
tier: indicator
subject: village
grain: year
reach: year
needs: [village_ledger]
parameters:
  share: {type: decimal, default: 0.01, unit: 倍, min: 0, max: 1, step: 0.01, zh: 允许超出台账的比例, en: share of the ledger's quantity that may be exceeded}
fence: {parameter: share, measure: 超出台账的比例, side: above}
flags:
  zh: 一村一个项目全年发放表上的数量合计,超出村级台账 1% 以上的,列为疑点。
  en: The quantities on the payment rosters of a village's programme add up to over 1 % more than the village's ledger of the year.
why:
  zh: 台账是村里报上来的底数,发放数不应大于底数。
  en: The ledger is what the village reported; what is paid should not be more.
basis:
  zh: 县惠农补贴申报、公示和村级台账管理规定
  en: County rules on claiming and posting farm subsidies and on village ledgers
excludes:
  - zh: "相差在 1% 以内"
    en: "a difference within 1 %"
  - zh: 台账未载的项目
    en: programmes the ledger does not hold
assumes:
  zh: 台账同一年度有多行的相加;数量为负的冲回照减。
  en: Several rows of a ledger for one year add up; reversals with negative quantities are deducted.
sentence:
  zh: "{source_file:source}载明{subject:village}{span:span}{programme:programme} {recorded:number} 个计量单位;发放表合计 {claimed:number},多出 {over:number}({measure:share}),折合 {amount:money}。需核:多出的数量由哪些户申报、台账是否漏登。"
  en: "{source_file:source} gives {subject:village} {recorded:number} units of {programme:programme} for {span:span}; the rosters add up to {claimed:number}, {over:number} more ({measure:share}), worth {amount:money}. To ask: which households claimed the surplus, or did the ledger miss some."
version: 1
valid_from: 2013-01-01
*/
WITH ledger AS (
    SELECT village, programme, year, sum(quantity) AS recorded,
           min({'register': 'village_ledger', 'source_file': source_file, 'source_row': source_row}) AS record
    FROM village_ledger
    GROUP BY village, programme, year
),
summed AS (
    SELECT village, programme, year, sum(quantity) AS claimed, sum(amount) AS paid,
           min(period) AS period_from, max(period) AS period_to
    FROM pay
    WHERE quantity IS NOT NULL
    GROUP BY village, programme, year
),
compared AS (
    SELECT s.*, l.recorded, l.record, s.claimed - l.recorded AS over,
           coalesce(CAST((s.claimed - l.recorded) / nullif(l.recorded, 0) AS DECIMAL(18,4)),
                    CAST(s.claimed AS DECIMAL(18,4))) AS over_share
    FROM summed AS s
    JOIN ledger AS l USING (village, programme, year)
)
SELECT
    village AS subject_key,
    0 AS other_key,
    CAST([] AS INTEGER[]) AS persons,
    CAST([] AS INTEGER[]) AS households,
    0 AS account,
    village,
    programme,
    a.period_from,
    a.period_to,
    CAST(a.paid * a.over / a.claimed AS DECIMAL(12,2)) AS amount,
    count(*) AS payments,
    a.over_share AS measure,
    {
        'recorded': a.recorded,
        'claimed': a.claimed,
        'over': a.over,
        'source_file': a.record.source_file,
        'theirs': a.record
    } AS facts,
    list_sort(list(p.payment_no)) AS payment_nos
FROM compared AS a
JOIN pay AS p USING (village, programme, year)
WHERE a.over_share > $share
GROUP BY village, programme, year, a.period_from, a.period_to, a.paid, a.over, a.claimed, a.recorded, a.record, a.over_share
