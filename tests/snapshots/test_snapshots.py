"""Snapshots: named by content, written in one move, never changed."""

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from analytics.schema import cast_sql
from analytics.snapshots import (
    Snapshot,
    SnapshotWriter,
    compare_snapshots,
    current_snapshot,
    list_snapshots,
    open_snapshot,
    store_lock,
    verify_snapshot,
)
from analytics.snapshots.writer import LAYOUTS
from analytics.words import Refused

PAYMENTS = """
    SELECT i AS payment_no, 1 + i % 3 AS programme, 1 + i % 2 AS township, 1 + i % 4 AS village, i % 50 AS household,
           i % 70 AS person, 201500 + 100 * (i % 2) + 1 + i % 12 AS period, i / 4.0 AS amount, 'card' AS channel,
           'paid' AS status, 1 AS batch, i AS roster_line, 1 AS source_file, i AS source_row
    FROM range(1000) AS t(i)"""

DEATHS = "SELECT i AS person, DATE '2016-02-10' + i::INT % 9 AS died_on FROM range(300) AS t(i)"


def write(
    store: Path, payments: str = PAYMENTS, deaths: str = "SELECT 5 AS person, DATE '2016-02-10' AS died_on"
) -> Snapshot:
    con = duckdb.connect()
    con.execute(f"CREATE TABLE p AS {payments}")
    con.execute(f"CREATE TABLE d AS {deaths}")
    with store_lock(store), SnapshotWriter(store, current_snapshot(store)) as writer:
        writer.payments(con, "p")
        writer.table(con, "death", "d")
        writer.cube(con)
        return writer.publish(sources=[])


def test_the_same_rows_in_another_order_give_the_same_id(tmp_path: Path) -> None:
    assert write(tmp_path / "a").id == write(tmp_path / "b", f"SELECT * FROM ({PAYMENTS}) ORDER BY payment_no DESC").id


def test_the_newest_is_current_and_all_can_be_opened(tmp_path: Path) -> None:
    first = write(tmp_path)
    second = write(tmp_path, deaths="SELECT 6 AS person, DATE '2016-02-10' AS died_on")
    assert current_snapshot(tmp_path) == second
    assert {s.id for s in list_snapshots(tmp_path)} == {first.id, second.id}
    assert open_snapshot(tmp_path, first.id[:6]) == first
    assert compare_snapshots(first, second) == {"death": {"before": 1, "after": 1}}


def test_an_unknown_id_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="没有编号为 nope"):
        open_snapshot(tmp_path, "nope")


def test_the_cube_holds_every_level_counted_distinct(tmp_path: Path) -> None:
    snapshot = write(tmp_path)
    con = duckdb.connect()
    top = """SELECT payments, amount, people, households FROM read_parquet($f)
             WHERE year = 0 AND programme = 0 AND level = 'county'"""
    assert con.execute(top, {"f": snapshot.glob("cube")}).fetchall() == [(1000, 124875, 70, 50)]
    villages = "SELECT sum(payments) FROM read_parquet($f) WHERE year = 2016 AND programme = 0 AND level = 'village'"
    assert con.execute(villages, {"f": snapshot.glob("cube")}).fetchall() == [(500,)]


def test_a_changed_missing_or_added_file_is_found(tmp_path: Path) -> None:
    snapshot = write(tmp_path)
    assert verify_snapshot(snapshot) == []
    (snapshot.path / "death.parquet").write_bytes(b"other")
    (snapshot.path / "cube.parquet").unlink()
    (snapshot.path / "extra.parquet").write_bytes(b"")
    assert verify_snapshot(snapshot) == ["missing cube.parquet", "unexpected extra.parquet", "changed death.parquet"]


def test_what_is_not_published_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), store_lock(tmp_path), SnapshotWriter(tmp_path) as writer:
        con = duckdb.connect()
        con.execute("CREATE TABLE d AS SELECT 1 AS person, DATE '2016-01-01' AS died_on")
        writer.table(con, "death", "d")
        raise KeyboardInterrupt
    assert list((tmp_path / "snapshots").iterdir()) == []
    assert current_snapshot(tmp_path) is None


def test_untouched_files_are_links_to_the_parents(tmp_path: Path) -> None:
    parent = write(tmp_path)
    con = duckdb.connect()
    con.execute("CREATE TABLE d AS SELECT 9 AS person, DATE '2017-01-01' AS died_on")
    with store_lock(tmp_path), SnapshotWriter(tmp_path, parent) as writer:
        writer.table(con, "death", "d")
        writer.keep_rest()
        child = writer.publish(sources=[])
    part = "payment/year=2015/part.parquet"
    assert (child.path / part).samefile(parent.path / part)
    assert verify_snapshot(child) == [] and child.rows("payment") == 1000


def test_a_second_writer_is_refused_and_a_dead_ones_work_is_cleared(tmp_path: Path) -> None:
    (tmp_path / "snapshots" / ".building-left").mkdir(parents=True)
    script = f"""
import time
from pathlib import Path
from analytics.snapshots import store_lock
with store_lock(Path({str(tmp_path)!r})):
    print("held", flush=True)
    time.sleep(60)"""
    holder = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    try:
        assert holder.stdout and holder.stdout.readline() == "held\n"
        with pytest.raises(Refused, match="另一次导入正在进行"), store_lock(tmp_path):
            pass
    finally:
        holder.kill()
        holder.communicate()
    with store_lock(tmp_path):
        assert not (tmp_path / "snapshots" / ".building-left").exists()


def test_small_pieces_give_the_same_id_as_the_whole(tmp_path: Path) -> None:
    whole = write(tmp_path / "whole", deaths=DEATHS)
    con = duckdb.connect()
    con.execute(f"CREATE TABLE p AS {PAYMENTS}")
    con.execute(f"CREATE TABLE d AS {DEATHS}")
    have = {c for (c, *_) in con.execute("DESCRIBE p").fetchall()}
    with store_lock(tmp_path / "pieces"), SnapshotWriter(tmp_path / "pieces") as writer:
        for year in (2015, 2016):
            for layout, (order, _) in LAYOUTS.items():
                rows = f"SELECT {cast_sql('payment', have)} FROM p WHERE period // 100 = {year} ORDER BY {order}"
                table = con.sql(rows).to_arrow_table()
                writer.year(layout, year, (table.slice(at, 17) for at in range(0, table.num_rows, 17)))
        for low in range(0, 300, 60):
            writer.append(con, "death", f"(SELECT * FROM d WHERE person BETWEEN {low} AND {low + 59})")
        writer.cube(con, [f"household % 10 = {k}" for k in range(10)])
        pieces = writer.publish(sources=[])
    assert [path for path, file in pieces.manifest["files"].items() if whole.manifest["files"][path] != file] == []
    assert pieces.id == whole.id


def test_a_part_that_belongs_before_another_is_refused(tmp_path: Path) -> None:
    con = duckdb.connect()
    con.execute(f"CREATE TABLE d AS {DEATHS}")
    with store_lock(tmp_path), SnapshotWriter(tmp_path) as writer:
        writer.append(con, "death", "(SELECT * FROM d WHERE person >= 100)")
        with pytest.raises(ValueError, match="out of order: 0 after 299"):
            writer.append(con, "death", "(SELECT * FROM d WHERE person < 100)")
