"""Plantings that turn on what a household on assistance owns: car, flat, firm."""

from __future__ import annotations

from analytics.county.frame import NONE, Ints, day
from analytics.county.plant.planter import Planter

_AID = "产业到户补助(种植业)"
_DIBAO = "农村最低生活保障金"
_YUAN = 100


def a06(p: Planter) -> None:
    """A car in a household on assistance."""
    head, wife = p.take(120), p.take(50)
    _car(p, head)
    p.yearly(_AID, head, 2016)
    p.truth("A06", head, "car bought before the aid")
    _car(p, p.spouse(wife))
    p.monthly(_DIBAO, wife, 201601, 201612)
    p.truth("A06", wife, "the spouse's car, dibao 2016")
    for kind, value in (("残疾人机动轮椅车", 12_000), ("摩托车", 6_000), ("三轮汽车", 11_000), ("低速货车", 28_000)):
        who = p.take(15)
        _car(p, who, kind, value)
        p.yearly(_AID, who, 2016)
        p.innocent("A06", who, f"for a living or a disability: {kind}")
    scrapped, cheap = p.take(20), p.take(20)
    _car(p, scrapped, cancelled_on=day(2014, 11, 3), registered_on=day(2009, 4, 1))
    p.yearly(_AID, scrapped, 2016)
    p.innocent("A06", scrapped, "scrapped 2014")
    _car(p, cheap, value=21_000)
    p.yearly(_AID, cheap, 2016)
    p.innocent("A06", cheap, "value below 30,000")
    _a06_later(p)


def _a06_later(p: Planter) -> None:
    left, parent, child = p.take(20), p.take(15), p.take(15)
    _exit(p, left)
    _car(p, left, registered_on=day(2016, 3, 8))
    p.yearly(_AID, left, 2017)
    p.innocent("A06", left, "bought after leaving the roll, within the support period")
    p.block.born[parent] = day(1949, 6, 1) + parent % 200
    _car(p, child)
    p.yearly(_AID, parent, 2016)
    p.innocent("A06", parent, "car of an adult child with a household of its own")


def _exit(p: Planter, who: Ints) -> None:
    house = p.block.household[who]
    p.record("poverty_household", household=house, person=who, starts_on=day(2014), ends_on=day(2015, 12, 31))


def _car(
    p: Planter,
    who: Ints,
    kind: str = "小型轿车",
    value: int = 98_000,
    registered_on: int = day(2015, 3, 1),
    cancelled_on: int = NONE,
) -> None:
    dates = {"registered_on": registered_on, "cancelled_on": cancelled_on}
    p.record("vehicle", person=who, kind=kind, value=value * _YUAN, **dates)


def a07(p: Planter) -> None:
    """A commercial flat in a household on assistance."""
    head, wife = p.take(60), p.take(20)
    _house(p, head, "商品房", day(2013, 5, 9))
    p.yearly(_AID, head, 2015, 2016)
    p.truth("A07", head, "commercial flat before the aid")
    _house(p, p.spouse(wife), "商品房", day(2012, 5, 9))
    p.monthly(_DIBAO, wife, 201601, 201612)
    p.truth("A07", wife, "the spouse's flat, dibao 2016")
    for kind in ("宅基地住房", "安置房"):
        who = p.take(20)
        _house(p, who, kind, day(2012, 5, 9))
        p.yearly(_AID, who, 2016)
        p.innocent("A07", who, f"not a commercial flat: {kind}")
    left = p.take(20)
    _exit(p, left)
    _house(p, left, "商品房", day(2016, 4, 12))
    p.yearly(_AID, left, 2017)
    p.innocent("A07", left, "bought after leaving the roll")


def _house(p: Planter, who: Ints, kind: str, registered_on: int) -> None:
    p.record("property", person=who, kind=kind, area=9800, registered_on=registered_on)


def a08(p: Planter) -> None:
    """A firm in a household on assistance."""
    for count, kind, role in (
        (40, "有限责任公司", "法定代表人"),
        (20, "有限责任公司", "股东"),
        (20, "个体工商户", "经营者"),
    ):
        who = p.take(count)
        _firm(p, who, kind, role)
        p.monthly(_DIBAO, who, 201601, 201612)
        p.truth("A08", who, role)
    member = p.take(20)
    _firm(p, member, "农民专业合作社", "成员")
    p.monthly(_DIBAO, member, 201601, 201612)
    p.innocent("A08", member, "member of a co-operative")
    for status in ("注销", "吊销", "未开业"):
        who = p.take(12)
        _firm(p, who, "有限责任公司", "法定代表人", status)
        p.monthly(_DIBAO, who, 201601, 201612)
        p.innocent("A08", who, f"no longer or never in business: {status}")


def _firm(p: Planter, who: Ints, kind: str, role: str, status: str = "存续") -> None:
    ended = day(2014, 10, 1) if status in ("注销", "吊销") else NONE
    words = {"kind": kind, "role": role, "status": status}
    p.record("company", person=who, capital=500_000 * _YUAN, founded_on=day(2012, 5, 1), cancelled_on=ended, **words)
