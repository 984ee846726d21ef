"""The real server on a loopback port, and a raw websocket client that speaks Streamlit's protocol to it."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Button_pb2 import Button
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

from analytics.settings import ROOT
from pages.server.liveness import COOKIE

START_SECONDS = 60
ANSWER_SECONDS = 15.0


@contextmanager
def serving(store: Path, log: Path, **settings: str) -> Iterator[str]:
    """`streamlit run app.py` over `store`, with further settings (oidc_issuer="…"); gives its host:port."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    environment = os.environ | {"QINGZHANG_STORE": str(store), "QINGZHANG_TRAINING": "1"}
    environment |= {f"QINGZHANG_{name.upper()}": value for name, value in settings.items()}
    with log.open("w") as output:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output)
    try:
        until_it_answers(f"http://127.0.0.1:{port}/health", server, log)
        yield f"127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(20)


def free_port() -> int:
    """A loopback port nobody uses."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


def until_it_answers(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            if httpx.get(url).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.2)
    raise AssertionError(log.read_text())


class Tab:
    """One websocket. `cookie`, a Streamlit session to resume and a forged header are the client's to choose."""

    def __init__(self, host: str, cookie: str = "", resume: str = "", forged: str = "") -> None:
        headers = {"Cookie": f"{COOKIE}={cookie}"} if cookie else {}
        headers |= {"X-QZ-Session": forged, "x-qz-session": forged} if forged else {}
        protocols = ["streamlit", "x", *([resume] if resume else [])]
        url = f"ws://{host}/_stcore/stream"
        self._context = connect(url, additional_headers=headers, subprotocols=protocols, max_size=None)
        self._socket = self._context.__enter__()
        self.streamlit_session = ""

    def __enter__(self) -> "Tab":
        return self

    def __exit__(self, *_error: object) -> None:
        self._context.__exit__(None, None, None)

    def tell(self, fill: Callable[[BackMsg], object], wait: float = ANSWER_SECONDS) -> list[ForwardMsg]:
        """Send one frame; what comes back until the script has finished, or nothing came for `wait` seconds."""
        frame = BackMsg()
        fill(frame)
        self._socket.send(frame.SerializeToString())
        answers: list[ForwardMsg] = []
        while True:
            try:
                answer = ForwardMsg.FromString(self._socket.recv(wait))
            except TimeoutError:
                return answers
            answers.append(answer)
            if answer.WhichOneof("type") == "new_session":
                self.streamlit_session = answer.new_session.initialize.session_id
            if answer.WhichOneof("type") == "script_finished" and answer.script_finished in (0, 2):
                return answers

    def quiet(self) -> None:
        """Read what still trickles in after a script has finished."""
        self.tell(lambda frame: setattr(frame, "app_heartbeat", True), wait=0.5)

    def open_page(self, name: str = "") -> list[ForwardMsg]:
        return self.tell(lambda frame: setattr(frame.rerun_script, "page_name", name))


def texts(answers: list[ForwardMsg]) -> str:
    """Everything that was drawn, the words in it legible."""
    drawn = (answer.delta.SerializeToString() for answer in answers if answer.WhichOneof("type") == "delta")
    return b"\n".join(drawn).decode("utf-8", "ignore")


def button(answers: list[ForwardMsg], label: str) -> tuple[Button, str]:
    """The drawn button of this label, and the fragment it stands in."""
    drawn = [answer.delta for answer in answers if answer.WhichOneof("type") == "delta"]
    buttons = [(d.new_element.button, d.fragment_id) for d in drawn if d.new_element.WhichOneof("type") == "button"]
    return next((found, fragment) for found, fragment in buttons if found.label == label)


def fragments(answers: list[ForwardMsg]) -> set[str]:
    """The fragments that were drawn."""
    return {a.delta.fragment_id for a in answers if a.WhichOneof("type") == "delta" and a.delta.fragment_id}


def press(found: tuple[Button, str]) -> Callable[[BackMsg], None]:
    """A frame that presses the button (its callback and its fragment would run)."""

    def fill(frame: BackMsg) -> None:
        widget = frame.rerun_script.widget_states.widgets.add()
        widget.id, widget.trigger_value = found[0].id, True
        frame.rerun_script.fragment_id = found[1]

    return fill
