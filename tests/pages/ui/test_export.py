"""The export button, on a script of its own: no reason no file, and the file is the session's."""

from pathlib import Path

from streamlit.testing.v1 import AppTest

from analytics.records.accounts.sessions import NewSession
from analytics.records.db import reading
from analytics.records.export_tickets import ExportTicket
from analytics.records.exports import redeem_export

SCRIPT = """
from analytics.export import CSV_TYPE, File, Head, Order
from pages.ui import session
from pages.ui.export import export_button
head = Head(session.viewer(), "全部", "abc")
export_button("导出", Order("疑点.csv", CSV_TYPE, head, lambda _head: File(b"a,b", 1)), key="suspects")
"""


def pressed(session: NewSession, reason: str) -> AppTest:
    at = AppTest.from_string(SCRIPT)
    at.user = {"session": session.id}
    at.run()
    at.text_input(key="suspects_reason").set_value(reason)
    return at.button(key="suspects_make").click().run()


def test_with_a_reason_the_file_waits_for_this_session(session: NewSession) -> None:
    at = pressed(session, "向分管领导汇报")
    with reading() as tx:
        ticket = tx.query(ExportTicket).one()
    assert not at.exception and not at.error and (ticket.session, ticket.reason) == (session.id, "向分管领导汇报")
    assert redeem_export(ticket.serial, session.id).payload == b"a,b"


def test_without_a_reason_nothing(session: NewSession, store: Path) -> None:
    assert "理由" in pressed(session, " ").error[0].value
    assert not (store / "exports").exists()


LARGE = SCRIPT.replace('File(b"a,b", 1)', 'File(b"a,b", 6000)')


def test_a_large_one_says_who_has_to_approve(session: NewSession) -> None:
    at = AppTest.from_string(LARGE)
    at.user = {"session": session.id}
    at.run()
    at.text_input(key="suspects_reason").set_value("向分管领导汇报")
    at.button(key="suspects_make").click().run()
    assert "须由另一人批准" in at.info[0].value and "6,000 行" in at.info[0].value
    with reading() as tx:
        assert tx.query(ExportTicket).count() == 0
