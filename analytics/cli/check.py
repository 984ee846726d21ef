"""check and compare: run the rules; what two runs have in common."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from analytics.cli.talk import bar, say, say_json, say_table
from analytics.cli.verb import Json
from analytics.words import _

_HEADS = ("规则", "命中", "对象", "总体", "占比", "秒", "说明")
_COMPARED = ("规则", "新增", "仍在", "消失")


def check(
    store: Path,
    rules: Annotated[str, typer.Option("--rules", metavar="CODES", help="只运行这些规则,如 A01,B03")] = "",
    set_: Annotated[
        list[str] | None, typer.Option("--set", metavar="RULE.NAME=VALUE", help="改参数,如 A01.grace_months=2")
    ] = None,
    snapshot: Annotated[str, typer.Option("--snapshot", metavar="ID", help="数据快照(默认最新)")] = "",
    engine: Annotated[
        Literal["duckdb", "spark"], typer.Option("--engine", help="由哪个引擎运行规则;命中相同")
    ] = "duckdb",
    json: Json = False,
) -> None:
    """运行比对规则,保留命中。

    例:python -m analytics check --rules A01,B03 --set A01.grace_months=2
    """
    from analytics.cli.open import the_snapshot
    from analytics.permissions import operator
    from analytics.rules.catalogue import catalogue
    from analytics.rules.parameters import parse_settings
    from analytics.rules.run import run

    codes = [code.strip() for code in rules.split(",") if code.strip()] or None
    chosen = the_snapshot(store, snapshot)
    numbers = parse_settings(catalogue(), set_ or [])
    with bar("比对") as step:
        made = run(store, chosen, operator(), codes, numbers, step, engine)
    if json:
        return say_json(made.manifest)
    say_table(_HEADS, [_row(report) for report in made.manifest["rules"]])
    for sentence in made.manifest["refused"]:
        say(sentence)
    hits = sum(report.get("hits") or 0 for report in made.manifest["rules"])
    told = _("比对批次 {run}:命中 {hits} 条(数据快照 {snapshot})")
    return say(told.format(run=made.id, hits=hits, snapshot=made.snapshot))


def _row(report: dict[str, object]) -> tuple[object, ...]:
    said = report.get("warning") or ""
    if report["state"] != "done":
        said = _("不适用({why})").format(why=report["why_not"])
    share = report.get("share")
    shown = "" if share is None else f"{float(str(share)):.2%}"
    return (
        report["code"],
        report.get("hits"),
        report.get("subjects"),
        report.get("population"),
        shown,
        report["seconds"],
        said,
    )


def compare(
    store: Path,
    old: Annotated[str, typer.Argument(metavar="RUN", help="较早的比对批次")],
    new: Annotated[str, typer.Argument(metavar="RUN", help="较新的比对批次")],
    json: Json = False,
) -> None:
    """比较两个比对批次:新增、仍在、消失的命中,按规则。

    例:python -m analytics compare 3f2a 9c41
    """
    from analytics.rules.runs import compare as compare_runs
    from analytics.rules.runs import open_run

    found = compare_runs(open_run(store, old), open_run(store, new))
    counts = {state: _by_rule(hits["rule"].to_pylist()) for state, hits in found.items()}
    if json:
        return say_json(counts)
    rules = sorted({rule for by_rule in counts.values() for rule in by_rule})
    rows = [(rule, *(counts[state].get(rule, 0) for state in ("new", "persisting", "gone"))) for rule in rules]
    say_table(_COMPARED, rows)
    totals = {state: hits.num_rows for state, hits in found.items()}
    return say(_("合计:新增 {new},仍在 {persisting},消失 {gone}").format(**totals))


def _by_rule(rules: list[str]) -> dict[str, int]:
    return {rule: rules.count(rule) for rule in sorted(set(rules))}
