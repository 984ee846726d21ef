"""Plantings of much in one hand: several payees of a household, two posts, aid upon aid, relief again and again."""

from __future__ import annotations

import numpy as np

from analytics.county.frame import Ints, day
from analytics.county.plant.planter import Planter, noted, remarked

_WINTER = "冬春生活困难救助"
_SETTLERS = "大中型水库移民后期扶持"
_POST = "公益性岗位补贴"
_WARDEN = "天然林管护员补助"
_DIBAO = "农村最低生活保障金"
_TEKUN = "农村特困人员供养金"
_DISABLED = "困难残疾人生活补贴"
_RELIEF = "临时救助金"
_HOUSE = "农村危房改造补助"
_AID = ("产业到户补助(种植业)", "产业到户补助(养殖业)", "产业到户补助(茶叶)", "产业到户补助(核桃)")


def b13(p: Planter) -> None:
    """Two members of a household, a share each."""
    who, split, arrears = p.take(40), p.take(15), p.take(15)
    p.block.left[p.spouse(split)] = day(2014, 12, 31)
    for head, note in ((who, ""), (split, ""), (arrears, "补发")):
        p.yearly(_WINTER, head, 2016, amount=40_000)
        p.yearly(_WINTER, p.spouse(head), 2016, amount=30_000, note=noted(note))
    p.truth("B13", who, "head and spouse both paid by household")
    p.innocent("B13", split, "the spouse had left the household before")
    p.innocent("B13", arrears, "the second credit is arrears")


def b15(p: Planter) -> None:
    """Not 600 yuan a year."""
    double, odd, half, arrears = p.take(30), p.take(20), p.take(15), p.take(15)
    p.yearly(_SETTLERS, double, 2016, quantity=200)
    p.truth("B15", double, "1,200 yuan in a year")
    p.yearly(_SETTLERS, odd, 2016, quantity=73)
    p.truth("B15", odd, "438 yuan, no number of months")
    p.yearly(_SETTLERS, half, 2016, quantity=50)
    p.innocent("B15", half, "half a year")
    p.yearly(_SETTLERS, arrears, 2016)
    p.yearly(_SETTLERS, arrears, 2016, month=10, note=noted("补发"))
    p.innocent("B15", arrears, "arrears of the year before")


def b16(p: Planter) -> None:
    """Two posts, or a post beside the payroll."""
    two, employed = p.take(30), p.take(20)
    p.monthly(_POST, two, 201601, 201612)
    p.monthly(_WARDEN, two, 201604, 201609)
    p.truth("B16", two, "two posts in 2016-04..09")
    _employ(p, employed, "在编在职", day(2010, 7, 1))
    p.monthly(_POST, employed, 201601, 201612)
    p.truth("B16", employed, "on the payroll since 2010")
    changed, hired = p.take(15), p.take(15)
    p.monthly(_POST, changed, 201601, 201606)
    p.monthly(_WARDEN, changed, 201606, 201612)
    p.innocent("B16", changed, "changed posts in 2016-06")
    _employ(p, hired, "在编在职", day(2016, 7, 1))
    p.monthly(_POST, hired, 201601, 201606)
    p.innocent("B16", hired, "hired 2016-07, the post ended 2016-06")
    for category in ("公益岗", "临聘"):
        who = p.take(10)
        _employ(p, who, category, day(2010, 7, 1))
        p.monthly(_POST, who, 201601, 201612)
        p.innocent("B16", who, f"the post itself, in the payroll file: {category}")


def _employ(p: Planter, who: Ints, category: str, since: int) -> None:
    p.record("public_employee", person=who, employer="乡镇人民政府", category=category, starts_on=since)


def b17(p: Planter) -> None:
    """Aid upon aid in a household of one; the years differ, since few in a township and year stand above the fence."""
    alone, large, two_kinds, built = p.take(20), p.take(6), p.take(10), p.take(10)
    for who in (alone, two_kinds, built):
        p.block.left[np.setdiff1d(p.family(who), who)] = day(2012, 12, 31)
    for head in large:
        _enlarge(p, head)
    for nth, who in enumerate((alone[0::3], alone[1::3], alone[2::3])):
        _aided(p, who, 2015 + nth)
    p.truth("B17", alone, "five kinds of aid to one person")
    _aided(p, large, 2016)
    p.innocent("B17", large, "a large family: high together, not per head")
    p.monthly(_TEKUN, two_kinds, 201601, 201612)
    p.yearly(_RELIEF, two_kinds, 2016, amount=200_000)
    p.innocent("B17", two_kinds, "two kinds of aid only")
    p.monthly(_DISABLED, built, 201601, 201603)
    p.yearly(_RELIEF, built, 2016, amount=60_000)
    p.yearly(_HOUSE, built, 2016, amount=2_700_000)
    p.innocent("B17", built, "a grant for building a house")


def _enlarge(p: Planter, head: int) -> None:
    """Let up to eight more people, of the sex that the head's spouse has, live in this head's household."""
    more = p.spouse(p.take(0, least=8))
    fit = more[p.block.male[more] != p.block.male[head]]
    p.block.household[fit] = p.block.household[head]


def _aided(p: Planter, who: Ints, year: int) -> None:
    """Tekun, disability, relief and four small projects in one year: about 15,000 yuan."""
    house = p.block.household[who]
    p.record("poverty_household", household=house, person=who, starts_on=day(2014))
    for family in (_TEKUN, _DISABLED):
        p.monthly(family, who, year * 100 + 1, year * 100 + 12)
    p.yearly(_RELIEF, who, year, amount=200_000)
    for family in _AID:
        p.yearly(family, who, year, amount=200_000)


def b18(p: Planter) -> None:
    """Relief again and again."""
    often, same = p.take(25), p.take(20)
    disaster, different, parts = p.take(15), p.take(15), p.take(15)
    for who, words in (
        (often, ("因病住院", "子女就学", "意外伤害")),
        (same, ("因病住院", "因病住院")),
        (disaster, ("因灾再次受损重建",) * 3),
        (different, ("因病住院", "子女就学")),
    ):
        for nth, word in enumerate(words):
            p.yearly(_RELIEF, who, 2016, month=2 + 3 * nth, amount=80_000, remark=remarked(word))
    for nth in (1, 2, 3):
        p.yearly(_RELIEF, parts, 2016, month=3 * nth, amount=60_000, instalment=nth)
    p.truth("B18", often, "three times in 2016")
    p.truth("B18", same, "twice in 2016 for the same reason")
    p.innocent("B18", disaster, "after a disaster")
    p.innocent("B18", different, "twice, for different reasons")
    p.innocent("B18", parts, "three parts of one relief")
