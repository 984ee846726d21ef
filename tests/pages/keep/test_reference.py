"""参照数据: a row is edited with a reason, makes a version, and can be taken back; bad rows are refused."""

from pathlib import Path

from analytics.records.accounts.sessions import NewSession
from analytics.reference import current_reference, list_versions
from analytics.rules import catalogue
from analytics.rules.parameters import resolve
from tests.support.pages_at_work import opened, words
from tests.support.small_store import small_store

PAGE = "keep/reference.py"


def test_the_seeds_are_shown_in_words(session: NewSession, store: Path) -> None:
    at = opened(session, PAGE, table="programme_kind")
    assert not at.exception and at.title[0].value == "参照数据" and "程序自带的初始数据" in words(at)
    shown = at.dataframe[0].value
    assert "按户" in set(shown["paid_to"]) and "是" in set(shown["assistance"])


def test_rules_and_their_numbers_are_shown_by_title(session: NewSession, store: Path) -> None:
    shown = opened(session, PAGE, table="threshold").dataframe[0].value
    assert set(shown["rule"]) == {"C12 村组干部补贴超阈值"} and set(shown["parameter"]) == {"筛查标准(高于即列)"}


def test_a_number_is_chosen_among_those_of_the_rule(session: NewSession, store: Path) -> None:
    at = opened(session, PAGE, table="threshold")
    at.button(key="reference_add").click().run()
    at.selectbox(key="reference_rule").select("A01").run()
    asked = catalogue()["A01"].header.parameters
    assert at.selectbox(key="reference_parameter").options == ["(未选)", *(number.title for number in asked.values())]
    at.selectbox(key="reference_parameter").select("grace_months").run()
    at.selectbox(key="reference_rule").select("C12").run()
    assert at.selectbox(key="reference_parameter").value == ""
    at.selectbox(key="reference_rule").select("A01").run()
    at.selectbox(key="reference_parameter").select("grace_months").run()
    at.text_input(key="reference_value").input("2")
    at.text_input(key="reference_basis").input("县方案")
    at.text_input(key="reference_why").input("先行先试")
    at.button(key="reference_save").click().run()
    assert not at.exception and resolve(catalogue(), None, current_reference(store))["A01"]["grace_months"] == 2
    assert asked["grace_months"].title in words(opened(session, PAGE, table="threshold"))


def test_an_unknown_table_in_the_address_opens_the_first(session: NewSession, store: Path) -> None:
    assert opened(session, PAGE, table="planets").selectbox[0].value == "threshold"


def test_a_row_is_added_with_a_reason_and_taken_back(session: NewSession, store: Path) -> None:
    small_store(store)
    before = current_reference(store).rows("resale_ban")
    at = opened(session, PAGE, table="resale_ban")
    at.button(key="reference_add").click().run()
    for key, text in (("kind", "收割机"), ("years", "3"), ("valid_from", "2016-01-01"), ("basis", "县方案")):
        at.text_input(key=f"reference_{key}").input(text)
    at.text_input(key="reference_why").input("新方案施行")
    at.button(key="reference_save").click().run()
    assert not at.exception
    assert len(current_reference(store).rows("resale_ban")) == len(before) + 1
    (version,) = list_versions(store)
    assert version.manifest["reason"] == "新方案施行"
    again = opened(session, PAGE, table="resale_ban")
    assert "新方案施行" in words(again)
    again.text_input(key="why_seeds").input("试完恢复")
    again.button(key="do_seeds").click().run()
    assert current_reference(store).rows("resale_ban") == before


def test_a_bad_row_is_refused_in_a_sentence(session: NewSession, store: Path) -> None:
    at = opened(session, PAGE, table="resale_ban")
    at.button(key="reference_add").click().run()
    at.text_input(key="reference_kind").input("收割机")
    at.text_input(key="reference_why").input("试一试")
    at.button(key="reference_save").click().run()
    assert "不能为空" in at.error[0].value and list_versions(store) == []
