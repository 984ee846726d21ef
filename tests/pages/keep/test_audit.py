"""审计日志: narrowed in the address, told in words, checked and taken away; only for who may read it."""

import json

from streamlit.testing.v1 import AppTest

from analytics.permissions import operator
from analytics.records import audit
from analytics.records.accounts.accounts import create_account
from analytics.records.accounts.sessions import NewSession, sign_in
from analytics.records.audit_check import read_file
from analytics.records.db import reading, transaction
from analytics.records.export_tickets import ExportTicket
from analytics.records.exports import redeem_export
from analytics.viewer import Viewer
from tests.conftest import PASSWORD
from tests.support.pages_at_work import opened, words

PAGE = "keep/audit.py"


def html(at: AppTest) -> str:
    return " ".join(str(part.value) for part in at.get("html"))


def write(count: int = 60) -> None:
    for number in range(count):
        with transaction() as tx:
            change = {"old": {"grace": 1}, "new": {"grace": 2}}
            audit.append(tx, Viewer("li", "analyst"), "reference", f"table:{number}", "<b>县委文件</b>", **change)


def fetched(session: NewSession) -> bytes:
    with reading() as tx:
        serial = tx.query(ExportTicket.serial).order_by(ExportTicket.created_at.desc()).first()[0]
    return redeem_export(serial, session.id).payload


def test_lines_are_told_and_escaped(session: NewSession) -> None:
    write()
    at = opened(session, PAGE)
    shown = html(at)
    assert not at.exception and "修改参照数据" in shown and "grace 1 → 2" in shown
    assert "&lt;b&gt;县委文件" in shown and "<b>县委文件" not in shown
    assert "第 1–50 条,共 62 条" in words(at) and shown.count("<tr") == 51


def test_the_address_narrows(session: NewSession) -> None:
    write()
    at = opened(session, PAGE, who="li", what="reference", on="table:5")
    assert "共 11 条" in words(at)
    assert "共 62 条" in words(opened(session, PAGE, since="2017-01-01"))
    assert "没有符合条件的记录" in words(opened(session, PAGE, until="2017-01-01"))


def test_what_cannot_be_read_is_named_and_never_widens(session: NewSession) -> None:
    at = opened(session, PAGE, since="昨天", what="nothing.known")
    assert "此筛选不可用:不早于、动作" in words(at) and "<tr" not in html(at)
    at.button(key="empty_call").click().run()
    assert "<tr" in html(at)


def test_a_widget_writes_the_address_and_no_number(session: NewSession) -> None:
    write(3)
    at = opened(session, PAGE)
    at.text_input(key="audit_on_").input("51990019900101123X").run()
    assert at.query_params["on"] == "〔号码略〕" and "没有符合条件的记录" in words(at)


def test_the_chain_is_checked_and_says_so(session: NewSession) -> None:
    write(2)
    at = opened(session, PAGE)
    assert "最近核验:还没有" in words(at)
    at.button(key="audit_check").click().run()
    assert "完好" in at.success[0].value and "training,完好" in words(at)


def test_files_leave_with_a_reason(session: NewSession, tmp_path) -> None:  # type: ignore[no-untyped-def]
    write(2)
    at = opened(session, PAGE, who="li")
    for key, reason in (("audit_csv", "季度检查"), ("audit_anchor", "离线保存")):
        at.text_input(key=f"{key}_reason").input(reason)
        at.button(key=f"{key}_make").click().run()
        payload = fetched(session)
        if key == "audit_csv":
            text = payload.decode("utf-8-sig")
            assert "账号:li" in text and text.count("修改参照数据") == 2 and "季度检查" in text
        else:
            kept = tmp_path / "kept.txt"
            kept.write_bytes(payload)
            assert read_file(kept)
    with reading() as tx:
        last = tx.query(audit.AuditLine).filter_by(action="export").order_by(audit.AuditLine.seq).all()[0]
    assert json.loads(last.detail)["rows"] == 2


def test_the_auditor_only(session: NewSession) -> None:
    create_account(operator(), "wang", PASSWORD, role="analyst", must_change=False)
    at = opened(sign_in("wang", PASSWORD), PAGE)
    assert not at.exception and "<tr" not in html(at) and "审计日志" in at.title[0].value
    assert "audit_check" not in {button.key for button in at.button}
