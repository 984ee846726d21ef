"""Plantings that turn on where somebody stands: in a household, a roll, a school; with land, a card, a name."""

from __future__ import annotations

import numpy as np

from analytics.county.frame import NONE, Ints, day
from analytics.county.plant.planter import Planter, remarked

_DISABLED = "困难残疾人生活补贴"
_CARE = "重度残疾人护理补贴"
_DIBAO = "农村最低生活保障金"
_LAND = "耕地地力保护补贴"
_SLOPE = "退耕还林粮食和现金补助"
_ORPHAN = "孤儿基本生活保障金"
_BOARDER = "家庭经济困难寄宿生生活补助"
_VOCATIONAL = "中职学校助学金"
_AID = "产业到户补助(种植业)"


def a13(p: Planter) -> None:
    """Assistance after moving out of the county."""
    who, near, land, arrears, grace = p.take(40), p.take(15), p.take(15), p.take(15), p.take(15)
    for group, where in ((who, "外县"), (near, "本县另一乡镇"), (land, "外县"), (arrears, "外县"), (grace, "外县")):
        p.amend(group, moved_out_on=day(2015, 5, 11), moved_to=where)
    for group in (who, near):
        p.monthly(_DISABLED, group, 201401, 201512)
    p.truth("A13", who, "left the county 2015-05, paid until 2015-12")
    p.innocent("A13", near, "moved within the county")
    p.land(land, 400)
    p.yearly(_LAND, land, 2016, 2017, quantity=400)
    p.innocent("A13", land, "land money only")
    p.monthly(_DISABLED, arrears, 201501, 201504, late_months=5)
    p.innocent("A13", arrears, "arrears for months before the move")
    p.monthly(_DISABLED, grace, 201401, 201506)
    p.innocent("A13", grace, "one month of grace")


def a14(p: Planter) -> None:
    """Farmland money without land."""
    who, holds, leases, slope = p.take(40), p.take(20), p.take(20), p.take(15)
    for group in (who, holds, leases):
        p.yearly(_LAND, group, 2016, 2017, quantity=400)
    p.truth("A14", who, "neither contracted nor leased land on file")
    p.land(holds, 400)
    p.innocent("A14", holds, "holds land")
    p.record("lease", household=p.block.household[leases], person=leases, area=500, starts_on=day(2012, 9))
    p.innocent("A14", leases, "leases land")
    p.yearly(_SLOPE, slope, 2016, quantity=400)
    p.innocent("A14", slope, "sloping land goes by forest rights")


def a16(p: Planter) -> None:
    """Orphans' support to somebody of age."""
    who = p.child(p.take_parents(30), day(1995, 2, 1))
    student = p.child(p.take_parents(20), day(1995, 2, 1))
    young = p.child(p.take_parents(20), day(1999, 2, 1))
    for group in (who, student, young):
        p.monthly(_ORPHAN, group, 201601, 201612)
    p.truth("A16", who, "aged 20")
    p.record("student", person=student, school="职业技术学院", in_county=0, starts_on=day(2014, 9, 1))
    p.innocent("A16", student, "aged 20, still at school")
    p.innocent("A16", young, "not yet 18")


def a19(p: Planter) -> None:
    """One person under two numbers."""
    who = p.take(30)
    p.monthly(_DISABLED, who, 201601, 201612)
    borrowed = {"name_of": who, "account": p.own_account(who), "holder": who}
    p.monthly(_DISABLED, p.spouse(who), 201601, 201612, **borrowed)
    p.truth("A19", who, "the same name and account under another number")
    p.truth("A20", p.spouse(who), "the number is another's")
    father = p.take_parents(20)
    child = p.child(father, day(2004, 2, 1))
    p.monthly(_DISABLED, father, 201601, 201612)
    p.monthly(_DISABLED, child, 201601, 201612, account=p.own_account(father), holder=father)
    p.innocent("A19", father, "a child paid on the father's account")


def a20(p: Planter) -> None:
    """A name that is not the registered one."""
    who, renamed = p.take(30), p.take(20)
    for group in (who, renamed):
        p.monthly(_DISABLED, group, 201601, 201612, name_of=p.spouse(group))
    p.truth("A20", who, "paid under a name the register does not give the number")
    p.amend(renamed, former_name=p.spouse(renamed))
    p.innocent("A20", renamed, "paid under the former name")


def a21(p: Planter) -> None:
    """A card that does not cover the allowance."""
    cancelled, mild, expired = p.take(30), p.take(20), p.take(20)
    _card(p, cancelled, status="注销", cancelled_on=day(2016, 3, 15))
    p.monthly(_DISABLED, cancelled, 201501, 201612)
    p.truth("A21", cancelled, "card cancelled 2016-03")
    _card(p, mild, grade="四级")
    p.monthly(_CARE, mild, 201601, 201612)
    p.truth("A21", mild, "care allowance on grade four")
    _card(p, expired, valid_to=day(2015, 12, 31))
    p.monthly(_DISABLED, expired, 201601, 201612)
    p.truth("A21", expired, "card expired 2015-12")
    renewed, severe, before = p.take(20), p.take(15), p.take(15)
    for until in (day(2015, 12, 31), day(2025, 12, 31)):
        _card(p, renewed, valid_to=until)
    p.monthly(_DISABLED, renewed, 201601, 201612)
    p.innocent("A21", renewed, "renewed in time")
    _card(p, severe, grade="一级")
    p.monthly(_CARE, severe, 201601, 201612)
    p.innocent("A21", severe, "grade one is covered")
    _card(p, before, status="注销", cancelled_on=day(2017, 2, 3))
    p.monthly(_DISABLED, before, 201601, 201702)
    p.innocent("A21", before, "paid up to the month in which the card was cancelled")


