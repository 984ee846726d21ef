"""A comparison kept: a run of its own whose hits stand among the suspects under the inspector's name."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa

from analytics.engine import Engine
from analytics.permissions import require
from analytics.records import audit
from analytics.records.db import transaction
from analytics.rules import runs
from analytics.rules.catalogue import known
from analytics.rules.contract import normal_sql
from analytics.rules.counts import with_counts
from analytics.rules.hits import gather
from analytics.rules.runs import Run, list_runs
from analytics.viewer import Viewer
from analytics.words import Refused
from analytics.workbench.compare import Question, compared, sides
from analytics.workbench.lists import KEYS, Ticked, match_keys, title_of
from analytics.workbench.shelf import BELOW, Shelf

CODE = "Y01"
FOUND = {"both": "同时见于两份名单", "left": "只见于前一份名单", "right": "只见于后一份名单"}
_COLUMNS = (
    "subject_key other_key persons households account village programme period_from period_to amount payments "
    "measure facts payment_nos subject"
).split()
# One hit a subject: a phone is no subject, its first person on the left (else the right) is. The excess is what the
# left list paid, else what the right one did. Nobody the vault does not know becomes a hit.
_HITS = """
    WITH chosen AS (SELECT DISTINCT key FROM compared WHERE side = '{side}'),
    met AS (
        SELECT 'left' AS of_side, t.* FROM ({left}) AS t SEMI JOIN chosen AS c ON c.key = t.{by}
        UNION ALL BY NAME
        SELECT 'right' AS of_side, t.* FROM ({right}) AS t SEMI JOIN chosen AS c ON c.key = t.{by}),
    about AS (
        SELECT *, {subject} AS subject_key FROM met),
    hit AS (
        SELECT subject_key,
               list_sort(list_distinct(list(person) FILTER (WHERE person > 0))) AS persons,
               list_sort(list_distinct(list(household) FILTER (WHERE household > {below}))) AS households,
               min(account) FILTER (WHERE account > 0) AS account,
               min(village) FILTER (WHERE village > 0) AS village,
               CASE WHEN min(programme) = max(programme) THEN min(programme) END AS programme,
               coalesce(min(starts_on) FILTER (WHERE payment_no IS NOT NULL), min(starts_on)) AS first_day,
               coalesce(max(ends_on) FILTER (WHERE payment_no IS NOT NULL), max(ends_on), max(starts_on)) AS last_day,
               coalesce(sum(amount) FILTER (WHERE payment_no IS NOT NULL AND of_side = 'left'),
                        sum(amount) FILTER (WHERE payment_no IS NOT NULL), 0) AS amount,
               list_sort(list_distinct(list(payment_no) FILTER (WHERE payment_no IS NOT NULL))) AS payment_nos,
               min({{'source_file': source_file, 'source_row': source_row}}) FILTER (WHERE of_side = 'left') AS at_left,
               min({{'source_file': source_file, 'source_row': source_row}}) FILTER (WHERE of_side = 'right')
                   AS at_right, count(*) AS rows
        FROM about WHERE subject_key > {below} GROUP BY subject_key)
    SELECT subject_key, {other} AS other_key, coalesce(persons, []) AS persons, coalesce(households, []) AS households,
           account, coalesce(village, 0) AS village, programme,
           coalesce(year(first_day) * 100 + month(first_day), {latest}) AS period_from,
           coalesce(year(last_day) * 100 + month(last_day), {latest}) AS period_to,
           least(amount, 9999999999.99) AS amount, coalesce(len(payment_nos), 0) AS payments, rows AS measure,
           {{'title': $title, 'by': $by, 'why': $why, 'found': $found, 'left': $left, 'right': $right,
             'left_row': at_left.source_row, 'right_row': at_right.source_row, 'theirs': {theirs}}} AS facts,
           coalesce(payment_nos, []) AS payment_nos, '{kind}' AS subject
    FROM hit"""


def keep(viewer: Viewer, engine: Engine, shelf: Shelf, question: Question, side: str, title: str, reason: str) -> Run:
    """Keep one side of a comparison as a run of the viewer's own; the same kept before is taken again.

    Uploaded lists stay with it, without whom the vault does not know. Refused, and nothing is written, without
    permission, reason or title, for candidates by name and village, and when nobody known is among the result.
    """
    require(viewer, "workbench")
    reason, title = audit.reason_required(reason), _without_numbers(title)
    if question.by == "name":
        raise Refused("按姓名加村比出的只作参考,不能保存为疑点。请核实身份后,按身份证号比对再保存。")
    if len(title) < 2:
        raise Refused("请写明这次比对的名称(至少两个字)。没有保存。")
    facts = _facts(viewer, engine, shelf, question, side, title, _without_numbers(reason))
    run_id = _run_id(engine, question, facts)
    hits = _hits(viewer, engine, shelf, question, side, run_id, facts)
    if not hits.num_rows:
        raise Refused("结果里没有库中已有的人员、户或账户,没有可保存的。")
    lists = {s: _list(viewer, engine, shelf, question, s) for s in _uploaded(question)}
    notes = _notes(viewer, engine, question, side, facts, hits, run_id)
    with transaction() as tx:
        audit.append(tx, viewer, "workbench.keep", f"run:{run_id}", reason, hits=hits.num_rows)
        return runs.write(engine.snapshot.store, run_id, hits, notes, lists)


def kept_runs(viewer: Viewer, engine: Engine) -> tuple[Run, ...]:
    """The comparisons this viewer kept over the engine's snapshot, the newest first."""
    found = (run for run in list_runs(engine.snapshot.store) if "own" in run.manifest)
    return tuple(r for r in found if r.manifest["by"] == viewer.account and r.snapshot == engine.snapshot.id)


