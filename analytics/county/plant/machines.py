"""Plantings in the ledger of subsidised machines; each owner's payments agree with it."""

from __future__ import annotations

import numpy as np

from analytics.county.frame import NONE, Ints, Texts, day
from analytics.county.plant.planter import Planter, noted

_GRANT = "农机购置补贴"
_YUAN = 100
_TRACTOR = 8_000  # yuan of subsidy


def _serial(p: Planter, who: Ints, mark: str) -> Texts:
    return np.char.add(mark, (p.block.number * 10**7 + who).astype("U9"))


def _pay(p: Planter, who: Ints, year: int, amount: int) -> None:
    p.yearly(_GRANT, who, year, month=7, amount=amount * _YUAN)


def _machine(p: Planter, who: Ints, serial: Texts, bought_on: int, subsidy: int = _TRACTOR, price: int = 28_000,
             sold_on: int = NONE) -> None:  # fmt: skip
    """One line of the ledger for each; money in yuan."""
    money = {"price": NONE if price == NONE else price * _YUAN, "subsidy": subsidy * _YUAN}
    p.record("machinery", owner=who, kind="拖拉机", serial=serial, bought_on=bought_on, sold_on=sold_on, **money)


def f01(p: Planter) -> None:
    """One machine, two grants."""
    first, second, again = p.take(30), p.take(30), p.take(15)
    for who, of, year in ((first, first, 2014), (second, first, 2016), (again, again, 2014), (again, again, 2016)):
        _machine(p, who, _serial(p, of, "F1"), day(year, 6, 2))
        _pay(p, who, year, _TRACTOR)
    p.truth("F01", second, "the machine was subsidised for somebody else in 2014")
    p.truth("F01", again, "the same owner and machine in 2014 and 2016")
    returned, new = p.take(15), p.take(15)
    for who, year in ((returned, 2014), (new, 2016)):
        _machine(p, who, _serial(p, returned, "F1"), day(year, 6, 2))
        _pay(p, who, year, _TRACTOR)
    _machine(p, returned, _serial(p, returned, "F1"), day(2014, 9, 2), subsidy=-_TRACTOR)
    p.yearly(_GRANT, returned, 2014, month=10, amount=-_TRACTOR * _YUAN, note=noted("冲回"))
    p.innocent("F01", new, "the first grant was taken back")
    blank = p.take(15)
    _machine(p, blank, np.full(len(blank), ""), day(2016, 6, 2))
    _pay(p, blank, 2016, _TRACTOR)
    p.innocent("F01", blank, "no serial number")


def f02(p: Planter) -> None:
    """Three machines of one household in a year."""
    three, two, coop = p.take(30), p.take(15), p.take(15)
    for who, number in ((three, 3), (two, 2), (coop, 3)):
        for nth in range(number):
            _machine(p, who, _serial(p, who, f"F2{nth}"), day(2016, 3 + nth, 2), subsidy=3_400, price=12_000)
        _pay(p, who, 2016, 3_400 * number)
    p.truth("F02", three, "three machines in 2016")
    p.innocent("F02", two, "two machines")
    words = {"kind": "农民专业合作社", "role": "理事长", "status": "存续"}
    p.record("company", person=coop, capital=300_000 * _YUAN, founded_on=day(2013, 5, 1), **words)
    p.innocent("F02", coop, "a co-operative's household")


def f03(p: Planter) -> None:
    """More than 45 % of the price."""
    for count, subsidy, price, note in (
        (40, 8_000, 16_000, "half of the price"),
        (15, 8_100, 18_000, "exactly 45 %"),
        (10, 8_000, NONE, "no price"),
    ):
        who = p.take(count)
        _machine(p, who, _serial(p, who, "F3"), day(2016, 6, 2), subsidy, price)
        _pay(p, who, 2016, subsidy)
        (p.truth if count == 40 else p.innocent)("F03", who, note)


def f05(p: Planter) -> None:
    """Sold before two years had passed."""
    for count, year, bought_on, sold_on, note in (
        (40, 2015, day(2015, 6, 2), day(2016, 8, 15), "sold after fourteen months"),
        (15, 2014, day(2014, 6, 2), day(2016, 6, 2), "sold on the day the ban ended"),
        (10, 2013, day(2012, 12, 20), day(2013, 9, 1), "bought before the ban came into force"),
    ):
        who = p.take(count)
        _machine(p, who, _serial(p, who, "F5"), bought_on, sold_on=sold_on)
        _pay(p, who, year, _TRACTOR)
        (p.truth if count == 40 else p.innocent)("F05", who, note)
