"""The widgets a page has drawn, found in what the server sent, and frames that give them any value at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

Fill = Callable[[WidgetState], object]
PRESSED = frozenset({"button", "menu_button", "chat_input", "download_button"})


@dataclass(frozen=True)
class Widget:
    """One widget: its kind as the protocol calls it, and the fragment it stands in."""

    id: str
    kind: str
    label: str
    fragment: str


def widgets(answers: Iterable[ForwardMsg]) -> list[Widget]:
    """Every widget that was drawn, once."""
    found: dict[str, Widget] = {}
    for answer in answers:
        if answer.WhichOneof("type") == "delta":
            kind, drawn = _drawn(answer.delta)
            name = getattr(drawn, "id", "")
            if name:
                found[name] = Widget(name, kind, getattr(drawn, "label", ""), answer.delta.fragment_id)
    return list(found.values())


def _drawn(delta: Any) -> tuple[str, Any]:
    """The element or block of a delta, with its kind."""
    holder = delta.new_element if delta.WhichOneof("type") == "new_element" else delta.add_block
    kind = holder.WhichOneof("type") or ""
    return kind, getattr(holder, kind, None)


def state(name: str, field: str, value: Any) -> WidgetState:
    """A widget's state with `value` in the field of that name, whatever the widget is."""
    made = WidgetState(id=name)
    if isinstance(value, list):
        getattr(made, field).data.extend(value)
    elif field in ("file_uploader_state_value", "chat_input_value", "arrow_value"):
        getattr(made, field).MergeFrom(value)
    elif field == "string_trigger_value":
        made.string_trigger_value.data = value
    else:
        setattr(made, field, value)
    return made


def sends(states: Iterable[WidgetState], page: str, query: str = "", fragment: str = "") -> Callable[[BackMsg], None]:
    """A frame that reruns the page with these states."""

    def fill(frame: BackMsg) -> None:
        frame.rerun_script.page_name, frame.rerun_script.query_string = page, query
        frame.rerun_script.fragment_id = fragment
        frame.rerun_script.widget_states.widgets.extend(states)

    return fill
