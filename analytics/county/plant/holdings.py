"""Plantings that turn on what a household holds and a village has on its books: land, woodland, ledgers, series."""

from __future__ import annotations

import numpy as np

from analytics.county.frame import Ints, Texts, day
from analytics.county.people import RESERVE
from analytics.county.plant.planter import Planter, noted
from analytics.county.programmes import called

_GRAIN = "种粮农民直接补贴(粮食直补和农资综合补贴)"
_LAND = "耕地地力保护补贴"
_GROWER = "种粮大户补贴"
_SLOPE = "退耕还林粮食和现金补助"
_NEW_SLOPE = "新一轮退耕还林补助"
_ECO = "森林生态效益补偿(集体和个人公益林)"
_GRASS = "草原生态保护补助"
_TRIAL = "造林补贴试点"
_TRAINING = "就业技能培训补贴"
_TOILET = "农村困难家庭改厕补助"
_DIBAO = "农村最低生活保障金"
_HOUSE = "农村危房改造补助"
_PLOTS = 1_000_000  # numbers of plots a block may use


def villages(p: Planter, topic: str, n: int) -> Ints:
    """n different villages of the block, drawn."""
    return p.block.rng(f"villages {topic}").permutation(np.unique(p.block.village))[:n]


def settled(p: Planter, village: int, n: int) -> Ints:
    """n heads who live in this village."""
    who = p.take(0, least=n)
    p.move(who, np.full(n, village))
    return who


def c02(p: Planter) -> None:
    """Area rising year by year on the same confirmed land."""
    rising, once = (300, 360, 430), (300, 420, 420)
    for areas, note in (
        (rising, ""),
        (once, "one step after re-measurement"),
        (rising, "confirmed anew meanwhile"),
        (rising, "leased in meanwhile"),
    ):
        who = p.take(12 if note else 30)
        p.land(who, 600)
        for year, area in zip((2013, 2014, 2015), areas, strict=True):
            p.yearly(_GRAIN, who, year, quantity=area)
        if note.startswith("confirmed"):
            p.land(who, 90, since=day(2014))
        elif note.startswith("leased"):
            _lease(p, who, 130, day(2014))
        if note:
            p.innocent("C02", who, note)
        else:
            p.truth("C02", who, "3.0, 3.6, 4.3 mu in three years, confirmed area unchanged")
    _c02_replaced(p)


def _c02_replaced(p: Planter) -> None:
    who = p.take(12)
    p.land(who, 600)
    p.yearly(_GRAIN, who, 2014, 2015, quantity=300)
    p.yearly(_LAND, who, 2016, quantity=360)
    p.yearly(_LAND, who, 2017, quantity=430)
    p.innocent("C02", who, "the programme was replaced by another")


def _lease(p: Planter, who: Ints, area: int, starts_on: int) -> None:
    p.record("lease", household=p.block.household[who], person=who, area=area, starts_on=starts_on)


