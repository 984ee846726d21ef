"""After all files are read: what was met as a name gets its number, and the reference tables are made."""

from __future__ import annotations

from typing import Any

import duckdb
import pyarrow as pa

from analytics.intake.places import PlaceBook
from analytics.intake.programmes import ProgrammeBook, refine
from analytics.intake.staging import Staging
from analytics.schema import TABLES, create_sql, type_of

Row = dict[str, Any]


def put_rows(con: duckdb.DuckDBPyConnection, name: str, relation: str, rows: list[Row]) -> None:
    """A table `relation` with the columns of the contract table `name`, from dicts."""
    con.execute(create_sql(name).replace(f"CREATE TABLE {name} ", f"CREATE OR REPLACE TABLE {relation} "))
    if rows:
        columns = {c: pa.array([_plain(r.get(c)) for r in rows]) for c in TABLES[name].columns}
        con.register("given", pa.table(columns))
        casts = ", ".join(f"CAST({c} AS {type_of(c)})" for c in TABLES[name].columns)
        con.execute(f"INSERT INTO {relation} SELECT {casts} FROM given")
        con.unregister("given")


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def take_rows(con: duckdb.DuckDBPyConnection, relation: str) -> list[Row]:
    """All rows of a small table as dicts, in the order of its first column."""
    rows: list[Row] = con.sql(f"SELECT * FROM {relation} ORDER BY 1").to_arrow_table().to_pylist()
    return rows


def resolve_places(staging: Staging) -> dict[int, str]:
    """Make final_township, final_place and place_of(met, township, village, fault); returns met → fault."""
    con = staging.con
    book = PlaceBook(take_rows(con, "parent_township"), take_rows(con, "parent_place"))
    if "place" in staging.tables:
        sql = """SELECT m.township, m.village, s.township_code, s.village_code, s.population
                 FROM staged_place AS s JOIN met_place AS m ON m.met = s.met_place
                 ORDER BY s.source_file, s.roster_line"""
        for township, village, township_code, village_code, population in con.execute(sql).fetchall():
            book.list_place(township, village, township_code or "", village_code or "", population)
    met = con.execute("SELECT met, township, village FROM met_place ORDER BY met").fetchall()
    found = {number: book.find(township, village) for number, township, village in met}
    con.register("given", pa.table({
        "met": pa.array(found, pa.int32()),
        "township": pa.array([f.township for f in found.values()], pa.int32()),
        "village": pa.array([f.village for f in found.values()], pa.int32()),
        "fault": pa.array([f.fault for f in found.values()], pa.string()),
    }))  # fmt: skip
    con.execute("CREATE TABLE place_of AS SELECT * FROM given")
    con.unregister("given")
    put_rows(con, "township", "final_township", book.townships)
    put_rows(con, "place", "final_place", book.places)
    return {number: f.fault for number, f in found.items() if f.fault}


def resolve_programmes(staging: Staging) -> ProgrammeBook:
    """Make final_programme, final_department and programme_of(met, programme): lists of rates come first."""
    con = staging.con
    book = ProgrammeBook(take_rows(con, "parent_programme"), take_rows(con, "parent_department"))
    listed = _listed(staging)
    keys = {number: book.listed(staging.programmes[number - 1]) for number in listed}
    for key in sorted(set(keys.values())):
        refine(book, key, [f for number, facts in listed.items() if keys[number] == key for f in facts])
    for number, met in enumerate(staging.programmes, start=1):
        if number not in keys:
            keys[number] = book.resolve(met)
    con.register("given", pa.table({
        "met": pa.array(keys, pa.int32()), "programme": pa.array(keys.values(), pa.int32()),
    }))  # fmt: skip
    con.execute("CREATE TABLE programme_of AS SELECT * FROM given")
    con.unregister("given")
    put_rows(con, "programme", "final_programme", book.programmes)
    for name in sorted({s.plan.department for s in staging.sheets} - {""}):
        book.department(name)
    put_rows(con, "department", "final_department", book.departments)
    return book


def _listed(staging: Staging) -> dict[int, list[Row]]:
    """met → what the rows of a list of rates say about that programme."""
    found: dict[int, list[Row]] = {}
    if "rate" in staging.tables:
        sql = "SELECT met_programme, valid_from, valid_to, paid_to FROM staged_rate ORDER BY source_file, roster_line"
        for row in staging.con.sql(sql).to_arrow_table().to_pylist():
            found.setdefault(row["met_programme"], []).append(row)
    return found
