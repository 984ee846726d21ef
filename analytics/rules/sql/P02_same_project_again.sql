/*
code: P02
title:
  zh: 同村同内容重复立项
  en: The same project twice in one village
module: 19
tier: indicator
subject: project
grain: history
reach: history
needs: [project]
needs_resident_id: false
parameters:
  years: {type: integer, default: 2, unit: 年, min: 0, max: 10, step: 1, zh: 两个项目验收年份最多相差, en: most years between the two acceptances}
fence: {parameter: years, measure: 两个项目验收年份之差, side: at_most}
flags:
  zh: 同一村两个项目建设内容去掉“工程、建设、项目”等字和年份后相同,验收年份相差不超过两年的,列为疑点。
  en: Two projects of one village whose contents are the same without words such as 工程, 建设, 项目 and years, accepted within two years of each other.
why:
  zh: 同一内容两次立项,可能一个工程报两次账。
  en: The same content twice may be one work paid for twice.
basis:
  zh: 政府投资项目管理办法
  en: rules on public works
excludes:
  - zh: 分期、分标段实施
    en: phases and sections of one work
  - zh: 验收相隔多年
    en: accepted many years apart
  - zh: 不同的村
    en: another village
assumes:
  zh: 未载验收日期的视为同期;名称相近只作提示。
  en: Without a date of acceptance projects count as of one time; a similar name is only a hint.
sentence:
  zh: "{source_file:source}中{subject:project}与{other:project}内容相同:前者合同价 {first_sum:money},后者 {second_sum:money},验收相差 {measure:number} 年。需核:是否同一工程、是否分期实施。"
  en: "In {source_file:source} {subject:project} and {other:project} have the same content: contracts of {first_sum:money} and {second_sum:money}, accepted {measure:number} years apart. To ask: is it one work, are these phases."
version: 1
valid_from: 2013-01-01
*/
WITH named AS (
    SELECT *, coalesce(agreed, budget, 0) AS worth
    FROM work
    WHERE NOT regexp_matches(content, '[一二三四五六七八九十1-9]期|[一二三四五六七八九十1-9]标')
)
SELECT
    b.project AS subject_key,
    a.project AS other_key,
    CAST([] AS INTEGER[]) AS persons,
    CAST([] AS INTEGER[]) AS households,
    0 AS account,
    b.village,
    0 AS programme,
    coalesce(year(b.accepted_on) * 100 + month(b.accepted_on), 0) AS period_from,
    coalesce(year(b.accepted_on) * 100 + month(b.accepted_on), 0) AS period_to,
    least(a.worth, b.worth) AS amount,
    0 AS payments,
    coalesce(abs(year(b.accepted_on) - year(a.accepted_on)), 0) AS measure,
    {
        'first_sum': b.worth,
        'second_sum': a.worth,
        'source_file': b.source_file,
        'theirs': {'register': 'project', 'source_file': a.source_file, 'source_row': a.source_row}
    } AS facts,
    CAST([] AS BIGINT[]) AS payment_nos
FROM named AS a
JOIN named AS b ON b.village = a.village AND b.bare = a.bare AND b.project > a.project
WHERE coalesce(abs(year(b.accepted_on) - year(a.accepted_on)), 0) <= $years
