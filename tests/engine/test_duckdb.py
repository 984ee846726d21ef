"""The engine: answers over one snapshot, nets reversals, and reads nothing else on the disk."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import duckdb
import pytest

from analytics.engine import Engine, open_engine
from analytics.snapshots import SnapshotWriter, store_lock


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    store = tmp_path_factory.mktemp("store")
    con = duckdb.connect()
    con.execute("""CREATE TABLE p AS SELECT * FROM (VALUES
        (1, 1, 201608, 100.00, 'paid', DATE '2016-08-18'),
        (2, 1, 201608, 100.00, 'paid', DATE '2016-08-19'),
        (3, 1, 201608, -100.00, 'paid', DATE '2016-08-20'),
        (4, 1, 201600, 50.00, 'paid', NULL),
        (5, 1, 201609, 70.00, 'returned', NULL)) AS t(payment_no, person, period, amount, status, pay_date)""")
    con.execute("""CREATE TABLE pay AS SELECT *, 1 AS programme, 1 AS township, 1 AS village, person AS household,
        'card' AS channel, 1 AS batch, payment_no AS roster_line, 1 AS source_file, payment_no AS source_row FROM p""")
    con.execute(
        "CREATE TABLE g AS SELECT 1 AS programme, 'D1' AS code, '低保' AS title, '农村低保' AS kind, "
        "1 AS department, 'household' AS paid_to"
    )
    with store_lock(store), SnapshotWriter(store) as writer:
        writer.payments(con, "pay")
        writer.table(con, "programme", "g")
        return open_engine(writer.publish(sources=[]))


def test_a_reversal_takes_back_the_later_credit(engine: Engine) -> None:
    assert [r["payment_no"] for r in engine.rows("SELECT payment_no FROM pay ORDER BY 1")] == [1, 4]


def test_periods_have_days_and_programmes_their_kind(engine: Engine) -> None:
    rows = engine.rows("SELECT period_start, period_end, on_date, kind, assistance, land FROM pay ORDER BY payment_no")
    assert rows[0]["period_start"] == date(2016, 8, 1) and rows[0]["on_date"] == date(2016, 8, 18)
    assert rows[1]["period_start"] == date(2016, 1, 1) and rows[1]["on_date"] == date(2016, 12, 31)
    assert rows[0]["kind"] == "农村低保" and rows[0]["assistance"] and not rows[0]["land"]


def test_a_register_that_is_missing_is_empty_but_known_as_missing(engine: Engine) -> None:
    assert engine.value("SELECT count(*) FROM vehicle") == 0
    assert "vehicle" not in engine.present and "payment" in engine.present


def test_a_column_added_to_the_contract_since_is_blank_in_an_older_snapshot(tmp_path: Path) -> None:
    con = duckdb.connect()
    con.execute("CREATE TABLE c AS SELECT 7 AS person, '注销' AS status")
    with store_lock(tmp_path), SnapshotWriter(tmp_path) as writer:
        writer.table(con, "disability", "c")
        snapshot = writer.publish(sources=[])
    older = f"(SELECT * EXCLUDE (cancelled_on) FROM '{snapshot.glob('disability')}')"
    con.execute(f"COPY (SELECT * FROM {older}) TO '{tmp_path}/older.parquet'")
    Path(f"{tmp_path}/older.parquet").replace(snapshot.glob("disability"))
    rows = open_engine(snapshot).rows("SELECT person, status, cancelled_on FROM disability")
    assert rows == [{"person": 7, "status": "注销", "cancelled_on": None}]


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [("1950-08-15", "2016-08-14", 65), ("1950-08-15", "2016-08-15", 66), ("1952-02-29", "2016-02-28", 63)],
)
def test_age_counts_birthdays(engine: Engine, born: str, day: str, age: int) -> None:
    assert engine.value(f"SELECT age_at(DATE '{born}', DATE '{day}')") == age


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "COPY (SELECT 1) TO '/tmp/leak.csv'",
        "ATTACH '/tmp/leak.db'",
        "SET enable_external_access = true",
        "INSTALL httpfs",
    ],
)
def test_nothing_else_on_the_disk_can_be_reached(engine: Engine, sql: str) -> None:
    with pytest.raises(duckdb.Error):
        engine.query(sql)


def test_python_variables_are_no_tables(engine: Engine) -> None:
    secrets = duckdb.sql("SELECT 1 AS a").to_arrow_table()
    with pytest.raises(duckdb.Error):
        engine.query("SELECT * FROM secrets")
    assert secrets.num_rows == 1


def test_threads_ask_at_the_same_time(engine: Engine) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda i: engine.value("SELECT $i::INTEGER + count(*) FROM pay", {"i": i}), range(40)))
    assert answers == [i + 2 for i in range(40)]


def test_one_engine_for_one_snapshot(engine: Engine, tmp_path: Path) -> None:
    assert open_engine(engine.snapshot) is engine
