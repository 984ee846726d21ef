/*
code: P03
title:
  zh: 中标单位与村干部关联
  en: Contractor linked to a village cadre
module: 19
tier: indicator
subject: project
grain: history
reach: history
needs: [project, company, cadre]
needs_resident_id: false
flags:
  zh: 项目中标单位的法定代表人、股东或经营者是本乡镇在任村组干部,或其共同居住的家人、登记的近亲属的,列为疑点。
  en: The contractor's representative, shareholder or owner is a village cadre in office in the township, or lives with one, or is registered as kin.
why:
  zh: 干部自家承包本地项目,招标和验收就缺少制约。
  en: Where a cadre's family builds for the village nobody checks the tender or the work.
basis:
  zh: 农村基层干部廉洁履行职责的规定,政府采购和招标投标的回避规定
  en: rules on the conduct of rural cadres, and on stepping aside in tenders
excludes:
  - zh: 企业注销、吊销或未开业
    en: a firm that is deregistered, revoked or never opened
  - zh: 其他乡镇的干部
    en: a cadre of another township
  - zh: 验收前已离任
    en: left office before the acceptance
  - zh: 合作社一般成员
    en: an ordinary member of a co-operative
assumes:
  zh: 中标单位与工商登记的企业名称完全一致才对应;近亲属以登记为准。
  en: Contractor and firm are matched by the whole name only; kin are those on the register.
sentence:
  zh: "{source_file:source}载明{subject:project}由 {contractor:text} 承建,合同价 {amount:money};该企业的{role:text}{owner:person}是{post:text}{cadre:person}的{relation:text}。需核:招标过程、是否回避、工程是否属实。"
  en: "{source_file:source} says {subject:project} was built by {contractor:text} for {amount:money}; its {role:text} {owner:person} is the {relation:text} of {cadre:person}, {post:text}. To ask: how was it tendered, who stepped aside, is the work real."
version: 1
valid_from: 2013-01-01
*/
WITH linked AS (
    SELECT w.project, w.village, w.contractor, w.agreed, w.budget, w.accepted_on, w.source_file, c.person AS owner,
           min({
               'cadre': f.cadre, 'relation': f.relation, 'post': f.post, 'role': c.role,
               'source_file': c.source_file, 'source_row': c.source_row
           }) AS tie
    FROM work AS w
    JOIN company AS c ON c.title = w.contractor
    JOIN cadre_family AS f ON f.person = c.person
    JOIN place AS v ON v.village = f.village
    WHERE v.township = w.township
      AND coalesce(c.role, '法定代表人') <> '成员'
      AND coalesce(c.status, '存续') = '存续'
      AND f.starts_on <= coalesce(w.accepted_on, f.starts_on)
      AND f.ends_on >= coalesce(w.accepted_on, f.starts_on)
    GROUP BY ALL
)
SELECT
    project AS subject_key,
    0 AS other_key,
    list_sort(list_distinct(list_concat(list(owner), list(tie.cadre)))) AS persons,
    CAST([] AS INTEGER[]) AS households,
    0 AS account,
    village,
    0 AS programme,
    coalesce(year(accepted_on) * 100 + month(accepted_on), 0) AS period_from,
    coalesce(year(accepted_on) * 100 + month(accepted_on), 0) AS period_to,
    coalesce(agreed, budget, 0) AS amount,
    0 AS payments,
    count(*) AS measure,
    {
        'contractor': contractor,
        'owner': min(owner),
        'cadre': min(tie).cadre,
        'relation': min(tie).relation,
        'post': min(tie).post,
        'role': min(tie).role,
        'source_file': source_file,
        'theirs': {
            'register': 'company', 'source_file': min(tie).source_file, 'source_row': min(tie).source_row
        }
    } AS facts,
    CAST([] AS BIGINT[]) AS payment_nos
FROM linked
GROUP BY project, village, contractor, agreed, budget, accepted_on, source_file
