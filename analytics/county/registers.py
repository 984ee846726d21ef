"""Other departments' registers of people: a clean county, where nobody on assistance stands in the wrong one.

Columns person, household, cadre, owner, for_person and account hold positions in the block.
"""

from __future__ import annotations

import numpy as np

from analytics.county import pools
from analytics.county.frame import NONE, Columns, Ints, Texts, chance, day, parts, pick, rank_within
from analytics.county.people import NEVER, OFFICIAL, ORDINARY, RELATIONS, RESERVE, RICH, Block
from analytics.county.programmes import departments

POSTS = ("村党支部书记", "村委会主任", "村文书", "村妇女主任", "村民小组长")
_CATEGORIES = ("在编在职", "临聘", "公益岗", "遗属")
_KIN = {1: "配偶", 2: "子女", 3: "子女", 4: "父母", 5: "父母"}
_SCHOOLS = ("中心小学", "初级中学", "高级中学", "职业中学")
_DISABILITIES = ("肢体", "视力", "听力", "智力", "精神")


def texts(words: tuple[str, ...], at: Ints) -> Texts:
    """The words at these positions."""
    return np.array(words)[at]


def person(block: Block) -> Columns:
    """Every inhabitant in a household; some moved in or out (nobody whom a programme pays moves out)."""
    rng = block.rng("moves")
    away = chance(rng, 15, block.people) & (block.role[block.household] == RICH) & (block.relation > 1)
    came = chance(rng, 10, block.people) & (block.relation == 1)
    return {
        "person": np.arange(block.people),
        "household": block.household,
        "relation": texts(RELATIONS, block.relation),
        "village": block.village[block.household],
        "household_from": np.where(np.isin(block.relation, (2, 3, 6)), block.born, NONE),
        "household_to": block.left,
        "moved_in_on": np.where(came, day(2006) + rng.integers(0, 2000, block.people), NONE),
        "moved_out_on": np.where(away, day(2014) + rng.integers(0, 1300, block.people), NONE),
        "moved_to": np.where(away, "外县(市、区)", ""),
    }


def death(block: Block) -> Columns:
    dead = np.flatnonzero(block.died != NEVER)
    sources = ("殡仪馆火化登记", "公安户籍注销", "卫生死亡医学证明")
    return {
        "person": dead,
        "died_on": block.died[dead],
        "source": texts(sources, block.rng("death").integers(0, 3, len(dead))),
    }


def cadres(block: Block) -> tuple[Ints, Ints]:
    """Heads of the official households who are or were cadres, and the rank of each in the village (5: former)."""
    houses = np.flatnonzero(block.role == OFFICIAL)
    rank = rank_within(block.village[houses])
    return block.head[houses[rank < 6]], rank[rank < 6]


def cadre(block: Block) -> Columns:
    who, rank = cadres(block)
    house = block.household[who]
    former = rank == 5
    return {
        "person": who,
        "post": texts((*POSTS, POSTS[1]), rank),
        "village": block.village[house],
        "township": block.township[house],
        "starts_on": np.where(former, day(2007, 12, 20), day(2011, 1, 10) + rank * 3),
        "ends_on": np.where(former, day(2010, 12, 31), np.where(block.died[who] != NEVER, block.died[who], NONE)),
        "account": house,
    }


def cadre_relative(block: Block) -> Columns:
    """Those who live with a cadre; seven in ten are filed."""
    who, _ = cadres(block)
    leader = np.full(block.households, -1, np.int64)
    leader[block.household[who]] = who
    kin = np.flatnonzero((leader[block.household] >= 0) & np.isin(block.relation, list(_KIN)))
    filed = chance(block.rng("relatives"), 700, len(kin))
    return {
        "cadre": leader[block.household[kin]],
        "person": kin,
        "relation": np.array([_KIN[int(r)] for r in block.relation[kin]], dtype="U2"),
        "filed_on": np.where(filed, day(2014, 3, 10), NONE),
    }


def public_employee(block: Block) -> Columns:
    """Payroll: posts held, the retired, and the village cadres' allowances."""
    rng = block.rng("payroll")
    adult = (block.role[block.household] == RICH) & (block.relation < 2) & chance(rng, 260, block.people)
    who = np.flatnonzero(adult & (block.born < day(1993)))
    retired = parts(block.born[who])[0] < 1955
    category = np.where(retired, "离退休", texts(_CATEGORIES, pick(rng, (840, 90, 40, 30), len(who))))
    leaders, _ = cadres(block)
    offices = (*departments(), "乡镇人民政府", "中心卫生院", "中心学校")
    return {
        "person": np.r_[who, leaders],
        "employer": texts((*offices, "村委会"), np.r_[rng.integers(0, 24, len(who)), np.full(len(leaders), 24)]),
        "category": np.r_[category, np.full(len(leaders), "村干部")],
        "starts_on": np.r_[
            np.maximum(block.born[who] + 22 * 366 + 40 * (who % 60), day(1975)), np.full(len(leaders), day(2011, 1, 1))
        ],
        "ends_on": np.r_[np.where(block.died[who] == NEVER, NONE, block.died[who]), np.full(len(leaders), NONE)],
    }


