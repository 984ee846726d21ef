"""A page that breaks tells one sentence, and the log learns kind and place, never the data."""

import logging
from collections.abc import Iterator

import pytest
from starlette.formparsers import MultiPartParser
from streamlit.error_util import handle_user_script_exception
from streamlit.testing.v1 import AppTest

from pages.server import lifespan

SECRET = "519900199001011234"
BREAKS = """
from pages.server.errors import on_script_error
try:
    raise {kind}
except Exception as error:
    handled = on_script_error(error)
assert handled is True
"""


def shown(kind: str) -> str:
    at = AppTest.from_string(BREAKS.format(kind=kind)).run()
    assert not at.exception
    return at.error[0].value


@pytest.fixture
def streamlit_log(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """What Streamlit logs of a page's error (its logger does not pass records on)."""
    logger = logging.getLogger("streamlit.error_util")
    filters = list(logger.filters)
    logger.addHandler(caplog.handler)
    yield caplog
    logger.removeHandler(caplog.handler)
    logger.filters[:] = filters


def test_a_refusal_is_shown_in_its_own_words() -> None:
    assert shown("__import__('analytics.words', fromlist=['Refused']).Refused('没有数据。')") == "没有数据。"


def test_an_error_is_shown_without_its_text(caplog: pytest.LogCaptureFixture) -> None:
    assert "内部错误" in shown(f"ValueError('{SECRET}')")
    assert SECRET not in caplog.text and "ValueError" in caplog.text


def test_streamlit_does_not_log_it_either(streamlit_log: pytest.LogCaptureFixture) -> None:
    handle_user_script_exception(ValueError(SECRET), lambda _error: True)
    assert SECRET in streamlit_log.text, "else there is nothing to prevent"
    streamlit_log.clear()
    lifespan.keep_data_out_of_the_log()
    handle_user_script_exception(ValueError(SECRET), lambda _error: True)
    assert streamlit_log.text == ""


def test_uploads_stay_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MultiPartParser, "spool_max_size", 1)
    lifespan.keep_uploads_in_memory()
    assert MultiPartParser.spool_max_size > 300 * lifespan.MEGABYTE
