/*
code: A04
title:
  zh: 干部近亲属享受救助未备案
  en: Cadre's relative on assistance without filing
module: 13
tier: indicator
subject: person
grain: year
reach: year
needs: [cadre_relative]
flags:
  zh: 登记的村组干部近亲属名下有救助类项目发放,而备案时间空白的,列为疑点。
  en: A registered relative of a village cadre was paid assistance, and no date of filing is on record.
why:
  zh: 干部近亲属享受救助应当备案公示,未备案的先核是否符合条件。
  en: Assistance to a cadre's kin has to be filed and made public; where it is not, entitlement is checked first.
basis:
  zh: 县城乡低保实施细则(干部近亲属享受救助备案制度)
  en: County rules on filing assistance to the relatives of cadres
excludes:
  - zh: 已备案(不论先后)
    en: "filed, whether before or after"
  - zh: 干部名册载明发放期间该干部不在任
    en: the register of cadres shows the cadre out of office at the time
  - zh: 救助以外的项目
    en: programmes that are no assistance
assumes:
  zh: 同一干部与同一亲属登记多行的,有一行备案即视为已备案;只看以亲属本人名义领取的;干部不在名册或未载任期的视为在任。
  en: "One filed line for the same cadre and relative is enough; only what was paid in the relative's own name counts; a cadre who is not in the register, or whose term is not given, counts as in office."
sentence:
  zh: "{source_file:source}载明{subject:person}为{cadre:person}的{relation:text},未见备案时间;{span:span}{subject:person}名下有{programme:programme}发放 {payments:number} 笔、{amount:money}。需核:家庭是否符合救助条件、评议时干部是否回避、是否补办备案。"
  en: "{source_file:source} lists {subject:person} as a relative ({relation:text}) of {cadre:person}, with no date of filing; {programme:programme} was paid to {subject:person} for {span:span}, {payments:number} times, {amount:money}. To ask: is the family entitled, did the cadre stand aside in the vote, was the filing made up for."
version: 1
valid_from: 2013-01-01
*/
WITH unfiled AS (
    SELECT cadre, person, min({'relation': relation, 'source_file': source_file, 'source_row': source_row}) AS line
    FROM cadre_relative
    GROUP BY cadre, person
    HAVING max(filed_on) IS NULL
),
paid AS (
    SELECT p.payment_no, p.person, p.household, p.account, p.village, p.programme, p.year, p.period, p.amount,
           min({
               'cadre': u.cadre, 'relation': u.line.relation,
               'source_file': u.line.source_file, 'source_row': u.line.source_row
           }) AS kin
    FROM unfiled AS u
    JOIN pay AS p ON p.person = u.person
    LEFT JOIN in_office AS o ON o.person = u.cadre
    WHERE p.assistance
      AND coalesce(o.starts_on, p.held_to) <= p.held_to
      AND coalesce(o.ends_on, p.held_from) >= p.held_from
    GROUP BY ALL
)
SELECT
    person AS subject_key,
    0 AS other_key,
    list_sort(list_concat(list(DISTINCT kin.cadre), [person])) AS persons,
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
        'cadre': min(kin).cadre,
        'relation': coalesce(min(kin).relation, '近亲属'),
        'source_file': min(kin).source_file,
        'theirs': {
            'register': 'cadre_relative', 'source_file': min(kin).source_file, 'source_row': min(kin).source_row
        }
    } AS facts,
    list_sort(list(payment_no)) AS payment_nos
FROM paid
GROUP BY person, programme, year
