"""What is wrong with what was taken in, counted per sheet: the report one can send back to a department."""

from __future__ import annotations

from typing import Any

from analytics.intake.staging import StagedSheet, Staging

_TOLERANCE = "0.01"  # yuan, for an amount that is quantity times rate

_COUNTS = {
    # Rows whose payee's number is faulty, by fault.
    "id_faults": """
        SELECT p.source_file, y.id_fault, count(*) FROM placed_payment AS p JOIN met_payee AS y USING (person)
        WHERE y.id_fault IS NOT NULL GROUP BY ALL""",
    # Payees for whom the files give several names.
    "names_in_conflict": """
        WITH several AS (SELECT person FROM placed_payment GROUP BY person HAVING count(DISTINCT name) > 1)
        SELECT p.source_file, 'people', count(DISTINCT p.person) FROM placed_payment AS p
        SEMI JOIN several USING (person) GROUP BY ALL""",
    # The same payee, account, programme, period, day and amount more than once in one sheet.
    "duplicates": """
        SELECT source_file, 'rows', sum(n - 1) FROM (
            SELECT source_file, count(*) AS n FROM placed_payment
            GROUP BY source_file, person, account, programme, village, period, pay_date, amount, plot, remark)
        GROUP BY source_file HAVING sum(n - 1) > 0""",
    # Amounts that are not quantity times the rate of the year.
    "off_rate": f"""
        SELECT p.source_file, 'rows', count(*) FROM placed_payment AS p
        JOIN final_rate AS r ON r.programme = p.programme AND r.rate_kind = 'per_unit' AND r.unit_rate IS NOT NULL
            AND r.valid_from <= make_date(p.period // 100, 12, 31)
            AND coalesce(r.valid_to, DATE '9999-12-31') >= make_date(p.period // 100, 12, 31)
        WHERE p.quantity IS NOT NULL AND abs(p.amount - p.quantity * r.unit_rate) > {_TOLERANCE}
        GROUP BY ALL""",
}
_UNKNOWN_PLACES = """
    SELECT s.source_file, m.township || '/' || m.village, count(*)
    FROM {table} AS s JOIN place_of AS l ON l.met = s.met_place AND l.fault = '{fault}'
    JOIN met_place AS m ON m.met = l.met
    GROUP BY ALL ORDER BY ALL"""


def quality_report(staging: Staging, unlisted: set[int]) -> dict[int, dict[str, Any]]:
    """source_file → what was found; counts and place or programme names only, nothing personal.

    unlisted: keys of programmes no list of programmes names
    """
    report: dict[int, dict[str, Any]] = {s.source_file: _of_sheet(s) for s in staging.sheets}
    for fault in ("unknown", "ambiguous"):
        for name in sorted(staging.tables):
            _count(staging, report, f"{fault}_places", _UNKNOWN_PLACES.format(table=f"staged_{name}", fault=fault))
    if "payment" in staging.tables:
        for name, sql in _COUNTS.items():
            _count(staging, report, name, sql)
        keys = ", ".join(map(str, sorted(unlisted | {0})))
        _count(
            staging,
            report,
            "unknown_programmes",
            f"""SELECT p.source_file, g.title, count(*)
                FROM placed_payment AS p JOIN final_programme AS g USING (programme)
                WHERE programme IN ({keys}) GROUP BY ALL ORDER BY ALL""",
        )
    return report


def _of_sheet(sheet: StagedSheet) -> dict[str, Any]:
    return {
        "file": sheet.file,
        "sheet": sheet.sheet,
        "rows_read": sheet.rows_read,
        "rows_kept": sheet.rows_kept,
        "rows_rejected": sheet.rows_read - sheet.rows_kept,
        "dropped": sheet.dropped,
        "blank_cells": sheet.blanks,
    }


def _count(staging: Staging, report: dict[int, dict[str, Any]], name: str, sql: str) -> None:
    for source_file, what, number in staging.con.execute(sql).fetchall():
        report[int(source_file)].setdefault(name, {})[str(what)] = int(number)
