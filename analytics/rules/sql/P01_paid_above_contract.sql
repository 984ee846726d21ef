/*
code: P01
title:
  zh: 项目拨付超合同或超进度
  en: Project paid above contract or ahead of progress
module: 19
tier: hard
subject: project
grain: history
reach: history
needs: [project]
needs_resident_id: false
parameters:
  advance: {type: decimal, default: 0.30, unit: 倍, min: 0, max: 0.5, step: 0.05, zh: 允许的预付款占合同价比例, en: advance allowed as a share of the contract}
flags:
  zh: 项目已拨付金额超过合同价(经批准变更的以变更后为准),或超过合同价与进度之积(进度不足时以预付款比例为限)的,列为疑点。
  en: A project was paid more than its contract (as changed with approval), or more than contract × progress (at the least the advance allowed).
why:
  zh: 超合同、超进度拨付,款项即失去工程的约束。
  en: Money paid ahead of the works no longer binds anybody to do them.
basis:
  zh: 政府投资项目资金管理办法和合同约定
  en: rules on money of public works, and the contract
excludes:
  - zh: 经批准变更合同价
    en: a change of the contract that was approved
  - zh: 拨付恰等于合同价或应付进度款
    en: paid exactly the contract or the progress due
  - zh: 合同约定的预付款
    en: the advance the contract allows
assumes:
  zh: 台账未载进度的,只与合同价比较;未载合同价的不比对。
  en: Without a progress on record only the contract counts; without a contract sum nothing is compared.
sentence:
  zh: "{source_file:source}载明{subject:project}合同价 {agreed:money}、进度 {progress:number}%,按此应付不超过 {due:money},已拨付 {paid:money},多付 {amount:money}。需核:是否有变更批复、进度是否如实。"
  en: "{source_file:source} gives {subject:project} a contract of {agreed:money} and a progress of {progress:number}%, so at most {due:money} is due; {paid:money} was paid, {amount:money} too much. To ask: is there an approved change, is the progress true."
version: 1
valid_from: 2013-01-01
*/
WITH owed AS (
    SELECT *, CAST(agreed * greatest(coalesce(progress, 100), $advance * 100) / 100 AS DECIMAL(12,2)) AS due
    FROM work
    WHERE agreed > 0
)
SELECT
    project AS subject_key,
    0 AS other_key,
    CAST([] AS INTEGER[]) AS persons,
    CAST([] AS INTEGER[]) AS households,
    0 AS account,
    village,
    0 AS programme,
    coalesce(year(accepted_on) * 100 + month(accepted_on), 0) AS period_from,
    coalesce(year(accepted_on) * 100 + month(accepted_on), 0) AS period_to,
    paid - due AS amount,
    0 AS payments,
    paid - due AS measure,
    {
        'agreed': agreed,
        'progress': coalesce(progress, 100),
        'due': due,
        'paid': paid,
        'source_file': source_file,
        'theirs': {'register': 'project', 'source_file': source_file, 'source_row': source_row}
    } AS facts,
    CAST([] AS BIGINT[]) AS payment_nos
FROM owed
WHERE paid > due
