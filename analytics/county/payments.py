"""What each programme pays in one block: rosters of who receives, when, how much. Amounts in cents."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from analytics.county import pools
from analytics.county.frame import FIRST_YEAR, MONTHS, Columns, Flags, Ints, days, hill, parts, spread
from analytics.county.people import Block
from analytics.county.programmes import Programme, programmes

ONE = 100  # a quantity of 1, in hundredths
NOTES = ("", "补发", "提标", "临时补贴", "慰问", "冲回")  # positions stand in the column `note`
NOTE = {word: k for k, word in enumerate(NOTES)}
CHANNELS = ("card", "cash")  # positions stand in the column `cash`
BLANK = {"note": 0, "remark": 0, "cash": 0}  # other columns a chunk lacks are NONE


def background(block: Block) -> Iterator[Columns]:
    """The payments of a county where all is in order, a chunk per programme."""
    for programme in programmes():
        yield from _CYCLES[programme.cycle](block, programme)


def row_chunk(block: Block, programme: Programme, person: Ints, period: Ints, pay_date: Ints, **more: Ints) -> Columns:
    """A chunk of payments: quantity (1/100), rate (1/10,000 yuan) and amount (cents) given or by the rate table."""
    year = period // 100
    quantity = more.get("quantity", np.full(len(person), ONE, np.int64))
    if "amount" not in more:
        more["rate"] = _rates(programme)[year - FIRST_YEAR]
        more["amount"] = (quantity * more["rate"] + 5000) // 10_000
    own = more.pop("account", personal_account(block, person))
    return {
        "programme": np.full(len(person), programme.key, np.int64),
        "person": person,
        "holder": more.pop("holder", person),
        "account": own,
        "period": period,
        "pay_date": pay_date,
        "order": more.pop("order", person),
        **more,
        "quantity": quantity,
    }


def personal_account(block: Block, person: Ints) -> Ints:
    """Position of a person's own account; the household's card has the household's position."""
    return block.households + person


def household_account(block: Block, person: Ints) -> Ints:
    """The household's card for its head, their own account for anybody else."""
    house = block.household[person]
    return np.where(block.head[house] == person, house, personal_account(block, person))


def ages(block: Block, person: Ints, on: Ints) -> Ints:
    """Full years of age on a day."""
    born_year, born_month, born_day = parts(block.born[person])
    year, month, of = parts(on)
    return year - born_year - (born_month * 100 + born_day > month * 100 + of)


