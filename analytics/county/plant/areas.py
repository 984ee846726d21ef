"""Plantings that turn on areas, rates and sums: more than confirmed, off the rate, above a cadre's threshold."""

from __future__ import annotations

import numpy as np

from analytics.county.frame import Ints, day, hill
from analytics.county.plant.planter import Planter

_LAND = "耕地地力保护补贴"
_SLOPE = "退耕还林粮食和现金补助"
_NEW_SLOPE = "新一轮退耕还林补助"
_ECO = "森林生态效益补偿(集体和个人公益林)"
_GROWER = "种粮大户补贴"


def _usual(p: Planter, who: Ints) -> Ints:
    """Areas as the neighbours have them, 3–5 mu."""
    return hill(p.block.rng(f"usual {who[0]}"), 300, 500, len(who))


def c01(p: Planter) -> None:
    """More area claimed than confirmed."""
    who = p.take(80)
    area = _usual(p, who)
    p.land(who, area)
    p.yearly(_LAND, who, 2016, 2017, quantity=area * 21 // 10)
    p.truth("C01", who, "claimed 2.1 × the confirmed area")
    for note, share, least in (
        ("equal", 1000, 0),
        ("just under 5 % above", 1049, 0),
        ("a fifth of a mu above", 1000, 20),
    ):
        near = p.take(25)
        own = _usual(p, near) + 200
        p.land(near, own)
        p.yearly(_LAND, near, 2016, 2017, quantity=own * share // 1000 + least)
        p.innocent("C01", near, note)
    _c01_other_land(p)


def _c01_other_land(p: Planter) -> None:
    leased, taxed, none = p.take(25), p.take(25), p.take(25)
    p.land(leased, 400)
    p.record("lease", household=p.block.household[leased], person=leased, area=500, starts_on=day(2012, 9))
    p.yearly(_LAND, leased, 2016, 2017, quantity=900)
    p.innocent("C01", leased, "the rest is leased in")
    p.land(taxed, 250, basis="计税")
    p.yearly(_LAND, taxed, 2016, 2017, quantity=480)
    p.innocent("C01", taxed, "land right on another basis (计税)")
    p.yearly(_LAND, none, 2016, quantity=380)
    p.innocent("C01", none, "no confirmed right on file")


def c10(p: Planter) -> None:
    """Amount that does not follow from area and rate."""
    who = p.take(50)
    p.yearly(_SLOPE, who, 2015, quantity=400, amount=62_000)
    p.truth("C10", who, "4.0 mu × 125 = 500, paid 620")
    rounded, several, phased = p.take(25), p.take(25), p.take(25)
    p.yearly(_SLOPE, rounded, 2015, quantity=437, amount=54_700)
    p.innocent("C10", rounded, "rounded to the yuan")
    p.yearly(_SLOPE, several, 2016, quantity=400, amount=100_000)
    p.innocent("C10", several, "two years in one credit")
    p.yearly(_NEW_SLOPE, phased, 2015, 2017, quantity=240)
    p.innocent("C10", phased, "phase rates of the new round")
    graded, topped = p.take(15), p.take(15)
    p.yearly("产业到户补助(养殖业)", graded, 2016, amount=200_000)
    p.innocent("C10", graded, "graded programme")
    p.monthly("农村最低生活保障金", topped, 201601, 201612, amount=31_700)
    p.innocent("C10", topped, "top-up programme")


def c12(p: Planter) -> None:
    """A village cadre's sum above the threshold."""
    for count, programme, area, year in (
        (45, _SLOPE, 1310, 2015),
        (30, _ECO, 7200, 2014),
        (30, _LAND, 900, 2016),
        (15, _GROWER, 6000, 2016),
    ):
        who = p.take(count)
        p.make_cadre(who)
        p.land(who, 6500)
        p.yearly(programme, who, year, quantity=area)
        p.truth("C12", who, f"cadre, {area / 100:g} mu of {programme} in {year}")
    _c12_innocents(p)


def _c12_innocents(p: Planter) -> None:
    exact, exact_eco, former, phase = p.take(15), p.take(15), p.take(15), p.take(15)
    for who in (exact, exact_eco, phase):
        p.make_cadre(who)
    p.yearly(_SLOPE, exact, 2015, quantity=1200)
    p.innocent("C12", exact, "exactly 1500.00")
    p.yearly(_ECO, exact_eco, 2015, quantity=6780, amount=100_000)
    p.innocent("C12", exact_eco, "exactly 1000.00")
    p.make_cadre(former, ends_on=day(2013, 12, 31))
    p.yearly(_SLOPE, former, 2015, quantity=1310)
    p.innocent("C12", former, "out of office since 2013")
    p.yearly(_NEW_SLOPE, phase, 2015, quantity=400)
    p.innocent("C12", phase, "first year of the new round, 4 mu × 500")


def c14(p: Planter) -> None:
    """Far above the neighbours in one programme."""
    who = p.take(30)
    who = who[np.unique(p.block.village[p.block.household[who]], return_index=True)[1]]
    p.land(who, 9000)
    p.yearly(_LAND, who, 2017, quantity=8600)
    p.truth("C14", who, "86 mu among neighbours with 3–5")
    small, flat = p.take(3), p.take(40)
    p.yearly("油茶种植补助", small[:3], 2017, quantity=[300, 320, 9000][: len(small[:3])])
    p.innocent("C14", small[2:], "fewer than ten in the group")
    p.yearly("农村困难家庭改厕补助", flat, 2016)
    p.innocent("C14", flat, "flat rate, no spread")


def g01(p: Planter) -> None:
    """One household unlike all others, in the first block only (the fence is a rank in the whole county)."""
    if p.block.number == 0:
        who = p.take(1, least=1)[:1]
        p.land(who, 60_000)
        p.yearly(_LAND, who, 2016, 2017, quantity=55_000, month=12)
        p.yearly(_SLOPE, who, 2016, 2017, quantity=30_000, month=12)
        p.truth("G01", who, "550 mu of land and 300 of sloping land among small holdings")
