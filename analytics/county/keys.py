"""From positions in a block to keys of the vault; the block's people, accounts and names go in here."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import numpy as np
import pyarrow as pa

from analytics.county.frame import NONE, Columns, Ints, Texts
from analytics.county.numbers import account_texts, household_texts, id_digits, id_texts, phone_texts
from analytics.county.people import Block
from analytics.county.plant.planter import EXTRA, Planter
from analytics.vault import Vault


@dataclass
class Keys:
    """Key of each position; `ids` and `accounts` are the plain values truth.csv is written with."""

    person: Ints
    name: Ints
    household: Ints
    phone: Ints
    ids: Texts
    used: Ints  # positions of accounts in use, ascending
    account: Ints  # their keys
    numbers: Texts  # and numbers

    def accounts(self, position: Ints) -> Ints:
        """Keys of account positions."""
        return _looked_up(self.account, np.searchsorted(self.used, position), position)

    def account_numbers(self, position: Ints) -> Texts:
        return self.numbers[np.searchsorted(self.used, position)]

    def of(self, column: str, position: Ints) -> Ints:
        """Keys of the positions in a vault column of the contract; NONE stays NONE."""
        if column == "account":
            return self.accounts(position)
        table = self.household if column == "household" else self.person
        return _looked_up(table, position, position)


def _looked_up(table: Ints, at: Ints, position: Ints) -> Ints:
    return np.where(position == NONE, NONE, table[np.where(position == NONE, 0, at)])


def give_keys(con: duckdb.DuckDBPyConnection, vault: Vault, planter: Planter, tables: list[Columns]) -> Keys:
    """Put the block's people, households, names, phones and the accounts that `tables` use into the vault."""
    block, guests = planter.block, planter.guests
    digits = np.r_[id_digits(block.born, block.male, block.number), guests.digits]
    ids = id_texts(digits, np.r_[block.fault, np.zeros(len(guests.digits), np.int64)])
    first = 1 + block.number * 10_000_000
    houses = first + np.arange(block.households)
    used = np.unique(np.concatenate([c["account"] for c in tables if "account" in c]))
    numbers = account_texts(_account_numbers(block, planter.extra_accounts, used))
    names = np.r_[block.name, guests.name]
    person, name = _given(con, vault, "person", ids), _given(con, vault, "name", names)
    _spell(con, vault, planter, name)
    return Keys(
        person=person,
        name=name,
        household=_given(con, vault, "household", household_texts(houses)),
        phone=_given(con, vault, "phone", phone_texts(houses % 10**8)),
        ids=ids,
        used=used,
        account=_given(con, vault, "account", numbers),
        numbers=numbers,
    )


def _account_numbers(block: Block, extra: list[int], used: Ints) -> Ints:
    ours = block.number * 10_000_000 + used
    more = np.array([*extra, 0], np.int64)
    return np.where(used >= EXTRA, more[np.clip(used - EXTRA, 0, len(more) - 1)], ours)


def _given(con: duckdb.DuckDBPyConnection, vault: Vault, kind: str, values: Texts) -> Ints:
    """The keys of these values, in their order; new values get new keys."""
    con.register("given", pa.table({"position": np.arange(len(values)), "value": pa.array(values, pa.string())}))
    vault.add(con, kind, "SELECT value FROM given")
    found = con.sql(f"SELECT position, key FROM given JOIN vault_{kind} USING (value)").to_arrow_table()
    con.unregister("given")
    keys = np.empty(len(values), np.int64)
    keys[found["position"].to_numpy()] = found["key"].to_numpy()
    return keys


def _spell(con: duckdb.DuckDBPyConnection, vault: Vault, planter: Planter, name: Ints) -> None:
    """Keep the odd spellings that were planted beside the folded name."""
    spelled = [(int(name[at]), form.format(str(planter.block.name[at])[:1], str(planter.block.name[at])[1:]))
               for at, form in planter.spellings]  # fmt: skip
    con.register("spelled", pa.table({"key": [k for k, _ in spelled], "value": [v for _, v in spelled]}))
    vault.add_spellings(con, "SELECT key, value FROM spelled")
    con.unregister("spelled")
