"""Plantings along the chain of money: rolls, banks, budget lines, public works, and what links households."""

from __future__ import annotations

from typing import Any

import numpy as np

from analytics.county.frame import NONE, Ints, day
from analytics.county.plant.planter import Planter
from analytics.county.programmes import OFF_THE_LIST, called

_DISABLED = "困难残疾人生活补贴"
_DIBAO = "农村最低生活保障金"
_YUAN = 100


def e08(p: Planter) -> None:
    """Paid after leaving the roll."""
    who, again, suspended, arrears = p.take(30), p.take(12), p.take(12), p.take(12)
    _enrol(p, who, ends_on=day(2016, 2, 29))
    p.monthly(_DISABLED, who, 201501, 201608)
    p.truth("E08", who, "left the roll 2016-02, paid until 2016-08")
    _enrol(p, again, ends_on=day(2016, 2, 29))
    _enrol(p, again, starts_on=day(2016, 3, 1), ends_on=day(2016, 12, 31))
    p.monthly(_DISABLED, again, 201501, 201612)
    p.innocent("E08", again, "re-admitted the month after")
    _enrol(p, suspended, ends_on=day(2016, 2, 29), suspended_why="年审未完成")
    p.monthly(_DISABLED, suspended, 201501, 201608)
    p.innocent("E08", suspended, "suspended for a stated reason, then resumed")
    _enrol(p, arrears, ends_on=day(2016, 2, 29))
    p.monthly(_DISABLED, arrears, 201501, 201602, late_months=4)
    p.innocent("E08", arrears, "arrears for months before the exit")


def _enrol(
    p: Planter, who: Ints, starts_on: int = day(2015), ends_on: int = NONE, kind: str = "残疾人补贴", **more: Any
) -> None:
    p.record("assistance_roll", person=who, kind=kind, starts_on=starts_on, ends_on=ends_on, **more)


def e13(p: Planter) -> None:
    """A programme that is not on the policy list."""
    if p.block.number == 0:
        p.truth("E13", np.array([called(OFF_THE_LIST).key]), "not on the policy list", kind="programme")
        p.innocent("E13", np.array([called(_DIBAO).key]), "on the list", kind="programme")


def e14(p: Planter) -> None:
    """On the roll and not paid."""
    who, suspended, entered = p.take(30), p.take(12), p.take(12)
    for group in (who, suspended):
        _enrol(p, group, ends_on=day(2016, 12, 31))
        p.monthly(_DISABLED, group, 201501, 201603)
        p.monthly(_DISABLED, group, 201607, 201612)
    p.truth("E14", who, "nothing for April to June 2016")
    _enrol(p, suspended, starts_on=day(2016, 4, 1), ends_on=day(2016, 6, 30), suspended_why="年审")
    p.innocent("E14", suspended, "suspended with a reason")
    _enrol(p, entered, starts_on=day(2016, 4, 11), ends_on=day(2016, 12, 31))
    p.monthly(_DISABLED, entered, 201605, 201612)
    p.innocent("E14", entered, "admitted within April")


def e15(p: Planter) -> None:
    """The bank's return and the roster differ."""
    failed, unknown, less, again = p.take(20), p.take(10), p.take(10), p.take(15)
    full = called(_DISABLED).unit_rate(2016) // 100
    for group in (failed, less, again):
        p.monthly(_DISABLED, group, 201606, 201606)
    _reply(p, failed, "失败", full, day(2016, 6, 21))
    p.truth("E15", failed, "returned by the bank, never sent again")
    p.monthly(_DISABLED, unknown, 201601, 201601)
    _reply(p, unknown, "成功", full, day(2016, 9, 21))
    p.truth("E15", unknown, "credited by the bank, in no roster")
    _reply(p, less, "成功", full - 2_000, day(2016, 6, 21))
    p.truth("E15", less, "twenty yuan less credited than on the roster")
    _reply(p, again, "失败", full, day(2016, 6, 21))
    _reply(p, again, "已重发", full, day(2016, 7, 5))
    p.innocent("E15", again, "returned and sent again")


def _reply(p: Planter, who: Ints, status: str, cents: int, on: int) -> None:
    p.record("bank_return", account=p.own_account(who), person=who, amount=cents, status=status, date=on)