def kept_lists(viewer: Viewer, engine: Engine) -> tuple[str, ...]:
    """Codes run:side of the uploaded lists kept with the viewer's comparisons, over whichever snapshot: a key of the
    vault means the same person in all of them."""
    mine = (r for r in list_runs(engine.snapshot.store) if "own" in r.manifest and r.manifest["by"] == viewer.account)
    sided = [(run, side) for run in mine for side in ("left", "right")]
    return tuple(f"{run.id}:{side}" for run, side in sided if f"{side}.parquet" in run.manifest["files"])


def joined(viewer: Viewer, engine: Engine, run: Run) -> Run:
    """The run, its hits looked at together with those of the viewer's own comparisons."""
    return replace(run, also=kept_runs(viewer, engine))


def _facts(
    viewer: Viewer, engine: Engine, shelf: Shelf, question: Question, side: str, title: str, why: str
) -> dict[str, str]:
    left, right = (title_of(engine, shelf, ticked) for ticked in (question.left, question.right))
    return {"title": title, "by": viewer.account, "why": why, "found": FOUND[side], "left": left, "right": right}


def _hits(
    viewer: Viewer, engine: Engine, shelf: Shelf, question: Question, side: str, run_id: str, facts: dict[str, str]
) -> pa.Table:
    left, right = sides(viewer, engine, shelf, question)
    by = question.by
    first = "min(person) FILTER (WHERE person > 0) OVER (PARTITION BY phone)"
    sql = _HITS.format(
        side=side,
        left=left.sql,
        right=right.sql,
        by=by,
        subject=first if by == "phone" else by,
        below=0 if by in ("person", "account", "phone") else BELOW,
        other=int(run_id[:7], 16),
        latest=(engine.value("SELECT max(year) FROM pay") or 0) * 100,
        theirs=_theirs(question),
        kind="person" if by == "phone" else by,
    )
    tables = left.tables | right.tables | {"compared": compared(viewer, engine, shelf, question)}
    rows = engine.query(normal_sql(sql, set(_COLUMNS)), dict(facts), tables)
    return gather(engine, {CODE: rows}, known())


def _theirs(question: Question) -> str:
    """The register's record a hit was held against, as a suspect's page shows it."""
    for side, ticked in (("right", question.right), ("left", question.left)):
        if ticked.kind == "register":
            at = f"at_{side}"
            record = f"{{'register': '{ticked.code}', 'source_file': {at}.source_file, 'source_row': {at}.source_row}}"
            return f"CASE WHEN {at} IS NOT NULL THEN {record} END"
    return "NULL"


def _uploaded(question: Question) -> list[str]:
    return [side for side, ticked in _sided(question).items() if ticked.kind == "upload"]


def _sided(question: Question) -> dict[str, Ticked]:
    return {"left": question.left, "right": question.right}


def _asked(question: Question, run_id: str) -> dict[str, str]:
    """Both lists as they can be asked for again once the session is over: an uploaded one is the list kept here."""
    again = {s: Ticked("kept", f"{run_id}:{s}") if t.kind == "upload" else t for s, t in _sided(question).items()}
    return {side: str(ticked) for side, ticked in again.items()}


def _list(viewer: Viewer, engine: Engine, shelf: Shelf, question: Question, side: str) -> pa.Table:
    """An uploaded list as it stays: keys of the vault only."""
    ticked = _sided(question)[side]
    own = ", ".join(f"CASE WHEN {key} > {BELOW} THEN {key} END AS {key}" for key in KEYS)
    any_left = " OR ".join(f"{key} IS NOT NULL" for key in KEYS)
    sql = f"SELECT * FROM (SELECT * REPLACE ({own}) FROM listed) WHERE {any_left}"
    rows = engine.query(sql, tables={"listed": shelf.rows(ticked.code)})
    said = {"title": str(shelf.about(ticked.code)["title"]), "keys": " ".join(match_keys(engine, shelf, ticked))}
    return rows.replace_schema_metadata(said)


def _notes(
    viewer: Viewer, engine: Engine, question: Question, side: str, facts: dict[str, str], hits: pa.Table, run_id: str
) -> dict[str, Any]:
    rule = known()[CODE]
    report = {"code": CODE, "version": rule.header.version, "digest": rule.digest, "state": "done", "why_not": ""}
    days = [day.isoformat() if day else None for day in (question.since, question.until)]
    return {
        "snapshot": engine.snapshot.id,
        "reference": engine.reference.version,
        "created_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "by": viewer.account,
        "whole": False,
        "parameters": {},
        "own": {**facts, "matched": question.by, "side": side, "days": days, "asked": _asked(question, run_id)},
        "rules": with_counts(engine, [report | {"seconds": 0.0}], hits, {CODE: rule}),
    }


def _run_id(engine: Engine, question: Question, facts: dict[str, str]) -> str:
    asked = [engine.snapshot.id, engine.reference.version, repr(question), facts]
    return hashlib.sha256(json.dumps(asked, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:16]


def _without_numbers(text: str) -> str:
    """A title or reason as it may stand in a sentence: a long number in it is some person's or account's."""
    return audit.without_numbers(text.strip())[:200]
