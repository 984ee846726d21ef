"""The people of one block of townships: households, kin, ages, deaths and names that fit each other."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from analytics.county import names
from analytics.county.frame import NONE, Flags, Ints, Texts, chance, day, generator, hill, pick
from analytics.county.places import Places

NEVER = 2**39  # a day that does not come: of whom is alive
LAST_DAY = day(2017, 12, 31)
RELATIONS = ("户主", "配偶", "子女", "子女", "父母", "父母", "孙子女")
# What a household is for: no two of these meet, so a clean county has no cadre on dibao by chance.
RICH, OFFICIAL, RESERVE, ORDINARY = range(4)
_ROLE_WEIGHTS = (210, 30, 90, 670)
SMALL_RESERVE = 900  # weight of the reserve in a county too small for 90
# Lanes of ordinary households, in thousandths: each lane is one way of being poor, or none.
LANES = {
    "dibao": (0, 26),
    "dibao_city": (26, 32),
    "tekun": (32, 44),
    "poor": (44, 124),
    "shaky": (124, 176),
    "mover": (176, 196),
    "driver": (196, 198),
    "landless": (198, 214),
}
# kind of household: weight, head's age from/to, has (spouse, child, second child, parents, grandchild) in thousandths
_FORMS = (
    (70, 66, 90, (0, 0, 0, 0, 40)),
    (110, 63, 88, (1000, 0, 0, 0, 150)),
    (50, 25, 60, (0, 0, 0, 0, 0)),
    (110, 26, 62, (1000, 0, 0, 0, 0)),
    (330, 28, 52, (1000, 1000, 520, 0, 0)),
    (290, 31, 54, (1000, 960, 480, 900, 0)),
    (40, 30, 52, (0, 1000, 300, 200, 0)),
)
_RESERVE_FORM, _ALONE_FORM = 4, 0
# age at the end of 2017 -> deaths among a thousand in 2012-07 to 2017
_MORTALITY = ((50, 4), (65, 30), (75, 105), (85, 270), (95, 520), (200, 700))


@dataclass
class Block:
    """Households h = 0 … and people p = 0 … of some townships; positions are local to the block.

    Days are since 1970-01-01; area in 1/100 mu; died is NEVER for the living; fault turns an ID's check character.
    """

    number: int
    seed: int
    share: float  # of a county of 250,000 households
    village: Ints  # of each household, the county's key
    township: Ints
    role: Ints
    lane: Ints
    head: Ints
    heir: Ints  # who takes over from the head; -1 when nobody does
    size: Ints
    household: Ints  # of each person, here and below
    relation: Ints
    male: Ints
    born: Ints
    died: Ints
    name: Texts
    fault: Ints
    left: Ints  # day on which each left the household; NONE of most
    area: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    pools: dict[str, Ints] = field(default_factory=dict)  # who is in each pool, once asked for

    @property
    def households(self) -> int:
        return len(self.village)

    @property
    def people(self) -> int:
        return len(self.household)

    def rng(self, topic: str) -> np.random.Generator:
        return generator(self.seed, topic, self.number)

    def in_lane(self, lane: str) -> Flags:
        """Which households are in a lane."""
        low, high = LANES[lane]
        return np.asarray((self.role == ORDINARY) & (self.lane >= low) & (self.lane < high))


def make_block(seed: int, number: int, places: Places, village_households: Ints, townships: range) -> Block:
    """The people of the townships with these keys; village_households counts households by village key - 1."""
    rng = generator(seed, "people", number)
    here = np.flatnonzero((places.township_of >= townships.start) & (places.township_of < townships.stop))
    village = np.repeat(here + 1, village_households[here])
    n = len(village)
    weights = list(_ROLE_WEIGHTS)
    if village_households.sum() < 10_000:
        weights[RESERVE] = SMALL_RESERVE
    role, lane = pick(rng, weights, n), rng.integers(0, 1000, n)
    form = _forms(rng, role, lane)
    slots = _slots(rng, form)
    household, relation, male, born = _flattened(slots)
    head = np.flatnonzero(relation == 0)
    died = _deaths(rng, born, role[household])
    block = Block(
        number=number,
        seed=seed,
        share=n / 250_000,
        village=village,
        township=places.township_of[village - 1],
        role=role,
        lane=lane,
        head=head,
        heir=_heirs(household, relation, born, died, n),
        size=np.bincount(household, minlength=n),
        household=household,
        relation=relation,
        male=male,
        born=born,
        died=died,
        name=_names(rng, household, relation, male, n),
        fault=np.zeros(len(household), np.int64),
        left=np.full(len(household), NONE, np.int64),
    )
    block.area = _areas(block)
    return block


def _forms(rng: np.random.Generator, role: Ints, lane: Ints) -> Ints:
    form = pick(rng, [f[0] for f in _FORMS], len(role))
    form[role == RESERVE] = _RESERVE_FORM
    low, high = LANES["tekun"]
    form[(role == ORDINARY) & (lane >= low) & (lane < high)] = _ALONE_FORM
    official = role == OFFICIAL
    form[official & (form < 2)] = _RESERVE_FORM
    return form


def _slots(rng: np.random.Generator, form: Ints) -> list[tuple[Flags, Ints, Ints]]:
    """For each place in a household: who has it, the sex, the age in days at the end of 2017."""
    n = len(form)
    bounds = np.array([(low, high) for _, low, high, _ in _FORMS])[form]
    has = np.array([f[3] for f in _FORMS])[form]
    years = bounds[:, 0] + rng.integers(0, 1 << 20, n) % (bounds[:, 1] - bounds[:, 0] + 1)
    male = (rng.integers(0, 1000, n) < np.where(has[:, 0] == 1000, 860, 520)).astype(np.int64)
    head = years * 365 + years // 4 + rng.integers(0, 365, n)
    spouse = head + hill(rng, -1400, 1200, n)
    mother = np.where(male == 1, spouse, head)
    child = mother - hill(rng, 7700, 11600, n)
    second = child - hill(rng, 600, 3200, n)
    father = head + hill(rng, 7900, 11500, n)
    grandchild = head - hill(rng, 17500, 22500, n)
    coin = rng.integers(0, 1000, (6, n))
    boy = rng.integers(0, 2, (3, n))
    everyone, both = np.ones(n, bool), coin[5] < 800
    return [
        (everyone, male, head),
        (coin[0] < has[:, 0], 1 - male, spouse),
        ((coin[1] < has[:, 1]) & (child >= 0) & (child < 32 * 365), boy[0], child),
        ((coin[1] < has[:, 1]) & (coin[2] < has[:, 2]) & (second >= 0), boy[1], second),
        ((coin[3] < has[:, 3]) & both, np.ones(n, np.int64), father),
        (coin[3] < has[:, 3], np.zeros(n, np.int64), father - hill(rng, -900, 1900, n)),
        ((coin[4] < has[:, 4]) & (grandchild >= 0), boy[2], grandchild),
    ]


def _flattened(slots: list[tuple[Flags, Ints, Ints]]) -> tuple[Ints, Ints, Ints, Ints]:
    there = np.column_stack([present for present, _, _ in slots])
    household, relation = np.nonzero(there)
    male = np.column_stack([m for _, m, _ in slots])[there]
    age = np.column_stack([a for _, _, a in slots])[there]
    return household, relation, male, LAST_DAY - age


def _deaths(rng: np.random.Generator, born: Ints, role: Ints) -> Ints:
    """Day of death, NEVER for most; nobody of the reserve dies by chance."""
    years = (LAST_DAY - born) // 365
    band = np.searchsorted([limit for limit, _ in _MORTALITY], years, side="right")
    dies = rng.integers(0, 1000, len(born)) < np.array([p for _, p in _MORTALITY])[band]
    when = day(2012, 7) + rng.integers(0, LAST_DAY - 20 - day(2012, 7), len(born))
    return np.where(dies & (role != RESERVE) & (when > born + 30), when, NEVER)


def _heirs(household: Ints, relation: Ints, born: Ints, died: Ints, n: int) -> Ints:
    """The first adult who lives through all the years and is not the head: spouse, child, parent."""
    fit = np.flatnonzero((relation > 0) & (died == NEVER) & (born < day(1995)))
    heir = np.full(n, -1, np.int64)
    heir[household[fit[::-1]]] = fit[::-1]
    return heir


def _names(rng: np.random.Generator, household: Ints, relation: Ints, male: Ints, n: int) -> Texts:
    """Children and the head's father bear the household's surname; wives and mothers their own."""
    family, own = names.surnames(rng, n)[household], names.surnames(rng, len(household))
    inherits = np.isin(relation, (0, 2, 3, 6)) | ((relation == 4) & (male == 1))
    return names.full_names(rng, np.where(inherits, family, own), male)


def _areas(block: Block) -> Ints:
    """Confirmed farmland of each household: the village's share per head × heads × a little; 0 for a sixth."""
    rng = block.rng("land")
    a_head = hill(rng, 60, 175, int(block.village.max()) + 1)[block.village]
    area = a_head * np.minimum(block.size, 5) * hill(rng, 85, 115, block.households) // 100
    landless = chance(rng, 160, block.households) | block.in_lane("dibao_city") | block.in_lane("landless")
    return np.where(landless & (block.role != RESERVE), 0, area)
