"""Versions of the reference tables: made, listed, in force, restored; and how they lie over a snapshot."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from analytics.engine import open_engine
from analytics.permissions import operator
from analytics.records import audit
from analytics.records.audit import AuditLine
from analytics.records.db import reading
from analytics.reference import TABLES, current_reference, list_versions
from analytics.reference.versions import read_tables
from analytics.reference_edits import changes, clean, restore, save, set_value
from analytics.rules import catalogue, run
from analytics.rules.parameters import resolve
from analytics.snapshots import Snapshot
from analytics.viewer import Viewer
from analytics.words import Refused
from tests.support.small_store import small_store

OPERATOR = operator()
PAIR = {"kind_a": "农村低保", "kind_b": "公益岗", "scope": "person", "valid_from": "2016-01-01", "basis": "县办法"}


@pytest.fixture
def snapshot(store: Path) -> Snapshot:
    return small_store(store)


def rows_of(store: Path, table: str) -> list[dict[str, str]]:
    return current_reference(store).rows(table)


def test_the_seeds_stand_as_they_are(store: Path, snapshot: Snapshot) -> None:
    for name, rows in read_tables(current_reference()).items():
        assert clean(name, rows) == rows
        if rows:
            save(OPERATOR, store, name, rows, "原样保存")
    assert list_versions(store) == []


def test_an_edit_is_a_version_with_a_name_and_a_reason(store: Path, snapshot: Snapshot) -> None:
    before = current_reference(store)
    made = save(OPERATOR, store, "exclusion", [*rows_of(store, "exclusion"), PAIR], "县政府新规定")
    assert made == current_reference(store) != before
    assert made.manifest["by"] == OPERATOR.account and made.manifest["parent"] == before.version
    assert made.manifest["reason"] == "县政府新规定" and len(made.manifest["added"]) == 1
    assert made.rows("exclusion")[-1]["kind_b"] == "公益岗"
    with reading() as tx:
        line = tx.query(AuditLine).one()
    assert (line.action, line.subject, line.reason) == ("reference", "exclusion", "县政府新规定")
    assert "公益岗" in line.detail


def test_what_was_before_can_be_put_in_force_again(store: Path, snapshot: Snapshot) -> None:
    seeds = current_reference(store).version
    first = save(OPERATOR, store, "exclusion", [PAIR], "只留一条")
    save(OPERATOR, store, "exclusion", [], "清空")
    assert rows_of(store, "exclusion") == []
    assert restore(OPERATOR, store, first.version, "改回来").version == first.version
    assert len(rows_of(store, "exclusion")) == 1
    assert restore(OPERATOR, store, "seeds", "回到初始").version == seeds
    with pytest.raises(Refused, match="没有这个版本"):
        restore(OPERATOR, store, "ffffffffffff", "无此版本")


def test_changes_are_told_before_they_are_saved(store: Path, snapshot: Snapshot) -> None:
    old = rows_of(store, "dibao_line")
    new = [{**old[0], "monthly": "170.00"}, *old[1:]]
    told = changes(store, "dibao_line", new)
    assert (told.added, told.removed) == ((new[0],), (old[0],))
    assert not changes(store, "dibao_line", old)


BAD = {
    "overlapping dates": ("exclusion", [PAIR, {**PAIR, "valid_from": "2017-01-01"}], "第 1 行和第 2 行的日期重叠"),
    "an unknown kind": ("exclusion", [{**PAIR, "kind_b": "月球补贴"}], "没有“月球补贴”这一项"),
    "a blank basis": ("exclusion", [{**PAIR, "basis": ""}], "“依据”不能为空"),
    "an unknown scope": ("exclusion", [{**PAIR, "scope": "planet"}], "只能是 person、household、plot"),
    "a date that is none": ("exclusion", [{**PAIR, "valid_from": "2016-02-30"}], "看不懂"),
    "an end before its start": ("exclusion", [{**PAIR, "valid_to": "2015-01-01"}], "失效日早于生效日"),
    "a row twice": ("programme_kind", [{"kind": "农村低保"}] * 2, "不能为空"),
    "an unknown rule": (
        "threshold",
        [{"rule": "Q99", "parameter": "x", "value": "1", "basis": "无"}],
        "没有编号为 Q99",
    ),
    "an unknown parameter": (
        "threshold",
        [{"rule": "A01", "parameter": "x", "value": "1", "basis": "无"}],
        "规则 A01 没有参数 x",
    ),
    "a value out of range": (
        "threshold",
        [{"rule": "A01", "parameter": "grace_months", "value": "99", "basis": "无"}],
        "须在 0 至 12 之间",
    ),
    "an unknown programme": ("programme_edit", [{"programme": "XX", "min_age": 3, "basis": "无"}], "没有“XX”这一项"),
}


@pytest.mark.parametrize(("table", "rows", "said"), BAD.values(), ids=list(BAD))
def test_bad_edits_are_refused_in_a_sentence(
    store: Path, snapshot: Snapshot, table: str, rows: list[dict[str, str]], said: str
) -> None:
    with pytest.raises(Refused, match=said):
        save(OPERATOR, store, table, rows, "试一试")
    assert list_versions(store) == []


def test_without_permission_or_reason_nothing_changes(store: Path, snapshot: Snapshot) -> None:
    with pytest.raises(Refused, match="修改参照数据"):
        save(Viewer("somebody", "nobody"), store, "exclusion", [PAIR], "县办法")
    with pytest.raises(Refused, match="理由"):
        save(OPERATOR, store, "exclusion", [PAIR], " ")
    assert list_versions(store) == []


def test_a_county_value_takes_part_in_runs_and_their_identity(store: Path, snapshot: Snapshot) -> None:
    usual = run(store, snapshot, OPERATOR, ["A01"])
    set_value(OPERATOR, store, "A01", "grace_months", Decimal(3), "县里约定放宽到三个月")
    set_value(OPERATOR, store, "A01", "grace_months", Decimal(6), "再放宽")
    own = run(store, snapshot, OPERATOR, ["A01"])
    assert own.id != usual.id
    assert own.manifest["parameters"]["A01"] == {"grace_months": 6}
    assert resolve(catalogue(), {"A01": {"grace_months": 2}}, current_reference(store))["A01"] == {"grace_months": 2}
    assert [row["value"] for row in rows_of(store, "threshold") if row["rule"] == "A01"] == ["6"]


def test_a_number_typed_as_a_reason_is_struck_out_wherever_it_is_kept(store: Path, snapshot: Snapshot) -> None:
    made = set_value(OPERATOR, store, "A01", "grace_months", Decimal(3), "按519900199001011234本人申请调整")
    assert made.rows("threshold")[-1]["basis"] == "按〔号码略〕本人申请调整" == made.manifest["reason"]
    (logged,) = audit.lines("reference")
    assert "5199" not in logged.detail + logged.reason


def test_every_table_has_a_key_among_its_fields() -> None:
    for table in TABLES.values():
        assert {field.name for field in table.fields} >= set(table.key)


def test_edits_lie_over_what_departments_sent(store: Path, snapshot: Snapshot) -> None:
    edits = {
        "programme_edit": [{"programme": "GL", "min_age": 80, "ends_on": "2016-12-31", "basis": "县办法"}],
        "rate_edit": [
            {"programme": "GL", "rate_kind": "per_unit", "valid_from": "2015-01-01", "unit_rate": 50, "basis": "县办法"}
        ],
        "place_edit": [{"township": "T2", "change": "撤并", "date": "2016-01-01", "into_code": "T1", "basis": "批复"}],
        "account_edit": [{"account": 5, "role": "学校", "basis": "备案"}],
    }
    for table, rows in edits.items():
        save(OPERATOR, store, table, rows, "补充")
    engine = open_engine(snapshot)
    assert engine.rows(
        "SELECT min_age, CAST(ends_on AS VARCHAR) AS ends_on, kind FROM programme WHERE code = 'GL'"
    ) == [{"min_age": 80, "ends_on": "2016-12-31", "kind": "高龄津贴"}]
    assert engine.value("SELECT count(*) FROM programme") == 3
    assert engine.value("SELECT unit_rate FROM rate WHERE programme = 2") == 50
    assert engine.rows("SELECT township, into_township FROM merged_township") == [{"township": 2, "into_township": 1}]
    assert engine.value("SELECT role FROM listed_account WHERE account = 5") == "学校"
