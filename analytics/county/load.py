"""One block into the database the snapshot is written from: keys for positions, columns in the contract's names."""

from __future__ import annotations

import duckdb
import numpy as np

from analytics.county import assets, registers
from analytics.county.arrow import OWN_COLUMNS, to_arrow
from analytics.county.frame import FIRST_YEAR, NONE, Columns, Ints, stacked
from analytics.county.keys import Keys, give_keys
from analytics.county.payments import BLANK
from analytics.county.places import Places
from analytics.county.plant import Planter
from analytics.county.programmes import programmes
from analytics.county.sources import payment_source
from analytics.schema import REGISTERS, TABLES, VAULT, create_sql
from analytics.vault import Vault

_BACKGROUND = {
    "person": registers.person, "death": registers.death, "cadre": registers.cadre,
    "cadre_relative": registers.cadre_relative, "public_employee": registers.public_employee,
    "pension": registers.pension, "insurance": registers.insurance, "prisoner": registers.prisoner,
    "disability": registers.disability, "student": registers.student, "guardian": registers.guardian,
    "vehicle": assets.vehicle, "property": assets.property_, "company": assets.company,
    "poverty_household": assets.poverty_household, "land_right": assets.land_right, "lease": assets.lease,
    "forest_plot": assets.forest_plot, "project": assets.project,
}  # fmt: skip
_PERSON_COLUMNS = ("person", "cadre", "owner")  # whose name stands in the column `name`
_SLOTS = 5 * 13  # periods a batch can be of: thirteen a year


def prepare(con: duckdb.DuckDBPyConnection) -> None:
    """Empty tables to load into: the registers, payee, and the payments with their order in the roster."""
    for name in (*REGISTERS, "payee", "payment"):
        con.execute(create_sql(name))
    own = ", ".join(f"0::{sql_type} AS {column}" for column, sql_type in OWN_COLUMNS.items())
    words = "channel, status, plot, note_kind, remark"
    con.execute(f"CREATE TABLE loaded AS SELECT * EXCLUDE ({words}), {own} FROM payment")


def load_block(con: duckdb.DuckDBPyConnection, vault: Vault, planter: Planter, places: Places) -> Keys:
    """Load the block's payments and registers; returns the keys given."""
    paid = stacked(planter.payments, BLANK)
    tables = _registers(planter)
    keys = give_keys(con, vault, planter, [paid, *tables.values()])
    _insert(con, "loaded", _payment_rows(planter, keys, paid, places))
    for name, columns in tables.items():
        _insert(con, name, _register_rows(name, columns, keys))
    _insert(con, "payee", _payees(planter, keys))
    return keys


def _insert(con: duckdb.DuckDBPyConnection, table: str, columns: Columns) -> None:
    con.register("rows", to_arrow(columns))
    con.execute(f"INSERT INTO {table} BY NAME SELECT * FROM rows")
    con.unregister("rows")


def _registers(planter: Planter) -> dict[str, Columns]:
    clean = {name: [make(planter.block)] for name, make in _BACKGROUND.items()}
    for name, chunks in planter.registers.items():
        clean.setdefault(name, []).extend(chunks)
    text = {name: {c: "" for c in TABLES[name].columns if TABLES[name].type_of(c) == "VARCHAR"} for name in clean}
    return {name: stacked(chunks, text[name]) for name, chunks in clean.items()}


def _register_rows(name: str, columns: Columns, keys: Keys) -> Columns:
    rows = {c: keys.of(c, v) if c in VAULT else v for c, v in columns.items()}
    who = next((c for c in _PERSON_COLUMNS if c in columns), None)
    if who and "name" in TABLES[name].columns:
        rows["name"] = keys.name[columns[who]]
    return rows


def _payment_rows(planter: Planter, keys: Keys, paid: Columns, places: Places) -> Columns:
    block, person = planter.block, paid["person"]
    own = person < block.people
    house = block.household[np.where(own, person, 0)]
    village = np.where(paid["village"] == NONE, block.village[house], paid["village"])
    township = places.township_of[village - 1]
    named = np.where(paid["name_of"] == NONE, person, paid["name_of"])
    year = paid["period"] // 100
    slot = (year - FIRST_YEAR) * 13 + paid["period"] % 100
    rate = np.where(paid["rate"] == NONE, _default_rates(paid, year), paid["rate"])
    return {
        "programme": paid["programme"],
        "township": township,
        "village": village,
        "household": np.where(own, keys.household[house], -keys.person[person]),
        "person": keys.person[person],
        "name": keys.name[named],
        "account": keys.accounts(paid["account"]),
        "holder": keys.name[paid["holder"]],
        "holder_person": keys.person[paid["holder"]],
        "phone": np.where(own, keys.phone[house], NONE),
        "period": paid["period"],
        "pay_date": paid["pay_date"],
        "quantity": paid["quantity"],
        "rate": rate,
        "amount": paid["amount"],
        "instalment": paid["instalment"],
        "plot_number": paid["plot"],
        "note": paid["note"],
        "remark_number": paid["remark"],
        "batch": ((paid["programme"] - 1) * places.townships + township - 1) * _SLOTS + slot + 1,
        "source_file": payment_source(paid["programme"], year),
        "place_in_roster": paid["order"],
    }


def _default_rates(paid: Columns, year: Ints) -> Ints:
    """The rate that stands in the file: the table's, for programmes paid by a rate."""
    table = np.array([[p.unit_rate(FIRST_YEAR + k) if p.rate_kind == "per_unit" else NONE for k in range(5)]
                      for p in programmes()], np.int64)  # fmt: skip
    return np.asarray(table[paid["programme"] - 1, year - FIRST_YEAR])


def _payees(planter: Planter, keys: Keys) -> Columns:
    block, guests = planter.block, planter.guests
    n = len(keys.person)
    kind, fault = np.full(n, "18"), np.full(n, "", "U11")
    bad = np.flatnonzero(block.fault)
    kind = kind.astype("U3")
    kind[bad], fault[bad] = "bad", "check_digit"
    for converted in planter.fifteen:
        kind[converted] = "15"
    return {
        "person": keys.person,
        "id_kind": kind,
        "id_fault": fault,
        "born_on": np.r_[block.born, guests.born],
        "sex": np.where(np.r_[block.male, guests.male] == 1, "男", "女"),
        "name": keys.name,
    }
