"""The language: Chinese, unless the browser or the switch says English."""

import pytest
from starlette.requests import Request
from streamlit.testing.v1 import AppTest

from analytics.records.accounts.sessions import NewSession
from analytics.settings import ROOT
from analytics.words import language, use_language
from pages.server.forms import speak


def test_the_switch_is_remembered(session: NewSession) -> None:
    at = AppTest.from_file(str(ROOT / "pages" / "main.py"), default_timeout=30)
    at.user = {"session": session.id}
    at.run()
    switch = at.sidebar.get("button_group")[0]
    assert list(switch.options) == ["中文", "English"]
    switch.set_value("en").run()
    assert at.session_state["language"] == "en" and not at.exception


@pytest.mark.parametrize(("asked", "spoken"), [("en-GB,en;q=0.9", "en"), ("zh-CN", "zh"), ("", "zh"), ("fr", "zh")])
def test_the_sign_in_speaks_the_browsers_language(asked: str, spoken: str) -> None:
    speak(Request({"type": "http", "headers": [(b"accept-language", asked.encode())]}))
    assert language() == spoken
    use_language("zh")
