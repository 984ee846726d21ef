"""Refusals speak the reader's language."""

from analytics.words import Refused, _, language, use_language


def test_chinese_is_the_language_of_the_source() -> None:
    use_language("zh")
    assert _("总览") == "总览"
    assert str(Refused("没有编号为 {id} 的数据快照。请用 snapshots 查看已有快照。", id="x")).startswith("没有编号为 x")


def test_a_language_we_do_not_speak_is_chinese() -> None:
    use_language("fr")
    assert language() == "zh"
    use_language("zh")