def pension(block: Block) -> Columns:
    """Workers' pensions of the better off, residents' pensions of the rest over sixty."""
    worker, resident = _elders(block, RICH), _elders(block, ORDINARY)
    rng = block.rng("pension")
    who = np.r_[worker, resident]
    return {
        "person": who,
        "scheme": np.r_[np.full(len(worker), "城镇职工"), np.full(len(resident), "城乡居民")],
        "amount": 100 * np.r_[rng.integers(1400, 3600, len(worker)), rng.integers(70, 140, len(resident))],
        "starts_on": block.born[who] + 60 * 365 + 15,
        "ends_on": np.where(block.died[who] == NEVER, NONE, block.died[who]),
    }


def _elders(block: Block, role: int) -> Ints:
    return np.flatnonzero((block.role[block.household] == role) & (block.born < day(1957)))


def insurance(block: Block) -> Columns:
    """Contributions of employees, and residents whose contribution is subsidised (the poor)."""
    rng = block.rng("insurance")
    adult = (block.born > day(1957)) & (block.born < day(1992)) & (block.died == NEVER)
    worker = np.flatnonzero(adult & (block.role[block.household] == RICH) & chance(rng, 500, block.people))
    poor = np.flatnonzero(adult & block.in_lane("poor")[block.household])
    return {
        "person": np.r_[worker, poor],
        "scheme": np.r_[np.full(len(worker), "城镇职工"), np.full(len(poor), "城乡居民")],
        "base": np.r_[100 * rng.integers(2200, 6800, len(worker)), np.full(len(poor), 10_000)],
        "subsidised": np.r_[np.zeros(len(worker), np.int64), np.ones(len(poor), np.int64)],
        "starts_on": np.r_[day(2008) + rng.integers(0, 2400, len(worker)), np.full(len(poor), day(2012))],
    }


def prisoner(block: Block) -> Columns:
    """Sentences of people no programme supports."""
    rng = block.rng("prisoner")
    fit = (block.role[block.household] == RICH) & (block.born < day(1996)) & (block.born > day(1950))
    who = np.flatnonzero(fit & (block.died == NEVER) & (block.male == 1) & chance(rng, 9, block.people))
    starts = day(2011) + rng.integers(0, 2300, len(who))
    return {
        "person": who,
        "kind": texts(("收监", "社区矫正", "缓刑", "假释"), pick(rng, (45, 35, 15, 5), len(who))),
        "starts_on": starts,
        "ends_on": starts + rng.integers(180, 1500, len(who)),
    }


def disability(block: Block) -> Columns:
    rng = block.rng("disability")
    paid = pools.members(block, "disabled")
    other = np.flatnonzero(chance(rng, 4, block.people) & (block.role[block.household] != RESERVE))
    who = np.union1d(paid, other)
    severe = np.isin(who, pools.members(block, "disabled_severe"))
    return {
        "person": who,
        "category": texts(_DISABILITIES, pick(rng, (50, 15, 15, 10, 10), len(who))),
        "grade": texts(("一级", "二级", "三级", "四级"), rng.integers(0, np.where(severe, 2, 4))),
        "status": np.full(len(who), "有效"),
        "valid_to": day(2019) + rng.integers(0, 1800, len(who)),
    }


def student(block: Block) -> Columns:
    """Pupils of six to nineteen; one in twelve goes to school outside the county. None of the reserve."""
    rng = block.rng("student")
    pupil = (block.born >= day(1994)) & (block.born < day(2012)) & (block.role[block.household] != RESERVE)
    who = np.flatnonzero(pupil)
    year = parts(block.born[who])[0]
    level = np.clip((2017 - year - 6) // 6, 0, 2)
    left = np.minimum(np.where(year + 19 <= 2017, (year + 19 - 1970) * 365 + 190, NEVER), block.died[who])
    return {
        "person": who,
        "school": texts(_SCHOOLS, np.where(chance(rng, 60, len(who)) & (level == 2), 3, level)),
        "in_county": (rng.integers(0, 12, len(who)) > 0).astype(np.int64),
        "starts_on": (np.maximum(year + 6, 2010) - 1970) * 365 + 255,
        "ends_on": np.where(left < NEVER, left, NONE),
    }


def guardian(block: Block) -> Columns:
    """An adult of the household for each orphan on the roll."""
    orphan = pools.members(block, "orphan")
    keeper = block.heir[block.household[orphan]]
    there = (keeper >= 0) & (keeper != orphan)
    return {"person": keeper[there], "for_person": orphan[there]}
