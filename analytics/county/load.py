"""One block into the database the snapshot is written from: keys for positions, columns in the contract's names."""

from __future__ import annotations

import duckdb
import numpy as np

from analytics.county import assets, registers
from analytics.county.arrow import to_arrow
from analytics.county.derived import AFTERWARDS
from analytics.county.frame import FIRST_YEAR, NONE, Columns, Ints, stacked
from analytics.county.keyring import Keyring
from analytics.county.keys import Keys, give_keys
from analytics.county.payments import BLANK
from analytics.county.people import NEVER
from analytics.county.places import Places
from analytics.county.plant import Planter
from analytics.county.plant.planter import joined
from analytics.county.programmes import programmes
from analytics.county.sources import register_source
from analytics.county.waiting import Waiting
from analytics.schema import TABLES, VAULT
from analytics.snapshots import SnapshotWriter

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
# A register that begins with one of these has a block's rows behind those of all earlier blocks.
_IN_ORDER = ("person", "household", "cadre", "village")


class Loader:
    """Takes in the blocks: payments wait, registers go into the snapshot, accounts' roles into a table of `con`."""

    def __init__(self, con: duckdb.DuckDBPyConnection, writer: SnapshotWriter, waiting: Waiting, ring: Keyring) -> None:
        self._con, self._writer, self._waiting, self._ring = con, writer, waiting, ring
        self._last_payee = 0

    def load(self, planter: Planter, places: Places) -> Keys:
        """Take in one block, and empty its planter of payments; returns the keys given."""
        paid = stacked(planter.payments, BLANK)
        planter.payments.clear()
        tables = _registers(planter)
        keys = give_keys(self._ring, planter, [paid, *tables.values()])
        self._waiting.add(_payment_rows(planter, keys, paid, places))
        for name, columns in tables.items():
            self._register(name, _register_rows(name, columns, keys))
        self._insert("family_member", _families(planter, keys, paid, tables["death"]))
        self._payees(_payees(planter, keys))
        return keys

    def _register(self, name: str, rows: Columns) -> None:
        if TABLES[name].columns[0] in _IN_ORDER and name not in AFTERWARDS:
            self._con.register("block_rows", to_arrow(rows))
            self._writer.append(self._con, name, sourced(name, "block_rows", self._writer.count(name)))
        else:
            self._insert(name, rows)

    def _insert(self, name: str, rows: Columns) -> None:
        self._con.register("block_rows", to_arrow(rows))
        self._con.execute(f"INSERT INTO {name} BY NAME SELECT * FROM block_rows")

    def _payees(self, rows: Columns) -> None:
        """Guests come with every block, and are payees once."""
        self._con.register("block_rows", to_arrow(rows))
        new = f"SELECT * FROM block_rows WHERE person > {self._last_payee}"
        self._writer.append(self._con, "payee", f"(SELECT DISTINCT ON (person) * FROM ({new}) ORDER BY person, name)")
        self._last_payee = max(self._last_payee, int(rows["person"].max()))


def sourced(name: str, relation: str, before: int = 0) -> str:
    """The rows of a register as a subquery with the lines of the file they are said to come from."""
    line = f"CAST({before + 1} + row_number() OVER () AS INTEGER)"
    return f"(SELECT *, {register_source(name)} AS source_file, {line} AS source_row FROM {relation})"


def _registers(planter: Planter) -> dict[str, Columns]:
    clean = {name: [make(planter.block)] for name, make in _BACKGROUND.items()}
    _amend(clean["person"][0], planter.amended)
    clean["poverty_household"].append(planter.enrolled())
    for name, chunks in planter.registers.items():
        clean.setdefault(name, []).extend(chunks)
    text = {name: {c: "" for c in TABLES[name].columns if TABLES[name].type_of(c) == "VARCHAR"} for name in clean}
    return {name: stacked(chunks, text[name]) for name, chunks in clean.items()}


