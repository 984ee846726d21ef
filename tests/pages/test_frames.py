"""Which frames pass the gate; both tables are lists of what is allowed."""

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg

from pages.server.frames import allowed, by_a_person, empty_rerun, parsed

KINDS = [field.name for field in BackMsg.DESCRIPTOR.fields]
OPERATIONS = ["deferred_file", "install_skills", "dismiss_skills_nudge", "dataframe_chunk"]
PASS = {"rerun_script", "stop_script", "file_urls_request", "app_heartbeat"}


def frame_of(kind: str) -> BackMsg:
    frame = BackMsg()
    if frame.DESCRIPTOR.fields_by_name[kind].message_type:
        getattr(frame, kind).SetInParent()
    else:
        setattr(frame, kind, True)
    return frame


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind(kind: str) -> None:
    assert allowed(frame_of(kind)) == (kind in PASS)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_each_operation(operation: str) -> None:
    frame = BackMsg()
    getattr(frame.backend_operation_request, operation).SetInParent()
    assert allowed(frame) == (operation == "dataframe_chunk")


def test_an_empty_frame_does_not_pass() -> None:
    assert not allowed(BackMsg())


@pytest.mark.parametrize("kind", KINDS)
def test_only_a_rerun_is_a_persons_work(kind: str) -> None:
    assert by_a_person(frame_of(kind)) == (kind == "rerun_script")


def test_a_timer_is_nobodys_work() -> None:
    frame = frame_of("rerun_script")
    frame.rerun_script.is_auto_rerun = True
    assert not by_a_person(frame)


def test_rubbish_is_not_a_frame() -> None:
    assert parsed(b"\xff\xff\xff") is None


def test_the_empty_rerun_names_nothing() -> None:
    state = parsed(empty_rerun()).rerun_script
    assert not state.fragment_id and not state.page_script_hash and not state.page_name
    assert not state.widget_states.widgets
