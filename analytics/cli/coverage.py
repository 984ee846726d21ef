"""coverage: which rules can run on a snapshot, and how much of what they ask it can answer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from analytics.cli.talk import say_json, say_table
from analytics.cli.verb import Json
from analytics.words import _

if TYPE_CHECKING:
    from analytics.rules.coverage import RuleCoverage

_HEADS = ("规则", "能否比对", "比对库", "数据日期", "早于最近发放(天)", "可关联", "说明")


def coverage(
    store: Path,
    snapshot: Annotated[str, typer.Option("--snapshot", metavar="ID", help="数据快照(默认最新)")] = "",
    json: Json = False,
) -> None:
    """列出每条规则在这批数据上能否比对、缺什么、比对库关联了多少、数据多旧。

    例:python -m analytics coverage
    """
    from analytics.cli.open import the_snapshot
    from analytics.engine import open_engine
    from analytics.permissions import operator
    from analytics.rules.coverage import coverage as ask

    rows = [row for one in ask(operator(), open_engine(the_snapshot(store, snapshot))) for row in _rows(one)]
    if json:
        return say_json([dict(zip(_NAMES, row, strict=True)) for row in rows])
    return say_table([_(head) for head in _HEADS], rows)


_NAMES = ("rule", "why_not", "register", "data_date", "days_behind", "share", "measure")


def _rows(one: RuleCoverage) -> list[tuple[object, ...]]:
    if not one.registers:
        return [(one.rule.code, one.why_not, "", None, 0, None, "")]
    return [
        (
            one.rule.code,
            one.why_not,
            register.need.title,
            register.need.data_date,
            register.days_behind,
            None if register.share is None else round(register.share, 4),
            register.join,
        )
        for register in one.registers
    ]
