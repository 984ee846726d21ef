"""Mappings: what people decided is kept, and wrong ones are refused in one sentence."""

from pathlib import Path

import pytest

from analytics.intake import intake, preview, save_mapping
from analytics.intake.mapping import read_mapping, stored_entries
from analytics.words import Refused
from tests.intake.making import HEADER, engine, payment, write_csv, write_xlsx


def _file(folder: Path, month: int) -> Path:
    header = [*HEADER[:5], "应发金额", "实发金额(万元)", "发放日期"]
    rows = [[*payment(n)[:5], 9, f"0.0{month}", f"2016-0{month}-05"] for n in range(1, 4)]
    return write_csv(folder / f"{month}月高龄津贴.csv", header, rows)


def test_a_confirmed_plan_serves_next_months_file(store: Path, tmp_path: Path) -> None:
    mapping = tmp_path / "m.toml"
    mapping.write_text('[columns]\namount = "实发金额(万元)"\n', encoding="utf-8")
    plan = preview(_file(tmp_path, 8), mapping=mapping)
    assert plan.problems == ()
    path = save_mapping(store, "民政局", plan)
    assert path == store / "mappings" / "民政局.toml"
    (entry,) = stored_entries(store)
    assert entry.columns["amount"] == "实发金额(万元)"
    assert entry.units == {"amount": 10_000}
    assert entry.department == "民政局"
    assert preview(_file(tmp_path, 9), store).problems == ()
    intake(store, [_file(tmp_path, 9)])
    assert engine(store).rows("SELECT DISTINCT amount::VARCHAR AS a FROM payment") == [{"a": "900.00"}]


def test_saving_again_replaces_its_own_entry_and_keeps_comments(store: Path, tmp_path: Path) -> None:
    good = preview(write_csv(tmp_path / "民政局_高龄津贴.csv", HEADER, [payment(1)]))
    path = save_mapping(store, "民政局", good)
    path.write_text("# 由业务科确认\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    save_mapping(store, "民政局", good)
    other = preview(write_csv(tmp_path / "民政局_特困供养.csv", HEADER, [payment(1)]))
    save_mapping(store, "民政局", other)
    assert path.read_text(encoding="utf-8").startswith("# 由业务科确认")
    assert [e.file for e in stored_entries(store)] == ["民政局_高龄津贴.*", "民政局_特困供养.*"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("table = ", "不是有效的 TOML"),
        ('table = "nothing"', "表名"),
        ('colums = "x"', "colums"),
        ('[units]\namount = "斤"', "单位"),
    ],
)
def test_a_wrong_mapping_is_refused(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "m.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Refused, match=words):
        read_mapping(path)


def test_a_mapping_that_names_a_missing_column(store: Path, tmp_path: Path) -> None:
    mapping = tmp_path / "m.toml"
    mapping.write_text('table = "payment"\n[columns]\namount = "到手金额"\n', encoding="utf-8")
    path = write_csv(tmp_path / "a.csv", HEADER, [payment(1)])
    report = intake(store, [path], mapping=mapping)
    assert report.snapshot is None
    assert report.refused == [("a.csv", "映射要求的“到手金额”列不在“a.csv”里。文件未导入。请改正映射,或核对文件。")]


def test_a_department_that_is_no_file_name(store: Path, tmp_path: Path) -> None:
    plan = preview(write_csv(tmp_path / "a.csv", HEADER, [payment(1)]))
    with pytest.raises(Refused, match="不能作为映射的名称"):
        save_mapping(store, "../民政局", plan)
    assert not (store / "mappings").exists()


def test_header_row_and_sheets_left_out(store: Path, tmp_path: Path) -> None:
    mapping = tmp_path / "m.toml"
    mapping.write_text(
        '[[sheet]]\nsheet = "附*"\ntable = "none"\n[[sheet]]\nsheet = "发放"\nheader_row = 3\n', encoding="utf-8"
    )
    sheets = {"发放": [["旧表头"], HEADER, HEADER, payment(1)], "附一": [HEADER, payment(2)]}
    report = intake(store, [write_xlsx(tmp_path / "民政局_高龄津贴.xlsx", sheets)], mapping=mapping)
    assert [(s.sheet, s.rows_kept) for s in report.sheets] == [("发放", 1)]


def test_preview_shows_candidates_and_stores_nothing(store: Path, tmp_path: Path) -> None:
    plan = preview(write_csv(tmp_path / "民政局_高龄津贴.csv", HEADER, [payment(1)]), store)
    (sheet,) = plan.plans
    assert sheet.mapped["amount"] == "补贴金额(元)"
    assert sheet.candidates["amount"][0].score == 100
    assert not store.exists()
