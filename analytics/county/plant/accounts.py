"""Plantings that turn on accounts: whose they are, how many share one, where one stands."""

from __future__ import annotations

import numpy as np

from analytics.county.frame import Ints, day
from analytics.county.plant.planter import Planter

_DISABLED = "困难残疾人生活补贴"
_TEKUN = "农村特困人员供养金"
_LAND = "耕地地力保护补贴"
_OFFICES = ("供养机构", "福利机构", "学校", "村集体", "监护人", "代领备案")
_SHARING = 6


def d01(p: Planter) -> None:
    """One account for several households."""
    for _ in range(p.count(25)):
        who = p.neighbours(4)
        shared = p.new_accounts(1)
        p.monthly(_DISABLED, who, 201601, 201612, account=shared, holder=who[0])
        p.truth("D01", shared, "one account, four households", kind="account")
    for role in _OFFICES:
        who = p.neighbours(_SHARING)
        listed = p.new_accounts(1)
        p.record("account_role", account=listed, role=role, starts_on=day(2012))
        if role == "监护人":
            p.record("guardian", person=who[0], for_person=who[1:])
        p.monthly(_TEKUN, who, 201601, 201612, account=listed, holder=who[0])
        p.innocent("D01", listed, f"listed account: {role}", kind="account")
    family = p.take(30)
    own = p.block.household[family]
    p.monthly(_DISABLED, family, 201601, 201612, account=own)
    p.monthly(_DISABLED, p.spouse(family), 201601, 201612, account=own, holder=family)
    p.innocent("D01", own, "one household shares the head's card", kind="account")


def d02(p: Planter) -> None:
    """One person with three accounts in a year."""
    who, sequence = p.take(40), p.take(25)
    for months, group, rule in (((0, 4, 8), sequence, False), ((0, 1, 2), who, True)):
        for start in months:
            card = p.new_accounts(len(group))
            _alternate(p, group, card, start, rule)
    p.truth("D02", who, "three cards in turn, month by month, in 2016")
    p.innocent("D02", sequence, "old cards replaced by new ones, one after the other")


def _alternate(p: Planter, who: Ints, card: Ints, start: int, interleaved: bool) -> None:
    """Pay four months of 2016 to a card: every third month, or four in a row."""
    for month in range(start, 12, 3) if interleaved else range(start, start + 4):
        period = 201601 + month
        p.monthly(_DISABLED, who, period, period, account=card)


def d04(p: Planter) -> None:
    """A cadre's account that receives other people's money."""
    for _ in range(p.count(20)):
        cadre, others = np.split(p.neighbours(4), [1])
        p.make_cadre(cadre)
        p.monthly(_DISABLED, others, 201601, 201606, account=p.block.household[cadre], holder=cadre)
        p.truth("D04", p.block.household[cadre], "cadre's account receives others' money", kind="account")
    own, listed = p.take(25), p.take(15)
    p.make_cadre(own)
    p.monthly(_DISABLED, p.spouse(own), 201601, 201606, account=p.block.household[own], holder=own)
    p.innocent("D04", p.block.household[own], "own household", kind="account")
    wards = p.take(15)
    p.make_cadre(listed)
    card = p.block.household[listed]
    p.record("account_role", account=card, role="代领备案", for_person=wards, starts_on=day(2012))
    p.monthly(_DISABLED, wards, 201601, 201606, account=card, holder=listed)
    p.innocent("D04", card, "listed as agreed proxy", kind="account")


def d07(p: Planter) -> None:
    """More payees on a household's account than the household has members."""
    for _ in range(p.count(15)):
        head, guests = np.split(p.neighbours(12), [1])
        card = p.block.household[head]
        p.monthly(_DISABLED, head, 201601, 201606, account=card)
        p.monthly(_DISABLED, guests, 201601, 201606, account=card, holder=head)
        p.truth("D07", card, "twelve payees on one household's card", kind="account")
    family = p.take(20)
    member = p.family(family)
    member = member[p.block.born[member] < day(2015)]
    house = p.block.household[member]
    p.monthly(_DISABLED, member, 201601, 201606, account=house, holder=p.block.head[house])
    p.innocent("D07", p.block.household[family], "members of one household, no more than it has", kind="account")
    home, wards = p.new_accounts(1), p.neighbours(12)
    p.record("account_role", account=home, role="供养机构", starts_on=day(2012))
    p.monthly(_TEKUN, wards, 201601, 201606, account=home, holder=wards[0])
    p.innocent("D07", home, "home for the aged", kind="account")
