"""People of the same village under the same or nearly the same name: candidates to be looked at, never hits.

Names that differ by one character (of three or more) meet under what is left when one character is taken out of
each; how alike the two are is then rapidfuzz's ratio (0 to 100: 100 the same, 67 two characters of three).
"""

from __future__ import annotations

import pyarrow as pa
from rapidfuzz import fuzz, process

from analytics.engine import Engine
from analytics.vault import Vault
from analytics.words import Refused
from analytics.workbench.lists import Relation
from analytics.workbench.shelf import Shelf

LEAST = 60.0
MOST_PAIRS = 500_000
_SIDE = """SELECT name, village, CAST(count(*) AS INTEGER) AS rows, sum(amount) AS amount,
    min(starts_on) AS starts_on, max(ends_on) AS ends_on,
    min({{'file': source_file, 'row': source_row, 'person': person}}) AS record
    FROM ({sql}) WHERE name IS NOT NULL AND village > 0 GROUP BY name, village"""
_NAMES = "SELECT DISTINCT name FROM ({left}) UNION SELECT DISTINCT name FROM ({right})"
_PAIRS = """
    WITH form AS (
        SELECT key, value AS form FROM names
        UNION ALL
        SELECT key, unnest(list_distinct([left(value, i - 1) || substr(value, i + 1)
                                          for i in range(1, length(value) + 1)])) AS form
        FROM names WHERE length(value) >= 3),
    l AS (SELECT DISTINCT s.name, s.village, f.form FROM ({left}) AS s JOIN form AS f ON f.key = s.name),
    r AS (SELECT DISTINCT s.name, s.village, f.form FROM ({right}) AS s JOIN form AS f ON f.key = s.name),
    met AS (SELECT DISTINCT l.village, l.name, r.name AS other_name
            FROM l JOIN r ON r.village = l.village AND r.form = l.form)
    SELECT m.village, m.name, m.other_name, a.value, b.value AS other_value
    FROM met AS m JOIN names AS a ON a.key = m.name JOIN names AS b ON b.key = m.other_name
    ORDER BY m.village, m.name, m.other_name LIMIT {most}"""
_TOLD = """l.rows AS left_rows, l.amount AS left_amount, l.starts_on AS left_from, l.ends_on AS left_to,
    l.record.file AS left_file, l.record.row AS left_row, r.rows AS right_rows, r.amount AS right_amount,
    r.starts_on AS right_from, r.ends_on AS right_to, r.record.file AS right_file, r.record.row AS right_row"""
_COMPARED = f"""
    WITH l AS ({{left}}), r AS ({{right}}),
    paired AS (
        SELECT 'both' AS side, p.name, p.village, p.other_name, p.score, l.record.person AS person, {_TOLD}
        FROM pairs AS p JOIN l ON l.name = p.name AND l.village = p.village
        JOIN r ON r.name = p.other_name AND r.village = p.village),
    alone AS (
        SELECT CASE WHEN r.name IS NULL THEN 'left' ELSE 'right' END AS side, coalesce(l.name, r.name) AS name,
               coalesce(l.village, r.village) AS village, NULL AS other_name, NULL AS score,
               coalesce(l.record.person, r.record.person) AS person, {_TOLD}
        FROM (SELECT * FROM l ANTI JOIN pairs AS p ON p.name = l.name AND p.village = l.village) AS l
        FULL JOIN (SELECT * FROM r ANTI JOIN pairs AS p ON p.other_name = r.name AND p.village = r.village) AS r
          ON FALSE)
    SELECT name AS key, * FROM (SELECT * FROM paired UNION ALL BY NAME SELECT * FROM alone)"""


def candidates(engine: Engine, shelf: Shelf, left: Relation, right: Relation) -> pa.Table:
    """One row a pair (side both, with score and other_name), then one a name and village that met nobody.

    Refused above MOST_PAIRS pairs: so many are no help to anybody.
    """
    parts = {"left": _SIDE.format(sql=left.sql), "right": _SIDE.format(sql=right.sql)}
    tables = left.tables | right.tables
    names = _names(engine, shelf, engine.query(_NAMES.format(**parts), tables=tables)["name"].to_pylist())
    pairs = engine.query(_PAIRS.format(**parts, most=MOST_PAIRS + 1), tables=tables | {"names": names})
    if pairs.num_rows > MOST_PAIRS:
        raise Refused("姓名相近的超过 {most} 对,没有比对。请选小一些的名单,或按身份证号比对。", most=f"{MOST_PAIRS:,}")
    return engine.query(_COMPARED.format(**parts), tables=tables | {"pairs": _scored(pairs)})


def _names(engine: Engine, shelf: Shelf, keys: list[int]) -> pa.Table:
    """(key, value) of names; the values stay in this process."""
    known = {**Vault(engine.snapshot.store).value_of("name", keys), **shelf.values_of("name", keys)}
    return pa.table({"key": pa.array(known.keys(), pa.int32()), "value": pa.array(known.values(), pa.string())})


def _scored(pairs: pa.Table) -> pa.Table:
    """(village, name, other_name, score) of the pairs that are alike enough."""
    scores = process.cpdist(pairs["value"].to_pylist(), pairs["other_value"].to_pylist(), scorer=fuzz.ratio)
    kept = pairs.select(["village", "name", "other_name"]).append_column("score", pa.array(scores, pa.float64()))
    return kept.filter(pa.compute.greater_equal(kept["score"], LEAST))
