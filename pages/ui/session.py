"""Who is looking: the signed-in session behind this script run. Pages ask here, never the cookie."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from analytics.records.accounts.models import LiveSession
from analytics.records.accounts.sessions import live_session, sign_out
from analytics.settings import settings
from analytics.viewer import Viewer
from analytics.workbench.shelf import sweep
from pages.ui.words import _, speak

HEARTBEAT_SECONDS = 20
# A link, because a Streamlit button cannot leave for a page that is not Streamlit's; it looks like our buttons.
LINK_LOOK = (
    "display:inline-block;padding:.45rem 1.1rem;border-radius:.3rem;background:#1f5fa8;color:#fff;text-decoration:none"
)


def current() -> LiveSession | None:
    """The live session st.user names (set by the gate at the handshake), or None."""
    name = st.user.get("session")
    return live_session(name) if isinstance(name, str) else None


def viewer() -> Viewer:
    """Who asks, for every call into analytics; without a live session the script ends with the sign-in notice."""
    speak()
    session = current()
    if session is None:
        sign_in_notice()
        st.stop()
    return session.viewer


def session_id() -> str:
    """The id of the session, for issue_export."""
    return str(st.user.get("session"))


def store() -> Path:
    """The store this installation reads."""
    return settings().store


def sign_in_notice() -> None:
    """All that somebody without a session sees; the sidebar says it too, as it may cover a phone's screen."""
    st.title(_("请登录"), anchor=False)
    st.write(_("您还没有登录,或登录已结束。"))
    leave_link(_("前往登录"), "/sign-in")
    with st.sidebar:
        leave_link(_("前往登录"), "/sign-in")


def leave_link(label: str, address: str) -> None:
    """A button-like link out of Streamlit to a plain page of ours, in the same tab."""
    st.html(f'<a href="{address}" target="_self" style="{LINK_LOOK}">{label}</a>')


@st.fragment(run_every=HEARTBEAT_SECONDS)
def heartbeat() -> None:
    """Makes a page whose session has ended turn by itself. Timers do not count as work (pages/server/frames.py)."""
    if current() is None:
        st.rerun(scope="app")


def _leave(name: str) -> None:
    sign_out(name)
    sweep(store())


def sign_out_button() -> None:
    """Ends the session; the next run of main.py then shows the sign-in notice."""
    st.button(_("退出登录"), icon=":material/logout:", on_click=_leave, args=(session_id(),), type="tertiary")
