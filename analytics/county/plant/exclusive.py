"""Plantings of what excludes each other: two allowances, two pensions, two houses, forest and field."""

from __future__ import annotations

from analytics.county.frame import NONE, Ints, day
from analytics.county.plant.planter import Planter, noted

_DIBAO = "农村最低生活保障金"
_CITY = "城市最低生活保障金"
_TEKUN = "农村特困人员供养金"
_ORPHAN = "孤儿基本生活保障金"
_RENT = "公共租赁住房租赁补贴"
_HOUSE = "农村危房改造补助"
_MOVED = "易地扶贫搬迁补助"
_SLOPE = "退耕还林粮食和现金补助"
_LAND = "耕地地力保护补贴"
_TEACHER = "原民办代课教师教龄补助"
_REBUILT = 2_100_000


def b02(p: Planter) -> None:
    """Rural and urban dibao in one month."""
    who, converted, returned = p.take(40), p.take(20), p.take(15)
    p.monthly(_DIBAO, who, 201507, 201606)
    p.monthly(_CITY, who, 201601, 201612)
    p.truth("B02", who, "both in 2016-01..06")
    p.monthly(_DIBAO, converted, 201501, 201512)
    p.monthly(_CITY, converted, 201601, 201612)
    p.innocent("B02", converted, "from country to town between the years")
    p.monthly(_CITY, returned, 201601, 201612)
    p.monthly(_DIBAO, returned, 201603, 201603)
    p.monthly(_DIBAO, returned, 201603, 201603, of=27, quantity=-100, amount=-38_000, note=noted("冲回"))
    p.innocent("B02", returned, "the rural month was taken back")


def b04(p: Planter) -> None:
    """Pairs of the table of exclusions."""
    orphan, later, family = (p.children(n, 2003, 2013) for n in (60, 30, 30))
    for who, months in ((orphan, (201507, 201606)), (later, (201501, 201512)), (family, (201601, 201606))):
        p.monthly(_ORPHAN, who, 201601, 201612)
        p.monthly(_TEKUN, who - 2 if who is family else who, *months)
    p.truth("B04", orphan, "tekun and the orphans' allowance in 2016-01..06")
    p.innocent("B04", later, "tekun ended before the orphans' allowance began")
    p.innocent("B04", family, "the head of the family is on tekun")
    _b04_houses(p)


def _b04_houses(p: Planter) -> None:
    """Rented (a quarter's credit in May) and rebuilt in the same month, by household."""
    who, before, early = p.take(25), p.take(15), p.take(10)
    for group, months, year, month in (
        (who, (201602, 201605), 2016, 5),
        (before, (201602, 201605), 2016, 11),
        (early, (201302, 201305), 2013, 5),
    ):
        for period in months:
            p.monthly(_RENT, group, period, period, amount=48_000)
        p.yearly(_HOUSE, group, year, month=month, amount=_REBUILT)
    p.truth("B04", who, "rented and rebuilt in 2016-05")
    p.innocent("B04", before, "no longer rented when rebuilt")
    p.innocent("B04", early, "before the pair began")


def b05(p: Planter) -> None:
    """A worker's and a resident's pension in one month."""
    both, moved, month, couple = p.take(40), p.take(15), p.take(15), p.take(15)
    for who, worker_from, resident_to in (
        (both, day(2015, 3, 1), NONE),
        (moved, day(2015, 3, 1), day(2015, 2, 28)),
        (month, day(2015, 3, 1), day(2015, 3, 31)),
    ):
        _pensions(p, who, who, worker_from, resident_to)
    _pensions(p, couple, p.spouse(couple), day(2015, 3, 1), NONE)
    p.truth("B05", both, "worker's pension from 2015-03, residents' pension never ended")
    p.innocent("B05", moved, "moved over at the end of a month")
    p.innocent("B05", month, "both in the month of the move")
    p.innocent("B05", couple, "one each of a couple")


def _pensions(p: Planter, worker: Ints, resident: Ints, worker_from: int, resident_to: int) -> None:
    p.record("pension", person=worker, scheme="城镇职工", amount=186_000, starts_on=worker_from)
    p.record(
        "pension", person=resident, scheme="城乡居民", amount=9_500, starts_on=day(2012, 3, 1), ends_on=resident_to
    )
    p.yearly(_TEACHER, worker, 2016, amount=192_000)


def b08(p: Planter) -> None:
    """Rebuilt and relocated."""
    who, cancelled, couple = p.take(40), p.take(20), p.take(15)
    for group in (who, cancelled, couple):
        house = p.block.household[group]
        p.record("poverty_household", household=house, person=group, starts_on=day(2014))
        p.yearly(_MOVED, group, 2016, month=9, amount=4_200_000)
    p.yearly(_HOUSE, who, 2014, amount=_REBUILT)
    p.truth("B08", who, "rebuilt 2014, relocated 2016")
    p.yearly(_HOUSE, cancelled, 2014, amount=_REBUILT)
    p.yearly(_HOUSE, cancelled, 2014, amount=-_REBUILT, note=noted("冲回"), month=8)
    p.innocent("B08", cancelled, "the rebuilding was cancelled")
    p.innocent("B08", couple, "relocated only")


def b11(p: Planter) -> None:
    """Retired slope that is still farmland."""
    plot, sum_, other, within, plots = p.take(25), p.take(25), p.take(15), p.take(15), p.take(15)
    for who, area, basis in (
        (plot, 800, "确权"),
        (sum_, 600, "二轮承包"),
        (other, 600, "确权"),
        (within, 760, "二轮承包"),
        (plots, 800, "确权"),
    ):
        p.land(who, area, basis)
        p.yearly(_SLOPE, who, 2016, quantity=300, plot=7)
        p.yearly(_LAND, who, 2016, quantity=450, plot=7 if who is plot else 8)
    p.truth("B11", plot, "one plot paid as slope and as field")
    p.truth("B11", sum_, "7.5 mu paid for, 6 contracted in the second round")
    p.innocent("B11", other, "another basis")
    p.innocent("B11", within, "within the contracted area")
    p.innocent("B11", plots, "two plots")
