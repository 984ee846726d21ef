"""The made files are good enough to stand in for a county's: taken in whole, and the rules find what was put there."""

from pathlib import Path

import pytest

from analytics.intake import intake
from analytics.permissions import operator
from analytics.rules.run import run
from analytics.snapshots import current_snapshot
from tests.support.department_files import department_files


@pytest.mark.slow
def test_the_made_files_are_taken_in_whole_and_hit(store: Path, tmp_path: Path) -> None:
    report = intake(store, department_files(tmp_path / "files"))
    assert not report.refused
    assert [(sheet.file, sheet.rows_rejected) for sheet in report.sheets if sheet.rows_rejected] == []
    snapshot = current_snapshot(store)
    assert snapshot is not None
    hits = {rule["code"] for rule in run(store, snapshot, operator()).manifest["rules"] if rule.get("hits")}
    assert {"A01", "C12", "A06", "D01"} <= hits, hits
