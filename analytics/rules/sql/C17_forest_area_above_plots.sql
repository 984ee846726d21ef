/*
code: C17
title:
  zh: 退耕公益林面积大于林权
  en: Forest area above the household's plots
module: 9
tier: indicator
subject: household
grain: year
reach: year
needs: [forest_plot]
parameters:
  absolute: {type: decimal, default: 0.2, unit: 亩, min: 0, max: 50, step: 0.1, zh: 允许超出的亩数, en: mu that may be exceeded}
fence: {parameter: absolute, measure: 超出林权的亩数, side: above}
flags:
  zh: 一户在同一退耕还林或公益林项目全年申报面积,超出该户林权地块面积 0.2 亩以上的,列为疑点。
  en: A household's yearly area under one programme of farmland-to-forest or public-welfare forest exceeds its forest plots on file by more than 0.2 mu.
why:
  zh: 退耕还林和公益林按林地面积兑现,林权登记是面积的依据。
  en: Both are paid by woodland, and the register of forest plots is what the area rests on.
basis:
  zh: 退耕还林条例、中央财政森林生态效益补偿资金管理规定、林权登记成果
  en: Regulations on returning farmland to forest; rules on the compensation for forest ecology; the register of forest rights
excludes:
  - zh: 户内林权含集体地块(见 C18)
    en: households with a collective plot (see C18)
  - zh: 收款账户已备案(村集体、代领等)
    en: "accounts on file (village collective, agreed proxy and the like)"
  - zh: 面积相等或更小
    en: equal or smaller areas
  - zh: 没有林权登记的户
    en: households without a forest plot on file
assumes:
  zh: 林权不分项目,每个项目各与该户全部地块相比;允许 0.2 亩尾差,与 C01 相同;备案以备案账户表为准。
  en: Plots are not told apart by programme, so each programme is held against all of them; 0.2 mu are let pass, as in C01; what is on file is what the register of accounts says.
sentence:
  zh: "{source_file:source}载明{subject:household}林权 {plots:number} 亩;该户{span:span}{programme:programme}申报 {claimed:number} 亩,多出 {measure:number} 亩,折合 {amount:money}。需核:是否有未登记的林地、是否包含集体或他人林地。"
  en: "{source_file:source} gives {subject:household} {plots:number} mu of forest; under {programme:programme} it claimed {claimed:number} mu for {span:span}, {measure:number} more, worth {amount:money}. To ask: is there woodland not on file, does it hold the collective's or others' woodland."
version: 1
valid_from: 2013-01-01
*/
WITH claim AS (
    SELECT household, programme, year, sum(quantity) AS claimed
    FROM unlisted_credit
    WHERE kind IN ('退耕还林', '公益林')
    GROUP BY household, programme, year
),
forest AS (
    SELECT household, sum(area) AS plots,
           min({'register': 'forest_plot', 'source_file': source_file, 'source_row': source_row}) AS record
    FROM forest_plot
    GROUP BY household
),
above AS (
    SELECT c.*, f.plots, f.record, c.claimed - f.plots AS over
    FROM claim AS c
    JOIN forest AS f USING (household)
    ANTI JOIN collective_wood USING (household)
    WHERE c.claimed - f.plots > $absolute
)
SELECT
    household AS subject_key,
    0 AS other_key,
    list_sort(list(DISTINCT p.person)) AS persons,
    [household] AS households,
    min(p.account) AS account,
    min(p.village) AS village,
    programme,
    min(p.period) AS period_from,
    max(p.period) AS period_to,
    CAST(sum(p.amount) * a.over / a.claimed AS DECIMAL(12,2)) AS amount,
    count(*) AS payments,
    a.over AS measure,
    {'claimed': a.claimed, 'plots': a.plots, 'source_file': a.record.source_file, 'theirs': a.record} AS facts,
    list_sort(list(p.payment_no)) AS payment_nos
FROM above AS a
JOIN unlisted_credit AS p USING (household, programme, year)
GROUP BY household, programme, year, a.over, a.claimed, a.plots, a.record
