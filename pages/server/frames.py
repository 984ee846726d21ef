"""What the gate lets through of a websocket's frames (Streamlit's BackMsg), with and without a live session.

Both tables say what is allowed, so a kind of frame that a later Streamlit adds is refused until it is looked at.
"""

from __future__ import annotations

from google.protobuf.message import DecodeError
from streamlit.proto.BackMsg_pb2 import BackMsg

# Not here on purpose: clear_cache and set_run_on_save (everybody's cache and settings), load_git_info, debug_*.
ALLOWED = frozenset({"rerun_script", "stop_script", "file_urls_request", "app_heartbeat", "backend_operation_request"})
# Not here on purpose: deferred_file (a download past the export route), install_skills (writes to the server).
ALLOWED_OPERATIONS = frozenset({"dataframe_chunk"})


def parsed(data: bytes) -> BackMsg | None:
    """The frame, or None when it is none (Streamlit then closes the connection itself)."""
    frame = BackMsg()
    try:
        frame.ParseFromString(data)
    except DecodeError:
        return None
    return frame


def allowed(frame: BackMsg) -> bool:
    """Whether a live session may send this."""
    kind = frame.WhichOneof("type")
    if kind == "backend_operation_request":
        return frame.backend_operation_request.WhichOneof("payload") in ALLOWED_OPERATIONS
    return kind in ALLOWED


def by_a_person(frame: BackMsg) -> bool:
    """Whether somebody did something: a widget, a page, a reload. Only this keeps a session from idling out.

    Timers (run_every: our heartbeat, job bars) say is_auto_rerun; the browser's keep-alive is app_heartbeat.
    A tab that reconnects by itself after a broken line counts once, as it cannot be told from a reload.
    """
    return frame.WhichOneof("type") == "rerun_script" and not frame.rerun_script.is_auto_rerun


def empty_rerun() -> bytes:
    """A frame that only makes main.py draw itself: it finds no session and shows the way to sign in.

    No widget, no fragment and no page is named in it, so no callback and no fragment runs.
    """
    frame = BackMsg()
    frame.rerun_script.query_string = ""
    return frame.SerializeToString()
