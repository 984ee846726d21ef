/*
code: A03
title:
  zh: 村组干部本人享受救助
  en: Village cadre on assistance
module: 13
tier: indicator
subject: person
grain: year
reach: year
needs: [cadre]
flags:
  zh: 村组干部任职期间,本人名下有救助类项目发放的,列为疑点。
  en: A village cadre in office was paid assistance in their own name.
why:
  zh: 干部经手救助的申报和评议,本人享受时应当核对是否符合条件、是否回避。
  en: Cadres handle the claims for assistance; where they receive it themselves, entitlement and abstention are checked.
basis:
  zh: 社会救助暂行办法;县城乡低保实施细则(近亲属和干部享受救助备案)
  en: Interim measures for social assistance; county rules on filing assistance to cadres and their kin
excludes:
  - zh: 任职之前的发放
    en: paid before the term of office
  - zh: 离任之后的发放
    en: paid after the term of office
  - zh: 救助以外的项目
    en: programmes that are no assistance
assumes:
  zh: 救助以项目类别表所列为准;只看以本人名义领取的,同户他人领取的不计;按年发放的以发放日是否在任为准;未载离任时间的视为在任。
  en: "Assistance is what the table of kinds of programme says; only what was paid in the cadre's own name counts, not what others of the household drew; a yearly credit counts if its day of payment falls in the term; without an end the term counts as running."
sentence:
  zh: "{source_file:source}载明{subject:person}任{post:text};任职期间{span:span}其名下有{programme:programme}发放 {payments:number} 笔、{amount:money}。需核:家庭是否符合救助条件、评议时是否回避、是否备案。"
  en: "{source_file:source} names {subject:person} as {post:text}; in office, {programme:programme} was paid in that name for {span:span}, {payments:number} times, {amount:money}. To ask: is the family entitled, did the cadre stand aside in the vote, was it filed."
version: 1
valid_from: 2013-01-01
*/
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
    sum(amount) AS amount,
    count(*) AS payments,
    count(DISTINCT period) AS measure,
    {
        'post': min(post).post,
        'source_file': min(post).source_file,
        'theirs': {
            'register': 'cadre', 'source_file': min(post).source_file, 'source_row': min(post).source_row
        }
    } AS facts,
    list_sort(list(payment_no)) AS payment_nos
FROM paid_in_office
WHERE assistance
GROUP BY person, programme, year
