"""Gaps and duplicates in sequences of numbers: lines of a roster, rows of a file, documents of the budget.

A sequence is looked at whole: of what is filtered only which rosters, files or programmes are meant, for a filter
would tear holes of its own.
"""

from __future__ import annotations

import pyarrow as pa

from analytics.engine import Engine
from analytics.filters import Filters
from analytics.naming import Naming
from analytics.viewer import Viewer
from analytics.workbench.audit.population import population

# What is numbered -> SELECT of (series, number); "chosen" holds the batch, source_file and programme of each payment
# under the filters. A document's number is the last figure in it, its series all that stands around.
SEQUENCES = {
    "roster_line": "SELECT batch AS series, roster_line AS number FROM payment SEMI JOIN chosen USING (batch)",
    "source_row": """SELECT source_file AS series, source_row AS number
        FROM payment SEMI JOIN chosen USING (source_file)""",
    "doc": r"""SELECT regexp_replace(doc, '[0-9]+([^0-9]*)$', '#\1') AS series,
            CAST(regexp_extract(doc, '([0-9]+)[^0-9]*$', 1) AS BIGINT) AS number
        FROM (SELECT DISTINCT doc, programme FROM budget_line WHERE regexp_matches(doc, '[0-9]{1,12}[^0-9]*$'))
        SEMI JOIN chosen USING (programme)""",
}
# One row a run of missing numbers (kind gap, from first to last) or a number that stands several times (times).
_SQL = """
    WITH chosen AS (SELECT DISTINCT p.batch, p.source_file, p.programme {payments}),
    numbered AS ({sequence}),
    stood AS (SELECT series, number, count(*) AS times FROM numbered WHERE number IS NOT NULL GROUP BY series, number),
    beside AS (SELECT *, lead(number) OVER (PARTITION BY series ORDER BY number) AS next FROM stood),
    found AS (
        SELECT 'gap' AS kind, series, number + 1 AS first, next - 1 AS last, next - number - 1 AS times
        FROM beside WHERE next > number + 1
        UNION ALL
        SELECT 'twice', series, number, number, times FROM stood WHERE times > 1)
    SELECT *, count(*) OVER () AS total, count_if(kind = 'gap') OVER () AS gaps,
           (SELECT count(DISTINCT series) FROM stood) AS of_series
    FROM found ORDER BY times DESC, kind, series, first LIMIT ? OFFSET ?"""


def gaps(
    viewer: Viewer, engine: Engine, filters: Filters, sequence: str = "roster_line", number: int = 1, size: int = 50
) -> pa.Table:
    """Page `number` (from 1) of what is missing or stands several times in the sequences (a key of SEQUENCES) behind
    the filtered payments, the longest first: kind (gap | twice), series_title, first, last, times (numbers missing,
    or how often it stands), total, gaps (of all pages), of_series (sequences looked at)."""
    asked = population(viewer, engine, filters)
    sql = _SQL.format(payments=asked.sql, sequence=SEQUENCES[sequence])
    found = engine.query(sql, [*asked.parameters, size, (max(1, number) - 1) * size])
    titles = _titles(engine, sequence, found["series"].to_pylist())
    return found.append_column("series_title", pa.array(titles, pa.string()))


def _titles(engine: Engine, sequence: str, series: list[int | str]) -> list[str]:
    if sequence == "doc":
        return [str(text) for text in series]
    keys = [int(key) for key in series]
    if sequence == "roster_line":
        return Naming(engine).subjects(["batch"] * len(keys), keys)
    sql = """SELECT source_file, concat_ws(' ', file, nullif(sheet, '')) AS title FROM source
             WHERE source_file IN (SELECT unnest(?))"""
    known = {row["source_file"]: row["title"] for row in engine.rows(sql, [keys])}
    return [known.get(key, "") for key in keys]
