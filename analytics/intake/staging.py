"""Sheets into staged tables: typed, personal values as keys; places, programmes and households still as met."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from analytics.intake.columns import MAYBE_ID, Cells, Cleaned, Columns, cells_of, constant_cells, hide_ids, joined_cells
from analytics.intake.fields import FIRST_YEAR, LAST_YEAR, field_of
from analytics.intake.matching import EITHER, needed
from analytics.intake.plan import SheetPlan
from analytics.intake.read import Sheet
from analytics.intake.rejected import REJECTED, cells_json
from analytics.intake.titles import programme_title, year_of
from analytics.schema import TABLES, VAULT, type_of
from analytics.vault import Vault

# Columns that are met as names and resolved after all files are read.
PLACE, PROGRAMME = ("township", "village"), ("programme", "department")
# Columns of a sheet that no contract table has under that name.
EXTRA = {
    "payment": ("year",),
    "rate": ("year", "valid_from", "paid_to"),
    "place": ("village_code", "township_code"),
}
NO_PERIOD = "没有所属期、发放日期,文件名和标题里也没有年度"
NOBODY = "户号和身份证号都是空白"
BAD_YEAR = f"年份超出 {FIRST_YEAR} 至 {LAST_YEAR} 年"


@dataclass(frozen=True)
class MetProgramme:
    """A programme as a file names it: the cell (if any), then what else the file says, in order of trust."""

    cell: str
    titles: tuple[str, ...]
    department: str


@dataclass
class StagedSheet:
    """What became of one sheet; rows_read = rows_kept + rows_rejected."""

    source_file: int
    file_no: int
    plan: SheetPlan
    file: str
    sheet: str
    rows_read: int
    rows_kept: int
    blanks: dict[str, int] = field(default_factory=dict)
    dropped: dict[str, int] = field(default_factory=dict)


class Staging:
    """Holds the staged tables of one intake on `con`: staged_<table>, met_place, met_payee."""

    def __init__(self, con: duckdb.DuckDBPyConnection, vault: Vault, first_source: int) -> None:
        self.con, self.vault = con, vault
        self.columns = Columns(con, vault)
        self.sheets: list[StagedSheet] = []
        self.rejected: list[pa.Table] = []
        self.programmes: list[MetProgramme] = []
        self._next_source = first_source
        con.execute("CREATE TABLE met_place (met INTEGER, township VARCHAR, village VARCHAR)")
        con.execute("INSERT INTO met_place VALUES (0, '', '')")

    @property
    def tables(self) -> set[str]:
        """Contract tables that have staged rows (or a staged sheet without any)."""
        return {s.plan.table for s in self.sheets}

    def stage(self, sheet: Sheet, plan: SheetPlan, file_no: int) -> StagedSheet:
        """Clean a sheet into staged_<table>; its rejected rows are kept aside."""
        source, self._next_source = self._next_source, self._next_source + 1
        count = sheet.rows.num_rows
        arrays, faults = self._cleaned(sheet, plan)
        arrays |= self._met(sheet, plan)
        arrays["source_file"] = pa.array(np.full(count, source, dtype=np.int32))
        arrays["source_row"] = sheet.rows.column("source_row").combine_chunks()
        arrays["roster_line"] = pa.array(np.arange(1, count + 1, dtype=np.int32))
        arrays["reason"] = pc.coalesce(*faults) if faults else pa.nulls(count, pa.string())
        kept, reasons = self._insert(plan, arrays)
        hidden = {text: hide_ids(self.con, self.vault, text) for text in {plan.file, plan.sheet}}
        staged = StagedSheet(
            source, file_no, plan, hidden[plan.file], hidden[plan.sheet], sheet.rows_read, kept,
            _blanks(sheet, plan), dict(sheet.dropped),
        )  # fmt: skip
        self.rejected.append(_rejected(self.con, sheet, reasons, staged))
        self.sheets.append(staged)
        return staged

    def forget(self, file_nos: set[int]) -> None:
        """Take back what was staged of files that are refused after all."""
        gone = {s.source_file for s in self.sheets if s.file_no in file_nos}
        for name in {s.plan.table for s in self.sheets if s.source_file in gone}:
            self.con.execute(
                f"DELETE FROM staged_{name} WHERE source_file IN (SELECT unnest($gone))", {"gone": list(gone)}
            )
        kept = [i for i, s in enumerate(self.sheets) if s.source_file not in gone]
        self.sheets, self.rejected = [self.sheets[i] for i in kept], [self.rejected[i] for i in kept]

    def _cleaned(self, sheet: Sheet, plan: SheetPlan) -> tuple[dict[str, pa.Array], list[pa.Array]]:
        arrays: dict[str, pa.Array] = {}
        faults: list[pa.Array] = []
        wanted = {*TABLES[plan.table].columns, *EXTRA.get(plan.table, ())} - {*PLACE, *PROGRAMME}
        for column, cells, header in _sources(sheet, plan):
            targets = [column] + (["note_kind"] if (plan.table, column) == ("payment", "remark") else [])
            for target in (t for t in targets if t in wanted):
                cleaned = self._clean(plan, target, cells, header)
                arrays[target] = cleaned.values
                faults += [cleaned.faults] if cleaned.faults is not None else []
        return arrays, faults

    def _clean(self, plan: SheetPlan, column: str, cells: Cells, header: str) -> Cleaned:
        how = field_of(plan.table, column, plan.units.get(column, 1), plan.opaque)
        must = column in needed(plan.table)
        if column in VAULT:
            return self.columns.personal(cells, how, VAULT[column], header, must, plan.opaque)
        return self.columns.clean(cells, how, header, must)

    def _met(self, sheet: Sheet, plan: SheetPlan) -> dict[str, pa.Array]:
        """Numbers of the places and programmes met, a row."""
        places, programmes = (self._without_ids(_pair(sheet, plan, names)) for names in (PLACE, PROGRAMME))
        met = {"met_place": places.spread(self._meet_places(places)) if places else _zeros(sheet)}
        if "programme" in TABLES[plan.table].columns:
            cells = programmes or constant_cells("\x1f", sheet.rows.num_rows)
            met["met_programme"] = cells.spread(self._meet_programmes(cells, plan))
        return met

    def _without_ids(self, cells: Cells | None) -> Cells | None:
        """Names of places and programmes are no personal columns: an ID number in one goes to the vault."""
        if cells is None or not pc.any(pc.match_substring_regex(cells.values, MAYBE_ID)).as_py():
            return cells
        return Cells(cells.index, pa.array([hide_ids(self.con, self.vault, t) for t in cells.values.to_pylist()]))

    def _meet_places(self, cells: Cells) -> pa.Array:
        self.con.register("cells", pa.table({"pos": pa.array(range(len(cells.values))), "v": cells.values}))
        parts = "trim(split_part(v, '\x1f', 1)) AS township, trim(split_part(v, '\x1f', 2)) AS village"
        self.con.execute(
            f"""INSERT INTO met_place SELECT (SELECT max(met) FROM met_place) + row_number() OVER (ORDER BY min(pos)),
            township, village FROM (SELECT pos, {parts} FROM cells) GROUP BY township, village
            HAVING (township, village) NOT IN (SELECT (township, village) FROM met_place)"""
        )
        named = f"(SELECT pos, {parts} FROM cells) AS c JOIN met_place AS m USING (township, village)"
        found = self.con.sql(f"SELECT m.met FROM {named} ORDER BY pos").to_arrow_table()["met"].combine_chunks()
        self.con.unregister("cells")
        return found

    def _meet_programmes(self, cells: Cells, plan: SheetPlan) -> pa.Array:
        numbers = []
        for text in cells.values.to_pylist():  # a handful of names, not rows
            name, department = text.split("\x1f")
            texts = (plan.constants.get("programme", ""), plan.file, plan.title, plan.sheet)
            said = [hide_ids(self.con, self.vault, t) for t in texts]
            titles = tuple(t for t in (programme_title(s, plan.department) for s in said) if t)
            self.programmes.append(MetProgramme(name.strip(), titles, department.strip() or plan.department))
            numbers.append(len(self.programmes))
        return pa.array(numbers, pa.int32())

    def _insert(self, plan: SheetPlan, arrays: dict[str, pa.Array]) -> tuple[int, pa.Table]:
        """Rows kept, and (source_row, reason) of the others."""
        con, table = self.con, f"staged_{plan.table}"
        self.create(plan.table)
        con.register("arrived", pa.table(arrays))
        year = year_of(plan.constants.get("year", ""), plan.sheet, plan.title, plan.file)
        judged = f"({_judge_sql(plan.table, set(arrays), year)})"
        given = {*arrays, *(("year", "period") if plan.table == "payment" else ())}
        names = ", ".join(c for c in _columns(plan.table) if c in given)
        kept = con.execute(f"INSERT INTO {table} BY NAME SELECT {names} FROM {judged} WHERE reason IS NULL").fetchall()
        reasons = con.sql(f"SELECT source_row, roster_line, reason FROM {judged} WHERE reason IS NOT NULL")
        refused = reasons.to_arrow_table()
        con.unregister("arrived")
        return int(kept[0][0]), refused

    def create(self, name: str) -> None:
        """Make staged_<name> unless it is there."""
        columns = ", ".join(f"{c} {kind}" for c, kind in _columns(name).items())
        self.con.execute(f"CREATE TABLE IF NOT EXISTS staged_{name} ({columns})")


def _columns(name: str) -> dict[str, str]:
    """Columns of staged_<name> and their types."""
    contract = (c for c in TABLES[name].columns if c not in PROGRAMME and c not in PLACE)
    own = {c: type_of(c) for c in (*contract, *EXTRA.get(name, ()))}
    more = ("met_place", "met_programme", "source_file", "source_row", "roster_line")
    return own | {c: "INTEGER" for c in more if c not in own}


def _judge_sql(table: str, have: set[str], year: int | None) -> str:
    """The arrived rows with the last reasons to reject; of payments with year and period as far as the sheet goes."""
    if table == "payment":
        return _judge_payments_sql(have, year)
    if table not in EITHER:
        return "SELECT * FROM arrived"
    empty = " AND ".join(f"{c} IS NULL" for c in EITHER[table] if c in have)
    return f"SELECT * REPLACE (coalesce(reason, CASE WHEN {empty} THEN '{NOBODY}' END) AS reason) FROM arrived"


def _judge_payments_sql(have: set[str], year: int | None) -> str:
    given = {c: c if c in have else f"CAST(NULL AS {type_of(c)})" for c in ("period", "year", "pay_date")}
    said = f"coalesce({given['year']}, {year or 'NULL'})"
    period, month = given["period"], f"{given['period']} BETWEEN 1 AND 12"
    dated = f"year({given['pay_date']}) BETWEEN {FIRST_YEAR} AND {LAST_YEAR}"
    nowhere = f"{said} IS NULL AND {given['pay_date']} IS NULL AND ({period} IS NULL OR {month})"
    return f"""
        SELECT * EXCLUDE ({", ".join(["reason", *(c for c in ("year", "period") if c in have)])}),
               CAST({said} AS INTEGER) AS year,
               CAST(CASE WHEN {month} THEN {said} * 100 + {period} ELSE {period} END AS INTEGER) AS period,
               coalesce(reason, CASE WHEN {nowhere} THEN '{NO_PERIOD}'
                                     WHEN NOT ({dated}) THEN '{BAD_YEAR}' END) AS reason
        FROM arrived"""


def _sources(sheet: Sheet, plan: SheetPlan) -> list[tuple[str, Cells, str]]:
    """(contract column, its cells, its header) of the sheet's columns and the mapping's constants."""
    taken = {c: at for c, at in plan.columns.items() if c not in (*PLACE, *PROGRAMME)}
    with ThreadPoolExecutor(2) as pool:
        cells = pool.map(cells_of, (sheet.rows.column(at) for at in taken.values()))
        found = [(c, one, sheet.header[at]) for (c, at), one in zip(taken.items(), cells, strict=True)]
    fixed = [(c, constant_cells(text, sheet.rows.num_rows), c) for c, text in plan.constants.items()]
    return found + [(c, one, h) for c, one, h in fixed if c not in plan.columns and c not in (*PLACE, *PROGRAMME)]


def _pair(sheet: Sheet, plan: SheetPlan, names: tuple[str, str]) -> Cells | None:
    """Two columns (or constants) as one; None when the sheet has neither."""
    if not any(n in plan.columns or n in plan.constants for n in names):
        return None
    count = sheet.rows.num_rows
    columns = [
        sheet.rows.column(plan.columns[n])
        if n in plan.columns
        else pa.chunked_array([pa.repeat(pa.scalar(plan.constants.get(n, ""), pa.string()), count)])
        for n in names
    ]
    return joined_cells(columns)


def _zeros(sheet: Sheet) -> pa.Array:
    return pa.array(np.zeros(sheet.rows.num_rows, dtype=np.int32))


def _blanks(sheet: Sheet, plan: SheetPlan) -> dict[str, int]:
    """header → blank cells, of the columns taken that have some."""
    counts = {sheet.header[at]: int(sheet.rows.column(at).null_count) for at in plan.columns.values()}
    return {header: n for header, n in counts.items() if n}


def _rejected(con: duckdb.DuckDBPyConnection, sheet: Sheet, reasons: pa.Table, staged: StagedSheet) -> pa.Table:
    """The rejected rows of a sheet: those cleaning refused and those reading could not fit under the header."""
    lines = reasons["roster_line"].combine_chunks()
    cleaned = cells_json(con, sheet, pc.subtract(lines, 1))
    count = len(lines) + sheet.rejected.num_rows
    where = {"file": staged.file, "sheet": staged.sheet}
    whole = pa.chunked_array(sheet.rejected.column("text").chunks, pa.string())
    return pa.table(
        {
            **{k: pa.array([v] * count, pa.string()) for k, v in where.items()},
            "source_file": pa.array([staged.source_file] * count, pa.int32()),
            "row": pa.chunked_array([*reasons["source_row"].chunks, *sheet.rejected["source_row"].chunks], pa.int32()),
            "reason": pa.chunked_array([*reasons["reason"].chunks, *sheet.rejected["reason"].chunks], pa.string()),
            "cells": pa.chunked_array([*cleaned.chunks, *pa.chunked_array(whole).chunks], pa.string()),
        },
        schema=REJECTED,
    )
