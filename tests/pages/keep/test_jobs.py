"""任务: each state is told, and what runs can be cancelled."""

from datetime import timedelta

from streamlit.testing.v1 import AppTest

from analytics import jobs
from analytics.records.accounts.sessions import NewSession
from analytics.records.base import now
from analytics.records.db import transaction
from analytics.records.job_rows import JobRow
from analytics.settings import ROOT
from analytics.viewer import Viewer


def page(session: NewSession) -> AppTest:
    at = AppTest.from_file(str(ROOT / "pages" / "main.py"), default_timeout=30)
    at.user = {"session": session.id}
    return at.run().switch_page("keep/jobs.py").run()


def add(job_id: str, state: str, asked_by: str = "training", **columns: object) -> None:
    values = {"done": 0, "total": 0, "message": "", "role": "training", "scope": {}, "created_at": now()} | columns
    with transaction() as tx:
        tx.add(JobRow(id=job_id, kind="intake", arguments={}, state=state, asked_by=asked_by, **values))


def words(at: AppTest) -> str:
    return " ".join(str(part.value) for part in [*at.markdown, *at.caption, *at.error, *at.info])


def test_an_empty_list_says_what_to_do(session: NewSession) -> None:
    at = page(session)
    assert not at.exception and at.title[0].value == "任务" and "还没有任务" in words(at)
    assert [button.label for button in at.main.button] == ["去导入"]


def test_each_end_is_told(session: NewSession) -> None:
    add("a", "done", result={"rows_read": 1200, "rows_kept": 1198, "rows_rejected": 2}, ended_at=now())
    add("b", "failed", error="没有找到表头。", ended_at=now())
    add("c", "cancelled", ended_at=now())
    shown = words(page(session))
    assert all(
        word in shown
        for word in (
            "导入数据",
            "已完成",
            "读入 1,200 行:保留 1,198 行,退回 2 行。",
            "未完成",
            "没有找到表头。",
            "已取消",
        )
    )


def test_a_running_job_can_be_cancelled(session: NewSession) -> None:
    add("a", "queued")
    at = page(session)
    at.button(key="cancel_a").click().run()
    assert jobs.get(Viewer("training", "training"), "a").state == "cancelled"
    assert not at.exception and "已取消" in words(at)


def test_others_jobs_are_not_shown(session: NewSession) -> None:
    add("a", "failed", "wang", error="别人的", created_at=now() - timedelta(minutes=1), ended_at=now())
    assert "别人的" not in words(page(session))
