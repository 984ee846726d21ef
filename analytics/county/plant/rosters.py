"""Plantings of whole rosters: a block of names copied from township to township, and the two stories.

The clerk: one block of borrowed names and a few cards, pasted at the end of many townships' rosters, always in
the same order. The woodland: four cadres high above the threshold in one township, and the eight of its villages
through whose accounts 13,000 yuan of the villagers' woodland money was withheld.
"""

from __future__ import annotations

import numpy as np

from analytics.county.frame import Ints, generator
from analytics.county.plant.planter import Planter

_ECO = "森林生态效益补偿(集体和个人公益林)"
_DISABLED = "困难残疾人生活补贴"
_BORROWED, _CARDS = 24, 4
_CLERKS_ACCOUNTS = 990_000_000_000
_PASTED = 2**22  # behind everybody in the order of a roster
_WITHHELD = (180_000, 170_000, 165_000, 160_000, 160_000, 155_000, 155_000, 155_000)  # cents: 13,000 yuan in all


def d06(p: Planter) -> None:
    """The same run of people in two townships' rosters, and the same run twice in one village."""
    first, second = _two_villages(p)
    if first != second:
        for k in range(p.count(8, least=1)):
            who = _shuffled(p, p.take(0, least=8))
            for village in (first, second):
                _paste(p, who, village, 2015, k)
            p.truth("D06", who, "run of eight copied between two townships", kind="roster")
    who = _shuffled(p, p.take(0, least=8))
    for year in (2015, 2016):
        p.yearly(_ECO, who, year, quantity=600, village=first, order=_PASTED + 10_000 + np.arange(len(who)))
    p.innocent("D06", who, "the same village in two years")


def _two_villages(p: Planter) -> tuple[int, int]:
    return int(p.block.village[0]), int(p.block.village[-1])


def _shuffled(p: Planter, who: Ints) -> Ints:
    """An order that no sorting explains."""
    return who[p.block.rng(f"shuffle {who[0]}").permutation(len(who))]


def _paste(p: Planter, who: Ints, village: int, year: int, nth: int) -> None:
    order = _PASTED + 100 * nth + np.arange(len(who))
    p.yearly(_ECO, who, year, quantity=700, village=village, order=order)


def clerk(p: Planter) -> None:
    """Borrowed names and cards, the same in every block, in the rosters of all its townships but a few."""
    rng = generator(p.block.seed, "clerk")
    male = rng.integers(0, 2, _BORROWED)
    born = -9_000 - rng.integers(0, 9_000, _BORROWED)
    who = p.invite(rng, born, male)
    cards = p.new_accounts(_CARDS, number=_CLERKS_ACCOUNTS)
    card = cards[np.arange(_BORROWED) % _CARDS]
    villages = np.unique(p.block.township, return_index=True)[1]
    for at in p.block.village[villages]:
        order = _PASTED + 5_000 + np.arange(_BORROWED)
        p.yearly("农村老党员生活补贴", who, 2016, village=int(at), account=card, holder=who[0], order=order)
    if p.block.number == 0:
        p.truth("D06", who, "the clerk's block, pasted into many townships' rosters", kind="roster")
        p.truth("D01", cards, "the clerk's borrowed cards", kind="account")
        p.truth("C09", who, "the clerk's borrowed names are in no household")


def woodland(p: Planter) -> None:
    """Four suspects on woodland in one township lead to eight cadres who withheld 13,000 yuan."""
    if p.block.number:
        return
    cadres = p.take(0, least=len(_WITHHELD))
    suspects = cadres[:4]
    village = np.sort(np.unique(p.block.village[p.block.township == p.block.township[0]]))
    home = village[np.arange(len(cadres)) % len(village)]
    p.move(cadres, home)
    p.make_cadre(cadres)
    p.yearly(_ECO, suspects, 2015, 2016, quantity=9_200)
    p.truth("C12", suspects, "woodland story: four suspects in one township")
    for cadre, cents, at in zip(cadres, _WITHHELD, home, strict=True):
        villagers = p.take(0, least=2)
        p.move(villagers, np.full(2, at))
        mine = np.array([cadre])
        half = {"amount": cents // 2, "quantity": (cents // 2 + 7) * 100 // 1475}
        p.yearly(_ECO, villagers, 2016, account=p.block.household[mine], holder=mine, **half)
    p.truth("D04", p.block.household[cadres], "woodland story: villagers' money on a cadre's card", kind="account")
