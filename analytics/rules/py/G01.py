r"""
code: G01
title:
  zh: 孤立森林离群
  en: Unlike its peers (isolation forest)
module: 17
tier: statistical
subject: household
grain: year
reach: history
needs: []
needs_resident_id: false
parameters:
  min_score:
    {type: decimal, default: 0.75, unit: 分, min: 0.50, max: 1.00, step: 0.01, zh: 离群分数下限, en: lowest score}
fence: {parameter: min_score, measure: 离群分数, side: at_least}
flags:
  zh: "一户一年在一个项目下的领取,与同村(不足 10 户时同乡镇、全县)同项目同年各户相比,\
    离群分数达到下限,且金额高于各户中位数的,列为疑点。"
  en: A household's year in a programme scores at least the limit against the households of its village (township,
    county, where under 10) in the same programme and year, and was paid more than their median.
why:
  zh: 虚增面积、重复发放、多账户领取等不同手法,都会使一户明显不同于左邻右舍;逐条规则想不到的组合,由离群分数提示。
  en: Whatever the trick, it makes a household unlike its neighbours; combinations no single rule foresees show in
    the score.
basis:
  zh: "统计提示,不作为认定依据"
  en: "A statistical hint, no ground for a finding"
excludes:
  - zh: 可比户不足 10 户
    en: fewer than 10 comparable households
  - zh: 金额不高于各户中位数
    en: an amount not above the median
  - zh: 全村标准一致且本户相同
    en: "one rate in the whole village, this household's included"
assumes:
  zh: 同村同项目多数户的领取是正常的。
  en: Most households of one village and programme are paid as they should be.
sentence:
  zh: "{subject:household}{year:text}年在{programme:programme}领取 {paid:money},\
    {peers:number} 户可比户的中位数为 {median:money};离群分数 {score:number}(第 {rank:number} 位)。\
    原因:{reasons_zh:text}。需核:面积、人数、标准与账户是否属实。"
  en: "{subject:household} was paid {paid:money} under {programme:programme} in {year:text}, where the
    median of {peers:number} comparable households is {median:money}; score {score:number}
    (rank {rank:number}). Because: {reasons_en:text}.
    To ask: are area, persons, rate and account right."
version: 1
valid_from: 2013-01-01
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from importlib import import_module
from threading import Thread

import pyarrow as pa

from analytics.engine import Engine
from analytics.outliers import flagged, in_one_sentence, is_ranked, reasons_of

_HITS = """
    SELECT f.household AS subject_key, 0 AS other_key, f.persons, [f.household] AS households,
           min(p.account) AS account, f.village, f.programme,
           min(p.period) AS period_from, max(p.period) AS period_to,
           f.excess AS amount, count(*) AS payments, f.score::DECIMAL(18,4) AS measure,
           {'year': f.year, 'paid': f.amount, 'peers': f.peers, 'level': f.level, 'median': f.peers_median,
            'score': f.score::DECIMAL(18,4), 'rank': f.rank,
            'reasons_zh': f.reasons_zh, 'reasons_en': f.reasons_en} AS facts,
           list_sort(list(p.payment_no)) AS payment_nos
    FROM flagged AS f
    JOIN pay AS p ON p.household = f.household AND p.programme = f.programme AND p.year = f.year
    GROUP BY ALL ORDER BY min(f.rank)"""


def prepare(engine: Engine) -> None:
    """Load what learns while other rules are asked: it takes seconds, and nothing of the snapshot."""
    if not is_ranked(engine):
        Thread(target=import_module, args=("analytics.outliers.forest",), daemon=True).start()


def select(engine: Engine, parameters: Mapping[str, int | Decimal]) -> pa.Table:
    """Rows of the ranking from `min_score` (0 to 1) on, as hits; amount is the excess over the peers' median."""
    engine = engine.embedded
    rows = flagged(engine, Decimal(parameters["min_score"]))
    for tongue in ("zh", "en"):
        rows = rows.append_column(f"reasons_{tongue}", in_one_sentence(reasons_of(rows, tongue), tongue))
    return engine.query(_HITS, tables={"flagged": rows})
