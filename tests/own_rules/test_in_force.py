"""A released rule in runs: as long as it is what was released, and never to the harm of the others."""

from pathlib import Path

import pytest

from analytics import own_rules
from analytics.engine import open_engine
from analytics.integrity import faults
from analytics.own_rules.drafts import mark_tested
from analytics.records.db import transaction
from analytics.records.own_rules import OwnRule, digest
from analytics.rules import catalogue, run
from analytics.rules.catalogue import refused
from analytics.rules.coverage import coverage
from analytics.rules.own import FOLDER
from analytics.snapshots import Snapshot
from analytics.suspects.sentences import lookalikes
from analytics.words import Refused
from tests.own_rules.making import HEADER, LI, WANG, released, where
from tests.support import small_store as small


def test_a_released_rule_takes_part_in_runs(snapshot: Snapshot, store: Path) -> None:
    before = run(store, snapshot, LI)
    made = released(store)
    rule = catalogue()["Z01"]
    assert rule.own and (rule.own.authors, rule.own.released_by) == (("li",), "wang")
    after = run(store, snapshot, LI)
    report = next(r for r in after.manifest["rules"] if r["code"] == "Z01")
    assert after.id != before.id and report["hits"] == 29 and report["digest"] == rule.digest
    assert set(after.hits()["module"].to_pylist()) >= {22} and after.manifest["refused"] == []
    assert "Z01" in {found.rule.code for found in coverage(LI, open_engine(snapshot))}
    own_rules.withdraw(WANG, made.code, "不再需要")
    assert run(store, snapshot, LI).id == before.id
    assert lookalikes(["Z01"]) == {"Z01": ()}  # hits of the earlier run can still be read
    with pytest.raises(Refused, match="已停用"):
        run(store, snapshot, LI, ["Z01"])


def test_a_new_version_replaces_the_old_one_once_released(snapshot: Snapshot, store: Path) -> None:
    first = released(store)
    second = own_rules.revise(LI, first.code)
    assert (second.version, second.state) == (2, "draft") and "version: 2" in second.text
    second = own_rules.edit(LI, "Z01", 2, second.text.replace("WHERE TRUE", "WHERE p.amount > 100"), second.sha256)
    mark_tested(LI, "Z01", 2, second.sha256, {"hits": 9})
    own_rules.submit(LI, "Z01", "收紧条件")
    assert "WHERE TRUE" in catalogue()["Z01"].source  # the first stays in force
    own_rules.release(WANG, store, "Z01", second.sha256, "同意")
    assert "p.amount > 100" in catalogue()["Z01"].source and catalogue()["Z01"].header.version == 2
    assert [(row.version, row.state) for row in own_rules.entries(LI)] == [(2, "released"), (1, "withdrawn")]


TAMPERED = {
    "a changed file": lambda path: path.write_text(path.read_text("utf-8").replace("WHERE TRUE", "WHERE p.amount > 1")),
    "a blank more": lambda path: path.write_text(path.read_text("utf-8") + " "),
    "a file that is gone": Path.unlink,
    "a file that is no text": lambda path: path.write_bytes(b"\xff\xfe"),
}


@pytest.mark.parametrize("tamper", TAMPERED.values(), ids=list(TAMPERED))
def test_a_tampered_file_is_refused_and_skipped(tamper, snapshot: Snapshot, store: Path) -> None:  # type: ignore[no-untyped-def]
    released(store)
    tamper(store / FOLDER / "Z01.sql")
    (said,) = refused()
    assert "Z01" in said and "与发布时不一致" in said
    made = run(store, snapshot, LI)
    assert "Z01" not in made.ran() and made.manifest["refused"] == [said]
    assert not catalogue()["Z01"].in_force
    assert [fault for fault in faults(store, lambda *_: None) if fault["where"] == "own rules"]


def test_a_text_changed_in_the_database_is_refused(snapshot: Snapshot, store: Path) -> None:
    """Even together with its file and hash: the audit chain remembers what was released."""
    released(store)
    path = store / FOLDER / "Z01.sql"
    other = path.read_text("utf-8").replace("WHERE TRUE", "WHERE p.amount > 1")
    with transaction() as tx:
        row = tx.get_one(OwnRule, ("Z01", 1))
        row.text, row.sha256 = other, digest(other)
    path.write_text(other, "utf-8")
    assert [f["what"] for f in faults(store, lambda *_: None) if f["where"] == "own rules"] == [
        "Z01 is not as released"
    ]


def test_a_rule_that_fails_in_a_run_stops_no_run(snapshot: Snapshot, store: Path) -> None:
    """Released over this snapshot, it meets another: here one in which a cast fails."""
    text = where("CAST(coalesce(p.remark, '1') AS DECIMAL(12, 2)) = 1")
    released(store, HEADER + text)
    assert next(r for r in run(store, snapshot, LI).manifest["rules"] if r["code"] == "Z01")["hits"] == 29
    broken = other_snapshot(store)
    made = run(store, broken, LI)
    report = next(r for r in made.manifest["rules"] if r["code"] == "Z01")
    assert report["state"] == "not_applicable" and report["why_not"] == "运行出错" and "A01" in made.ran()


def other_snapshot(store: Path) -> Snapshot:
    return small.small_store(store, small.PAYMENTS.replace("1 AS batch,", "'补发' AS remark, 1 AS batch,"))
