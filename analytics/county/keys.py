"""From positions in a block to keys of the vault; the block's people, accounts and names go in here."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analytics.county.frame import NONE, Columns, Ints, Texts
from analytics.county.keyring import Keyring
from analytics.county.numbers import account_texts, household_texts, id_digits, id_texts, phone_texts
from analytics.county.plant.planter import EXTRA, Planter


@dataclass
class Keys:
    """Key of each position; `ids` and `account_numbers` are the plain values truth.csv is written with."""

    person: Ints
    name: Ints
    household: Ints
    phone: Ints
    account: Ints  # of the block's own cards, then of the extra ones; 0 for one that is not in use
    ids: Texts
    numbers: Ints  # the last twelve digits of each account

    def account_numbers(self, position: Ints) -> Texts:
        """Plain numbers of account positions."""
        return account_texts(self.numbers[self._place(position)])

    def of(self, column: str, position: Ints) -> Ints:
        """Keys of the positions in a vault column of the contract; NONE stays NONE."""
        names = {"holder": self.name, "former_name": self.name}
        tables = {"account": self.account, "household": self.household, "phone": self.phone, **names}
        place = self._place(position) if column == "account" else position
        return np.where(position == NONE, NONE, tables.get(column, self.person)[np.maximum(place, 0)])

    def _place(self, position: Ints) -> Ints:
        return _place(position, len(self.household) + len(self.ids))


def _place(position: Ints, own: int) -> Ints:
    """Extra accounts stand behind the `own` of the block's households and people."""
    return np.where(position >= EXTRA, position - EXTRA + own, position)


def give_keys(ring: Keyring, planter: Planter, tables: list[Columns]) -> Keys:
    """Put the block's people, households, names, phones and the accounts that `tables` use into the vault."""
    block, guests = planter.block, planter.guests
    digits = np.r_[id_digits(block.born, block.male, block.number), guests.digits]
    ids = id_texts(digits, np.r_[block.fault, np.zeros(len(guests.digits), np.int64)])
    house, own = np.arange(block.households), block.households + len(ids)
    name = ring.keys("name", np.r_[block.name, guests.name], own=0)
    ring.spell([(int(name[at]), _spelling(str(block.name[at]), form)) for at, form in planter.spellings])
    numbers = np.r_[block.number * 10_000_000 + np.arange(own), np.array(planter.extra_accounts, np.int64)]
    return Keys(
        person=ring.keys("person", ids, own=block.people),
        name=name,
        household=ring.keys("household", household_texts(block.number, house), own=len(house)),
        phone=ring.keys("phone", phone_texts(block.number, house), own=len(house)),
        account=_accounts(ring, numbers, own, [c["account"] for c in tables if "account" in c]),
        ids=ids,
        numbers=numbers,
    )


def _accounts(ring: Keyring, numbers: Ints, own: int, asked: list[Ints]) -> Ints:
    """Keys for the accounts that are in use."""
    used = np.zeros(len(numbers), bool)
    for positions in asked:
        used[_place(positions[positions != NONE], own)] = True
    keys = np.zeros(len(numbers), np.int64)
    keys[used] = ring.keys("account", account_texts(numbers[used]), own=int(used[:own].sum()))
    return keys


def _spelling(name: str, form: str) -> str:
    return form.format(name[:1], name[1:])
