"""查人: nothing without a reason on record, nothing typed is kept, a file opens once its opening was written down."""

import json
from pathlib import Path

import pytest
from sqlalchemy import text
from streamlit.testing.v1 import AppTest

from analytics.records.accounts.sessions import NewSession
from analytics.records.audit import AuditLine
from analytics.records.db import reading, transaction
from analytics.settings import ROOT
from analytics.vault import Vault
from tests.support.small_store import small_store


def page(session: NewSession, **query: str) -> AppTest:
    at = AppTest.from_file(str(ROOT / "pages" / "main.py"), default_timeout=60)
    at.user = {"session": session.id}
    at.switch_page("find/dossier.py")
    for name, value in query.items():
        at.query_params[name] = value
    return at.run()


def ask(at: AppTest, typed: str, reason: str) -> AppTest:
    at.text_area[0].set_value(typed)
    at.text_input[0].set_value(reason)
    return next(button for button in at.button if button.label == "查询").click().run()


def words(at: AppTest) -> str:
    parts = [*at.title, *at.markdown, *at.caption, *at.info, *at.error, *at.get("html")]
    return " ".join(str(getattr(part, "value", "") or part.proto.body) for part in parts)


def audit() -> list[tuple[str, str, str]]:
    with reading() as tx:
        return [(line.action, line.subject, line.reason) for line in tx.query(AuditLine).order_by(AuditLine.seq)]


@pytest.fixture
def plain(store: Path) -> dict[str, str]:
    """Full values of people 3 (who shares an account with 1) and 5, as somebody would type them."""
    small_store(store)
    vault = Vault(store)
    return {
        f"{kind}{key}": vault.value_of(kind, [key])[key] for kind in ("person", "name", "account") for key in (1, 3, 5)
    }


def test_an_empty_store_says_what_to_do(session: NewSession) -> None:
    at = page(session)
    assert not at.exception and at.title[0].value == "查人" and "还没有数据" in words(at)


def test_without_a_reason_nothing_is_found_or_logged(session: NewSession, plain: dict[str, str]) -> None:
    before = audit()
    at = ask(page(session), plain["person3"], "")
    assert not at.exception and "请写明理由" in words(at) and at.title[0].value == "查人"
    assert audit() == before


def test_one_person_opens_at_once_and_what_was_typed_is_gone(session: NewSession, plain: dict[str, str]) -> None:
    at = ask(page(session), plain["person3"], "群众来信")
    assert not at.exception and "在 **2** 个项目领取 **23** 笔、**2,209.00 元**" in words(at)
    assert at.query_params["person"] == "3" and "household" not in at.query_params
    kept = repr(vars(at.session_state._state))  # every widget and value of the session, whatever its key
    assert "dossier:found" in kept and plain["person3"] not in kept + words(at) + json.dumps(dict(at.query_params))
    assert [line for line in audit() if line[0].startswith("dossier")] == [
        ("dossier.find", "person", "群众来信"),
        ("dossier.open", "person:3", "群众来信"),
    ]


def test_a_pasted_list_is_a_table_of_found_and_not_found(session: NewSession, plain: dict[str, str]) -> None:
    at = ask(page(session), f"{plain['person5']}\n{plain['account1']}\n查无此人", "核对名单")
    assert "查询 **3** 行:找到 **2** 行、**3** 人,**1** 行未找到。" in words(at)
    rows = at.dataframe[0].value
    assert list(rows["outcome"]) == ["找到", "同名或共用,须辨认", "同名或共用,须辨认", "未找到"]
    assert list(rows["typed"])[3] == "查某某某" and not any(value in rows.to_csv() for value in plain.values())
    assert not at.query_params


def test_nobody_found_is_told(session: NewSession, plain: dict[str, str]) -> None:
    at = ask(page(session), "查无此人", "核查")
    assert not at.exception and "没有找到" in words(at)


def test_a_file_from_another_page_opens_for_a_reason(session: NewSession, plain: dict[str, str]) -> None:
    at = page(session, household="2")
    assert at.title[0].value == "一户一档" and "领取" not in words(at)
    opened = next(button for button in at.button if button.label == "打开")
    assert "请写明理由" in words(opened.click().run())
    at.text_input[0].set_value("交办核查")
    at = next(button for button in at.button if button.label == "打开").click().run()
    assert not at.exception and "户内 2 人" in words(at) and "高龄津贴" in words(at)
    assert audit()[-1] == ("dossier.open", "household:2", "交办核查")


def test_before_the_first_run_nothing_was_asked(session: NewSession, plain: dict[str, str]) -> None:
    at = ask(page(session), plain["person3"], "群众来信")
    assert "这批数据还没有比对" in words(at) and "最近一次比对没有问到" not in words(at)
    assert "开始比对" in [button.label for button in at.main.button]


def test_from_a_person_to_the_household_for_the_same_reason(session: NewSession, plain: dict[str, str]) -> None:
    at = ask(page(session), plain["person3"], "群众来信")
    at = next(button for button in at.button if button.label == "一户一档").click().run()
    assert not at.exception and "户内 2 人" in words(at) and at.query_params["household"] == "2"
    assert audit()[-1] == ("dossier.open", "household:2", "群众来信")


def test_without_a_log_nothing_opens(session: NewSession, plain: dict[str, str]) -> None:
    at = page(session, person="3")
    with transaction() as tx:
        tx.execute(text("CREATE TRIGGER full BEFORE INSERT ON audit_line BEGIN SELECT RAISE(ABORT, 'disk full'); END"))
    at.text_input[0].set_value("交办核查")
    at = next(button for button in at.button if button.label == "打开").click().run()
    assert at.exception and "领取" not in words(at)
    assert at.run().title[0].value == "一人一档" and "领取" not in words(at)