def c03(p: Planter) -> None:
    """A village's rosters add up to more than its ledger; the ledger of a pilot that no other register follows."""
    cases = p.count(20)
    equal = p.count(10)
    for nth, village in enumerate(villages(p, "c03", cases + 2 * equal).tolist()):
        p.yearly(_TRIAL, settled(p, village, 2), 2016, quantity=500)
        paid = _area_paid(p, _TRIAL, 2016, village)
        where = np.array([village])
        if nth < cases:
            _ledger(p, where, paid * 80 // 100)
            p.truth("C03", where, "a quarter more than the ledger", kind="village")
        else:
            within = nth < cases + equal
            _ledger(p, where, paid * 1000 // 1009 + 1 if within else paid)
            p.innocent("C03", where, "within 1 %" if within else "as the ledger", kind="village")


def _ledger(p: Planter, village: Ints, quantity: int) -> None:
    p.record("village_ledger", village=village, programme=called(_TRIAL, 2016).key, year=2016, quantity=quantity)


def _area_paid(p: Planter, family: str, year: int, village: int) -> int:
    """The quantities (1/100) of a programme's year in a village, so far."""
    key, total = called(family, year).key, 0
    for chunk in p.payments:
        mine = (chunk["programme"] == key) & (chunk["period"] == year * 100)
        there = p.block.village[p.block.household[chunk["person"][mine]]] == village
        total += int(chunk["quantity"][mine][there].sum())
    return total


def c06(p: Planter) -> None:
    """A large grower's claim above own and leased land."""
    for area, count, note in ((5500, 30, ""), (3800, 12, "below own and leased land"), (4000, 12, "equal to it")):
        who = p.take(count)
        p.land(who, 2000)
        _lease(p, who, 2000, day(2012, 9))
        p.yearly(_GROWER, who, 2016, quantity=area)
        if note:
            p.innocent("C06", who, note)
        else:
            p.truth("C06", who, "55 mu claimed, 20 own and 20 leased")


def c11(p: Planter) -> None:
    """Above the highest grade."""
    who, equal, arrears = p.take(30), p.take(12), p.take(12)
    p.yearly(_TRAINING, who, 2016, amount=200_000)
    p.truth("C11", who, "2000 where the highest grade is 1400")
    p.yearly(_TRAINING, equal, 2016, amount=140_000)
    p.innocent("C11", equal, "exactly the highest grade")
    p.yearly(_TRAINING, arrears, 2016, amount=240_000, note=noted("补发"))
    p.innocent("C11", arrears, "marked 补发")


def c15(p: Planter) -> None:
    """Villages whose grain land of 2014 was filled in as whole numbers."""
    cases, flat = p.count(20), p.count(6)
    drawn = _with_grain_land(p, villages(p, "c15", p.block.households))[: cases + flat]
    for chunk in p.payments:
        _round_areas(p, chunk, drawn[:cases])
    p.truth("C15", drawn[:cases], "whole-number areas in 2014", kind="village")
    for village in drawn[cases:].tolist():
        p.yearly(_TOILET, settled(p, village, 12), 2016)
    p.innocent("C15", drawn[cases:], "a flat-rate programme: all alike", kind="village")


def _grain_of_2014(chunk: dict[str, Ints]) -> Ints:
    return np.asarray((chunk["programme"] == called(_GRAIN).key) & (chunk["period"] == 201400))


def _with_grain_land(p: Planter, village: Ints) -> Ints:
    """Those of the villages where at least a dozen were paid for grain land in 2014."""
    who = np.concatenate([chunk["person"][_grain_of_2014(chunk)] for chunk in p.payments])
    paid = np.bincount(p.block.village[p.block.household[who]], minlength=int(village.max()) + 1)
    return village[paid[village] >= 12]


def _round_areas(p: Planter, chunk: dict[str, Ints], village: Ints) -> None:
    mine = _grain_of_2014(chunk)
    if "rate" not in chunk or not mine.any():
        return
    house = p.block.household[np.where(mine, chunk["person"], 0)]
    there = np.isin(p.block.village[house], village) & (p.block.role[house] != RESERVE)  # nobody planted before
    whole = np.where(mine & there & (chunk["quantity"] >= 100), chunk["quantity"] // 100 * 100, chunk["quantity"])
    chunk["amount"] = np.where(whole == chunk["quantity"], chunk["amount"], (whole * chunk["rate"] + 5000) // 10_000)
    chunk["quantity"] = whole


def c17(p: Planter) -> None:
    """More woodland claimed than the register of forest plots gives."""
    who, equal, shared, listed = p.take(30), p.take(12), p.take(12), p.take(12)
    for group, area in ((who, 300), (equal, 900), (shared, 300), (listed, 300)):
        _wood(p, group, area)
    _wood(p, shared, 600, owner="村集体")
    card = p.new_accounts(len(listed))
    p.record("account_role", account=card, role="村集体", starts_on=day(2012))
    p.yearly(_ECO, np.r_[who, equal, shared], 2015, quantity=900)
    p.yearly(_ECO, listed, 2015, quantity=900, account=card)
    p.truth("C17", who, "9 mu claimed, 3 mu of forest on file")
    p.innocent("C17", equal, "equal areas")
    p.innocent("C17", shared, "a collective plot in the household's care")
    p.innocent("C17", listed, "credited to an account on file")


def _wood(p: Planter, who: Ints, area: int, owner: str = "个人", **more: Texts) -> None:
    p.record("forest_plot", household=p.block.household[who], person=who, area=area, owner_kind=owner, **more)


def _collective_plots(p: Planter, keeper: Ints) -> Ints:
    """A collective plot in each keeper's care; the numbers payments name them by."""
    number = p.block.number * _PLOTS + keeper
    _wood(p, keeper, 30_000, owner="村集体", plot=np.char.add("DK", number.astype("U10")))
    return number


def c18(p: Planter) -> None:
    """Compensation for collective forest on a personal account."""
    by_plot, by_house = p.take(15), p.take(15)
    p.yearly(_ECO, by_plot, 2015, quantity=6000, plot=_collective_plots(p, by_plot))
    _wood(p, by_house, 6000, owner="集体")
    p.yearly(_ECO, by_house, 2015, quantity=6000)
    p.truth("C18", np.r_[by_plot, by_house], "collective plot, credited to the head's own card")
    for role, note in (("村集体", "the collective's account"), ("代领备案", "a vote of the villagers on file")):
        who = p.take(12)
        card = p.new_accounts(len(who))
        p.record("account_role", account=card, role=role, starts_on=day(2012))
        p.yearly(_ECO, who, 2015, quantity=6000, plot=_collective_plots(p, who), account=card)
        p.innocent("C18", who, note)


def d05(p: Planter) -> None:
    """One credit far above its programme's."""
    who, builders = p.take(15, least=1), p.take(12)
    p.monthly(_DIBAO, who, 201608, 201608, amount=1_200_000)
    p.truth("D05", who, "12,000 yuan of minimum allowance in one month")
    p.yearly(_HOUSE, builders, 2016, amount=2_700_000)
    p.innocent("D05", builders, "a grant for building")


def g04(p: Planter) -> None:
    """A sum that multiplies against the three years before."""
    who, new, succeeding = p.take(20), p.take(12), p.take(12)
    p.yearly(_SLOPE, who, 2013, 2014, 2015, quantity=300)
    p.yearly(_SLOPE, who, 2016, quantity=1500)
    p.truth("G04", who, "3 mu for three years, then 15")
    p.yearly(_NEW_SLOPE, new, 2015, 2017, quantity=240)
    p.innocent("G04", new, "a new programme")
    p.yearly(_GRAIN, succeeding, 2013, 2014, 2015, quantity=300)
    p.yearly(_LAND, succeeding, 2016, quantity=1500)
    p.innocent("G04", succeeding, "a programme that succeeds another")
    for village in villages(p, "g04", p.count(5, least=1)).tolist():
        people = settled(p, village, 12)
        p.yearly(_GRASS, people, 2013, 2014, 2015, quantity=400)
        p.yearly(_GRASS, people, 2016, quantity=4000)
        p.truth("G04", np.array([village]), "the village's pasture tenfold in 2016", kind="village")
