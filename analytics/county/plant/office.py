"""Plantings that turn on public posts and wages: who is on the payroll, insured or pensioned while aid is paid."""

from __future__ import annotations

import numpy as np

from analytics.county.frame import NONE, Ints, day
from analytics.county.plant.planter import Planter

_DIBAO = "农村最低生活保障金"
_AID = "产业到户补助(种植业)"
_HOUSE = "农村危房改造补助"
_MOVED = "大中型水库移民后期扶持"
_MACHINE = "农机购置补贴"
_OTHER_POSTS = ("遗属", "离退休", "临聘", "村干部", "公益岗")
_TRACTOR = 800_000  # cents
_HIRED, _LEFT, _SINCE = day(2017, 9, 1), day(2014, 12, 31), day(2010, 7, 1)


def _employ(p: Planter, who: Ints, category: str = "在编在职", since: int = _SINCE, until: int = NONE) -> None:
    p.record("public_employee", person=who, employer="县第二中学", category=category, starts_on=since, ends_on=until)


def _poor(p: Planter, who: Ints) -> None:
    p.record("poverty_household", household=p.block.household[who], person=who, starts_on=day(2014), ends_on=NONE)


def a28(p: Planter) -> None:
    """Poverty and housing aid while holding a public post."""
    poor, built = p.take(25), p.take(15)
    for who in (poor, built):
        _employ(p, who)
    _poor(p, poor)
    p.yearly(_AID, poor, 2016)
    p.truth("A28", poor, "in post since 2010, household aid 2016")
    p.yearly(_HOUSE, built, 2015)
    p.truth("A28", built, "in post since 2010, house rebuilt 2015")
    for who, note in _not_in_post(p):
        _poor(p, who)
        p.yearly(_AID, who, 2016)
        p.innocent("A28", who, note)


def b14(p: Planter) -> None:
    """Resettlement aid while holding a public post."""
    who = p.take(30)
    _employ(p, who)
    p.yearly(_MOVED, who, 2015, 2016)
    p.truth("B14", who, "in post since 2010, resettlement aid 2015 and 2016")
    for group, note in _not_in_post(p):
        p.yearly(_MOVED, group, 2016)
        p.innocent("B14", group, note)


def f04(p: Planter) -> None:
    """A subsidised machine bought while holding a public post."""
    who = p.take(25)
    _employ(p, who)
    p.yearly(_MACHINE, who, 2016, amount=_TRACTOR)
    p.truth("F04", who, "in post since 2010, tractor 2016")
    for group, note in _not_in_post(p):
        p.yearly(_MACHINE, group, 2016, amount=_TRACTOR)
        p.innocent("F04", group, note)


def _not_in_post(p: Planter) -> list[tuple[Ints, str]]:
    """People the payroll knows, but not as in post in 2016, and what it knows of them."""
    hired, left = p.take(10), p.take(10)
    _employ(p, hired, since=_HIRED)
    _employ(p, left, until=_LEFT)
    others = [(p.take(6), category) for category in _OTHER_POSTS]
    for who, category in others:
        _employ(p, who, category)
    known = [(who, f"not a post holder: {category}") for who, category in others]
    return [(hired, "hired 2017-09"), (left, "left the post 2014-12"), *known]


def a29(p: Planter) -> None:
    """The spouse of who is on aid holds a public post."""
    dibao, poor = p.take(25), p.take(15)
    for who in (dibao, poor):
        _employ(p, p.spouse(who))
    p.monthly(_DIBAO, dibao, 201607, 201612)
    p.truth("A29", dibao, "the spouse in post since 2010, dibao 2016")
    _poor(p, poor)
    p.yearly(_AID, poor, 2016)
    p.truth("A29", poor, "the spouse in post since 2010, household aid 2016")
    for since, until, category, note in (
        (_HIRED, NONE, "在编在职", "the spouse was hired 2017-09"),
        (_SINCE, _LEFT, "在编在职", "the spouse left the post 2014-12"),
        (_SINCE, NONE, "离退休", "the spouse is retired"),
    ):
        who = p.take(12)
        _employ(p, p.spouse(who), category, since, until)
        p.monthly(_DIBAO, who, 201607, 201612)
        p.innocent("A29", who, note)
    _a29_outside(p)


