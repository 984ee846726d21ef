"""Widgets' states no browser would send: every wrong value at every widget of every page, over a raw socket.

Nothing breaks, nothing of the inside is told, nothing out of scope is sent, and no row is written.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from streamlit.proto.Common_pb2 import FileUploaderState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

from analytics.filters import TITLES
from analytics.permissions import operator
from analytics.records import db
from analytics.records.accounts.accounts import create_account
from analytics.records.accounts.sessions import sign_in
from analytics.viewer import Scope
from pages.ui.menu import url_paths
from tests.conftest import PASSWORD
from tests.pages.served import Tab, serving, texts
from tests.pages.widgets import PRESSED, Widget, sends, state, widgets
from tests.support.compared_store import compared_store
from tests.support.own_store import own_store
from tests.support.tampering import rows

INSIDE, BROKEN = "退出登录", re.compile("编号 ([0-9a-f]{6})|number ([0-9a-f]{6})")
TRACES = ("Traceback", "Error:", "site-packages", 'File "')
FOREIGN = ("青禾镇", "上河村", "下河村")  # of the other township
HUGE = "很" * 70_000
EVIL = "' OR '1'='1</style><script>x</script>\x00\u202e"
WORDS = [EVIL, HUGE, "", "-1", "999999", "nan", "None", "A01') OR rule IN ('A01", "../../etc/passwd"]
NUMBERS = [float("nan"), float("inf"), -float("inf"), -1.0, 1e308, 0.5, -1e18, 2.0**63]
CHOICES: list[Any] = [
    {"rows": [10**9]}, {"rows": [-1]}, {"rows": ["x", None, 1.5, True, [0]]}, {"cells": [[10**9, "none"]]},
    {"cells": [[-1, EVIL]]}, {"cells": [[]]}, {"cells": ["x"]}, {"cells": [{"row": 1}]}, {"columns": ["none"]},
    {"columns": [7, None]}, {"points": [{}]}, {"points": [{"customdata": [EVIL]}]}, {"points": [{"id": HUGE}]},
    {"points": [{"customdata": []}]}, {"points": [{"id": {"a": [1]}}]},
]  # fmt: skip
SELECTIONS = ["{}", *(json.dumps({"selection": choice}) for choice in CHOICES)]
DATES = [["9999-12-31"], ["0001-01-01"], ["2026-13-45"], [EVIL], ["2026/01/02", "2026/01/01"], [], ["x"] * 1000]
LISTS = [[EVIL], [HUGE], ["none", "none"], [], ["0"] * 1000, ["-1"]]
FILES = FileUploaderState()
FILES.uploaded_file_info.add(name=EVIL, size=2**40, file_id="none")
# What a widget of each kind is told in its own field; the values are none it offers.
WRONG: dict[str, tuple[str, list[Any]]] = {
    **dict.fromkeys(("selectbox", "radio", "text_input", "text_area", "time_input"), ("string_value", WORDS)),
    **dict.fromkeys(("button_group", "multiselect"), ("string_array_value", LISTS)),
    **dict.fromkeys(("date_input", "date_time_input"), ("string_array_value", DATES)),
    **dict.fromkeys(("dataframe", "plotly_chart", "vega_lite_chart"), ("string_value", SELECTIONS)),
    **dict.fromkeys(("checkbox", "expandable", "popover"), ("bool_value", [True, False])),
    "number_input": ("double_value", NUMBERS),
    "slider": ("double_array_value", [[n, n] for n in NUMBERS] + [[n] for n in NUMBERS]),
    "pagination": ("int_value", [0, -1, 10**9, -(2**62), 2**62]),
    "tab_container": ("string_value", WORDS),
    "file_uploader": ("file_uploader_state_value", [FILES]),
}
# What is told in a field that is not the widget's.
CONFUSED: list[tuple[str, Any]] = [
    ("string_value", EVIL), ("int_value", -(10**6)), ("double_value", float("nan")), ("bool_value", True),
    ("string_array_value", [EVIL]), ("double_array_value", [float("inf")]), ("int_array_value", [-1, 10**9]),
    ("json_value", "{"), ("json_value", '{"selection": 7}'), ("bytes_value", b"\xff\x00"), ("json_trigger_value", "["),
    ("string_value", "{"), ("string_value", '{"selection": 7}'), ("string_value", '{"selection": {"cells": 7}}'),
    ("string_trigger_value", EVIL), ("file_uploader_state_value", FILES),
]  # fmt: skip
MOVING = frozenset({"audit_line", "session", "failed_try"})
ROUNDS = {"county": 4, "shi": 2}
PARAMETERS = (*TITLES, "page", "sort", "tab", "table", "rule", "subject", "key", "left", "right", "view", "measure")


@dataclass(frozen=True)
class Served:
    host: str
    tokens: dict[str, str]
    log: Path


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server over a compared store; somebody of the whole county and somebody of township 2 signed in."""
    folder = tmp_path_factory.mktemp("widgets")
    with own_store(folder / "store"):
        compared_store(folder / "store")
        scopes = {"county": Scope(), "shi": Scope(townships=frozenset({2}))}
        for name, scope in scopes.items():
            create_account(operator(), name, PASSWORD, "training", scope, must_change=False)
        with serving(folder / "store", folder / "log") as host:
            yield Served(host, {name: sign_in(name, PASSWORD).token for name in scopes}, folder / "log")


