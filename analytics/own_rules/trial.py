"""A trial of an own rule: its hits on the newest snapshot, as far as the viewer may see it, behind all walls."""

from __future__ import annotations

import json
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from analytics.engine import open_engine
from analytics.naming import Naming
from analytics.own_rules import confined
from analytics.own_rules.sandbox import Answer, Limits, ask
from analytics.own_rules.words import in_words
from analytics.permissions import require
from analytics.records.own_rules import OwnRule
from analytics.rules import own
from analytics.rules.catalogue import Rule, digest_of
from analytics.rules.contract import normal_sql
from analytics.rules.header import BrokenRule
from analytics.rules.hits import gather
from analytics.rules.sentence import Renderer, unknown_fields
from analytics.schema import TABLES
from analytics.snapshots import Snapshot
from analytics.vault import Vault
from analytics.viewer import Viewer
from analytics.words import Refused, _

SAMPLE = 50
_UNITS = ("township", "village", "programme")
OLD_SECONDS = 3600
Step = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Trial:
    """What a trial brought: how many hits in how many seconds, and the rows with the largest amounts (SAMPLE at most,
    in contract.SELECTED's columns). `cut`: there are more hits than a trial counts."""

    hits: int
    seconds: float
    cut: bool
    rows: pa.Table


def trial(
    viewer: Viewer, snapshot: Snapshot, rule: OwnRule, limits: Limits | None = None, progress: Step | None = None
) -> Trial:
    """Try the rule's text. Refused, in one sentence, when it breaks a law, takes too long or too much, cannot be run,
    or gives rows a run could not use; nothing is kept, and the rule's state stays."""
    require(viewer, "own_rules")
    made, line = lawful(rule)
    _refuse_missing(made, snapshot)
    step = progress or (lambda _done, _total, _what: None)
    with _room(snapshot.store) as room:
        step(0, 2, _("准备数据"))
        database = room / "scope.duckdb"
        confined.write(database, open_engine(snapshot), viewer.scope, made.source)
        step(1, 2, _("试运行"))
        sql = normal_sql(made.source, set(made.columns))
        answer = ask(database, sql, made.header.defaults(), limits, first_line=line - 1)
    _refuse_unusable(made, answer)
    found = Trial(answer.rows.num_rows, answer.seconds, answer.cut, _largest(answer.rows))
    _sentences(snapshot, made, found.rows)  # one that cannot be told must not be released
    return found


def sample(viewer: Viewer, snapshot: Snapshot, rule: OwnRule, rows: pa.Table) -> list[dict[str, Any]]:
    """Rows of a trial as people read them: the hit's columns, titles of its units, and `reason`. Keys may be made up
    by the rule, so names are looked up only for who may see the whole county; for others `reason` is empty."""
    require(viewer, "own_rules")
    made, _line = lawful(rule)
    hits, told = _sentences(snapshot, made, rows)
    naming = Naming(open_engine(snapshot))
    titles = {f"{unit}_title": naming.titles(unit, hits[unit].to_pylist()) for unit in _UNITS}
    titles["reason"] = told if viewer.scope.whole_county else [""] * len(told)
    return [{**hit, **{name: told[n] for name, told in titles.items()}} for n, hit in enumerate(hits.to_pylist())]


def lawful(rule: OwnRule) -> tuple[Rule, int]:
    """The rule as a run would have it, and the line of its text where the SQL begins; Refused when a law is broken."""
    try:
        header, sql, columns = own.checked(rule.code, rule.version, rule.text)
    except BrokenRule as error:
        raise in_words(error) from error
    line = rule.text[: rule.text.rindex(sql)].count("\n") + 1
    source = sql.strip().rstrip(";")
    return Rule(header, Path(f"{rule.code}.sql"), source, digest_of(rule.text), columns), line


def _refuse_missing(rule: Rule, snapshot: Snapshot) -> None:
    missing = [_(TABLES[name].title) for name in ("payment", *rule.header.needs) if name not in snapshot.tables]
    if missing:
        raise Refused("当前数据缺少 {tables},这条规则还不能试运行。", tables=_("、").join(missing))


@contextmanager
def _room(store: Path) -> Iterator[Path]:
    """A folder of one's own in the store, gone afterwards; those a killed trial left are cleared away."""
    home = store / "tmp"
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    for old in home.glob("own-*"):
        if time.time() - old.stat().st_mtime > OLD_SECONDS:
            shutil.rmtree(old, ignore_errors=True)
    room = Path(tempfile.mkdtemp(prefix="own-", dir=home))
    try:
        yield room
    finally:
        shutil.rmtree(room, ignore_errors=True)


def _refuse_unusable(rule: Rule, answer: Answer) -> None:
    rows = answer.rows
    for column in ("subject_key", "period_from", "period_to", "amount"):
        if rows[column].null_count:
            raise Refused("语句返回的 {column} 有空值,命中无法登记。请补上或去掉这些行。", column=column)
    year = pc.divide(rows["period_from"], 100) if rule.header.grain == "year" else pa.nulls(len(rows), pa.int32())
    keys = rows.select(["subject", "subject_key", "other_key", "programme"]).append_column("year", year)
    if keys.group_by(keys.column_names).aggregate([]).num_rows < rows.num_rows:
        raise Refused("同一对象、项目、年度返回了不止一行,命中无法登记。请用 GROUP BY 合成一行。")
    unknown = _unknown(rule, rows)
    if unknown:
        raise Refused("理由的模板用到 {fields},语句却没有给出,或写法不对。", fields=", ".join(unknown))


def _unknown(rule: Rule, rows: pa.Table) -> list[str]:
    facts = json.loads(rows["facts"][0].as_py() or "{}") if rows.num_rows else {}
    try:
        return unknown_fields(rule, facts) if rows.num_rows else []
    except ValueError as error:  # a brace too many
        return [str(error)]


def _largest(rows: pa.Table) -> pa.Table:
    """The rows to show, without the numbers of their payments."""
    top = rows.sort_by([("amount", "descending")]).slice(0, SAMPLE).combine_chunks()
    none = pa.array([[]] * top.num_rows, pa.list_(pa.int64()))
    return top.set_column(top.column_names.index("payment_nos"), "payment_nos", none)


def _sentences(snapshot: Snapshot, rule: Rule, rows: pa.Table) -> tuple[pa.Table, list[str]]:
    engine, rules = open_engine(snapshot), {rule.code: rule}
    hits = gather(engine, {rule.code: rows}, rules)
    try:
        return hits, Renderer(engine, Vault(snapshot.store), rules=rules).reasons(hits)
    except (ArithmeticError, AttributeError, KeyError, TypeError, ValueError) as error:
        raise Refused("理由的模板套不上语句给出的值,请核对模板各字段的写法(如 amount:money、died_on:date)。") from error
