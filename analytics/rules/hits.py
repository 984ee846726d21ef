"""Rows of rules → hits: their lasting id, their place, whether a cadre or public employee is concerned."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from analytics.engine import Engine
from analytics.rules.catalogue import Rule
from analytics.rules.contract import HIT_SCHEMA
from analytics.rules.header import BrokenRule

# Units are named by their code wherever a hit must be known again in another snapshot.
_UNITS = """
    SELECT 'village' AS subject, village AS key, code FROM place
    UNION ALL SELECT 'township', township, code FROM township
    UNION ALL SELECT 'department', department, code FROM department
    UNION ALL SELECT 'programme', programme, code FROM programme
    UNION ALL SELECT 'project', project, code FROM work"""

# An official's household and account, as registers and payment files show them; never by name.
_OFFICIAL_HOUSEHOLD = "SELECT DISTINCT household FROM household_person SEMI JOIN official USING (person)"
_OFFICIAL_ACCOUNT = """
    SELECT account FROM cadre WHERE account IS NOT NULL
    UNION SELECT p.account FROM payment AS p SEMI JOIN official AS o ON o.person = p.holder_person"""

_PLACED = f"""
WITH unit AS ({_UNITS}),
named AS (
    SELECT r.*, u.code AS subject_code, o.code AS other_code, g.code AS programme_code,
           coalesce(v.township, CASE WHEN r.subject = 'township' THEN r.subject_key END, 0) AS township,
           coalesce(g.department, CASE WHEN r.subject = 'department' THEN r.subject_key END, 0) AS department,
           r.period_from // 100 AS year
    FROM (SELECT * REPLACE (coalesce(subject, usual_subject) AS subject) FROM given) AS r
    LEFT JOIN unit AS u ON u.subject = r.subject AND u.key = r.subject_key
    LEFT JOIN unit AS o ON o.subject = r.subject AND o.key = r.other_key
    LEFT JOIN programme AS g ON g.programme = r.programme
    LEFT JOIN place AS v ON v.village = r.village
    WHERE NOT (r.reads_resident_id AND EXISTS (
        SELECT 1 FROM payee AS y WHERE y.id_kind = 'opaque' AND list_contains(r.persons, y.person))))
SELECT *, sha256(concat_ws('|', rule, subject, coalesce(subject_code, CAST(subject_key AS VARCHAR)),
                           coalesce(other_code, CAST(other_key AS VARCHAR)), coalesce(programme_code, '0'),
                           CASE WHEN grain = 'year' THEN CAST(year AS VARCHAR) ELSE 'all' END)) AS hit_id
FROM named"""

_LINKED = f"""
WITH linked AS (
    SELECT hit_id FROM (SELECT hit_id, unnest(persons) AS person FROM given) SEMI JOIN official USING (person)
    UNION
    SELECT hit_id FROM (SELECT hit_id, unnest(households) AS household FROM given)
    SEMI JOIN ({_OFFICIAL_HOUSEHOLD}) AS h USING (household)
    UNION
    SELECT hit_id FROM given SEMI JOIN ({_OFFICIAL_ACCOUNT}) AS a USING (account))
SELECT g.* REPLACE (coalesce(g.tier, g.usual_tier) AS tier), l.hit_id IS NOT NULL AS cadre_linked
FROM given AS g LEFT JOIN linked AS l USING (hit_id)
ORDER BY rule, amount DESC, hit_id"""


def gather(engine: Engine, rows: Mapping[str, pa.Table], rules: Mapping[str, Rule]) -> pa.Table:
    """All rules' rows (code -> Rule.select's table) as one table of HIT_SCHEMA, in its order.

    Raises BrokenRule when a rule gives two rows the same id: one subject, programme and year must be one row.
    """
    tagged = [_tagged(table, rules[code]) for code, table in rows.items() if table.num_rows]
    if not tagged:
        return HIT_SCHEMA.empty_table()
    placed = engine.query(_PLACED, tables={"given": pa.concat_tables(tagged)})
    hits: pa.Table = engine.query(_LINKED, tables={"given": placed}).select(HIT_SCHEMA.names).cast(HIT_SCHEMA)
    _check_ids(engine, hits)
    return hits


def _tagged(table: pa.Table, rule: Rule) -> pa.Table:
    """The rows with what the rule's header says of all of them."""
    head = rule.header
    columns = {
        "rule": pa.scalar(rule.code),
        "version": pa.scalar(head.version, pa.int32()),
        "module": pa.scalar(head.module, pa.int32()),
        "usual_subject": pa.scalar(head.subject),
        "grain": pa.scalar(head.grain),
        "usual_tier": pa.scalar(head.tier),
        "reads_resident_id": pa.scalar(head.reads_resident_id),
    }
    for name, value in columns.items():
        table = table.append_column(name, pa.repeat(value, table.num_rows))
    return table


def _check_ids(engine: Engine, hits: pa.Table) -> None:
    twice = engine.query(
        "SELECT DISTINCT rule FROM given GROUP BY rule, hit_id HAVING count(*) > 1 ORDER BY rule",
        tables={"given": hits},
    )
    if twice.num_rows:
        codes = ", ".join(twice["rule"].to_pylist())
        raise BrokenRule(f"{codes}: two rows for one subject, programme and year")
