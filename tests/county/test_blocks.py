"""Blocks of townships are made apart: no block needs another, and together they are one county."""

import numpy as np
import pytest

from analytics.county import build
from analytics.county.numbers import account_texts, household_texts, phone_texts
from analytics.county.payments import background
from analytics.county.people import Block, make_block
from analytics.county.places import make_places
from analytics.snapshots import Snapshot
from analytics.snapshots.cube import cube_sql
from tests.county.conftest import County, open_county

PLACES = make_places(4, 0.02)


def make(number: int, townships: range) -> Block:
    return make_block(4, number, PLACES, np.full(PLACES.villages, 30), townships)


def test_a_block_is_the_same_whatever_was_made_before() -> None:
    alone = make(1, range(4, 7))
    list(background(make(0, range(1, 4))))
    after = make(1, range(4, 7))
    assert (alone.name == after.name).all()
    assert (alone.born == after.born).all()
    assert [c["amount"].sum() for c in background(alone)] == [c["amount"].sum() for c in background(after)]


@pytest.fixture(scope="module")
def in_blocks(tmp_path_factory: pytest.TempPathFactory) -> County:
    store = tmp_path_factory.mktemp("blocks")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("analytics.county.assemble.BLOCK", 6)
        snapshot: Snapshot = build(store, 0.03, 4)
    return open_county(store, snapshot)


def test_people_accounts_and_households_of_all_blocks_are_different(in_blocks: County) -> None:
    people = in_blocks.value("SELECT count(*) FROM person")
    assert in_blocks.value("SELECT count(DISTINCT person) FROM person") == people
    assert in_blocks.value("SELECT count(DISTINCT household) FROM person") == 7500
    shared = in_blocks.value("""SELECT count(*) FROM (SELECT account FROM payment WHERE household > 0
        GROUP BY account HAVING min(township) <= 5 AND max(township) > 5)""")
    assert shared == 0


CLERKS = "household < 0 AND programme IN (SELECT programme FROM programme WHERE title LIKE '%老党员%')"


def test_guests_of_all_blocks_are_the_same_people(in_blocks: County) -> None:
    guests = f"SELECT person FROM payment WHERE {CLERKS}"
    assert in_blocks.value(f"SELECT count(DISTINCT person) FROM ({guests})") == 24
    assert in_blocks.value(f"SELECT count(*) FROM payee WHERE person IN ({guests})") == 24
    townships = in_blocks.value("SELECT count(*) FROM township")
    assert townships > 8
    assert in_blocks.value(f"SELECT count(DISTINCT township) FROM payment WHERE {CLERKS}") == townships


def test_strangers_of_each_block_are_people_of_their_own(in_blocks: County) -> None:
    a_block = 4  # two in no household, two of another county who lease land
    strangers = f"SELECT DISTINCT person FROM payment WHERE household < 0 AND NOT ({CLERKS})"
    assert in_blocks.value(f"SELECT count(*) FROM ({strangers})") == 2 * a_block


def test_the_cube_of_all_blocks_is_that_of_the_whole(in_blocks: County) -> None:
    whole = f"SELECT * FROM ({cube_sql('payment', 'programme')})"
    for one, other in ((whole, "SELECT * FROM cube"), ("SELECT * FROM cube", whole)):
        assert in_blocks.rows(f"({one}) EXCEPT ALL ({other})") == []
    assert in_blocks.value("SELECT -min(programme) FROM cube") == 21


def test_the_blocks_of_the_largest_county_share_no_number() -> None:
    house = np.array([0, 1, 99_999])
    for texts, length in ((household_texts, 12), (phone_texts, 11)):
        made = np.concatenate([texts(block, house) for block in range(300)]).tolist()
        assert len(set(made)) == 900
        assert max(map(len, made)) <= length
    accounts = account_texts(np.array([block * 10_000_000 for block in range(300)])).tolist()
    assert len(set(accounts)) == 300
