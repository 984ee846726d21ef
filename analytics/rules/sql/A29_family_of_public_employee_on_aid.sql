/*
code: A29
title:
  zh: 家庭成员为在职公职人员享受低保扶贫
  en: Family of a public employee on subsistence or poverty aid
module: 2
tier: indicator
subject: household
grain: year
reach: year
needs: [public_employee, person]
flags:
  zh: 享受低保或扶贫到户补助的家庭,领取人以外的成员在发放期间为在编在职公职人员的,列为疑点。
  en: In a family on the subsistence allowance or household poverty aid, a member other than the payee was on the payroll as 在编在职 at the time.
why:
  zh: 家庭成员有固定工资收入的,一般不符合按家庭收入给予的待遇;但也有成员已分家另过的。
  en: A regular salary in the family rarely goes with aid given by the family's income; but the member may live apart.
basis:
  zh: 社会救助暂行办法;县精准扶贫对象识别标准
  en: Interim measures for social assistance; county criteria for registered poor households
excludes:
  - zh: 成年子女不在保障家庭之内
    en: grown children who are not in the supported family
  - zh: 不在同一户口簿的亲属
    en: relatives in a household of their own
  - zh: 发放在前、入职在后
    en: paid before entry into service
  - zh: 离职在前、发放在后
    en: left the service before the payment
  - zh: 离退休、遗属、临聘、村干部、公益岗
    en: "retired staff, survivors, temporary staff, village cadres, public-welfare posts"
  - zh: 领取人本人为公职人员(见 A02、A28)
    en: "the payee is the employee (see A02, A28)"
assumes:
  zh: 发放日同一户口簿的成员为一家;入职时间空白的视为一直在职。
  en: Members of one household book on the day of payment are one family; without a date of entry the member counts as employed throughout.
sentence:
  zh: "{source_file:source}载明{owner:person}为在编在职人员({employer:text});其所在的{subject:household} {span:span}有{programme:programme}发放 {payments:number} 笔、{amount:money}。需核:是否共同生活、申报家庭收入时是否计入工资。"
  en: "{source_file:source} lists {owner:person} as in active service ({employer:text}); that family, {subject:household}, was paid {programme:programme} for {span:span}, {payments:number} times, {amount:money}. To ask: do they live together, was the salary declared."
version: 1
valid_from: 2013-01-01
*/
-- The days stand in HAVING: as keys of the join they trip DuckDB 2.0 (its issue 24807).
WITH held AS (
    SELECT payment_no, household, person, account, village, programme, year, period, record,
           CASE row_number() OVER (PARTITION BY payment_no ORDER BY record) WHEN 1 THEN amount ELSE 0 END AS counted
    FROM (
        SELECT a.payment_no, a.household, a.person, a.account, a.village, a.programme, a.year, a.period, a.amount,
               a.held_from, a.held_to, {
                   'employer': e.employer, 'owner': e.person, 'source_file': e.source_file, 'source_row': e.source_row
               } AS record
        FROM in_post AS e
        JOIN aid_member AS a ON a.member = e.person
        WHERE a.kind IN ('农村低保', '城市低保', '扶贫到户')
          AND a.member <> a.person
        GROUP BY ALL
        HAVING min(e.starts_on) <= a.held_to AND max(e.ends_on) >= a.held_from
    ) AS employed
)
SELECT
    household AS subject_key,
    0 AS other_key,
    list_sort(list_distinct(list_concat(list(DISTINCT person), list(DISTINCT record.owner)))) AS persons,
    [household] AS households,
    min(account) AS account,
    min(village) AS village,
    programme,
    min(period) AS period_from,
    max(period) AS period_to,
    sum(counted) AS amount,
    count(DISTINCT payment_no) AS payments,
    count(DISTINCT period) AS measure,
    {
        'owner': min(record).owner,
        'employer': min(record).employer,
        'source_file': min(record).source_file,
        'theirs': {
            'register': 'public_employee', 'source_file': min(record).source_file, 'source_row': min(record).source_row
        }
    } AS facts,
    list_sort(list(DISTINCT payment_no)) AS payment_nos
FROM held
GROUP BY household, programme, year
