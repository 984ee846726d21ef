r"""
code: G06
title:
  zh: 分层抽查
  en: Stratified spot check
module: 20
tier: statistical
subject: village
grain: history
reach: history
needs: []
needs_resident_id: false
parameters:
  villages:
    {type: integer, default: 1, unit: 个, min: 1, max: 20, step: 1, zh: 每个乡镇抽取的村数,
     en: villages of each township}
  households:
    {type: integer, default: 5, unit: 户, min: 1, max: 100, step: 1, zh: 每村抽取的户数,
     en: households of each village}
  seed:
    {type: integer, default: 2017, unit: "", min: 1, max: 999999, step: 1, zh: 随机种子, en: seed of the draw}
flags:
  zh: 每个乡镇随机抽取若干村,每村随机抽取若干领取户,供入户走访;被抽中与有无问题无关。
  en: Some villages of each township and some paid households of each are drawn to be visited; to be drawn says
    nothing about anybody.
why:
  zh: 只查疑点会漏掉规则想不到的问题;随机走访还能检验比对的准头。
  en: Checking suspects alone misses what no rule foresees; a random visit also tests the rules.
basis:
  zh: 随机抽查办法;名单由种子确定,可由任何人重算
  en: the rules on random checks; the seed fixes the list, anybody can draw it again
excludes:
  - zh: 其余各村各户
    en: all other villages and households
assumes:
  zh: 抽样以编号的散列值排序,同一种子和数据得同一名单。
  en: The draw is by hash order, so the same seed and data give the same list.
sentence:
  zh: "{village:village}被随机抽中(种子 {seed:text},全村 {paid:number} 户领取),抽查户:{drawn:household}。\
    被抽中与有无问题无关。需核:补贴是否收到、数额是否相符。"
  en: "{village:village} was drawn (seed {seed:text}, {paid:number} households paid); to visit: {drawn:household}. To be
    drawn says nothing about anybody. To ask: did the money arrive, is the sum right."
version: 1
valid_from: 2013-01-01
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pyarrow as pa

from analytics.engine import Engine

_DRAWN = """
    WITH home AS (SELECT DISTINCT village, household FROM payment WHERE village > 0),
    village AS (
        SELECT v.village, v.township, count(*) AS paid,
               row_number() OVER (PARTITION BY v.township
                                  ORDER BY sha256(concat_ws('|', 'village', $seed, v.code)), v.village) AS nth
        FROM home AS h JOIN place AS v ON v.village = h.village GROUP BY v.village, v.township, v.code),
    visited AS (
        SELECT h.village, h.household, v.paid,
               row_number() OVER (PARTITION BY h.village
                                  ORDER BY sha256(concat_ws('|', 'household', $seed, h.household)), h.household) AS nth
        FROM home AS h JOIN village AS v ON v.village = h.village WHERE v.nth <= $villages)
    SELECT village AS subject_key, 0 AS other_key, CAST([] AS INTEGER[]) AS persons,
           list_sort(list(household)) AS households, 0 AS account, village, 0 AS programme,
           (SELECT min(period) FROM payment) AS period_from, (SELECT max(period) FROM payment) AS period_to,
           0 AS amount, 0 AS payments, count(*) AS measure,
           {'seed': CAST($seed AS VARCHAR), 'paid': paid, 'drawn': list_sort(list(household))} AS facts,
           CAST([] AS BIGINT[]) AS payment_nos
    FROM visited WHERE nth <= $households GROUP BY village, paid ORDER BY village"""


def select(engine: Engine, parameters: Mapping[str, int | Decimal]) -> pa.Table:
    """One row per village drawn, its drawn households with it."""
    return engine.query(_DRAWN, dict(parameters))
