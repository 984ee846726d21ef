/*
code: B08
title:
  zh: 危改与搬迁重复
  en: House rebuilt and household relocated
module: 5
tier: indicator
subject: household
grain: history
reach: history
needs: []
flags:
  zh: 同一户既有危房改造补助又有易地搬迁补助的,列为疑点;金额计两项之中较少的一项。
  en: One household had both a rebuilding grant and a relocation grant; the smaller of the two counts.
why:
  zh: 住房保障一户一种方式,搬迁之后旧房应当拆除,不再改造。
  en: A household is housed in one way; after relocation the old house is pulled down, not rebuilt.
basis:
  zh: 农村危房改造实施方案;易地扶贫搬迁实施方案
  en: Implementation plans for rebuilding dangerous rural houses and for relocating the poor
excludes:
  - zh: 其中一项已撤销(冲回或退回)
    en: one of the two was cancelled (reversed or returned)
  - zh: 两户各享一项
    en: "two households, one grant each"
assumes:
  zh: 户以发放当时的户口登记为准;其他搬迁类项目(如地质灾害避险)不在此列。
  en: The household is that of the register at the time; other relocations (from landslides, say) are not meant.
sentence:
  zh: "{source_file:source}载明{subject:household} {rebuilt_on:date}享受危房改造补助 {rebuilt:money};该户 {moved_on:date}又享受易地搬迁补助 {moved:money},较少的一项为 {amount:money}。需核:两项是否其一已撤销、旧房是否拆除、实际住房在何处。"
  en: "{source_file:source} shows that {subject:household} had a rebuilding grant of {rebuilt:money} on {rebuilt_on:date}, and a relocation grant of {moved:money} on {moved_on:date}; the smaller is {amount:money}. To ask: was one of them cancelled, was the old house pulled down, where does the household live."
version: 1
valid_from: 2013-01-01
*/
WITH housing AS (
    SELECT payment_no, household, person, account, village, programme, period, amount, on_date,
           CASE WHEN kind = '易地搬迁' THEN amount ELSE 0 END AS moved,
           CASE WHEN kind = '危房改造' THEN amount ELSE 0 END AS rebuilt,
           CASE WHEN kind = '易地搬迁' THEN on_date END AS moved_on,
           CASE WHEN kind = '危房改造' THEN on_date END AS rebuilt_on,
           CASE WHEN kind = '危房改造'
                THEN {'register': 'payment', 'source_file': source_file, 'source_row': source_row} END AS record
    FROM pay
    WHERE kind IN ('危房改造', '易地搬迁')
)
SELECT
    household AS subject_key,
    0 AS other_key,
    list_sort(list(DISTINCT person)) AS persons,
    [household] AS households,
    min(account) AS account,
    min(village) AS village,
    0 AS programme,
    min(period) AS period_from,
    max(period) AS period_to,
    least(sum(moved), sum(rebuilt)) AS amount,
    count(*) AS payments,
    least(sum(moved), sum(rebuilt)) AS measure,
    {
        'rebuilt': sum(rebuilt),
        'moved': sum(moved),
        'rebuilt_on': min(rebuilt_on),
        'moved_on': min(moved_on),
        'source_file': min(record).source_file,
        'theirs': min(record)
    } AS facts,
    list_sort(list(payment_no)) AS payment_nos
FROM housing
GROUP BY household
HAVING least(sum(moved), sum(rebuilt)) > 0
