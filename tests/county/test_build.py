"""The county as a snapshot: the same from the same seed, refused where it would harm, of the size it says."""

from pathlib import Path

import pytest

from analytics.county import build
from analytics.schema import REGISTERS
from analytics.snapshots import current_snapshot, verify_snapshot
from analytics.words import Refused
from tests.county.conftest import SCALE, SEED, County, open_county


def test_the_same_seed_gives_the_same_snapshot_and_another_another(county: County, tmp_path: Path) -> None:
    parts: list[float] = []
    again = build(tmp_path / "again", SCALE, SEED, parts.append)
    assert again.id == county.snapshot.id
    for name in ("truth.csv", "innocent.csv"):
        assert (tmp_path / "again/truth" / name).read_bytes() == (county.store / "truth" / name).read_bytes()
    assert parts == sorted(parts)
    assert parts[-1] == 1
    assert build(tmp_path / "other", SCALE, SEED + 1).id != county.snapshot.id


def test_a_store_with_data_is_left_alone(county: County) -> None:
    with pytest.raises(Refused, match="已有数据"):
        build(county.store, SCALE, SEED)
    assert current_snapshot(county.store) == county.snapshot
    assert verify_snapshot(county.snapshot) == []


@pytest.mark.parametrize("scale", [0, 0.001, 101])
def test_a_scale_out_of_bounds_is_refused(tmp_path: Path, scale: float) -> None:
    with pytest.raises(Refused, match="规模"):
        build(tmp_path / "s", scale, SEED)
    assert not (tmp_path / "s").exists()


def test_the_county_has_the_size_it_was_modelled_on(tmp_path: Path) -> None:
    scale = 0.1  # below it the planted cases, two of each at least, outweigh the county
    county = open_county(tmp_path, build(tmp_path, scale, SEED))
    assert 1_950_000 < county.value("SELECT count(*) FROM payment") / scale < 2_450_000
    assert 1_500_000_000 < county.value("SELECT sum(amount)::DOUBLE FROM payment") / scale < 2_400_000_000
    assert county.value("SELECT count(DISTINCT household) FROM person") == 250_000 * scale
    assert 780_000 < county.value("SELECT count(*) FROM person") / scale < 860_000
    assert county.value("SELECT count(*) FROM programme") == 212
    assert county.value("SELECT count(*) FROM department") == 21
    assert county.rows("SELECT DISTINCT period // 100 FROM payment ORDER BY 1") == [(y,) for y in range(2013, 2018)]


def test_the_cube_counts_by_department_too(county: County) -> None:
    counted = county.rows(
        "SELECT -programme, amount FROM cube WHERE programme < 0 AND year = 0 AND level = 'county' ORDER BY 1"
    )
    paid = """SELECT department, sum(amount) FROM payment JOIN programme USING (programme)
              WHERE status = 'paid' GROUP BY 1 ORDER BY 1"""
    assert counted == county.rows(paid) and len(counted) > 15


def test_every_register_is_filled(county: County) -> None:
    assert [name for name in REGISTERS if county.snapshot.rows(name) == 0] == []


def test_the_manifest_names_its_invented_sources(county: County) -> None:
    manifest = county.snapshot.manifest
    assert (manifest["training"], manifest["seed"], manifest["scale"]) == (True, SEED, SCALE)
    assert len(manifest["sources"]) == county.snapshot.rows("source")
    paid = [s for s in manifest["sources"] if "发放花名册" in s["file"]]
    assert sum(s["rows_kept"] for s in paid) == county.snapshot.rows("payment")
    assert all(s["rows_read"] == s["rows_kept"] + s["rows_rejected"] for s in manifest["sources"])
    assert all(len(s["sha256"]) == 64 and s["data_date"].startswith("201") for s in manifest["sources"])


def test_a_clean_county_has_no_half_built_leftovers(county: County) -> None:
    assert [p.name for p in (county.store / "snapshots").iterdir()] == [county.snapshot.id]
