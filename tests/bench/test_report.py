"""The page says what was measured, and misses no target silently."""

import sys
from pathlib import Path

import pytest

from tests.bench.report import write
from tests.bench.results import kept
from tests.bench.watch import Failed, watch

MEASURED = {"when": "2017-12-31 08:00 UTC", "machine": "a quiet machine", "scale": 1.0}
COUNTY = {"seconds": 31.5, "peak_bytes": 4e8, "payments": 2_100_000, **MEASURED}
LARGER = {"seconds": 95.0, "peak_bytes": 2.6e9, "payments": 6_300_000, "scale": 3.0}
INTAKE = {"rows": 1_000_000, "bytes": 9e7, "seconds": 4.0, "peak_bytes": 5e8, **MEASURED}
HOLD = "import time; print('{\"event\": \"ready\"}', flush=True); block = bytearray(b'x') * 80_000_000; time.sleep(0.5)"


def test_a_part_keeps_the_sections_of_the_others(tmp_path: Path) -> None:
    kept(tmp_path, "county", COUNTY | {"larger": [LARGER]})
    write(tmp_path, kept(tmp_path, "intake", INTAKE))
    page = (tmp_path / "benchmarks.md").read_text(encoding="utf-8")
    assert "**missed**: the county built in 30 s; measured 31.5 s" in page
    assert "**missed**: under 2.5 GB at every size; measured 2600 MB" in page
    assert "met: 200,000 rows a second; measured 250,000 (4.0 s)" in page
    assert "Drill-down" not in page


def test_a_slow_rule_without_a_reason_is_named(tmp_path: Path) -> None:
    rules = [{"code": c, "title": "t", "seconds": s, "hits": 3} for c, s in (("A01", 0.5), ("G01", 9.0), ("B01", 4.0))]
    figures = {"payments": 9, "seconds": 14.0, "peak_bytes": 1e9, "rules": rules, "steps": {"A01": 0.4}, **MEASURED}
    write(tmp_path, kept(tmp_path, "catalogue", figures))
    page = (tmp_path / "benchmarks.md").read_text(encoding="utf-8")
    assert "slow: G01: the forest" in page and "slow: B01: **no reason known**" in page
    assert page.index("| G01") < page.index("| B01") < page.index("| A01")
    assert "**missed**: a step of a threshold under 300 ms; measured the slowest 400 ms (A01)" in page


@pytest.mark.skipif(sys.platform == "win32", reason="peak of children is read as Linux and macOS tell it")
def test_memory_is_that_of_the_measured_process() -> None:
    watched = watch(["-c", HOLD])
    assert 80_000_000 < watched.peak_bytes < 160_000_000
    assert [event["event"] for event in watched.events] == ["ready"]


def test_a_command_that_fails_says_so() -> None:
    with pytest.raises(Failed, match="exit 3"):
        watch(["-c", "raise SystemExit(3)"])
