"""A page that breaks tells one sentence, and the log learns kind and place, never the data."""

import logging
from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.formparsers import MultiPartParser
from starlette.requests import Request
from starlette.routing import Route
from starlette.testclient import TestClient
from streamlit.error_util import handle_user_script_exception
from streamlit.testing.v1 import AppTest

from pages.server import lifespan
from pages.server.errors import broken

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
    said = shown(f"ValueError('{SECRET}')")
    number = said.split("编号 ")[1].split(")")[0]
    assert "内部错误" in said and SECRET not in caplog.text and f"error {number}: ValueError" in caplog.text


def test_a_route_of_ours_that_breaks_says_its_number(caplog: pytest.LogCaptureFixture) -> None:
    def breaks(_request: Request) -> None:
        raise ValueError(SECRET)

    app = Starlette(routes=[Route("/", breaks)], exception_handlers={Exception: broken})
    told = TestClient(app, raise_server_exceptions=False).get("/")
    number = told.text.split("编号 ")[1].split(")")[0]
    assert told.status_code == 500 and SECRET not in told.text and f"error {number}: ValueError" in caplog.text


def test_streamlit_does_not_log_it_either(streamlit_log: pytest.LogCaptureFixture) -> None:
    handle_user_script_exception(ValueError(SECRET), lambda _error: True)
    assert SECRET in streamlit_log.text, "else there is nothing to prevent"
    streamlit_log.clear()
    lifespan.keep_data_out_of_the_log()
    handle_user_script_exception(ValueError(SECRET), lambda _error: True)
    assert streamlit_log.text == ""


def test_the_server_does_not_log_a_routes_error_either(caplog: pytest.LogCaptureFixture) -> None:
    logger = logging.getLogger("uvicorn.error")
    filters, passes = list(logger.filters), logger.propagate
    logger.propagate = True
    lifespan.keep_data_out_of_the_log()
    try:
        raise ValueError(SECRET)
    except ValueError as error:
        logger.error("Exception in ASGI application", exc_info=error)
    logger.filters[:], logger.propagate = filters, passes
    assert "Exception in ASGI application" in caplog.text and SECRET not in caplog.text


def test_uploads_stay_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MultiPartParser, "spool_max_size", 1)
    lifespan.keep_uploads_in_memory()
    assert MultiPartParser.spool_max_size > 300 * lifespan.MEGABYTE
