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
    SELECT p.payment_no, p.household, p.person, p.account, p.village, p.programme, p.year, p.period, p.amount,
           {
               'founded_on': i.owned_from, 'owner': i.owner, 'item': i.item, 'role': i.role, 'capital': i.capital,
               'source_file': i.source_file, 'source_row': i.source_row
           } AS record
    FROM item AS i
    JOIN household_person AS m ON m.person = i.owner
    JOIN pay AS p ON p.household = m.household
    JOIN programme_kind AS k ON k.kind = p.kind
    WHERE k.means_tested
      AND i.owned_from <= p.on_date
      AND i.owned_to > p.on_date
      AND m.starts_on <= p.on_date
      AND m.ends_on >= p.on_date
),
per_payment AS (
    SELECT payment_no, household, person, account, village, programme, year, period, amount, min(record) AS record
    FROM held
    GROUP BY ALL
),
concerned AS (
    SELECT household, programme, year, list_sort(list(DISTINCT person)) AS persons
    FROM (
        SELECT household, programme, year, person FROM held
        UNION ALL
        SELECT household, programme, year, record.owner FROM held
    ) AS named
    GROUP BY household, programme, year
)
SELECT
    p.household AS subject_key,
    0 AS other_key,
    c.persons,
    [p.household] AS households,
    min(p.account) AS account,
    min(p.village) AS village,
    p.programme,
    min(p.period) AS period_from,
    max(p.period) AS period_to,
    sum(p.amount) AS amount,
    count(*) AS payments,
    max(p.record.capital) AS measure,
    {
        'owner': min(p.record).owner,
        'item': min(p.record).item,
        'role': min(p.record).role,
        'capital': min(p.record).capital,
        'founded_on': nullif(min(p.record).founded_on, DATE '1900-01-01'),
        'source_file': min(p.record).source_file,
        'theirs': {
            'register': 'company',
            'source_file': min(p.record).source_file,
            'source_row': min(p.record).source_row
        }
    } AS facts,
    list_sort(list(p.payment_no)) AS payment_nos
FROM per_payment AS p
JOIN concerned AS c ON c.household = p.household AND c.programme = p.programme AND c.year = p.year
GROUP BY p.household, p.programme, p.year, c.persons
