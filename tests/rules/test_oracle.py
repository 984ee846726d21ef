"""Three rules against a naive reading of their text in plain Python, on counties made up by Hypothesis."""

from __future__ import annotations

import csv
import tempfile
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rules.fixtures import Fixture, rows_of

FIRST = date(2015, 1, 1)
DAYS = st.integers(0, 3 * 365).map(lambda n: FIRST + timedelta(n))
PEOPLE = st.integers(1, 5)
MONTHLY, YEARLY = "残疾人补贴", "高龄津贴"


@dataclass(frozen=True)
class Paid:
    """A payment as the oracle sees it; month 0 is the whole year."""

    person: int
    kind: str
    year: int
    month: int
    amount: int

    @property
    def first_day(self) -> date:
        return date(self.year, self.month or 1, 1)

    @property
    def last_day(self) -> date:
        month = self.month or 12
        return date(self.year, month, monthrange(self.year, month)[1])

    @property
    def row(self) -> dict[str, object]:
        return {
            "person": self.person,
            "kind": self.kind,
            "period": self.year * 100 + self.month,
            "pay_date": self.last_day.isoformat(),
            "amount": self.amount,
        }


YEARS, AMOUNTS = st.integers(2015, 2017), st.integers(1, 900)
MONTHLY_PAID = st.builds(Paid, PEOPLE, st.just(MONTHLY), YEARS, st.integers(1, 12), AMOUNTS)
YEARLY_PAID = st.builds(Paid, PEOPLE, st.just(YEARLY), YEARS, st.just(0), AMOUNTS)
PAYMENTS = st.lists(MONTHLY_PAID | YEARLY_PAID, min_size=20, max_size=60)
ONE_EACH = settings(max_examples=6, deadline=None, derandomize=True)
Sums = dict[tuple[int, str, int], int]


def summed(paid: Iterable[Paid]) -> Sums:
    sums: Sums = defaultdict(int)
    for p in paid:
        sums[p.person, p.kind, p.year] += p.amount
    return dict(sums)


def found(code: str, tables: dict[str, list[dict[str, object]]]) -> Sums:
    """What the rule says of these tables: (person, kind, year) -> amount."""
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home) / code
        folder.mkdir()
        for name, rows in tables.items():
            with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, list(rows[0]))
                writer.writeheader()
                writer.writerows(rows)
        fixture = Fixture(folder)
        rows_found = rows_of(fixture, fixture.engine(Path(home) / "store"))
        kind_of = {int(p["programme"]): p["kind"] for p in fixture.tables["programme"]}
    return {
        (r["subject_key"], kind_of[r["programme"]], r["period_from"] // 100): int(Decimal(r["amount"]))
        for r in rows_found
    }


def months_from(day: date, later: date) -> int:
    return (later.year - day.year) * 12 + later.month - day.month


@ONE_EACH
@given(payments=PAYMENTS, deaths=st.dictionaries(PEOPLE, DAYS, min_size=1))
def test_a01_is_what_its_text_says(payments: list[Paid], deaths: dict[int, date]) -> None:
    late = [p for p in payments if p.person in deaths and p.first_day > deaths[p.person]]
    beyond_grace = {(p.person, p.kind) for p in late if months_from(deaths[p.person], p.last_day) > 1}
    expected = summed(p for p in late if (p.person, p.kind) in beyond_grace)
    register = [{"person": who, "died_on": day.isoformat()} for who, day in deaths.items()]
    assert found("A01", {"payment": [p.row for p in payments], "death": register}) == expected


@ONE_EACH
@given(payments=PAYMENTS, sentences=st.dictionaries(PEOPLE, st.tuples(DAYS, DAYS).map(sorted), min_size=1))
def test_a05_is_what_its_text_says(payments: list[Paid], sentences: dict[int, list[date]]) -> None:
    def inside(p: Paid) -> bool:
        start, end = sentences[p.person]
        held_from = p.first_day if p.month else p.last_day  # a yearly one counts by its day of payment
        return start <= held_from and p.last_day <= end

    expected = summed(p for p in payments if p.person in sentences and inside(p))
    register = [
        {"person": who, "kind": "收监", "starts_on": start.isoformat(), "ends_on": end.isoformat()}
        for who, (start, end) in sentences.items()
    ]
    assert found("A05", {"payment": [p.row for p in payments], "prisoner": register}) == expected


@ONE_EACH
@given(
    payments=st.lists(YEARLY_PAID, min_size=10, max_size=30),
    births=st.dictionaries(PEOPLE, st.dates(date(1934, 1, 1), date(1939, 12, 31)), min_size=5, max_size=5),
)
def test_a15_is_what_its_text_says(payments: list[Paid], births: dict[int, date]) -> None:
    def month_of_80(born: date) -> tuple[int, int]:
        return born.year + 80, born.month

    expected = summed(p for p in payments if (p.last_day.year, p.last_day.month) < month_of_80(births[p.person]))
    payees = [{"person": who, "born_on": day.isoformat()} for who, day in births.items()]
    assert found("A15", {"payment": [p.row for p in payments], "payee": payees}) == expected
