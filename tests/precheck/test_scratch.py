"""The scratch engine: the roster's lines among the payments, strangers under negative keys, nothing left behind."""

import stat
from pathlib import Path

import pytest

from analytics.engine import open_engine
from analytics.precheck.due import due
from analytics.precheck.roster import read_roster
from analytics.precheck.scratch import scratch, sweep
from analytics.snapshots import Snapshot
from analytics.vault import Vault
from tests.intake.making import contents, write_csv
from tests.precheck.county import INNOCENT, ROSTER, ROSTER_HEADER, STRANGER, asked, line, roster
from tests.support.department_files import _id


def test_the_lines_stand_among_the_payments(snapshot: Snapshot, store: Path, tmp_path: Path) -> None:
    wanted = asked(store)
    before = snapshot.rows("payment")
    taken = due(open_engine(snapshot), wanted.department, wanted.programme)
    with scratch(snapshot, read_roster(roster(tmp_path), store), taken) as made:
        rows = made.engine.rows("SELECT * FROM payment WHERE period = 201801 ORDER BY payment_no")
        assert made.engine.value("SELECT count(*) FROM payment") == before + len(ROSTER)
    assert [row["payment_no"] for row in rows] == list(range(before + 1, before + 1 + len(ROSTER)))
    assert {(row["programme"], str(row["pay_date"]), str(row["amount"])) for row in rows} == {
        (wanted.programme, "2018-01-01", "300.00")
    }
    assert list(made.places.values()) == [(0, 4 + at) for at in range(len(ROSTER))]
    known = [row for row in rows if row["person"] > 0]
    assert len(known) == len(ROSTER) - 1 and all(row["household"] > 0 and row["account"] > 0 for row in known)


def test_a_stranger_has_keys_that_mean_nothing_elsewhere(snapshot: Snapshot, store: Path, tmp_path: Path) -> None:
    wanted = asked(store)
    taken = due(open_engine(snapshot), wanted.department, wanted.programme)
    with scratch(snapshot, read_roster(roster(tmp_path, [STRANGER]), store), taken) as made:
        (row,) = made.engine.rows("SELECT * FROM payment WHERE person < 0")
        assert row["household"] < 0 and row["account"] < 0
        assert made.vault.value_of("person", [row["person"]]) == {row["person"]: _id(STRANGER)}
        assert made.engine.value("SELECT born_on FROM payee WHERE person = ?", [row["person"]]) is not None
        with pytest.raises(AssertionError):
            made.vault.append("person", [1], ["x"])
    assert Vault(store).find("person", [_id(STRANGER)]) == {}


def test_a_row_of_several_months_is_one_line_with_their_sum(snapshot: Snapshot, store: Path, tmp_path: Path) -> None:
    header = [*ROSTER_HEADER[:-1], "1月", "2月", "3月"]
    path = write_csv(tmp_path / "低保名册.csv", header, [[*line(INNOCENT)[:-1], 300, 310, 320]])
    wanted = asked(store)
    taken = due(open_engine(snapshot), wanted.department, wanted.programme)
    with scratch(snapshot, read_roster(path, store), taken) as made:
        (row,) = made.engine.rows("SELECT period, amount FROM payment WHERE payment_no >= ?", [made.first])
    assert (row["period"], str(row["amount"])) == (201801, "930.00")


def test_a_month_within_a_year_that_stands_keeps_its_payments(snapshot: Snapshot, store: Path, tmp_path: Path) -> None:
    wanted = asked(store)
    taken = due(open_engine(snapshot), wanted.department, wanted.programme)
    within = type(taken)(taken.programme, taken.department, 201712, taken.on)
    with scratch(snapshot, read_roster(roster(tmp_path, [INNOCENT]), store), within) as made:
        assert made.engine.value("SELECT count(*) FROM payment") == snapshot.rows("payment") + 1


def test_only_its_owner_can_read_it_and_it_is_gone_however_it_ends(
    snapshot: Snapshot, store: Path, tmp_path: Path
) -> None:
    before = {name: contents(store / name) for name in ("snapshots", "vault")}
    wanted = asked(store)
    taken = due(open_engine(snapshot), wanted.department, wanted.programme)
    with pytest.raises(RuntimeError), scratch(snapshot, read_roster(roster(tmp_path), store), taken):
        (folder,) = (store / "scratch").iterdir()
        assert {stat.S_IMODE(p.stat().st_mode) for p in (folder, store / "scratch")} == {0o700}
        raise RuntimeError
    assert list((store / "scratch").iterdir()) == []
    assert {name: contents(store / name) for name in ("snapshots", "vault")} == before


def test_what_a_killed_process_left_is_swept(store: Path) -> None:
    left = store / "scratch" / "999999999-x"
    left.mkdir(parents=True)
    (left / "payment.parquet").write_bytes(b"x")
    sweep(store)
    assert not left.exists()