def _card(
    p: Planter,
    who: Ints,
    grade: str = "二级",
    status: str = "有效",
    valid_to: int = day(2022),
    cancelled_on: int = NONE,
) -> None:
    dates = {"valid_to": valid_to, "cancelled_on": cancelled_on}
    p.record("disability", person=who, category="肢体", grade=grade, status=status, **dates)


def a22(p: Planter) -> None:
    """Education aid to a child who is not enrolled."""
    who = p.child(p.take_parents(30), day(2004, 2, 1))
    outside = p.child(p.take_parents(20), day(2004, 2, 1))
    for group in (who, outside):
        p.yearly(_BOARDER, group, 2015, 2016)
    p.truth("A22", who, "in no school's register")
    p.record("student", person=outside, school="外县初级中学", in_county=0, starts_on=day(2010, 9, 1))
    p.innocent("A22", outside, "at school outside the county")
    vocational = p.child(p.take_parents(20), day(2000, 2, 1))
    p.yearly(_VOCATIONAL, vocational, 2016)
    p.innocent("A22", vocational, "vocational school")
    parent = p.take_parents(15)
    p.record("student", person=p.child(parent, day(2004, 2, 1)), school="中心小学", in_county=1, starts_on=day(2010, 9))
    p.yearly(_BOARDER, parent, 2015, 2016)
    p.innocent("A22", parent, "drawn by the parent of a pupil")


def a26(p: Planter) -> None:
    """Poverty aid to a household that is not on the roll."""
    who, led, left, wife = p.take(40), p.take(20), p.take(20), p.take(15)
    p.off_roll += [who, led]
    p.yearly(_AID, who, 2016)
    p.truth("A26", who, "never on the roll")
    p.yearly(_AID, led, 2016, remark=remarked("带动户"))
    p.innocent("A26", led, "not poor, led along by rule")
    for group, member, until in ((left, left, day(2015, 12, 31)), (wife, p.spouse(wife), NONE)):
        house = p.block.household[group]
        p.record("poverty_household", household=house, person=member, starts_on=day(2014), ends_on=until)
    p.yearly(_AID, left, 2017)
    p.innocent("A26", left, "left the roll 2015-12, within the support period")
    p.yearly(_AID, wife, 2016)
    p.innocent("A26", wife, "the wife stands on the roll")


def a32(p: Planter) -> None:
    """Insured people who are not the family."""
    hidden, padded, apart, away = p.take(40), p.take(15), p.take_parents(20), p.take(15)
    for group in (hidden, padded, apart, away):
        p.monthly(_DIBAO, group, 201601, 201612)
    p.unlisted.append(p.spouse(hidden))
    p.truth("A32", hidden, "the spouse is not among the insured")
    made_up = p.strangers(15)
    house = p.block.household[padded]
    p.record("assistance_roll", person=made_up, household=house, kind="农村低保", starts_on=day(2016))
    p.truth("A32", padded, "one of the insured is in no household")
    grown = p.child(apart, day(1993, 2, 1))
    p.amend(grown, household_to=day(2015, 6, 1))
    p.unlisted.append(grown)
    p.innocent("A32", apart, "the grown child has a household of its own")
    p.record("prisoner", person=p.spouse(away), kind="收监", starts_on=day(2015, 8, 3), ends_on=day(2019, 8, 2))
    p.unlisted.append(p.spouse(away))
    p.innocent("A32", away, "the spouse is in prison")


def c09(p: Planter) -> None:
    """Somebody in no household of the county."""
    who, early, late = p.strangers(30), p.take(15), p.take(20)
    p.monthly(_DISABLED, who, 201601, 201612, village=_villages(p, who))
    p.truth("C09", who, "in no household")
    for group in (early, late):
        p.amend(group, moved_in_on=day(2016, 7, 4))
    p.monthly(_DISABLED, early, 201501, 201512)
    p.truth("C09", early, "moved in the year after")
    p.monthly(_DISABLED, late, 201601, 201612)
    p.innocent("C09", late, "moved in within the year")
    farmer = p.strangers(15)
    p.record("lease", person=farmer, area=500, starts_on=day(2012, 9))
    p.yearly(_LAND, farmer, 2016, quantity=400, account=p.own_account(farmer), village=_villages(p, farmer))
    p.innocent("C09", farmer, "of another county, leases land here")


def _villages(p: Planter, who: Ints) -> Ints:
    return np.asarray(p.block.village[who * 37 % p.block.households])
