"""Registers of things: cars, houses, companies, land and forest. Columns hold positions in the block."""

from __future__ import annotations

import numpy as np

from analytics.county import pools
from analytics.county.frame import NONE, Columns, Ints, Texts, chance, day, pick
from analytics.county.people import NEVER, ORDINARY, RICH, Block
from analytics.county.registers import texts

_WORKING = ("摩托车", "三轮汽车", "低速货车")
_FIRMS = ("有限责任公司", "个体工商户")


def _some(block: Block, topic: str, role: int, permille: int) -> Ints:
    """Living heads of a role, drawn."""
    drawn = chance(block.rng(topic), permille, block.households)
    who = block.head[drawn & (block.role == role)]
    return np.asarray(who[block.died[who] == NEVER])


def vehicle(block: Block) -> Columns:
    """Cars of the better off; what is driven for a living elsewhere."""
    rng = block.rng("vehicle")
    cars, work = _some(block, "cars", RICH, 600), _some(block, "working vehicles", ORDINARY, 60)
    return {
        "person": np.r_[cars, work],
        "kind": np.r_[np.full(len(cars), "小型轿车"), texts(_WORKING, rng.integers(0, 3, len(work)))],
        "value": 100 * np.r_[1000 * rng.integers(32, 190, len(cars)), 100 * rng.integers(25, 260, len(work))],
        "registered_on": day(2009) + rng.integers(0, 3000, len(cars) + len(work)),
    }


def property_(block: Block) -> Columns:
    rng = block.rng("property")
    flats, homes = _some(block, "flats", RICH, 350), _some(block, "homesteads", ORDINARY, 200)
    moved = block.head[block.in_lane("mover")]
    return {
        "person": np.r_[flats, homes, moved],
        "kind": _kinds(("商品房", flats), ("宅基地住房", homes), ("安置房", moved)),
        "area": 100 * rng.integers(70, 145, len(flats) + len(homes) + len(moved)),
        "registered_on": day(2006) + rng.integers(0, 4000, len(flats) + len(homes) + len(moved)),
    }


def _kinds(*groups: tuple[str, Ints]) -> Texts:
    return np.concatenate([np.full(len(who), kind) for kind, who in groups])


def company(block: Block) -> Columns:
    """Firms of the better off, and villagers' shares in co-operatives."""
    rng = block.rng("company")
    owners, members = _some(block, "firms", RICH, 120), _some(block, "co-operatives", ORDINARY, 12)
    kind = rng.integers(0, 2, len(owners))
    status = pick(rng, (80, 12, 8), len(owners))
    return {
        "person": np.r_[owners, members],
        "kind": np.r_[texts(_FIRMS, kind), np.full(len(members), "农民专业合作社")],
        "role": np.r_[texts(("法定代表人", "经营者"), kind), np.full(len(members), "成员")],
        "capital": 1_000_000 * np.r_[rng.integers(3, 200, len(owners)), np.full(len(members), 1)],
        "status": np.r_[texts(("存续", "注销", "吊销"), status), np.full(len(members), "存续")],
        "founded_on": day(2008) + rng.integers(0, 2800, len(owners) + len(members)),
        "cancelled_on": np.r_[np.where(status == 1, day(2017, 6), NONE), np.full(len(members), NONE)],
    }


def poverty_household(block: Block) -> Columns:
    """Households on the poverty roll since 2014; a third has left it since."""
    houses = np.flatnonzero(block.in_lane("poor") | block.in_lane("mover") | block.in_lane("shaky"))
    left = chance(block.rng("poverty"), 300, len(houses))
    return {
        "household": houses,
        "person": block.head[houses],
        "starts_on": np.full(len(houses), day(2014)),
        "ends_on": np.where(left, day(2016, 12, 31), NONE),
    }


def land_right(block: Block) -> Columns:
    houses = np.flatnonzero(pools.farming(block))
    return {
        "household": houses,
        "person": block.head[houses],
        "plot": np.char.add("CB", np.char.zfill((block.number * 10**7 + houses).astype("U10"), 9)),
        "area": block.area[houses],
        "basis": np.full(len(houses), "确权"),
        "valid_from": np.full(len(houses), day(2012, 6, 30)),
    }


def lease(block: Block) -> Columns:
    """What large growers rent beyond their own land, and small leases of others."""
    rng = block.rng("lease")
    growers = block.household[pools.members(block, "grower")]
    need = pools.household_area(block, "grower", 5000, 14000)[growers] - block.area[growers] + 50
    small = block.household[_some(block, "leases", ORDINARY, 12)]
    small = small[~np.isin(small, growers)]
    return {
        "household": np.r_[growers, small],
        "person": block.head[np.r_[growers, small]],
        "area": np.r_[np.maximum(need, 100), 10 * rng.integers(10, 120, len(small))],
        "starts_on": np.full(len(growers) + len(small), day(2012, 9)),
    }


def forest_plot(block: Block) -> Columns:
    """Woodland each household is paid for, by kind of programme."""
    chunks = [
        (pools.members(block, pool), area)
        for pool in ("slope", "slope_new", "eco")
        if (area := pools.areas(block, pool)) is not None
    ]
    who = np.concatenate([w for w, _ in chunks])
    return {
        "household": block.household[who],
        "person": who,
        "plot": np.char.add("LQ", np.char.zfill((block.number * 10**7 + np.arange(len(who))).astype("U10"), 9)),
        "area": np.concatenate([area[block.household[w]] for w, area in chunks]),
        "owner_kind": np.full(len(who), "个人"),
    }


def project(block: Block) -> Columns:
    """One small public work in each village."""
    rng = block.rng("project")
    village = np.unique(block.village)
    n = len(village)
    budget = 1_000_000 * rng.integers(5, 60, n)
    works = ("通组公路硬化", "人畜饮水工程", "山坪塘整治", "村级活动室维修", "太阳能路灯安装")
    return {
        "village": village,
        "content": texts(works, rng.integers(0, len(works), n)),
        "budget": budget,
        "contractor": texts(("岚禾通达工程队", "禾源建筑有限公司", "岚山水利工程公司"), rng.integers(0, 3, n)),
        "contract_sum": budget * 95 // 100,
        "progress": np.full(n, 10_000),
        "accepted_on": day(2014) + rng.integers(0, 1400, n),
        "paid": budget * 90 // 100,
    }
