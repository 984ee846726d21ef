"""county: the training county."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from analytics.cli.talk import bar, say, say_json
from analytics.cli.verb import Json
from analytics.words import _

if TYPE_CHECKING:
    from analytics.snapshots import Snapshot


def county(
    store: Path,
    scale: Annotated[float, typer.Option("--scale", min=0.001, max=100, help="规模:1 为约 200 万条发放记录")] = 1.0,
    seed: Annotated[int, typer.Option("--seed", help="随机种子;同一种子得同一个县")] = 2017,
    json: Json = False,
) -> None:
    """生成演练县:虚构的乡镇、人员、发放记录和比对库。

    例:python -m analytics county --scale 0.1 --seed 1
    """
    made = built(store, scale, seed)
    if json:
        return say_json({"snapshot": made.id, "payments": made.rows("payment")})
    told = _("数据快照 {snapshot}:发放记录 {count} 条")
    return say(told.format(snapshot=made.id, count=f"{made.rows('payment'):,}"))


def built(store: Path, scale: float, seed: int) -> Snapshot:
    """The training county in a store, once the log says who had it built."""
    from analytics.county import build
    from analytics.permissions import operator, require
    from analytics.records.audit import append
    from analytics.records.db import transaction

    require(operator(), "intake")
    with transaction() as tx:
        append(tx, operator(), "county", scale=scale, seed=seed)
    with bar("生成演练县") as step:
        return build(store, scale, seed, lambda share: step(round(share * 100), 100))
