"""Two walls around foreign SQL: the list of allowed tables and functions, and a child process that needs no list."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from analytics.engine import open_engine
from analytics.own_rules import confined, trial
from analytics.own_rules.sandbox import Limits, ask
from analytics.own_rules.trial import lawful
from analytics.permissions import operator
from analytics.snapshots import Snapshot
from analytics.viewer import Scope, Viewer
from analytics.words import Refused
from tests.own_rules.escapes import BARE, ENDLESS, ESCAPES, HONEST
from tests.own_rules.making import asked, rule, where
from tests.support.small_store import small_store

SHORT = Limits(seconds=5, threads=1, memory_mb=256, address_mb=2048)
WHOLE = operator()
EVERYTHING = "SELECT * FROM payment, person, death, cadre, payee, pay"


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    store = tmp_path_factory.mktemp("walled") / "store"
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("QINGZHANG_STORE", str(store))
        environment.setenv("SECRET_OF_THE_OFFICE", "tell nobody")
        yield small_store(store)


@pytest.fixture(scope="module")
def database(snapshot: Snapshot, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a child gets to see: the whole small county."""
    path = tmp_path_factory.mktemp("given") / "scope.duckdb"
    confined.write(path, open_engine(snapshot), Scope(), EVERYTHING)
    return path


def files(*folders: Path) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for folder in folders for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("sql", ESCAPES.values(), ids=list(ESCAPES))
def test_the_list_refuses(sql: str, snapshot: Snapshot) -> None:
    before = files(snapshot.store)
    with pytest.raises(Refused) as refusal:
        trial(WHOLE, snapshot, rule(sql.replace("{store}", str(snapshot.store))))
    assert_one_sentence(refusal.value, snapshot)
    assert files(snapshot.store) == before


def assert_one_sentence(refusal: Refused, snapshot: Snapshot) -> None:
    said = str(refusal)
    assert said and "\n" not in said and len(said) < 400
    assert "tell nobody" not in said and "root:" not in said


@pytest.mark.parametrize("sql", BARE.values(), ids=list(BARE))
def test_the_child_alone_refuses(sql: str, snapshot: Snapshot, database: Path) -> None:
    before = files(snapshot.store, database.parent)
    started = time.monotonic()
    filled = sql.replace("{store}", str(snapshot.store)).replace("{database}", str(database))
    with pytest.raises(Refused) as refusal:
        ask(database, filled, limits=SHORT)
    assert_one_sentence(refusal.value, snapshot)
    assert str(snapshot.store) not in str(refusal.value)
    assert files(snapshot.store, database.parent) == before
    assert time.monotonic() - started < SHORT.seconds + 5


@pytest.mark.parametrize("sql", ENDLESS.values(), ids=list(ENDLESS))
def test_what_the_list_lets_pass_ends_at_a_wall(sql: str, snapshot: Snapshot) -> None:
    before, started = files(snapshot.store), time.monotonic()
    with pytest.raises(Refused, match="已中止"):
        trial(WHOLE, snapshot, rule(sql), limits=SHORT)
    assert time.monotonic() - started < SHORT.seconds + 5
    assert files(snapshot.store) == before and not list((snapshot.store / "tmp").iterdir())


def test_honest_queries_pass_the_list_and_run(snapshot: Snapshot, database: Path) -> None:
    """In one rule of many CTEs: each is checked by name, all are run."""
    ctes = ",\n".join(f"q{n} AS ({sql})" for n, sql in enumerate(HONEST.values()))
    read = " OR ".join(f"EXISTS (SELECT 1 FROM q{n})" for n in range(len(HONEST)))
    found = trial(WHOLE, snapshot, rule(f"WITH {ctes}\n" + where(f"({read})")))
    assert len(HONEST) >= 20 and found.hits == 29 and not found.cut


@pytest.mark.parametrize("query", HONEST.values(), ids=list(HONEST))
def test_an_honest_query_is_lawful(query: str) -> None:
    assert lawful(rule(asked(query)))


# scope -> payments, their townships, their programmes, the payees within it, and those of the register of persons
SCOPES = {
    "one township": (Scope(frozenset({2})), 40, {2}, {1, 3}, {9, 10, 11}, {9, 10}),
    "one department": (Scope(None, frozenset({2})), 16, {1, 2}, {3}, {1, 3, 5, 7, 9, 11}, set(range(1, 11))),
    "both": (Scope(frozenset({1}), frozenset({1})), 112, {1}, {1, 2}, set(range(1, 9)), set(range(1, 9))),
    "nothing": (Scope(frozenset()), 0, set(), set(), set(), set()),
}


@pytest.mark.parametrize(
    ("scope", "payments", "townships", "programmes", "people", "registered"), SCOPES.values(), ids=list(SCOPES)
)
def test_a_child_sees_its_own_scope_only(
    scope: Scope,
    payments: int,
    townships: set[int],
    programmes: set[int],
    people: set[int],
    registered: set[int],
    snapshot: Snapshot,
    tmp_path: Path,
) -> None:
    path = tmp_path / "scope.duckdb"
    confined.write(path, open_engine(snapshot), scope, EVERYTHING)
    rows = ask(path, "SELECT township, programme FROM payment").rows
    assert rows.num_rows == payments
    assert set(rows["township"].to_pylist()) == townships and set(rows["programme"].to_pylist()) == programmes
    assert set(ask(path, "SELECT person FROM payee").rows["person"].to_pylist()) == people
    assert set(ask(path, "SELECT person FROM person").rows["person"].to_pylist()) == registered


def test_another_townships_rows_cannot_be_counted(snapshot: Snapshot) -> None:
    """Whoever is limited to township 2 gets no hit from a rule about township 1."""
    limited = Viewer("wang", "training", Scope(frozenset({2})))
    elsewhere = rule(where("EXISTS (SELECT 1 FROM payment WHERE township = 1)"))
    assert trial(limited, snapshot, elsewhere).hits == 0
    assert trial(WHOLE, snapshot, elsewhere).hits > 0


def test_too_many_rows_are_cut_and_said(database: Path) -> None:
    found = ask(database, "SELECT * FROM range(1000000)", limits=Limits(rows=1000))
    assert found.cut and found.rows.num_rows == 1000
    found = ask(database, "SELECT i, repeat('x', 1000) AS x FROM range(100000) AS t(i)", limits=Limits(bytes=1 << 20))
    assert found.cut and found.rows.nbytes <= 1 << 20


def test_an_error_names_the_line_people_see(snapshot: Snapshot) -> None:
    text = rule(where("p.nothing = 1")).text
    line = text[: text.index("p.nothing")].count("\n") + 1
    with pytest.raises(Refused, match=f"第 {line} 行"):
        trial(WHOLE, snapshot, rule(where("p.nothing = 1")))
