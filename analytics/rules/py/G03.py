r"""
code: G03
title:
  zh: 村级疑点率
  en: Share of households asked about in a village
module: 17
tier: statistical
subject: village
grain: history
reach: history
needs: []
needs_resident_id: false
reads_hits: true
parameters:
  factor:
    {type: decimal, default: 2, unit: 倍, min: 1.2, max: 10, step: 0.1, zh: 区间下限与全县疑点率之比,
     en: lower end of the interval over the county's share}
  min_households:
    {type: integer, default: 30, unit: 户, min: 10, max: 500, step: 10, zh: 全村领取户最少数,
     en: fewest paid households}
fence: {parameter: factor, measure: 区间下限与全县疑点率之比, side: above}
flags:
  zh: "本批比对中,全村被列疑点(数据待纠和统计提示不计)的户占领取户之比,其 95% 区间(Wilson)的下限\
    高于全县的两倍,列为疑点。"
  en: Of a village's paid households, the share asked about in this run (data and statistical hits apart) has a 95 %
    Wilson interval whose lower end is above twice the county's share.
why:
  zh: 疑点集中在一个村,多半有共同的经手人或共同的做法。
  en: Where questions gather in one village, somebody or some habit is behind them.
basis:
  zh: 统计提示,不作为认定依据;只供安排核查,不公布排名
  en: a statistical hint, no ground for a finding; for planning checks, no ranking is published
excludes:
  - zh: 领取户不足三十户的村
    en: villages of fewer than thirty paid households
  - zh: 区间下限未高出两倍
    en: the lower end is not above twice the county's share
  - zh: 只有数据待纠或统计提示的户
    en: households with data or statistical hits only
assumes:
  zh: 各村名册同样完整;一户有多条命中只算一户。
  en: Rosters are equally complete everywhere; a household with several hits counts once.
sentence:
  zh: "{village:village}领取补贴的 {households_paid:number} 户中,本批有 {asked:number} 户被列疑点,占 {rate:share}\
    (95% 区间 {low:share} 至 {high:share}),全县为 {county:share}。\
    这是统计提示。需核:这些疑点有无共同的经手人、账户或做法。"
  en: "Of the {households_paid:number} paid households of {village:village}, {asked:number} are asked about in this
    run, {rate:share} (95 % interval {low:share} to {high:share}), in the county {county:share}. A statistical hint.
    To ask: do these questions share a person, an account or a habit."
version: 1
valid_from: 2013-01-01
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import numpy as np
import pyarrow as pa

from analytics.engine import Engine
from analytics.intervals import wilson

_HOME = "SELECT DISTINCT village, household FROM payment WHERE village > 0"
_COUNTED = f"""
    WITH home AS ({_HOME}),
    asked AS (SELECT DISTINCT unnest(households) AS household FROM hits WHERE tier IN ('hard', 'indicator'))
    SELECT h.village, count(*) AS paid, count(a.household) AS asked,
           list_sort(list(h.household) FILTER (WHERE a.household IS NOT NULL)) AS households
    FROM home AS h LEFT JOIN asked AS a ON a.household = h.household
    GROUP BY h.village ORDER BY h.village"""
_HITS = """
    SELECT c.village AS subject_key, 0 AS other_key, CAST([] AS INTEGER[]) AS persons, c.households, 0 AS account,
           c.village, 0 AS programme, (SELECT min(period) FROM payment) AS period_from,
           (SELECT max(period) FROM payment) AS period_to, 0 AS amount, 0 AS payments, c.measure,
           {'households_paid': c.paid, 'asked': c.asked, 'rate': c.rate, 'low': c.low, 'high': c.high,
            'county': c.county} AS facts,
           CAST([] AS BIGINT[]) AS payment_nos
    FROM crowded AS c"""
_FOUR = pa.decimal128(9, 4)


def select(engine: Engine, parameters: Mapping[str, int | Decimal], hits: pa.Table) -> pa.Table:
    """One row per crowded village; measure is the interval's lower end over the county's share."""
    counted = engine.query(_COUNTED, tables={"hits": hits})
    asked, paid = (counted[name].to_numpy() for name in ("asked", "paid"))
    county = asked.sum() / max(paid.sum(), 1)
    low, high = wilson(asked, paid)
    measure = low / county if county else np.zeros(len(low))
    crowded = (paid >= parameters["min_households"]) & (np.round(measure, 4) > float(parameters["factor"]))
    shares = {"rate": asked / paid, "low": low, "high": high, "county": np.full(len(low), county), "measure": measure}
    for name, values in shares.items():
        counted = counted.append_column(name, pa.array(np.round(values, 4)).cast(_FOUR))
    return engine.query(_HITS, tables={"crowded": counted.filter(pa.array(crowded))})
