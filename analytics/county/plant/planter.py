"""The tools of planting: take people nobody else uses, pay them, write registers, note down what was done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

from analytics.county import names
from analytics.county.frame import NONE, Columns, Ints, Texts, day, days, spread
from analytics.county.numbers import guest_digits
from analytics.county.payments import NOTE, household_account, personal_account, row_chunk
from analytics.county.people import RESERVE, Block
from analytics.county.programmes import Programme, called

EXTRA = 2**30  # positions of accounts that belong to no household or person of the block
REMARKS = ("", "C级修缮", "D级重建", "因灾再次受损重建", "合作社分红", "因病住院", "子女就学", "意外伤害", "带动户")
Kind = Literal["person", "account", "programme", "village", "project", "roster"]
_SHARED_ACCOUNTS = 9_000_000
_LEAST = 2  # of each planting, however small the county


@dataclass
class Note:
    """One line (or one per subject) of truth.csv or innocent.csv; keys are positions in the block."""

    rule: str
    kind: Kind
    keys: Ints
    note: str
    guilty: bool
    what: str = ""  # content of a project; keys are its village


@dataclass
class Guests:
    """People of no household in the county; their positions follow those of the block's own people."""

    digits: Ints
    born: Ints
    male: Ints
    name: Texts

    @classmethod
    def none(cls) -> Guests:
        empty = np.zeros(0, np.int64)
        return cls(empty, empty, empty, np.zeros(0, "U4"))


