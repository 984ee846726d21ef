"""Plantings that turn on village cadres and those close to them: aid, woodland and shares of their families."""

from __future__ import annotations

import numpy as np

from analytics.county.frame import NONE, Ints, day
from analytics.county.plant.planter import Planter, remarked

_DIBAO = "农村最低生活保障金"
_SLOPE = "退耕还林粮食和现金补助"
_ECO = "森林生态效益补偿(集体和个人公益林)"
_LOAN = "精准扶贫小额信贷贴息"
_SHARES = "水库移民生产发展补助"
# yearly programmes by unit, and a quantity (1/100) of each that comes to some 9,000 yuan
_BIG = {
    "生猪标准化养殖补助": 9_000,
    "肉牛良种补贴": 1_800,
    "油茶种植补助": 3_000,
    "造林补贴试点": 4_500,
    "低产低效林改造补助": 9_000,
}
_WOOD = 66_000  # 660 mu


def a03(p: Planter) -> None:
    """A cadre in office on dibao."""
    who, former = p.take(30), p.take(15)
    p.make_cadre(who)
    p.make_cadre(former, ends_on=day(2013, 12, 31))
    for group in (who, former):
        p.monthly(_DIBAO, group, 201607, 201612)
    p.truth("A03", who, "cadre, dibao 2016")
    p.innocent("A03", former, "out of office since 2013")


def a04(p: Planter) -> None:
    """A cadre's spouse on dibao, not filed."""
    who, filed, former = p.take(30), p.take(15), p.take(10)
    for group, filed_on in ((who, NONE), (filed, day(2015, 3, 10)), (former, NONE)):
        p.record("cadre_relative", cadre=group, person=p.spouse(group), relation="配偶", filed_on=filed_on)
        p.monthly(_DIBAO, p.spouse(group), 201607, 201612)
    for group in (who, filed):
        p.make_cadre(group)
    p.make_cadre(former, ends_on=day(2013, 12, 31))
    p.truth("A04", p.spouse(who), "a cadre's spouse, not filed")
    p.innocent("A04", p.spouse(filed), "filed 2015-03")
    p.innocent("A04", p.spouse(former), "the cadre is out of office since 2013")


def a33(p: Planter) -> None:
    """Dibao for the family within a year of the appointment."""
    for first, last, count, note in (
        (201407, 201412, 25, "four months after the appointment"),
        (201312, 201406, 15, "entered before the appointment"),
        (201507, 201512, 15, "sixteen months after the appointment"),
    ):
        who = p.take(count)
        p.make_cadre(who, starts_on=day(2014, 3, 10))
        p.monthly(_DIBAO, p.spouse(who), first, last)
        (p.truth if first == 201407 else p.innocent)("A33", who, note)


def c16(p: Planter) -> None:
    """The cadre's spouse is paid, more per head of the family than the threshold."""
    who, exact, former = p.take(25), p.take(15), p.take(10)
    for group in (who, exact):
        p.make_cadre(group)
    p.make_cadre(former, ends_on=day(2013, 12, 31))
    for group in (who, former):
        p.yearly(_SLOPE, p.spouse(group), 2017, quantity=6_000)
    p.yearly(_SLOPE, p.spouse(exact), 2017, quantity=1_200 * p.block.size[p.block.household[exact]])
    p.truth("C16", who, "60 mu in the name of a cadre's spouse")
    p.innocent("C16", exact, "exactly 1500.00 a head")
    p.innocent("C16", former, "out of office since 2013")


def c19(p: Planter) -> None:
    """A cadre's family far above all others of the village in woodland money per head."""
    free, confirmed = _one_a_village(p, 20, 0), _one_a_village(p, 12, 1)
    for who in (free, confirmed):
        p.make_cadre(who)
        p.yearly(_ECO, p.spouse(who), 2016, quantity=_WOOD)
    house = p.block.household[confirmed]
    plot = np.char.add("LG", (p.block.number * 10**7 + confirmed).astype("U9"))
    p.record("forest_plot", household=house, person=confirmed, plot=plot, area=_WOOD, owner_kind="个人")
    p.truth("C19", free, "660 mu in the name of a cadre's spouse, no plot on file")
    p.innocent("C19", confirmed, "the plot is confirmed")


def c13(p: Planter) -> None:
    """Four cadres with a tenth and more of their village's money, and one with a share like others'."""
    first, fair = _one_a_village(p, 12, 2), _one_a_village(p, 12, 3)
    home = p.block.village[p.block.household[first]]
    others = [p.take(0, least=len(first)) for _ in range(3)]
    for who in others:
        p.move(who, home)
    for who in (first, *others):
        p.make_cadre(who)
        for programme, quantity in _BIG.items():
            p.yearly(programme, who, 2016, quantity=quantity)
    p.make_cadre(fair)
    p.yearly("肉牛良种补贴", fair, 2016, quantity=100)
    p.truth("C13", home, "four cadres with 180,000 yuan of the village's money in 2016", kind="village")
    p.innocent("C13", p.block.village[p.block.household[fair]], "a share in proportion", kind="village")


def _one_a_village(p: Planter, count: int, turn: int) -> Ints:
    """Heads moved to villages of their own; no two turns (0 to 3) share a village."""
    village = np.unique(p.block.village)[turn::4]
    who = p.take(0, least=min(p.count(count), len(village)))
    p.move(who, village[: len(who)])
    return who


def f10(p: Planter) -> None:
    """A cadre on the roll of a poverty loan, and one whose dividend is three times the neighbours'."""
    who = p.take(20)
    p.make_cadre(who)
    p.yearly(_LOAN, who, 2016, amount=217_500)
    p.truth("F10", who, "cadre, interest on a poverty loan 2016")
    for k in range(2 * p.count(10)):
        cadre, others = np.split(p.neighbours(4), [1])
        p.make_cadre(cadre)
        shares = {"remark": remarked("合作社分红")}
        p.yearly(_SHARES, others, 2016, amount=50_000, **shares)
        p.yearly(_SHARES, cadre, 2016, amount=50_000 if k % 2 else 150_000, **shares)
        if k % 2:
            p.innocent("F10", cadre, "an ordinary member's share")
        else:
            p.truth("F10", cadre, "a dividend three times the others'")
