"""The county's 212 programmes of 21 departments, from data/programmes.csv, and their dated rates."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from analytics.county.frame import FIRST_YEAR, NONE, Columns, day
from analytics.reference import SEEDS

_TABLE = Path(__file__).parent / "data" / "programmes.csv"
_PHASES = ("第一年", "第二年", "第三年")
IN_CASH = "以工代赈劳务报酬"  # the one family that is not paid by card
OFF_THE_LIST = "老放映员生活补助"  # the one family that is no policy of the county's list
_SUCCEEDED = {"耕地地力保护补贴": "种粮农民直接补贴(粮食直补和农资综合补贴)"}


@dataclass(frozen=True)
class Programme:
    """One programme; `turn` is its place among the yearly programmes of its family (0 for a family of one)."""

    key: int
    code: str
    title: str
    family: str
    kind: str
    department: int
    first: int
    last: int
    turn: int
    cycle: str
    pool: str
    share: int
    unit: str
    rate_kind: str
    rates: str
    month: int
    min_age: int
    publish: str
    paid_to: str

    @property
    def years(self) -> range:
        return range(self.first, self.last + 1)

    @property
    def amounts(self) -> list[int]:
        """The table's figures, in 1/10,000 yuan (rates per unit) or cents (grades, bounds of a top-up)."""
        factor = 10_000 if self.rate_kind == "per_unit" else 100
        return [round(float(r) * factor) for r in self.rates.replace("-", ";").split(";")]

    def unit_rate(self, year: int) -> int:
        """Rate per unit of a year, in 1/10,000 yuan."""
        rates = self.amounts
        return rates[min(year - self.first, len(rates) - 1)] if year >= self.first else rates[0]


@cache
def departments() -> tuple[str, ...]:
    """The 21 departments; the key of one is its position + 1."""
    return tuple(dict.fromkeys(row["department"] for row in _rows()))


@cache
def programmes() -> tuple[Programme, ...]:
    """All programmes in order of their keys."""
    made: list[Programme] = []
    for row in _rows():
        first, last = int(row["first"]), int(row["last"])
        spans = [(y, y) for y in range(first, last + 1)] if row["split"] else [(first, last)]
        made += [_programme(row, len(made) + 1 + k, k, *span) for k, span in enumerate(spans)]
    return tuple(made)


def called(family: str, year: int = 0) -> Programme:
    """The programme of a family (that of `year`, where it has one a year)."""
    found = [p for p in programmes() if p.family == family]
    return next((p for p in found if len(found) == 1 or p.first == year), found[0])


def _rows() -> list[dict[str, str]]:
    with _TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def _paid_to() -> dict[str, str]:
    with (SEEDS / "programme_kind.csv").open(encoding="utf-8", newline="") as file:
        return {row["kind"]: row["paid_to"] for row in csv.DictReader(file)}


def _programme(row: dict[str, str], key: int, turn: int, first: int, last: int) -> Programme:
    department = departments().index(row["department"]) + 1
    return Programme(
        key=key,
        code=f"HM{department:02d}{key:03d}",
        title=(f"{first}年" if row["split"] else "") + row["title"],
        family=row["title"],
        kind=row["kind"],
        department=department,
        first=first,
        last=last,
        turn=turn if row["split"] else 0,
        cycle=row["cycle"],
        pool=row["pool"],
        share=int(row["share"]),
        unit=row["unit"],
        rate_kind=row["rate_kind"],
        rates=_rates_of(row, turn),
        month=int(row["month"]),
        min_age=int(row["min_age"] or 0),
        publish=row["publish"],
        paid_to=_paid_to()[row["kind"]],
    )


def _rates_of(row: dict[str, str], turn: int) -> str:
    rates = row["rates"].split(";")
    by_year = row["split"] and row["rate_kind"] == "per_unit"
    return rates[min(turn, len(rates) - 1)] if by_year else row["rates"]


def programme_columns() -> Columns:
    """The table `programme`."""
    made = programmes()
    return {
        "programme": [p.key for p in made],
        "code": [p.code for p in made],
        "title": [p.title for p in made],
        "kind": [p.kind for p in made],
        "department": [p.department for p in made],
        "starts_on": [day(p.first) for p in made],
        "ends_on": [NONE if p.last == 2017 and p.turn == 0 else day(p.last, 12, 31) for p in made],
        "paid_to": [p.paid_to for p in made],
        "min_age": [p.min_age or NONE for p in made],
        "on_card": [int(p.family != IN_CASH) for p in made],
        "on_policy_list": [int(p.family != OFF_THE_LIST) for p in made],
        "publish_level": [p.publish for p in made],
        "succeeds": [called(_SUCCEEDED[p.family]).key if p.family in _SUCCEEDED else NONE for p in made],
    }


def department_columns() -> Columns:
    """The table `department`."""
    titles = departments()
    return {
        "department": list(range(1, len(titles) + 1)),
        "code": [f"BM{k:02d}" for k in range(1, len(titles) + 1)],
        "title": list(titles),
    }


def rate_columns() -> Columns:
    """The table `rate`: one row per programme and year in which a rate stands (unit_rate in 1/10,000 yuan)."""
    rows = [(p, y) for p in programmes() for y in _rate_years(p)]
    flat = [p.rate_kind == "per_unit" for p, _ in rows]
    return {
        "programme": [p.key for p, _ in rows],
        "rate_kind": [p.rate_kind for p, _ in rows],
        "phase": [_PHASES[y - p.first] if p.cycle == "phase" else "" for p, y in rows],
        "valid_from": [day(y) for _, y in rows],
        "valid_to": [day(y, 12, 31) if len(_rate_years(p)) > 1 else NONE for p, y in rows],
        "unit": [p.unit for p, _ in rows],
        "unit_rate": [p.unit_rate(y) if f else NONE for (p, y), f in zip(rows, flat, strict=True)],
        "cap": [NONE if f else _cap(p) for (p, _), f in zip(rows, flat, strict=True)],
        "basis": ["县级年度补贴标准文件" for _ in rows],
    }


def _rate_years(programme: Programme) -> list[int]:
    if programme.rate_kind != "per_unit" or len(programme.amounts) == 1:
        return [programme.first]
    return [y for y in programme.years if programme.unit_rate(y)]


def _cap(programme: Programme) -> int:
    return NONE if programme.rate_kind == "top_up" else max(programme.amounts)


def of_year(family: str) -> dict[int, Programme]:
    """year -> programme of a family, for every year it is paid."""
    return {y: p for p in programmes() if p.family == family for y in p.years if y >= FIRST_YEAR}
