"""Names of uploaded files are never paths: whatever a file says it is called, it lies where uploads lie."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Common_pb2 import FileUploaderState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from analytics.memory_folder import memory_folder
from analytics.records.accounts.sessions import sign_in
from analytics.settings import settings
from tests.conftest import PASSWORD
from tests.pages.served import Tab, texts
from tests.pages.test_revoked import put
from tests.pages.widgets import state, widgets

ROWS = "姓名,身份证号,金额\n".encode()
NAMES = [
    "../../../current.csv",
    "/etc/cron.d/x.csv",
    "..\\..\\current.csv",
    "C:\\Windows\\x.csv",
    "a\x00b.csv",
    "CON",
    ".hidden.csv",
    f"{'长' * 300}.csv",
    "<img src=x onerror=alert(1)>.csv",
    "a\r\nSet-Cookie: x=1.csv",
    "名\u202evsc.exe",
    "",
]


def addressed(tab: Tab, name: str) -> tuple[str, str]:
    """The address a browser would upload a file of this name to, and the file's id."""

    def ask(frame: BackMsg) -> None:
        frame.file_urls_request.request_id = "1"
        frame.file_urls_request.file_names.append(name)

    answers = tab.tell(ask, wait=0.5)
    found = next(a for a in answers if a.WhichOneof("type") == "file_urls_response").file_urls_response.file_urls[0]
    return found.upload_url, found.file_id


def dropped(page: list[ForwardMsg], name: str, file_id: str, address: str) -> Callable[[BackMsg], None]:
    """A frame by which the page's uploader holds that file."""
    held = FileUploaderState()
    info = held.uploaded_file_info.add(file_id=file_id, name=name, size=len(ROWS))
    info.file_urls.file_id, info.file_urls.upload_url, info.file_urls.delete_url = file_id, address, address
    uploader = next(widget for widget in widgets(page) if widget.kind == "file_uploader")

    def fill(frame: BackMsg) -> None:
        frame.rerun_script.page_name = "intake"
        frame.rerun_script.widget_states.widgets.append(state(uploader.id, "file_uploader_state_value", held))

    return fill


@pytest.mark.parametrize("name", NAMES)
def test_a_file_lies_where_uploads_lie(host: str, name: str) -> None:
    token, store = sign_in("training", PASSWORD).token, settings().store
    with Tab(host, token) as tab:
        page = tab.open_page("intake")
        address, file_id = addressed(tab, name)
        assert put(host, address, token, file=(name or "x", ROWS)) in (204, 400)
        drawn = texts(tab.tell(dropped(page, name, file_id, address)))
        assert "Traceback" not in drawn and "编号" not in drawn and "<img" not in drawn
        uploads = memory_folder(store, "uploads")
        kept = [path for folder in (store.parent, uploads) for path in folder.rglob("*") if _is_it(path)]
        assert kept, "it was taken"
        assert {path.parents[2] for path in kept} == {uploads}
        assert all(len(path.name) <= 80 and path.name[0] != "." and "<" not in path.name for path in kept)
    assert not Path("/etc/cron.d/x.csv").exists()


def _is_it(path: Path) -> bool:
    return path.is_file() and path.stat().st_size == len(ROWS) and path.read_bytes() == ROWS
