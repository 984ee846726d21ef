"""数据: dropped files are looked at, settled and handed over; the report and who is late."""

import time
from pathlib import Path

from streamlit.testing.v1 import AppTest

from analytics import jobs
from analytics.intake import intake
from analytics.intake.mapping import stored_entries
from analytics.memory_folder import memory_folder
from analytics.records.accounts.sessions import NewSession, sign_out
from analytics.settings import ROOT
from analytics.viewer import Viewer
from tests.intake.making import HEADER, payment, write_csv
from tests.intake.test_look import strange

WHO = Viewer("training", "training")


def page(session: NewSession, **query: str) -> AppTest:
    at = AppTest.from_file(str(ROOT / "pages" / "main.py"), default_timeout=60)
    at.user = {"session": session.id}
    at.run().switch_page("keep/intake.py")
    for name, value in query.items():
        at.query_params[name] = value
    return at.run()


def words(at: AppTest) -> str:
    parts = [*at.title, *at.subheader, *at.markdown, *at.caption, *at.error, *at.info, *at.warning]
    return " ".join(str(part.value) for part in parts) + " ".join(html.value for html in at.get("html"))


def dropped(at: AppTest, *files: Path) -> AppTest:
    at.file_uploader[0].set_value([(f.name, f.read_bytes(), "application/octet-stream") for f in files])
    return at.run()


def good(folder: Path, rows: int = 3, name: str = "民政局_高龄津贴.csv") -> Path:
    return write_csv(folder / name, HEADER, [payment(n) for n in range(rows)])


def ended(kind: str) -> jobs.Job:
    """The latest job of a kind, once it has ended."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        job = next((job for job in jobs.recent(WHO) if job.kind == kind), None)
        if job and not job.open:
            return job
        time.sleep(0.2)
    raise AssertionError(f"{kind} did not end")


def test_an_empty_store_says_what_to_do(session: NewSession) -> None:
    at = page(session)
    assert not at.exception and at.title[0].value == "数据"
    assert "还没有数据" in words(at) and len(at.file_uploader) == 1


def test_a_signed_out_visitor_sees_no_drop_zone(session: NewSession) -> None:
    at = page(session)
    sign_out(session.id)
    at.run()
    assert [title.value for title in at.title] == ["请登录"] and not at.file_uploader


def test_files_are_taken_in_and_compared_and_nothing_stays_behind(
    session: NewSession, store: Path, tmp_path: Path
) -> None:
    torn = tmp_path / "残联_生活补贴.xlsx"
    torn.write_bytes(b"PK\x03\x04 torn")
    at = dropped(page(session), good(tmp_path), torn)
    assert not at.exception
    assert "1 个文件可以导入,1 个不能读取" in words(at) and "文件未导入" in words(at)
    at.button(key="start_intake").click().run()
    assert ended("intake").result["rows_kept"] == 3
    assert ended("check").state == "done"
    at.run()
    assert not at.exception
    assert "读取 3 行 = 保留 3 行 + 退回 0 行" in words(at) and "比对已完成" in words(at)
    assert "当前快照有 1 个文件、3 行" in words(at)
    at.button(key="discard").click().run()
    assert not list(memory_folder(store, "uploads").iterdir())


def test_an_unclear_file_is_settled_with_select_boxes_and_remembered(
    session: NewSession, store: Path, tmp_path: Path
) -> None:
    at = dropped(page(session), strange(tmp_path, 1))
    assert "看不出这是哪一种表" in words(at) and not [b for b in at.button if b.key == "start_intake"]
    next(box for box in at.selectbox if box.label == "这张表是").select("payment")
    next(b for b in at.button if b.label == "确认并记住").click().run()
    assert "没有认准“金额(元)”是哪一列" in words(at)
    next(box for box in at.selectbox if box.label == "金额(元)").select("乙项")
    next(b for b in at.button if b.label == "确认并记住").click().run()
    assert not at.exception and "1 个文件可以导入" in words(at)
    assert stored_entries(store)[0].columns["amount"] == "乙项"
    at = dropped(at, strange(tmp_path, 2))
    assert "2 个文件可以导入" in words(at)


def test_a_file_that_repeats_what_stands_is_asked_about(session: NewSession, store: Path, tmp_path: Path) -> None:
    intake(store, [good(tmp_path)])
    path = tmp_path / "民政局_高龄津贴.csv"
    path.write_bytes(path.read_bytes() + b"\r\n")
    at = dropped(page(session), path)
    at.button(key="start_intake").click().run()
    ended("intake")
    at.run()
    assert "大部分记录与已有发放记录相同" in words(at)
    at.button(key="decide_drop").click().run()
    assert "怎样处理" not in words(at)


def test_the_report_of_a_department_can_leave(session: NewSession, store: Path, tmp_path: Path) -> None:
    rows = [payment(n) for n in range(3)]
    rows[1][5] = "见备注"
    intake(store, [write_csv(tmp_path / "民政局_高龄津贴.csv", HEADER, rows)])
    at = page(session, department="民政局")
    assert not at.exception and at.title[0].value == "数据质量报告 · 民政局"
    assert "读取 3 行 = 保留 2 行 + 退回 1 行" in words(at) and "补贴金额(元):无法识别" in words(at)
    key = next(box.key for box in at.text_input if box.key.startswith("rejected_")).removesuffix("_reason")
    at.button(key=f"{key}_make").click().run()
    assert at.error and not list((store / "exports").glob("*")), "no reason, no file"
    at.text_input(key=f"{key}_reason").input("退回民政局改正")
    at.button(key=f"{key}_make").click().run()
    assert not at.error and len(list((store / "exports").iterdir())) == 1


def test_a_department_nobody_knows_is_one_sentence(session: NewSession, store: Path, tmp_path: Path) -> None:
    intake(store, [good(tmp_path)])
    at = page(session, department="没有这个局")
    assert not at.exception and "没有可报告的文件" in words(at)


def test_the_months_are_marked(session: NewSession, store: Path, tmp_path: Path) -> None:
    intake(store, [good(tmp_path)])
    at = page(session)
    (row,) = at.dataframe[0].value.to_dict("records")
    assert (row["sender"], row["m8"], row["m7"], row["rows"]) == ("民政局", "✓", "", 3)
