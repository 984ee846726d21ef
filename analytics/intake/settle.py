"""What a person decides about a sheet that is unclear: their answers become an entry of a mapping."""

from __future__ import annotations

import glob
from dataclasses import dataclass, field
from pathlib import Path

from analytics.intake.mapping import Entry, save_mapping
from analytics.intake.matching import best_fits, needed
from analytics.intake.plan import FilePlan, SheetPlan
from analytics.intake.titles import programme_title
from analytics.intake.words_tables import fold, rows, synonyms
from analytics.permissions import require
from analytics.schema import TABLES
from analytics.viewer import Viewer

LEFT_OUT = "none"
UNNAMED = "未注明部门"
SURE = 100.0  # likeness of a header that is a known word for its column


@dataclass(frozen=True)
class Answers:
    """What was decided: the table (LEFT_OUT: the sheet stays out), contract column → header, whose file it is,
    and whether payees have no resident ID."""

    table: str
    columns: dict[str, str] = field(default_factory=dict)
    department: str = ""
    opaque: bool = False


def entry_of(plan: SheetPlan, answers: Answers) -> Entry:
    """The answers as an entry for exactly this sheet."""
    return Entry(
        file=glob.escape(plan.file),
        sheet=glob.escape(plan.sheet),
        header_row=plan.header_row,
        table=answers.table,
        columns=answers.columns,
        constants=plan.constants,
        payee_id_scheme="opaque" if answers.opaque else "",
        department=answers.department,
    )


def header_entry(file: str, row: int) -> Entry:
    """Where the header of every sheet of a file stands: `row` counts from 1."""
    return Entry(file=glob.escape(file), header_row=row)


def keep(viewer: Viewer, store: Path, plan: SheetPlan) -> None:
    """Remember a settled plan under its department, for next month's file."""
    require(viewer, "intake")
    save_mapping(store, plan.department or UNNAMED, FilePlan(plan.file, (), (plan,)))


def likely_tables(plan: SheetPlan) -> list[str]:
    """Every table a department can send, the most likely first."""
    fits = best_fits(plan.header, fold(plan.file + plan.sheet + plan.title), plan.constants)
    first = [plan.table] if plan.table in TABLES else []
    return list(dict.fromkeys([*first, *(f.table for f in fits), *synonyms()]))


def askable(plan: SheetPlan) -> list[str]:
    """The columns of the plan's table a person may name: the open ones, the needed ones, then what was found."""
    if plan.table not in TABLES:
        return []
    open_ones = [c for c in plan.asks if c != "table"]
    return list(dict.fromkeys([*open_ones, *needed(plan.table), *plan.columns]))


def headers_for(plan: SheetPlan, column: str) -> list[str]:
    """The sheet's headers, the likeliest for `column` first."""
    likely = [c.header for c in plan.candidates.get(column, ())]
    return list(dict.fromkeys([*likely, *(h for h in plan.header if h)]))


def programme_words(plan: SheetPlan) -> str:
    """The programme a payment sheet will be taken for; '' for another table, or when a column says it row by row."""
    if plan.table != "payment" or "programme" in plan.columns:
        return ""
    said = (plan.constants.get("programme", ""), plan.file, plan.title, plan.sheet)
    return next((t for t in (programme_title(s, plan.department) for s in said if s) if t), "")


def departments() -> list[str]:
    """Departments known by name."""
    return [r["department"] for r in rows("department_words")]
