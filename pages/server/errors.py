"""What a page shows when it breaks: one sentence with a number; the log has kind and place under it, never the data."""

from __future__ import annotations

import logging
import secrets
import traceback

import streamlit as st
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from analytics.words import Refused, _

log = logging.getLogger(__name__)


def on_script_error(error: Exception) -> bool:
    """Called by Streamlit for anything a page or callback did not catch; True: its own error box stays away."""
    if isinstance(error, Refused):
        st.error(str(error))
        return True
    number = note(error)
    said = _("这一页没有画出来(内部错误,编号 {number})。数据没有改动。请刷新重试;若再次出现,请把编号告知维护人员。")
    st.error(said.format(number=number))
    return True


async def broken(_request: Request, error: Exception) -> Response:
    """What our own routes answer when they break."""
    said = _("没有办成(内部错误,编号 {number})。数据没有改动。请重试;若再次出现,请把编号告知维护人员。")
    return PlainTextResponse(said.format(number=note(error)), 500)


def note(error: BaseException) -> str:
    """Log kind and place under a number, which is returned; never the error's text, which may hold data."""
    number = secrets.token_hex(3)
    frames = traceback.extract_tb(error.__traceback__)
    places = " < ".join(f"{f.filename}:{f.lineno}" for f in reversed(frames))
    log.error("error %s: %s at %s", number, type(error).__name__, places)
    return number