@dataclass
class Planter:
    """Plants in one block. `registers` and `payments` are chunks that come on top of the clean county's."""

    block: Block
    payments: list[Columns] = field(default_factory=list)
    registers: dict[str, list[Columns]] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    extra_accounts: list[int] = field(default_factory=list)
    spellings: list[tuple[int, str]] = field(default_factory=list)
    fifteen: list[Ints] = field(default_factory=list)
    guests: Guests = field(default_factory=Guests.none)
    amended: list[tuple[Ints, Columns]] = field(default_factory=list)
    unlisted: list[Ints] = field(default_factory=list)
    off_roll: list[Ints] = field(default_factory=list)
    _taken: int = 0
    _aided: list[Ints] = field(default_factory=list)

    def __post_init__(self) -> None:
        free = np.flatnonzero(self.block.role == RESERVE)
        self._free = self.block.head[self.block.rng("reserve").permutation(free)]

    # --- people
    def count(self, in_the_county: int, least: int = _LEAST) -> int:
        """This block's part of a number that holds for the county of 250,000 households."""
        return max(least, round(in_the_county * self.block.share))

    def take(self, in_the_county: int, least: int = _LEAST) -> Ints:
        """Heads of families nobody has used: alive, about 28–52, on no programme and in no register."""
        n = self.count(in_the_county, least)
        if self._taken + n > len(self._free):
            raise ValueError("the reserve of people to plant with is used up")
        self._taken += n
        return np.asarray(self._free[self._taken - n : self._taken])

    def spouse(self, head: Ints) -> Ints:
        """The spouse of each head (every family in reserve has one)."""
        return head + 1

    def family(self, head: Ints) -> Ints:
        """All members of these households."""
        return np.flatnonzero(np.isin(self.block.household, self.block.household[head]))

    def new_accounts(self, n: int, number: int | None = None) -> Ints:
        """n accounts that are nobody's card; `number` names the first of a run shared by all blocks."""
        first = self.block.number * 10_000_000 + _SHARED_ACCOUNTS + len(self.extra_accounts)
        start = first if number is None else number
        self.extra_accounts += range(start, start + n)
        return EXTRA + len(self.extra_accounts) - n + np.arange(n)

    def take_parents(self, in_the_county: int, least: int = _LEAST) -> Ints:
        """As take, of families with a child."""
        rest = self._free[self._taken :]
        second = np.minimum(rest + 2, self.block.people - 1)
        childless = (self.block.relation[second] != 2) | (self.block.household[second] != self.block.household[rest])
        self._free[self._taken :] = rest[np.argsort(childless, kind="stable")]
        if np.count_nonzero(~childless) < self.count(in_the_county, least):
            raise ValueError("the reserve of families with children is used up")
        return self.take(in_the_county, least)

    def child(self, head: Ints, born: int) -> Ints:
        """The first child of each of these parents, born within the half year from a day on; the head in 1973."""
        self.block.born[head] = day(1973) + head % 200
        self.block.born[head + 2] = born + head % 180
        return head + 2

    def invite(self, rng: np.random.Generator, born: Ints, male: Ints, block: int | None = None) -> Ints:
        """Guests with these days of birth; without a block the same people wherever the same draws are made."""
        name, there = names.full_names(rng, names.surnames(rng, len(born)), male), self.guests
        self.guests = Guests(
            np.r_[there.digits, guest_digits(born, male, block)],
            np.r_[there.born, born],
            np.r_[there.male, male],
            np.r_[there.name, name],
        )
        return self.block.people + len(there.born) + np.arange(len(born))

    def strangers(self, in_the_county: int, least: int = _LEAST) -> Ints:
        """People whom no household of the county knows, each born on a day of its own."""
        nth = len(self.guests.born) + np.arange(self.count(in_the_county, least))
        rng = self.block.rng(f"strangers {nth[0]}")
        return self.invite(rng, day(1955) + 7 * nth, nth % 2, self.block.number)

    def move(self, head: Ints, village: Ints) -> None:
        """Let these heads' households live in other villages of the block."""
        house = self.block.household[head]
        first = np.array([np.argmax(self.block.village == v) for v in village.tolist()])
        self.block.township[house] = self.block.township[first]
        self.block.village[house] = village

    def children(self, in_the_county: int, first: int, last: int) -> Ints:
        """The first children of new families, as far as they were born in these years."""
        head = self.take(in_the_county, least=12)
        child = np.minimum(head + 2, self.block.people - 1)
        same = self.block.household[child] == self.block.household[head]
        born = self.block.born[child]
        return np.asarray(child[same & (born >= day(first)) & (born < day(last + 1))])

    def neighbours(self, n: int) -> Ints:
        """n heads of one village, whatever the size of the county."""
        who = self.take(0, least=n)
        self.move(who, np.full(n, self.block.village[self.block.household[who[0]]]))
        return who

    # --- money
    def yearly(self, family: str, who: Ints, *years: int, **more: Any) -> None:
        """Pay a yearly programme in these years; quantity in 1/100, amount in cents, `month` of payment."""
        for year in years:
            programme = called(family, year)
            month, of = more.get("month", programme.month or 6), more.get("of", 16)
            on = days(np.full(len(who), more.get("paid_in", year)), month, of)
            extra = {k: v for k, v in more.items() if k not in ("month", "of", "paid_in")}
            self._pay(programme, who, np.full(len(who), year * 100, np.int64), on, extra)

    def monthly(self, family: str, who: Ints, first: int, last: int, **more: Any) -> None:
        """Pay from month `first` to month `last` (yyyymm, both included), on the 18th unless `of` says."""
        low, high = first // 100 * 12 + first % 100 - 1, last // 100 * 12 + last % 100 - 1
        row, nth = spread(np.full(len(who), high - low + 1))
        year, month = (low + nth) // 12, (low + nth) % 12 + 1
        on = days(year, month, more.pop("of", 18)) + 31 * more.pop("late_months", 0)
        extra = {k: np.broadcast_to(v, len(who))[row] for k, v in more.items()}
        self._pay(called(family, first // 100), who[row], year * 100 + month, on, extra)

    def _pay(self, programme: Programme, who: Ints, period: Ints, on: Ints, more: dict[str, Any]) -> None:
        full = {k: np.broadcast_to(np.asarray(v, np.int64), len(who)) for k, v in more.items()}
        if programme.paid_to == "household" and "account" not in full:
            full["account"] = household_account(self.block, who)
        if programme.rate_kind != "per_unit":
            above = 12_000 if programme.rate_kind == "top_up" else 0
            full.setdefault("amount", np.full(len(who), max(programme.amounts) + above, np.int64))
        self.payments.append(row_chunk(self.block, programme, who, period, on, **full))
        if programme.kind == "扶贫到户":
            self._aided.append(who)

    def own_account(self, who: Ints) -> Ints:
        return personal_account(self.block, who)

    # --- registers
    def record(self, table: str, **columns: Any) -> None:
        """Rows of a register; single values stand in every row."""
        n = max((len(v) for v in columns.values() if isinstance(v, np.ndarray)), default=1)
        rows = {k: np.full(n, v) if not isinstance(v, np.ndarray) else v for k, v in columns.items()}
        self.registers.setdefault(table, []).append(rows)

    def amend(self, who: Ints, **columns: Any) -> None:
        """What the register of persons says otherwise of these people than the clean county's."""
        self.amended.append((who, columns))

    def enrolled(self) -> Columns:
        """The poverty roll's rows of the heads planted with that aid, but for those on it and those left off it."""
        noted = [rows["household"] for rows in self.registers.get("poverty_household", [])]
        off, aided = ([self.block.household[who] for who in groups] for groups in (self.off_roll, self._aided))
        house = np.setdiff1d(joined(aided), joined([*noted, *off]))
        return {"household": house, "person": self.block.head[house], "starts_on": np.full(len(house), day(2014))}

    def land(self, who: Ints, area: Any, basis: str = "确权", since: int = 15_521) -> None:
        """Contracted land of these heads' households, in 1/100 mu."""
        plot = np.char.add("CZ", (self.block.number * 10**7 + who).astype("U10"))
        house = self.block.household[who]
        self.record("land_right", household=house, person=who, plot=plot, area=area, basis=basis, valid_from=since)

    def make_cadre(self, who: Ints, starts_on: int = 14_984, ends_on: int = NONE) -> None:
        """Put these heads into the register of village cadres (in office since 2011-01-10, still)."""
        house = self.block.household[who]
        village, township = self.block.village[house], self.block.township[house]
        places = {"village": village, "township": township, "account": house}
        self.record("cadre", person=who, post="村文书", starts_on=starts_on, ends_on=ends_on, **places)

    # --- what was done
    def truth(self, rule: str, keys: Ints, note: str, kind: Kind = "person", what: str = "") -> None:
        self.notes.append(Note(rule, kind, keys, note, True, what))

    def innocent(self, rule: str, keys: Ints, note: str, kind: Kind = "person", what: str = "") -> None:
        self.notes.append(Note(rule, kind, keys, note, False, what))


def joined(groups: Iterable[Ints]) -> Ints:
    """All these positions in one; there may be none."""
    return np.concatenate([np.zeros(0, np.int64), *groups])


def noted(word: str) -> int:
    """The position of a note (补发, 冲回 …) as payments carry it."""
    return NOTE[word]


def remarked(word: str) -> int:
    return REMARKS.index(word)
