"""Plantings that turn on cards: who holds them, how they change, where they are paid from, whose phone they have."""

from __future__ import annotations

import numpy as np

from analytics.county.frame import Ints, day
from analytics.county.plant.holdings import settled, villages
from analytics.county.plant.planter import Planter
from analytics.county.programmes import IN_CASH, called

_DISABLED = "困难残疾人生活补贴"
_TEKUN = "农村特困人员供养金"
_PARTY = "农村老党员生活补贴"
_LANDLESS = "被征地农民养老补贴"
_HALF, _YEAR = (201601, 201606), (201601, 201612)
_SECOND = (201607, 201612)


def _returned(p: Planter, who: Ints, account: Ints, holder: Ints) -> None:
    """The bank gave June's credit back and sent it again; its record names the account's holder."""
    amount = called(_DISABLED).unit_rate(2016) // 100
    told = {"status": "已重发", "reason": "账号状态异常", "date": day(2016, 6, 21)}
    p.record("bank_return", account=account, holder=holder, person=who, amount=amount, **told)


def _list_for(p: Planter, account: Ints, who: Ints) -> None:
    p.record("account_role", account=account, role="代领备案", for_person=who, starts_on=day(2012))


def d03(p: Planter) -> None:
    """The bank's holder is nobody of the payee's family."""
    who, wards, proxies, couples = p.take(30), p.take(12), p.take(12), p.take(12)
    for group, note in ((who, ""), (wards, "a registered guardian"), (proxies, "a proxy on file")):
        holder = p.take(30 if not note else 12)
        card = p.block.household[holder]
        p.monthly(_DISABLED, group, *_HALF, account=card, holder=holder)
        _returned(p, group, card, holder)
        if group is wards:
            p.record("guardian", person=holder, for_person=wards)
        elif group is proxies:
            _list_for(p, card, proxies)
        if note:
            p.innocent("D03", group, note)
    p.truth("D03", who, "the card is in a stranger's name")
    spouse = p.spouse(couples)
    p.monthly(_DISABLED, couples, *_HALF, account=p.own_account(spouse), holder=spouse)
    _returned(p, couples, p.own_account(spouse), spouse)
    p.innocent("D03", couples, "the spouse's card, one household")


def _elsewhere(p: Planter, who: Ints) -> Ints:
    """For each head a village of another township."""
    first, last = np.argmin(p.block.village), np.argmax(p.block.village)
    home = p.block.township[p.block.household[who]]
    return np.asarray(np.where(home == p.block.township[first], p.block.village[last], p.block.village[first]))


def d08(p: Planter) -> None:
    """A card credited from two townships side by side."""
    who, moved = p.take(25), p.take(12)
    p.monthly(_DISABLED, who, *_YEAR)
    p.yearly(_PARTY, who, 2016, village=_elsewhere(p, who))
    p.truth("D08", p.own_account(who), "also on another township's roster", kind="account")
    p.monthly(_DISABLED, moved, *_HALF, village=_elsewhere(p, moved))
    p.monthly(_DISABLED, moved, *_SECOND)
    p.innocent("D08", p.own_account(moved), "moved in the middle of the year", kind="account")
    home, old = p.new_accounts(1), p.take(0, least=6)
    p.record("account_role", account=home, role="供养机构", starts_on=day(2012))
    p.monthly(_TEKUN, old[:3], *_YEAR, account=home, holder=old[0])
    p.monthly(_TEKUN, old[3:], *_YEAR, account=home, holder=old[0], village=_elsewhere(p, old[3:]))
    p.innocent("D08", home, "a home for the aged of several townships", kind="account")


def d09(p: Planter) -> None:
    """After a return, another account and another holder."""
    for note in ("", "the same holder's new card", "on file as a proxy's"):
        who = p.take(12 if note else 25)
        holder = who if "same" in note else p.take(12 if note else 25)
        card = p.new_accounts(len(who))
        p.monthly(_DISABLED, who, *_HALF)
        _returned(p, who, p.own_account(who), who)
        p.monthly(_DISABLED, who, *_SECOND, account=card, holder=holder)
        if "proxy" in note:
            _list_for(p, card, who)
        if note:
            p.innocent("D09", who, note)
        else:
            p.truth("D09", who, "credited to a stranger's new card after the return")


def d10(p: Planter) -> None:
    """One month on another card, then back."""
    who, stays = p.take(30), p.take(15)
    for group in (who, stays):
        p.monthly(_DISABLED, group, *_HALF)
    p.monthly(_DISABLED, who, 201607, 201607, account=p.new_accounts(len(who)))
    p.monthly(_DISABLED, who, 201608, 201612)
    p.truth("D10", who, "July on another card, August on the old one")
    p.monthly(_DISABLED, stays, *_SECOND, account=p.new_accounts(len(stays)))
    p.innocent("D10", stays, "the new card stays")


def d11(p: Planter) -> None:
    """Cash where the programme goes by card."""
    who, workers = p.take(30), p.take(15)
    p.monthly(_DISABLED, who, *_HALF, cash=1)
    p.truth("D11", who, "half a year in cash")
    p.yearly(IN_CASH, workers, 2016, amount=240_000, cash=1)
    p.innocent("D11", workers, "a programme not on the list of cards")


def d12(p: Planter) -> None:
    """One phone for five households."""
    for _ in range(p.count(8)):
        who = p.neighbours(5)
        p.monthly(_DISABLED, who, *_HALF, phone_of=who[0])
        p.truth("D12", who, "five households, one phone")
    for _ in range(p.count(3, least=1)):
        few, served = p.neighbours(4), p.neighbours(6)
        p.monthly(_DISABLED, few, *_HALF, phone_of=few[0])
        p.innocent("D12", few, "four households only")
        office = p.new_accounts(1)
        p.record("account_role", account=office, role="村集体", starts_on=day(2012))
        p.monthly(_DISABLED, served[:5], *_HALF, phone_of=served[0])
        p.monthly(_DISABLED, served[5:], *_HALF, phone_of=served[0], account=office)
        p.innocent("D12", served, "the village office's phone")


def d13(p: Planter) -> None:
    """Six new cards in one batch of a village; and the bank that gave all of one programme's payees new cards."""
    cases, merged = p.count(8), p.count(3, least=1)
    drawn = villages(p, "d13", cases + merged)
    for village in drawn[:cases].tolist():
        who = settled(p, village, 6)
        p.monthly(_DISABLED, who, *_HALF)
        p.monthly(_DISABLED, who, *_SECOND, account=p.new_accounts(len(who)))
    p.truth("D13", drawn[:cases], "six new cards in one batch", kind="village")
    for village in drawn[cases:].tolist():
        p.monthly(_LANDLESS, settled(p, village, 6), 201607, 201706)
    _change_bank(p, _LANDLESS, 201701)
    p.innocent("D13", drawn[cases:], "the bank changed the whole county's cards", kind="village")


def _change_bank(p: Planter, family: str, since: int) -> None:
    """New accounts for every payee of a programme from this period on."""
    key = called(family).key
    later = [(chunk, (chunk["programme"] == key) & (chunk["period"] >= since)) for chunk in p.payments]
    people = np.unique(np.concatenate([chunk["person"][mine] for chunk, mine in later]))
    card = p.new_accounts(len(people))
    for chunk, mine in later:
        at = np.searchsorted(people, np.where(mine, chunk["person"], people[0]))
        chunk["account"] = np.where(mine, card[np.minimum(at, len(people) - 1)], chunk["account"])