def _rates(programme: Programme) -> Ints:
    return np.array([programme.unit_rate(FIRST_YEAR + k) for k in range(MONTHS // 12)], np.int64)


def _payees(block: Block, programme: Programme, chosen: Ints, on: Ints) -> tuple[Ints, Flags]:
    """Who is paid on a day for each one chosen, and whether anybody is: the living, of the right age."""
    person, inherits = chosen, pools.by_household(programme.pool)
    if inherits:
        heir = block.heir[block.household[chosen]]
        person = np.where(block.died[chosen] > on, chosen, heir)
    there = person >= 0
    person = np.where(there, person, 0)
    fit = there & (block.died[person] > on) & (block.born[person] < on)
    low, high = pools.AGES.get(programme.pool, (programme.min_age, 200))
    if low or high < 200:
        age = ages(block, person, on)
        fit &= (age >= low) & (age <= high)
    return person, np.asarray(fit)


def _chunk(block: Block, programme: Programme, chosen: Ints, period: Ints, on: Ints, **more: Ints) -> Columns:
    """As row_chunk, for those of the chosen who can be paid."""
    person, fit = _payees(block, programme, chosen, on)
    kept = {name: values[fit] for name, values in more.items()}
    if pools.by_household(programme.pool):
        kept["account"] = household_account(block, person[fit])
    return row_chunk(block, programme, person[fit], period[fit], on[fit], **kept)


def _sample(block: Block, programme: Programme, turn: int) -> Ints:
    """The programme's share of its pool; families of yearly grants take a different slice each year."""
    pool = pools.members(block, programme.pool)
    rank = block.rng(f"sample {programme.family}").integers(0, 1000, len(pool))
    return pool[(rank >= turn * programme.share) & (rank < (turn + 1) * programme.share)]


def _graded(rng: np.random.Generator, programme: Programme, n: int) -> dict[str, Ints]:
    grades = np.array(programme.amounts, np.int64)
    return {"amount": grades[rng.integers(0, len(grades), n)]} if programme.rate_kind == "graded" else {}


def _quantities(block: Block, programme: Programme, chosen: Ints, rng: np.random.Generator) -> dict[str, Ints]:
    """Area of the household for land, 1–5 head for cattle; nothing where one is paid as one."""
    area = pools.areas(block, programme.pool) if programme.unit == "亩" else None
    if area is not None:
        return {"quantity": area[block.household[chosen]]}
    return {"quantity": ONE * rng.integers(1, 6, len(chosen))} if programme.unit == "头" else {}


def _yearly(block: Block, programme: Programme) -> Iterator[Columns]:
    """Once a year, period month 00; nine in ten stay from the first year to the last."""
    rng = block.rng(f"pay {programme.code}")
    chosen = _sample(block, programme, 0)
    more = _quantities(block, programme, chosen, rng) | _graded(rng, programme, len(chosen))
    first, last = _stay(rng, programme.first, programme.last, len(chosen))
    for year in programme.years:
        here = (first <= year) & (last >= year)
        n = int(here.sum())
        on = days(np.full(n, year), programme.month, 3 + rng.integers(0, 3) + rng.integers(0, 3, n) * 4)
        period = np.full(n, year * 100, np.int64)
        if programme.unit_rate(year):
            yield _chunk(block, programme, chosen[here], period, on, **{k: v[here] for k, v in more.items()})


def _stay(rng: np.random.Generator, first: int, last: int, n: int) -> tuple[Ints, Ints]:
    spans = last - first + 1
    entry, leaves = rng.integers(0, 1000, n), rng.integers(0, 1000, n)
    starts = np.where(entry < 930, first, first + rng.integers(0, spans, n))
    return starts, np.where(leaves < 930, last, np.maximum(starts, first + rng.integers(0, spans, n)))


def _once(block: Block, programme: Programme) -> Iterator[Columns]:
    """One grant to each chosen in the programme's year, spread over the months, few in December."""
    rng = block.rng(f"pay {programme.code}")
    chosen = _sample(block, programme, programme.turn)
    n = len(chosen)
    on = days(np.full(n, programme.first), 1 + rng.integers(0, 23, n) // 2, 5 + rng.integers(0, 20, n))
    period = np.full(n, programme.first * 100, np.int64)
    yield _chunk(block, programme, chosen, period, on, **_graded(rng, programme, n))


def _after_death(block: Block, programme: Programme) -> Iterator[Columns]:
    """Funeral aid to the heir, a month or two after the death."""
    chosen = _sample(block, programme, 0)
    on = block.died[chosen] + 30 + chosen % 20
    heir = block.heir[block.household[chosen]]
    due = (heir >= 0) & (parts(on)[0] == programme.first)
    yield row_chunk(block, programme, heir[due], np.full(int(due.sum()), programme.first * 100), on[due])


def _monthly(block: Block, programme: Programme, step: int = 1) -> Iterator[Columns]:
    """Every month (or quarter) between entry and exit, on one day of the month."""
    rng = block.rng(f"pay {programme.code}")
    chosen = _sample(block, programme, 0)
    low = (programme.first - FIRST_YEAR) * 12
    first, last = _span(rng, low, len(chosen))
    row, nth = spread((last - first) // step)
    month = first[row] + nth * step
    if step > 1:
        month = month // step * step
    year, month = FIRST_YEAR + month // 12, month % 12 + 1
    on = days(year, month, 8 + programme.key % 17)
    amount = {k: v[row] for k, v in _monthly_amounts(block, programme, chosen, rng).items()}
    if programme.rate_kind == "top_up":
        amount["amount"] = amount["amount"] + 1000 * (year - FIRST_YEAR)
    yield _chunk(block, programme, chosen[row], year * 100 + month, on, **amount)


def _span(rng: np.random.Generator, low: int, n: int) -> tuple[Ints, Ints]:
    """First month and the month after the last, 0 being 2013-01; most stay throughout."""
    entry, leaves = rng.integers(0, 1000, n), rng.integers(0, 1000, n)
    first = np.where(entry < 750, low, low + rng.integers(0, MONTHS - low - 6, n))
    last = np.where(leaves < 780, MONTHS, np.minimum(MONTHS, first + 3 + rng.integers(0, MONTHS, n)))
    return first, last


def _monthly_amounts(block: Block, programme: Programme, chosen: Ints, rng: np.random.Generator) -> dict[str, Ints]:
    if programme.rate_kind == "top_up":
        low, high = (a // 100 for a in programme.amounts)
        heads = np.minimum(block.size[block.household[chosen]], 3)
        return {"amount": 100 * heads * hill(rng, low, high, len(chosen))}
    return _graded(rng, programme, len(chosen))


_CYCLES: dict[str, Callable[[Block, Programme], Iterator[Columns]]] = {
    "year": _yearly,
    "phase": _yearly,
    "once": _once,
    "death": _after_death,
    "month": _monthly,
    "quarter": lambda block, programme: _monthly(block, programme, 3),
}
