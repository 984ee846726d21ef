/*
code: A08
title:
  zh: 工商登记户与救助重合
  en: Registered business in a household on means-tested aid
module: 11
tier: indicator
subject: household
grain: year
reach: year
needs: [company]
flags:
  zh: 发放日户内成员为存续企业的法定代表人、股东或个体经营者,注册资本大于零或未登记的,列为疑点。
  en: On the day of payment a member of the household is the representative, shareholder or owner of an active business with capital above zero or not on file.
why:
  zh: 经营企业的家庭一般不符合低保等待遇,但也有挂名登记和长期未经营的。
  en: A going business rarely goes with aid given by the family's means; but some only lent their name.
basis:
  zh: 社会救助暂行办法;县城乡低保家庭财产规定
  en: Interim measures for social assistance; county provisions on the property of households on the subsistence allowance
excludes:
  - zh: 农民专业合作社成员
    en: "members of farmers' cooperatives"
  - zh: 已注销
    en: struck off
  - zh: 已吊销
    en: licence revoked
  - zh: 登记后未开业
    en: registered but not trading
  - zh: 注册资本为零
    en: capital of zero
  - zh: 发放之后才成立
    en: founded after the payment
  - zh: 成年子女不在保障家庭之内
    en: grown children who are not in the supported family
assumes:
  zh: 注册资本空白的仍须询问;成立时间空白的视为一直存续。
  en: Without a registered capital it is still asked; without a founding date it counts as active throughout.
sentence:
  zh: "{source_file:source}载明{owner:person}为{item:text}的{role:text},{founded_on:date}成立,注册资本{capital:money},登记状态存续;{subject:household} {span:span}有{programme:programme}发放 {payments:number} 笔、{amount:money}。需核:是否本人实际经营、有无收入、是否被他人借名登记。"
  en: "{source_file:source} lists {owner:person} as {role:text} of a {item:text} founded on {founded_on:date}, capital {capital:money}, active; {subject:household} was paid {programme:programme} for {span:span}, {payments:number} times, {amount:money}. To ask: is the business really theirs, does it earn, was the name lent."
version: 1
valid_from: 2013-01-01
*/
WITH item AS (
    SELECT person AS owner, coalesce(kind, '企业') AS item, coalesce(role, '登记人员') AS role, capital,
           coalesce(founded_on, DATE '1900-01-01') AS owned_from,
           coalesce(cancelled_on, DATE '9999-12-31') AS owned_to, source_file, source_row
    FROM company
    WHERE coalesce(status, '存续') = '存续'
      AND coalesce(role, '登记人员') <> '成员'
      AND coalesce(capital, 1) > 0
),
held AS (
    SELECT payment_no, household, person, account, village, programme, year, period, record,
           CASE row_number() OVER (PARTITION BY payment_no ORDER BY record) WHEN 1 THEN amount ELSE 0 END AS counted
    FROM (
        SELECT a.*, {
                   'founded_on': i.owned_from, 'owner': i.owner, 'item': i.item, 'role': i.role, 'capital': i.capital,
                   'source_file': i.source_file, 'source_row': i.source_row
               } AS record
        FROM item AS i
        JOIN aid_member AS a ON a.member = i.owner
        WHERE i.owned_from <= a.on_date
          AND i.owned_to > a.on_date
    ) AS owned
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
    min(record).capital AS measure,
    {
        'owner': min(record).owner,
        'item': min(record).item,
        'role': min(record).role,
        'capital': min(record).capital,
        'founded_on': nullif(min(record).founded_on, DATE '1900-01-01'),
        'source_file': min(record).source_file,
        'theirs': {
            'register': 'company',
            'source_file': min(record).source_file,
            'source_row': min(record).source_row
        }
    } AS facts,
    list_sort(list(DISTINCT payment_no)) AS payment_nos
FROM held
GROUP BY household, programme, year
