"""Registers: staged rows, with those of the parent snapshot that still stand, as final_<table>."""

from __future__ import annotations

import duckdb

from analytics.intake.staging import Staging
from analytics.schema import REGISTERS, TABLES, type_of

_RATE = {
    "rate_kind": "coalesce(s.rate_kind, 'per_unit')",
    "valid_from": "coalesce(make_date(s.year, 1, 1), s.valid_from, DATE '1900-01-01')",
    "valid_to": "CASE WHEN s.year IS NULL THEN s.valid_to ELSE make_date(s.year, 12, 31) END",
}
# Households a register names by number, or by their head: table -> the day the household is asked for.
HOUSEHOLD_ON = {
    "poverty_household": "s.starts_on",
    "land_right": "s.valid_from",
    "assistance_roll": "s.starts_on",
    "lease": "s.starts_on",
    "forest_plot": "NULL",
}


def merge_registers(staging: Staging) -> list[str]:
    """Make final_<table> of every register (and rate) that changes; returns their names, `person` first.

    A new person register also changes the households that standing registers name by their head.
    """
    names = sorted((staging.tables & {*REGISTERS, "rate"}), key=lambda t: (t != "person", t))
    make_members(staging.con, "parent_person")
    for name in names:
        _merge(staging, name)
        if name == "person":
            make_members(staging.con, "final_person")
    return names + (_resettle(staging, set(HOUSEHOLD_ON) - {*names}) if "person" in names else [])


def _merge(staging: Staging, name: str) -> None:
    con = staging.con
    con.execute(f"CREATE TABLE final_{name} AS SELECT {_select(name)} FROM staged_{name} AS s {_joins(name)}")
    new = [s for s in staging.sheets if s.plan.table == name]
    if any(s.plan.adds for s in new):
        again = {"files": sorted({s.file for s in new})}
        keep = "TRUE"
        if "source_file" in TABLES[name].columns:
            keep = "s.source_file NOT IN (SELECT source_file FROM parent_source WHERE file IN (SELECT unnest($files)))"
        con.execute(f"INSERT INTO final_{name} {_standing(name)} WHERE {keep}", again if keep != "TRUE" else None)


def _resettle(staging: Staging, names: set[str]) -> list[str]:
    """Make final_<table> of standing registers with the households the new person register gives their heads."""
    held = [n for n in sorted(names) if staging.con.execute(f"SELECT 1 FROM parent_{n} LIMIT 1").fetchall()]
    for name in held:
        staging.con.execute(f"CREATE TABLE final_{name} AS {_standing(name)}")
    return held


def _standing(name: str) -> str:
    """The parent's rows of a register, their households as the person register has them now."""
    special = {"household": _household(name)} if name in HOUSEHOLD_ON else {}
    columns = ", ".join(f"{special.get(c, f's.{c}')} AS {c}" for c in TABLES[name].columns)
    join = " LEFT JOIN register_household AS r ON r.household = s.household" if special else ""
    return f"SELECT {columns} FROM parent_{name} AS s{join}"


def _select(name: str) -> str:
    special = {
        "programme": "g.programme",
        "township": "l.township",
        "village": "l.village",
        **({"household": _household(name)} if name in HOUSEHOLD_ON else {}),
        **(_RATE if name == "rate" else {}),
    }
    return ", ".join(f"CAST({special.get(c, f's.{c}')} AS {type_of(c)}) AS {c}" for c in TABLES[name].columns)


def _joins(name: str) -> str:
    joins = "LEFT JOIN place_of AS l ON l.met = s.met_place LEFT JOIN programme_of AS g ON g.met = s.met_programme"
    if name in HOUSEHOLD_ON:
        joins += " LEFT JOIN register_household AS r ON r.household = s.household"
    return joins


def _household(name: str) -> str:
    """The number the register gives when the person register has it, else the head's household, else what is left."""
    day = f"coalesce({HOUSEHOLD_ON[name]}, DATE '9999-12-31')"
    of_head = f"""(SELECT arg_max(m.household, (m.starts_on <= {day}, m.starts_on, -m.household))
                  FROM household_member AS m WHERE m.person = s.person)"""
    return f"coalesce(r.household, {of_head}, s.household, -s.person)"


def make_members(con: duckdb.DuckDBPyConnection, person: str) -> None:
    """household_member(person, household, starts_on, ends_on) and register_household, of the person register."""
    con.execute(f"""
        CREATE OR REPLACE TABLE household_member AS
        SELECT person, min(household) AS household, starts_on, max(ends_on) AS ends_on
        FROM (SELECT person, household, coalesce(household_from, DATE '1900-01-01') AS starts_on,
                     coalesce(household_to, DATE '9999-12-31') AS ends_on FROM {person})
        GROUP BY person, starts_on""")
    con.execute("CREATE OR REPLACE TABLE register_household AS SELECT DISTINCT household FROM household_member")
