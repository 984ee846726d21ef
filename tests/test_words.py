"""Every word that is shown has its English, and refusals speak the reader's language."""

from string import Formatter

from analytics.words import Refused, _, language, use_language
from tests.support.msgids import english, msgids


def test_chinese_is_the_language_of_the_source() -> None:
    use_language("zh")
    assert _("总览") == "总览"
    assert str(Refused("没有编号为 {id} 的数据快照。请用 snapshots 查看已有快照。", id="x")).startswith("没有编号为 x")


def test_a_language_we_do_not_speak_is_chinese() -> None:
    use_language("fr")
    assert language() == "zh"
    use_language("zh")


def test_every_word_shown_has_its_english() -> None:
    catalogue = english()
    assert sorted(text for text in msgids() if text not in catalogue or not catalogue[text].string) == []


def test_english_fills_the_same_fields() -> None:
    wrong = [m.id for m in english() if m.id and (_fields(str(m.id)) != _fields(str(m.string)) or m.fuzzy)]
    assert wrong == []


def test_english_holds_no_chinese_but_what_files_are_searched_for() -> None:
    chinese = [str(m.string) for m in english() if any("一" <= sign <= "鿿" for sign in str(m.string))]
    assert all("“身份证号”" in text for text in chinese)


def test_a_refusal_is_said_in_english() -> None:
    use_language("en")
    try:
        assert str(Refused("规则 {code}", code="A01")) == "rule A01"
    finally:
        use_language("zh")


def _fields(text: str) -> set[str]:
    return {field for _before, field, _spec, _conversion in Formatter().parse(text) if field}