def projects(p: Planter) -> None:
    """Public works: paid above the contract, built twice, built by a cadre's own firm."""
    village = np.unique(p.block.village)[:2]
    if p.block.number or len(village) < 2:
        return
    here, there = village[:1], village[1:]
    _work(p, here, "便民桥建设", paid=1_200_000)
    p.truth("P01", here, "paid 120 of 100", kind="project", what="便民桥建设")
    _work(p, there, "便民桥维修", paid=1_200_000, changed_sum=1_200_000 * _YUAN)
    p.innocent("P01", there, "an approved change", kind="project", what="便民桥维修")
    for content in ("2015年敬老院改造工程", "敬老院改造"):
        _work(p, here, content)
    p.truth("P02", here, "the same work two years running", kind="project", what="敬老院改造")
    for content in ("河堤加固一期", "河堤加固一期工程"):
        _work(p, there, content)
        p.innocent("P02", there, "phases", kind="project", what=content)
    _tied_work(p, here, "村道拓宽", "青岚筑路有限公司", member=False)
    p.truth("P03", here, "the cadre's own firm", kind="project", what="村道拓宽")
    _tied_work(p, here, "果园道路", "青岚果业合作社", member=True)
    p.innocent("P03", here, "ordinary member of a co-operative", kind="project", what="果园道路")


def _work(p: Planter, village: Ints, content: str, paid: int = 900_000, **more: Any) -> None:
    sums = {"budget": 1_000_000 * _YUAN, "contract_sum": 1_000_000 * _YUAN, "paid": paid * _YUAN, **more}
    dates = {"progress": 10_000, "accepted_on": day(2016, 5, 10)}
    p.record("project", **({"village": village, "content": content, "contractor": "禾源建筑有限公司"} | sums | dates))


def _tied_work(p: Planter, village: Ints, content: str, firm: str, member: bool) -> None:
    cadre = p.take(0, least=1)
    p.move(cadre, village)
    p.make_cadre(cadre)
    role, kind = ("成员", "农民专业合作社") if member else ("法定代表人", "有限责任公司")
    words = {"title": firm, "kind": kind, "role": role, "status": "存续"}
    p.record("company", person=cadre, capital=500_000 * _YUAN, founded_on=day(2012, 5, 1), **words)
    _work(p, village, content, contractor=firm)


def p04(p: Planter) -> None:
    """A budget line held back for months, and one passed on the thirtieth day."""
    if p.block.number:
        return
    for family, paid_on, guilty in (
        ("沼气池建设补助", day(2015, 8, 20), True),
        ("造林补贴试点", day(2015, 4, 9), False),
    ):
        key = np.array([called(family, 2015).key])
        sums = {"amount": 300_000 * _YUAN, "arrived_on": day(2015, 3, 10), "paid_on": paid_on}
        p.record("budget_line", programme=key, doc=f"岚财预〔2015〕{key[0]}补号", **sums)
        note = p.truth if guilty else p.innocent
        note("P04", key, "passed on after 163 days" if guilty else "passed on the thirtieth day", kind="programme")


def g05(p: Planter) -> None:
    """Two cards, four households on each, one household on both."""
    for _ in range(p.count(8)):
        who = p.neighbours(7)
        cards = p.new_accounts(2)
        for card, group in zip(cards, (who[:4], who[3:]), strict=True):
            mine = np.array([card])
            p.monthly(_DISABLED, group, 201601, 201606, account=mine, holder=group[:1])
        p.truth("G05", who[3:4], "one household on two cards that others share")
        p.truth("D01", cards, "four households on each of two cards", kind="account")
    family, home = p.neighbours(6), p.new_accounts(2)
    p.record("account_role", account=home, role="供养机构", starts_on=day(2012))
    for card in home:
        p.monthly(_DISABLED, family, 201601, 201603, account=np.array([card]), holder=family[:1])
    p.innocent("G05", home, "a home's listed accounts", kind="account")


def g03(p: Planter) -> None:
    """A village where many are asked about, in the first block only (the measure is the whole county's)."""
    if p.block.number == 0:
        who = p.neighbours(60)
        p.monthly(_DISABLED, who, 201601, 201612)
        p.monthly(_DISABLED, who, 201608, 201608, of=27)
        p.truth("G03", p.block.village[p.block.household[who[:1]]], "a sixth of the village paid twice", kind="village")
