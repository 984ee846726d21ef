"""What a person decides about a sheet that is unclear: their answers become an entry of a mapping."""

from __future__ import annotations

import glob
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from analytics.intake.flow import plan_file
from analytics.intake.mapping import Entry, save_mapping, stored_entries
from analytics.intake.matching import best_fits, needed
from analytics.intake.plan import FilePlan, SheetPlan
from analytics.intake.read import first_lines
from analytics.intake.titles import programme_title
from analytics.intake.words_tables import fold, rows, synonyms
from analytics.schema import TABLES

LEFT_OUT = "none"
UNNAMED = "未注明部门"
_SHOWN_CELLS = 8
_LONGEST_NUMBER = 8  # digits of a date; account and ID numbers are longer


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


def plan_with(path: Path, store: Path, drafts: Sequence[Entry]) -> FilePlan:
    """The plan of a file under the store's mappings and what was decided since. Refused when it cannot be read."""
    with duckdb.connect(":memory:") as con:
        return plan_file(con, path, [*stored_entries(store), *drafts])


def keep(store: Path, plan: FilePlan, sheets: Sequence[str]) -> None:
    """Remember the settled plan of the sheets named, each under its department, for next month's file."""
    for settled in plan.plans:
        if settled.sheet in sheets:
            save_mapping(store, settled.department or UNNAMED, FilePlan(plan.file, (), (settled,)))


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


def first_rows(path: Path) -> list[str]:
    """The first rows of a file's first sheet, from which a person picks the header; long numbers are hidden.

    Refused when the file cannot be read at all.
    """
    return ["　".join(_hidden(cell) for cell in row[:_SHOWN_CELLS] if cell) for row in first_lines(path)]


def _hidden(cell: str) -> str:
    return "●●●" if sum(c.isdigit() for c in cell) > _LONGEST_NUMBER else cell[:12]
