"""From an ID number, a name or an account, or a pasted list of them, to people; who asked for what is logged first."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from analytics.engine import Engine
from analytics.intake.clean.identity import id_clean_sql, opaque_id_sql
from analytics.intake.clean.names import name_fold_sql
from analytics.intake.fields import number_sql
from analytics.naming import Naming
from analytics.permissions import require
from analytics.records import audit
from analytics.records.db import transaction
from analytics.vault import Vault, mask
from analytics.viewer import Viewer
from analytics.words import Refused

MOST_LINES = 500
MOST_FOUND = 500
_CLEAN = f"""SELECT line, {id_clean_sql("text")} AS person, {opaque_id_sql("text")} AS opaque,
                    {name_fold_sql("text")} AS name, {number_sql("text")} AS account FROM given ORDER BY line"""
# What a line may be -> the kind of the vault it is then looked up in
_READINGS = {"person": "person", "opaque": "person", "name": "name", "account": "account"}
# How a key of the vault leads to people: kind -> SELECT of (line, person) over wanted(line, key)
_LEADS = {
    "person": "SELECT line, key AS person FROM wanted",
    "name": """SELECT w.line, y.person FROM wanted AS w JOIN payee AS y ON y.name = w.key
               UNION SELECT w.line, p.person FROM wanted AS w JOIN person AS p ON p.name = w.key""",
    "account": "SELECT DISTINCT w.line, p.person FROM wanted AS w JOIN payment AS p ON p.account = w.key",
}
_PEOPLE = """
    SELECT f.line, f.found_by, f.person, y.born_on, y.sex, coalesce(h.household, -f.person) AS household,
           coalesce(r.village, 0) AS village, coalesce(r.payments, 0) AS payments, coalesce(r.amount, 0) AS amount
    FROM (SELECT DISTINCT line, found_by, person FROM found) AS f
    LEFT JOIN payee AS y ON y.person = f.person
    LEFT JOIN (SELECT person, max_by(household, (ends_on, household)) AS household
               FROM household_member GROUP BY person) AS h ON h.person = f.person
    LEFT JOIN (SELECT p.person, min(p.village) AS village, count(*) AS payments, sum(p.amount) AS amount
               FROM payment_ledger AS p WHERE p.status = 'paid' AND p.person IN (SELECT person FROM found) AND {scope}
               GROUP BY p.person) AS r ON r.person = f.person
    WHERE {visible} ORDER BY f.line, amount DESC, f.person LIMIT {most}"""


@dataclass(frozen=True)
class Found:
    """`rows`: line (from 1) of what was typed, found_by (person | name | account), person, person_title (masked),
    born_on, sex, household, village_title, payments, amount (yuan); `missing`: lines that led to nobody; `lines`:
    what was typed, masked."""

    rows: pa.Table
    missing: tuple[int, ...]
    lines: tuple[str, ...]


def find(viewer: Viewer, engine: Engine, text: str, reason: str) -> Found:
    """The people each line of `text` means, at most MOST_LINES lines.

    Refused without permission or reason, or when nothing is asked. The log line is written in the transaction that
    looks up: when it cannot be written, nothing is found. It holds keys, never what was typed.
    """
    require(viewer, "dossier")
    reason = audit.reason_required(reason)
    lines = [line.strip() for line in text.replace(";", "\n").replace(";", "\n").splitlines() if line.strip()]
    if not 0 < len(lines) <= MOST_LINES:
        raise Refused("请输入 1 至 {most} 行身份证号、姓名或账号,每行一个。没有查询,也未记录。", most=MOST_LINES)
    with transaction() as tx:
        rows = _look_up(viewer, engine, lines)
        people = sorted(set(rows["person"].to_pylist()))
        audit.append(tx, viewer, "dossier.find", "person", reason, lines=len(lines), found=people)
    there = set(rows["line"].to_pylist())
    missing = tuple(n for n in range(1, len(lines) + 1) if n not in there)
    return Found(rows, missing, tuple(_masked(line) for line in lines))


def _masked(line: str) -> str:
    """A line as typed, so that one knows it again: what has no figure in it is taken for a name."""
    if not any(sign.isdigit() for sign in line):
        return mask("name", line)
    return mask("person" if len(line) in (15, 18) else "account", line)


def _look_up(viewer: Viewer, engine: Engine, lines: list[str]) -> pa.Table:
    given = pa.table({"line": pa.array(range(1, len(lines) + 1), pa.int32()), "text": lines})
    clean = engine.query(_CLEAN, tables={"given": given})
    found = pa.concat_tables([_people_by(engine, reading, clean) for reading in _READINGS])
    visible = "TRUE" if viewer.scope.whole_county else "r.payments > 0"
    sql = _PEOPLE.format(scope=viewer.scope.where("p"), visible=visible, most=MOST_FOUND)
    rows, naming = engine.query(sql, tables={"found": found}), Naming(engine)
    people = naming.people(rows["person"].to_pylist())
    rows = rows.append_column("person_title", pa.array([people[k] for k in rows["person"].to_pylist()], pa.string()))
    villages = naming.titles("village", rows["village"].to_pylist())
    return rows.append_column("village_title", pa.array(villages, pa.string()))


def _people_by(engine: Engine, reading: str, clean: pa.Table) -> pa.Table:
    """(line, found_by, person) of the lines whose text, read this way, is a known value."""
    kind, texts = _READINGS[reading], clean[reading].to_pylist()
    keys = Vault(engine.snapshot.store).find(kind, [t for t in texts if t])
    wanted = [(line, keys[t]) for line, t in zip(clean["line"].to_pylist(), texts, strict=True) if t in keys]
    table = pa.table(
        {"line": pa.array([w[0] for w in wanted], pa.int32()), "key": pa.array([w[1] for w in wanted], pa.int32())}
    )
    return engine.query(f"SELECT line, '{kind}' AS found_by, person FROM ({_LEADS[kind]})", tables={"wanted": table})
