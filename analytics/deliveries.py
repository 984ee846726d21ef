"""Which department sent data for which month, and what is late: departments × months of one year."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

from analytics.codebook import codebook
from analytics.engine import Engine
from analytics.intake.findings import Source, sources
from analytics.permissions import require
from analytics.viewer import Scope, Viewer

State = Literal["", "sent", "errors", "late"]
# Payments by month and file (a yearly payment counts for the month it was paid in). A programme paid by the month is
# late for every month since it began, up to the newest month anybody sent.
_MONTHS = """
    WITH paid AS MATERIALIZED (
        SELECT g.department, p.programme, p.period % 100 > 0 AS monthly, p.source_file,
               CASE WHEN p.period % 100 > 0 THEN p.period ELSE year(p.pay_date) * 100 + month(p.pay_date) END AS month
        FROM payment AS p JOIN programme AS g USING (programme) WHERE {scope} GROUP BY ALL),
    due AS (
        SELECT s.department, s.programme, $year * 100 + m.month AS month
        FROM (SELECT department, programme, min(month) AS since FROM paid WHERE monthly GROUP BY ALL) AS s
        JOIN programme AS g USING (programme), (SELECT unnest(range(1, 13)) AS month) AS m
        WHERE $year * 100 + m.month BETWEEN s.since AND (SELECT max(month) FROM paid WHERE monthly)
          AND (g.ends_on IS NULL OR g.ends_on >= make_date($year, m.month, 1))),
    late AS (SELECT department, month, list(programme ORDER BY programme) AS late
             FROM due ANTI JOIN (SELECT DISTINCT programme, month FROM paid) USING (programme, month) GROUP BY ALL),
    sent AS (SELECT department, month, list(DISTINCT source_file ORDER BY source_file) AS files
             FROM paid WHERE month // 100 = $year GROUP BY ALL)
    SELECT department, month % 100 AS month, files, late
    FROM sent FULL JOIN late USING (department, month) ORDER BY ALL"""


@dataclass
class Delivery:
    """One department in one year: month → state, the programmes late by month, and what it sent in all."""

    sender: str
    months: dict[int, State] = field(default_factory=dict)
    late: dict[int, list[str]] = field(default_factory=dict)
    files: int = 0
    rows: int = 0
    rejected: int = 0
    data_date: str = ""


def years(viewer: Viewer, engine: Engine) -> list[int]:
    """Years of any payment (of any dated register, while there are no payments), newest first."""
    require(viewer, "look")
    paid = engine.query("SELECT DISTINCT year FROM cube WHERE year > 0")["year"].to_pylist()
    dated = [int(s.data_date[:4]) for s in sources(viewer, engine.snapshot) if s.data_date]
    return sorted({*(paid or dated)}, reverse=True)


def deliveries(viewer: Viewer, engine: Engine, year: int) -> list[Delivery]:
    """Every department that sent anything, those who are late first."""
    found = sources(viewer, engine.snapshot)
    rows = {sender: _delivery(sender, theirs, year) for sender, theirs in _by_sender(found).items()}
    with_faults = {s.source_file for s in found if s.rows_rejected}
    book = codebook(engine)
    for row in _months(viewer, engine, year):
        sender = book.title("department", row["department"])
        _note(rows.setdefault(sender, Delivery(sender)), row, with_faults, lambda key: book.title("programme", key))
    return sorted(rows.values(), key=lambda d: (-len(d.late), -d.rejected, -d.rows, d.sender))


def _months(viewer: Viewer, engine: Engine, year: int) -> list[dict[str, Any]]:
    scope = Scope(departments=viewer.scope.departments).where("g")
    return engine.rows(_MONTHS.format(scope=scope), {"year": year})


def _by_sender(found: Iterable[Source]) -> dict[str, list[Source]]:
    by: dict[str, list[Source]] = {}
    for source in found:
        by.setdefault(source.sent_by, []).append(source)
    return by


def _delivery(sender: str, theirs: list[Source], year: int) -> Delivery:
    """What the sources themselves say; a dated register counts for the month of its data date."""
    registers = [s for s in theirs if s.table != "payment" and s.data_date.startswith(str(year))]
    return Delivery(
        sender=sender,
        months={int(s.data_date[5:7]): "errors" if s.rows_rejected else "sent" for s in registers},
        files=len({s.file for s in theirs}),
        rows=sum(s.rows_kept for s in theirs),
        rejected=sum(s.rows_rejected for s in theirs),
        data_date=max(s.data_date for s in theirs),
    )


def _note(delivery: Delivery, row: dict[str, Any], with_faults: set[int], title: Callable[[int], str]) -> None:
    month, late = row["month"], row["late"] or []
    faulty = with_faults & set(row["files"] or [])
    delivery.months[month] = "late" if late else "errors" if faulty else "sent"
    if late:
        delivery.late[month] = [title(key) for key in late]