def leaks(answers: list[ForwardMsg]) -> list[str]:
    """What must never come over the line."""
    drawn = texts(answers)
    exceptions = [f"exception: {a.delta.new_element.exception.type}" for a in answers if _is_exception(a)]
    return exceptions + [f"told: {word}" for word in TRACES if word in drawn]


def faults(served: Served, answers: list[ForwardMsg]) -> list[str]:
    """The same, and numbered errors with what the log says of them."""
    numbers = ["".join(pair) for pair in BROKEN.findall(texts(answers))]
    told = served.log.read_text().splitlines() if numbers else []
    return leaks(answers) + [line for line in told if any(f"error {number}" in line for number in numbers)]


def _is_exception(answer: ForwardMsg) -> bool:
    return answer.WhichOneof("type") == "delta" and answer.delta.new_element.WhichOneof("type") == "exception"


def kept() -> dict[str, list[tuple[object, ...]]]:
    """Every row of the records, but for the log's and those of signing in."""
    return {name: found for name, found in rows(db.records_url()).items() if name not in MOVING}


def rounds(page: str) -> dict[str, Iterator[object]]:
    """Each kind's values, round and round; every page begins elsewhere, so that each value comes up on some."""
    begin = url_paths().index(page) * ROUNDS["county"]
    return {kind: islice(cycle(values), begin, None) for kind, (_field, values) in WRONG.items()}


def own_field(found: list[Widget], values: dict[str, Iterator[object]]) -> list[WidgetState]:
    """For every widget but those that are pressed the next wrong value of its kind."""
    return [state(w.id, WRONG[w.kind][0], next(values[w.kind])) for w in found if w.kind in WRONG]


@pytest.mark.parametrize("who", ROUNDS)
@pytest.mark.parametrize("page", url_paths())
def test_values_outside_a_widgets_options(served: Served, page: str, who: str) -> None:
    before, values = kept(), rounds(page)
    with Tab(served.host, served.tokens[who]) as tab:
        drawn = tab.open_page(page)
        assert {w.kind for w in widgets(drawn)} <= WRONG.keys() | PRESSED, "a kind of widget without wrong values"
        for _turn in range(ROUNDS[who]):
            answers = tab.tell(sends(own_field(widgets(drawn), values), page))
            assert faults(served, answers) == []
            assert who == "county" or [word for word in FOREIGN if word in texts(answers)] == []
        assert INSIDE in texts(tab.open_page(page))
    assert kept() == before


@pytest.mark.parametrize("page", ["overview", "suspects", "workbench", "intake", "audit"])
def test_values_of_another_kind(served: Served, page: str) -> None:
    """At most a numbered error, for who sent it; a page loaded anew is whole."""
    before, said = kept(), ""
    for field, value in CONFUSED:
        with Tab(served.host, served.tokens["county"]) as tab:
            told = [state(w.id, field, value) for w in widgets(tab.open_page(page)) if w.kind not in PRESSED]
            answers = tab.tell(sends(told, page))
            assert leaks(answers) == [], field
            said += texts(answers)
    assert BROKEN.search(said), "else these are no values of another kind"
    with Tab(served.host, served.tokens["county"]) as tab:
        assert INSIDE in texts(tab.open_page(page))
    assert kept() == before


@pytest.mark.parametrize("evil", [EVIL, HUGE, "%00", "../../etc/passwd", "a=b&" * 500, "&&&=;;", "\ud7ff"])
def test_names_and_queries_that_make_no_sense(served: Served, evil: str) -> None:
    """An unknown page, an unknown widget, and every page's parameters."""
    with Tab(served.host, served.tokens["shi"]) as tab:
        for page in (evil, "no-such-page"):
            assert INSIDE in texts(tab.tell(sends([state(evil, "string_value", evil)], page, evil)))
        for page in ("drilldown", "suspects", "suspect", "rules", "workbench", "reference", "outliers"):
            query = "&".join(f"{name}={quote(evil[:5000])}" for name in PARAMETERS)
            answers = tab.tell(sends([state("$$ID-0-x", "int_value", -1)], page, query))
            assert faults(served, answers) == [], page
            assert [word for word in FOREIGN if word in texts(answers)] == [], page
        assert INSIDE in texts(tab.open_page())
