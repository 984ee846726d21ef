"""Later files: what they add to, what they replace, and when they stop and ask."""

from decimal import Decimal
from pathlib import Path

from analytics.intake import intake
from analytics.snapshots import current_snapshot
from analytics.vault import Vault
from tests.intake.making import HEADER, PEOPLE, contents, engine, payment, resident_id, write_csv

AUGUST = [payment(n) for n in range(1, 11)]


def _paid(store: Path) -> tuple[int, Decimal]:
    (row,) = engine(store).rows("SELECT count(*) AS n, sum(amount) AS total FROM payment")
    return row["n"], row["total"]


def _corrected() -> list[list[object]]:
    """August with one amount corrected and one more payee."""
    return [*AUGUST[:9], payment(10, "150.00"), payment(11)]


def test_over_a_fifth_repeated_stops_and_leaves_the_store(store: Path, tmp_path: Path) -> None:
    intake(store, [write_csv(tmp_path / "1" / "民政局_高龄津贴.csv", HEADER, AUGUST)])
    before = contents(store)
    report = intake(store, [write_csv(tmp_path / "2" / "民政局_高龄津贴.csv", HEADER, _corrected())])
    assert report.snapshot is None
    ((file, sentence),) = report.refused
    assert file == "民政局_高龄津贴.csv"
    assert "82%" in sentence and "--replace" in sentence and "--add" in sentence
    assert contents(store) == before


def test_replace_puts_the_new_rows_in_the_place_of_the_old(store: Path, tmp_path: Path) -> None:
    intake(store, [write_csv(tmp_path / "1" / "民政局_高龄津贴.csv", HEADER, AUGUST)])
    later = write_csv(tmp_path / "2" / "民政局_高龄津贴.csv", HEADER, _corrected())
    intake(store, [later], on_conflict="replace")
    assert _paid(store) == (11, Decimal("1150.00"))
    assert engine(store).rows("SELECT source_file, file FROM source") == [
        {"source_file": 2, "file": "民政局_高龄津贴.csv"}
    ]


def test_add_keeps_both(store: Path, tmp_path: Path) -> None:
    intake(store, [write_csv(tmp_path / "1" / "民政局_高龄津贴.csv", HEADER, AUGUST)])
    intake(store, [write_csv(tmp_path / "2" / "民政局_高龄津贴.csv", HEADER, _corrected())], on_conflict="add")
    assert _paid(store) == (21, Decimal("2150.00"))
    numbers = engine(store).rows("SELECT count(DISTINCT payment_no) AS n, count(DISTINCT batch) AS b FROM payment")
    assert numbers == [{"n": 21, "b": 2}]


def test_exactly_a_fifth_is_taken(store: Path, tmp_path: Path) -> None:
    intake(store, [write_csv(tmp_path / "1" / "民政局_高龄津贴.csv", HEADER, AUGUST)])
    rows = [*AUGUST[:2], *[payment(n, day="2016-09-05") for n in range(1, 9)]]
    assert intake(store, [write_csv(tmp_path / "2" / "民政局_高龄津贴.csv", HEADER, rows)]).refused == []
    assert _paid(store)[0] == 20


def test_the_same_rows_twice_in_one_intake_are_found(store: Path, tmp_path: Path) -> None:
    files = [
        write_csv(tmp_path / "a" / "民政局_高龄津贴.csv", HEADER, AUGUST),
        write_csv(tmp_path / "b" / "民政局_高龄津贴_gbk.csv", HEADER, AUGUST, "gb18030"),
    ]
    report = intake(store, files)
    assert [f for f, _ in report.refused] == ["民政局_高龄津贴_gbk.csv"]
    assert _paid(store)[0] == 10


def test_next_months_file_of_the_same_name_adds(store: Path, tmp_path: Path) -> None:
    intake(store, [write_csv(tmp_path / "8" / "民政局_高龄津贴.csv", HEADER, AUGUST)])
    september = [payment(n, day="2016-09-05") for n in range(1, 11)]
    intake(store, [write_csv(tmp_path / "9" / "民政局_高龄津贴.csv", HEADER, september)])
    assert _paid(store)[0] == 20
    assert engine(store).value("SELECT count(*) FROM programme") == 1


def _people(path: Path, numbers: range) -> Path:
    return write_csv(path, PEOPLE, [[f"H{n}", "户主", "张一", resident_id(n), "青禾镇", "西庙村"] for n in numbers])


def test_a_register_replaces_its_register(store: Path, tmp_path: Path) -> None:
    intake(store, [_people(tmp_path / "1" / "公安局_户籍人口.csv", range(1, 6))])
    intake(store, [_people(tmp_path / "2" / "公安局_户籍人口_新.csv", range(3, 5))])
    assert engine(store).value("SELECT count(*) FROM person") == 2
    assert engine(store).value("SELECT count(*) FROM source") == 1


def test_several_files_of_one_register_in_one_intake_add_up(store: Path, tmp_path: Path) -> None:
    files = [_people(tmp_path / f"户籍人口_{i}.csv", range(i * 5 + 1, i * 5 + 6)) for i in range(2)]
    intake(store, files)
    assert engine(store).value("SELECT count(*) FROM person") == 10


def test_adds_keeps_the_register_but_not_the_same_file(store: Path, tmp_path: Path) -> None:
    mapping = tmp_path / "m.toml"
    mapping.write_text('table = "person"\nadds = true\n', encoding="utf-8")
    intake(store, [_people(tmp_path / "1" / "甲.csv", range(1, 6)), _people(tmp_path / "1" / "乙.csv", range(11, 13))])
    intake(store, [_people(tmp_path / "2" / "乙.csv", range(11, 20))], mapping=mapping)
    assert engine(store).value("SELECT count(*) FROM person") == 5 + 9
    assert sorted(r["file"] for r in engine(store).rows("SELECT file FROM source")) == ["乙.csv", "甲.csv"]


def test_a_new_person_register_gives_standing_registers_their_households(store: Path, tmp_path: Path) -> None:
    poor = write_csv(
        tmp_path / "扶贫办_建档立卡.csv", ["户主", "身份证号", "识别时间"], [["张一", resident_id(1), "2014-06-01"]]
    )
    intake(store, [poor])
    assert engine(store).value("SELECT household + person FROM poverty_household") == 0
    intake(store, [_people(tmp_path / "公安局_户籍人口.csv", range(1, 3))])
    household = engine(store).value("SELECT household FROM poverty_household")
    assert Vault(store).value_of("household", [household]) == {household: "H1"}


def test_untouched_files_are_the_parents(store: Path, tmp_path: Path) -> None:
    intake(store, [write_csv(tmp_path / "民政局_高龄津贴.csv", HEADER, AUGUST)])
    first = current_snapshot(store)
    intake(store, [write_csv(tmp_path / "民政局_高龄津贴_2017.csv", HEADER, [payment(1, day="2017-08-05")])])
    second = current_snapshot(store)
    assert first is not None and second is not None
    kept = "payment/year=2016/part.parquet"
    assert (first.path / kept).stat().st_ino == (second.path / kept).stat().st_ino
    assert engine(store).value("SELECT payments FROM cube WHERE year = 0 AND programme = 0 AND level = 'county'") == 11
    assert second.manifest["parent"] == first.id
    assert [s["rows_kept"] for s in second.manifest["sources"]] == [10, 1]
    assert set(second.manifest["quality"]) == {"1", "2"}
