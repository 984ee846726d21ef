"""Widgets' states no browser would send: every wrong value at every widget of every page, over a raw socket.

Nothing breaks, nothing of the inside is told, nothing out of scope is sent, and no row is written.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect, text
from streamlit.proto.Common_pb2 import FileUploaderState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

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

INSIDE, BROKEN = "退出登录", re.compile("编号 ([0-9a-f]{6})|number ([0-9a-f]{6})")
TRACES = ("Traceback", "Error:", "site-packages", "Exception", 'File "')
HUGE = "很" * 70_000
EVIL = "' OR '1'='1</style><script>x</script>\x00\u202e"
WORDS = [EVIL, HUGE, "", "-1", "999999", "nan", "None", "A01') OR rule IN ('A01", "../../etc/passwd"]
NUMBERS = [float("nan"), float("inf"), -float("inf"), -1.0, 1e308, 0.5, -1e18, 2.0**63]
CHOICES: list[Any] = [
    {"rows": [10**9, -1]}, {"rows": ["x", None, 1.5], "columns": [7, "none"]}, {"cells": [[-1, EVIL], [], "x"]},
    {"points": [{"customdata": [EVIL]}, {}, 7]}, {"points": [{"id": HUGE, "customdata": []}]}, {"points": {"a": 1}},
    None,
]  # fmt: skip
SELECTIONS = ["{", "[]", '"x"', *(json.dumps({"selection": choice}) for choice in CHOICES)]
DATES = [["9999-12-31"], ["0001-01-01"], ["2026-13-45"], [EVIL], ["2026/01/02", "2026/01/01"], [], ["x"] * 1000]
LISTS = [[EVIL], [HUGE], ["none", "none"], [], ["0"] * 1000, ["-1"]]
FILES = FileUploaderState()
FILES.uploaded_file_info.add(name=EVIL, size=2**40, file_id="none")
# What a widget of each kind is told in its own field; the values are none it offers.
WRONG: dict[str, tuple[str, list[Any]]] = {
    **dict.fromkeys(("selectbox", "radio", "text_input", "text_area", "time_input"), ("string_value", WORDS)),
    **dict.fromkeys(("button_group", "multiselect"), ("string_array_value", LISTS)),
    **dict.fromkeys(("date_input", "date_time_input"), ("string_array_value", DATES)),
    **dict.fromkeys(("checkbox", "expandable", "popover"), ("bool_value", [True, False])),
    "number_input": ("double_value", NUMBERS),
    "slider": ("double_array_value", [[n, n] for n in NUMBERS] + [[n] for n in NUMBERS]),
    "pagination": ("int_value", [0, -1, 10**9, -(2**62), 2**62]),
    "tab_container": ("string_value", WORDS),
    "file_uploader": ("file_uploader_state_value", [FILES]),
}
# What is told in a field that is not the widget's, and what breaks the form of its own.
CONFUSED: list[tuple[str, Any]] = [
    ("string_value", EVIL), ("int_value", -(10**6)), ("double_value", float("nan")), ("bool_value", True),
    ("string_array_value", [EVIL]), ("double_array_value", [float("inf")]), ("int_array_value", [-1, 10**9]),
    ("json_value", "{"), ("json_value", '{"selection": 7}'), ("bytes_value", b"\xff\x00"), ("json_trigger_value", "["),
    ("string_trigger_value", EVIL), ("file_uploader_state_value", FILES),
    *(("string_value", choice) for choice in SELECTIONS),
]  # fmt: skip
FOREIGN = ("青禾镇", "上河村", "下河村")  # of the other township
ROUNDS = max(len(values) for _field, values in WRONG.values())


@dataclass(frozen=True)
class Served:
    host: str
    tokens: dict[str, str]
    log: Path


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server over a compared store; somebody of the whole county and somebody of township 2 signed in."""
    folder = tmp_path_factory.mktemp("widgets")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("QINGZHANG_STORE", str(folder / "store"))
        environment.delenv("QINGZHANG_RECORDS_URL", raising=False)
        environment.setenv("QINGZHANG_TRAINING", "1")
        compared_store(folder / "store")
        scopes = {"county": Scope(), "shi": Scope(townships=frozenset({2}))}
        for name, scope in scopes.items():
            create_account(operator(), name, PASSWORD, "training", scope, must_change=False)
        with serving(folder / "store", folder / "log") as host:
            yield Served(host, {name: sign_in(name, PASSWORD).token for name in scopes}, folder / "log")
        db.close()


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


def rows() -> dict[str, int]:
    """How many rows each table of the records has, but for the log's and those of signing in."""
    with db.reading() as tx:
        names = set(inspect(tx.get_bind()).get_table_names()) - {"audit_line", "session", "failed_try"}
        return {name: tx.execute(text(f"SELECT count(*) FROM {name}")).scalar_one() for name in names}


def own_field(found: list[Widget], turn: int) -> list[WidgetState]:
    """For every widget the `turn`-th wrong value of its kind; neighbours are told different ones."""
    told = [(widget, WRONG[widget.kind], turn + place) for place, widget in enumerate(found) if widget.kind in WRONG]
    return [state(widget.id, field, values[at % len(values)]) for widget, (field, values), at in told]


def other_field(found: list[Widget], turn: int) -> list[WidgetState]:
    """For every widget but buttons something of another kind, and as much for a widget that is not there."""
    named = [widget.id for widget in found if widget.kind not in PRESSED]
    told = [(name, CONFUSED[(turn + place) % len(CONFUSED)]) for place, name in enumerate([*named, "none"])]
    return [state(name, field, value) for name, (field, value) in told]


@pytest.mark.parametrize("page", url_paths())
def test_values_outside_a_widgets_options(served: Served, page: str) -> None:
    before, wrong = rows(), {}
    with Tab(served.host, served.tokens["county"]) as tab:
        found = widgets(tab.open_page(page))
        for turn in range(0, ROUNDS, 2):  # neighbours are told the values between
            answers = tab.tell(sends(own_field(found, turn), page))
            wrong[turn], found = faults(served, answers), widgets(answers) or found
        assert {turn: told for turn, told in wrong.items() if told} == {}
        assert INSIDE in texts(tab.open_page(page))
    assert rows() == before


@pytest.mark.parametrize("page", ["drilldown", "suspects", "rules", "outliers", "workbench", "reference", "accounts"])
def test_values_of_another_kind(served: Served, page: str) -> None:
    """What no browser sends may end in a numbered error on the page of who sent it, and in nothing else."""
    before, wrong = rows(), {}
    with Tab(served.host, served.tokens["county"]) as tab:
        found = widgets(tab.open_page(page))
        for turn in range(0, len(CONFUSED), 6):
            answers = tab.tell(sends(other_field(found, turn), page))
            wrong[turn], found = leaks(answers), widgets(answers) or found
        assert {turn: told for turn, told in wrong.items() if told} == {}
    with Tab(served.host, served.tokens["county"]) as tab:
        assert INSIDE in texts(tab.open_page(page))
    assert rows() == before


@pytest.mark.parametrize("page", ["drilldown", "suspects", "outliers", "village", "workbench"])
def test_no_value_reaches_out_of_ones_scope(served: Served, page: str) -> None:
    with Tab(served.host, served.tokens["shi"]) as tab:
        found, drawn = widgets(tab.open_page(page)), ""
        for turn in range(0, ROUNDS, 2):
            query = "township=T1&village=V1&household=1&person=1"
            answers = tab.tell(sends(own_field(found, turn), page, query))
            drawn, found = drawn + texts(answers), widgets(answers) or found
    assert [name for name in FOREIGN if name in drawn] == []