def _a29_outside(p: Planter) -> None:
    """Grown children: one who has left for a household of their own, one whom the roll does not list."""
    parent, child, home = p.take(12), p.take(12), p.take(40)
    _employ(p, child)
    p.monthly(_DIBAO, parent, 201607, 201612)
    p.innocent("A29", parent, "a relative in post has a household of their own")
    member = p.family(home)
    grown = member[(p.block.relation[member] == 2) & (p.block.born[member] < day(1997))]
    _employ(p, grown, since=day(2015, 8, 1))
    head = p.block.head[p.block.household[grown]]
    p.monthly(_DIBAO, head, 201607, 201612)
    p.unlisted.append(grown)
    p.innocent("A29", head, "a grown child in post is not in the assisted family")


def a09(p: Planter) -> None:
    """Contributions on a wage while the family is on dibao."""
    for scheme in ("城镇职工", "住房公积金"):
        who = p.take(20)
        _insure(p, who, scheme, 500_000)
        p.truth("A09", who, f"the spouse's base of 5000 yuan: {scheme}")
    for scheme, base, until, note in (
        ("城镇职工", 500_000, day(2015, 11, 30), "contributions ended 2015-11"),
        ("城乡居民", 500_000, NONE, "residents' insurance"),
        ("城镇职工", 24_000, NONE, "per head below the line"),
    ):
        who = p.take(15)
        _insure(p, who, scheme, base, until)
        p.innocent("A09", who, note)


def _insure(p: Planter, who: Ints, scheme: str, base: int, until: int = NONE) -> None:
    more = {"subsidised": 0, "starts_on": day(2012), "ends_on": until}
    p.record("insurance", person=p.spouse(who), scheme=scheme, base=base, **more)
    p.monthly(_DIBAO, who, 201607, 201612)


def a10(p: Planter) -> None:
    """A worker's pension while the family is on dibao."""
    who = p.take(35)
    _retire(p, who, "城镇职工", 240_000)
    p.truth("A10", who, "the spouse's pension of 2400 yuan")
    for scheme, amount, since, note in (
        ("城乡居民", 11_000, day(2012), "resident pension"),
        ("城镇职工", 24_000, day(2012), "per head below the line"),
        ("城镇职工", 240_000, day(2017, 2), "the pension began 2017-02"),
    ):
        group = p.take(15)
        _retire(p, group, scheme, amount, since)
        p.innocent("A10", group, note)


def _retire(p: Planter, who: Ints, scheme: str, amount: int, since: int = day(2012)) -> None:
    p.record("pension", person=p.spouse(who), scheme=scheme, amount=amount, starts_on=since, ends_on=NONE)
    p.monthly(_DIBAO, who, 201607, 201612)


def b09(p: Planter) -> None:
    """A grant for rebuilding an unsafe house, and a flat."""
    own, spouse, after = p.take(20), p.take(10), p.take(15)
    for owner, registered_on in (
        (own, day(2013, 5, 9)),
        (p.spouse(spouse), day(2012, 5, 9)),
        (after, day(2016, 4, 12)),
    ):
        p.record("property", person=owner, kind="商品房", area=9800, registered_on=registered_on)
    for who in (own, spouse, after):
        p.yearly(_HOUSE, who, 2015)
    p.truth("B09", np.r_[own, spouse], "commercial flat before the grant")
    p.innocent("B09", after, "flat bought after the grant")
    for kind in ("宅基地住房", "安置房"):
        group = p.take(10)
        p.record("property", person=group, kind=kind, area=9800, registered_on=day(2012, 5, 9))
        p.yearly(_HOUSE, group, 2015)
        p.innocent("B09", group, f"not a commercial flat: {kind}")
