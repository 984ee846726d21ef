"""From positions in a block to keys of the vault; the block's people, accounts and names go in here."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analytics.county.frame import NONE, Columns, Ints, Texts
from analytics.county.keyring import Keyring
from analytics.county.numbers import account_texts, household_texts, id_digits, id_texts, phone_texts
from analytics.county.people import Block
from analytics.county.plant.planter import EXTRA, Planter


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


def give_keys(ring: Keyring, planter: Planter, tables: list[Columns]) -> Keys:
    """Put the block's people, households, names, phones and the accounts that `tables` use into the vault."""
    block, guests = planter.block, planter.guests
    digits = np.r_[id_digits(block.born, block.male, block.number), guests.digits]
    ids = id_texts(digits, np.r_[block.fault, np.zeros(len(guests.digits), np.int64)])
    house = np.arange(block.households)
    used = np.unique(np.concatenate([np.unique(c["account"]) for c in tables if "account" in c]))
    numbers = account_texts(_account_numbers(block, planter.extra_accounts, used))
    name = ring.keys("name", np.r_[block.name, guests.name], own=0)
    ring.spell([(int(name[at]), _spelling(str(block.name[at]), form)) for at, form in planter.spellings])
    return Keys(
        person=ring.keys("person", ids, own=block.people),
        name=name,
        household=ring.keys("household", household_texts(block.number, house), own=len(house)),
        phone=ring.keys("phone", phone_texts(block.number, house), own=len(house)),
        ids=ids,
        used=used,
        account=ring.keys("account", numbers, own=int(np.searchsorted(used, EXTRA))),
        numbers=numbers,
    )


def _spelling(name: str, form: str) -> str:
    return form.format(name[:1], name[1:])


def _account_numbers(block: Block, extra: list[int], used: Ints) -> Ints:
    ours = block.number * 10_000_000 + used
    more = np.array([*extra, 0], np.int64)
    return np.where(used >= EXTRA, more[np.clip(used - EXTRA, 0, len(more) - 1)], ours)
