"""Every planting, in the order in which they draw on the reserve."""

from __future__ import annotations

from collections.abc import Callable

from analytics.county.plant import accounts, areas, chain, doubles, kin, office, persons, rosters, schedule, wealth
from analytics.county.plant.planter import Planter

PLANTINGS: tuple[Callable[[Planter], None], ...] = (
    rosters.woodland,
    areas.g01,
    persons.a01,
    persons.a02,
    persons.a05,
    wealth.a06,
    wealth.a07,
    wealth.a08,
    persons.a15,
    persons.a17,
    persons.a18,
    persons.a27,
    doubles.b01,
    doubles.b03,
    doubles.b07,
    areas.c01,
    areas.c10,
    areas.c12,
    areas.c14,
    accounts.d01,
    accounts.d02,
    accounts.d04,
    rosters.d06,
    accounts.d07,
    doubles.e07,
    schedule.e05,
    rosters.clerk,
    # the chain of money
    chain.e08,
    chain.e13,
    chain.e14,
    chain.e15,
    chain.projects,
    chain.p04,
    chain.g05,
    chain.g03,
    # posts, wages and cadres' families
    office.a28,
    office.a29,
    office.a09,
    office.a10,
    office.b09,
    office.b14,
    office.f04,
    kin.a03,
    kin.a04,
    kin.a33,
    kin.c13,
    kin.c16,
    kin.c19,
    kin.f10,
)