def _amend(person: Columns, amended: list[tuple[Ints, Columns]]) -> None:
    """Write what was planted into the clean register, whose rows are the people in order."""
    n = len(person["person"])
    for who, columns in amended:
        for name, value in columns.items():
            text = TABLES["person"].type_of(name) == "VARCHAR"
            now = person.get(name, np.full(n, "" if text else NONE))
            person[name] = now.astype("U20") if text else now.copy()
            person[name][who] = value


def _register_rows(name: str, columns: Columns, keys: Keys) -> Columns:
    rows = {c: keys.of(c, v) if c in VAULT else v for c, v in columns.items()}
    if "household" in TABLES[name].required:
        rows["household"] = np.where(rows["household"] == NONE, -rows["person"], rows["household"])
    who = next((c for c in _PERSON_COLUMNS if c in columns), None)
    if who and "name" in TABLES[name].columns:
        rows["name"] = keys.name[columns[who]]
    return rows


def _payment_rows(planter: Planter, keys: Keys, paid: Columns, places: Places) -> Columns:
    """The columns that wait, and those the payments are numbered by."""
    block, person = planter.block, paid["person"]
    own = person < block.people
    house = block.household[np.where(own, person, 0)]
    village = np.where(paid["village"] == NONE, block.village[house], paid["village"])
    return {
        "programme": paid["programme"],
        "township": places.township_of[village - 1],
        "village": village,
        "household": np.where(own, keys.household[house], -keys.person[person]),
        "person": keys.person[person],
        "name": keys.name[np.where(paid["name_of"] == NONE, person, paid["name_of"])],
        "account": keys.of("account", paid["account"]),
        "holder": keys.name[paid["holder"]],
        "holder_person": keys.person[paid["holder"]],
        "phone": np.where(own, keys.phone[_house(planter, paid["phone_of"], house)], NONE),
        "period": paid["period"],
        "pay_date": paid["pay_date"],
        "approved_on": paid["approved_on"],
        "quantity": paid["quantity"],
        "rate": np.where(paid["rate"] == NONE, _default_rates(paid), paid["rate"]),
        "amount": paid["amount"],
        "instalment": paid["instalment"],
        "plot_number": paid["plot"],
        "note": paid["note"],
        "remark_number": paid["remark"],
        "cash": paid["cash"],
        "place_in_roster": paid["order"],
    }


def _house(planter: Planter, person: Ints, otherwise: Ints) -> Ints:
    """The household of each person named, where one is."""
    named = planter.block.household[np.where(person == NONE, 0, person)]
    return np.where(person == NONE, otherwise, named)


def _default_rates(paid: Columns) -> Ints:
    """The rate that stands in the file: the table's, for programmes paid by a rate."""
    table = np.array([[p.unit_rate(FIRST_YEAR + k) if p.rate_kind == "per_unit" else NONE for k in range(5)]
                      for p in programmes()], np.int64)  # fmt: skip
    return np.asarray(table[paid["programme"] - 1, paid["period"] // 100 - FIRST_YEAR])


def _families(planter: Planter, keys: Keys, paid: Columns, death: Columns) -> Columns:
    """Who lives in the households that are paid dibao, but for those whom the family did not name."""
    block = planter.block
    dibao = np.isin(paid["programme"], [p.key for p in programmes() if "低保" in p.kind])
    house = block.household[paid["person"][dibao & (paid["person"] < block.people)]]
    member = np.setdiff1d(np.flatnonzero(np.isin(block.household, house)), joined(planter.unlisted))
    died = np.full(block.people, NEVER)
    np.minimum.at(died, death["person"], death["died_on"])
    return {
        "person": keys.person[member],
        "household": keys.household[block.household[member]],
        "household_from": np.where(np.isin(block.relation, (2, 3, 6)), block.born, NONE)[member],
        "died_on": np.where(died == NEVER, NONE, died)[member],
    }


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
