"""Plantings that turn on death and great age: first paid when dead, a hundred years old, still insured."""

from __future__ import annotations

from analytics.county.frame import NONE, Ints, day
from analytics.county.plant.planter import Planter

_DISABLED = "困难残疾人生活补贴"
_DIBAO = "农村最低生活保障金"
_TEKUN = "农村特困人员供养金"
_LAND = "耕地地力保护补贴"
_NINETY = "九旬老人长寿补贴"


def a30(p: Planter) -> None:
    """Paid for the first time after death."""
    who, approved, lived, funeral = p.take(30), p.take(15), p.take(15), p.take(15)
    for group in (who, approved, lived, funeral):
        p.record("death", person=group, died_on=day(2015, 5, 11), source="公安户籍注销")
    p.monthly(_TEKUN, who, 201601, 201612)
    p.truth("A30", who, "died 2015-05, first paid 2016-01")
    p.truth("A01", who, "first paid half a year after death")
    p.monthly(_DIBAO, approved, 201506, 201508, approved_on=day(2015, 4, 2))
    p.innocent("A30", approved, "approved before death")
    p.monthly(_DISABLED, lived, 201503, 201504, late_months=5)
    p.innocent("A30", lived, "arrears for months lived")
    p.yearly("惠民丧葬补助", funeral, 2015, month=7)
    p.innocent("A30", funeral, "funeral aid")


def a31(p: Planter) -> None:
    """A hundred years old, and nobody has looked."""
    who, verified, younger = (p.spouse(p.take(n)) for n in (25, 20, 15))
    for group, born in ((who, day(1914, 3, 1)), (verified, day(1914, 3, 1)), (younger, day(1917, 11, 1))):
        p.block.born[group] = born + group % 200
        p.yearly(_NINETY, group, 2015, 2016)
    p.truth("A31", who, "aged 100 or more")
    p.record("assistance_roll", person=verified, kind="生存核验", starts_on=day(2014))
    p.innocent("A31", verified, "verified to be alive")
    p.innocent("A31", younger, "not yet a hundred")


def f07(p: Planter) -> None:
    """A pension that goes on after death."""
    who, stopped, funeral = p.take(30), p.take(20), p.take(15)
    for group, until in ((who, NONE), (stopped, day(2016, 8, 31)), (funeral, day(2016, 8, 31))):
        _farmer_dies(p, group)
        p.record("pension", person=group, scheme="城乡居民", amount=10_500, starts_on=day(2014), ends_on=until)
    p.truth("F07", who, "died 2016-08, pension never stopped")
    p.innocent("F07", stopped, "stopped with the month of death")
    p.record(
        "pension", person=funeral, scheme="丧葬补助金", amount=100_000, starts_on=day(2016, 9), ends_on=day(2016, 10)
    )
    p.innocent("F07", funeral, "funeral grant")


def f09(p: Planter) -> None:
    """A subsidised contribution after death."""
    who, same_year, own = p.take(30), p.take(20), p.take(15)
    for group, until, subsidised in ((who, NONE, 1), (same_year, day(2016, 12, 31), 1), (own, NONE, 0)):
        _farmer_dies(p, group)
        paid = {"base": 10_000, "subsidised": subsidised}
        p.record("insurance", person=group, scheme="城乡居民", starts_on=day(2012), ends_on=until, **paid)
    p.truth("F09", who, "died 2016, subsidised in 2017")
    p.innocent("F09", same_year, "the year of death")
    p.innocent("F09", own, "no subsidy")


def _farmer_dies(p: Planter, who: Ints) -> None:
    """Paid for land in 2016, before death."""
    p.land(who, 400)
    p.yearly(_LAND, who, 2016, quantity=400)
    p.record("death", person=who, died_on=day(2016, 8, 10), source="卫生死亡医学证明")
