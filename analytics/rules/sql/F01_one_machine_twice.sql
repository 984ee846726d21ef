/*
code: F01
title:
  zh: 一机多次补贴
  en: "One machine, several grants"
module: 15
tier: hard
subject: person
grain: year
reach: history
needs: [machinery]
flags:
  zh: 农机补贴台账中同一出厂编号享受两次以上补贴的,自第二次起列为疑点;金额计第二次起的补贴。
  en: One serial number stands in the machinery ledger with two or more grants; each after the first is raised and counts.
why:
  zh: 一台机具只补贴一次,出厂编号唯一。
  en: A machine is subsidised once, and its serial number is its own.
basis:
  zh: 农业机械购置补贴实施指导意见
  en: Guiding opinions on the subsidy for buying farm machines
excludes:
  - zh: 已退回(冲回)的补贴
    en: a grant taken back (reversed)
  - zh: 没有出厂编号或编号不足四位的机具
    en: "machines without a serial number, or with one of fewer than four characters"
assumes:
  zh: 出厂编号按台账原样比对,不同品目编号相同的也须询问。
  en: Serial numbers are compared as the ledger writes them; the same number on different kinds is asked about as well.
sentence:
  zh: "{source_file:source}载明出厂编号 {serial:text} 的{machine:text}已于{first_on:date}由{first_owner:person}领取补贴;{subject:person}{span:span}又以同一编号领取 {measure:number} 次、{amount:money}。需核:编号是否误录、机具是否实有、是否转手后再次申报。"
  en: "{source_file:source} says that the machine ({machine:text}) with the serial number {serial:text} was subsidised for {first_owner:person} on {first_on:date}; {subject:person} had {measure:number} more grants on the same number, {span:span}, {amount:money}. To ask: was the number miswritten, is there a machine, was it sold on and claimed again."
version: 1
valid_from: 2013-01-01
*/
WITH numbered AS (
    SELECT *, coalesce(bought_on, DATE '1900-01-01') AS bought,
           row_number() OVER (PARTITION BY serial ORDER BY bought_on, source_row) AS nth
    FROM granted_machine
    WHERE length(serial) >= 4
),
again AS (
    SELECT s.owner, s.bought, s.subsidy, s.serial,
           min({
               'first_on': f.bought_on, 'first_owner': f.owner, 'machine': f.kind, 'serial': f.serial,
               'source_file': f.source_file, 'source_row': f.source_row
           }) AS record
    FROM numbered AS s
    JOIN numbered AS f ON f.serial = s.serial
    WHERE s.nth > 1
    GROUP BY s.owner, s.bought, s.subsidy, s.serial, s.nth
)
SELECT
    a.owner AS subject_key,
    0 AS other_key,
    list_sort(list_distinct(list_concat(list(a.owner), list(a.record.first_owner)))) AS persons,
    list_sort([coalesce(min(h.household), -a.owner)]) AS households,
    0 AS account,
    coalesce(min(h.village), 0) AS village,
    0 AS programme,
    min(year(a.bought) * 100 + month(a.bought)) AS period_from,
    max(year(a.bought) * 100 + month(a.bought)) AS period_to,
    sum(a.subsidy) AS amount,
    0 AS payments,
    count(*) AS measure,
    {
        'first_on': min(a.record).first_on,
        'first_owner': min(a.record).first_owner,
        'machine': min(a.record).machine,
        'serial': min(a.record).serial,
        'source_file': min(a.record).source_file,
        'theirs': {
            'register': 'machinery', 'source_file': min(a.record).source_file, 'source_row': min(a.record).source_row
        }
    } AS facts,
    CAST([] AS BIGINT[]) AS payment_nos
FROM again AS a
LEFT JOIN home AS h ON h.person = a.owner
GROUP BY a.owner, year(a.bought)
