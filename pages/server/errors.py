"""What a page shows when it breaks: one sentence; the log gets the kind and the place, never the data."""

from __future__ import annotations

import logging
import traceback

import streamlit as st

from analytics.words import Refused, _

log = logging.getLogger(__name__)


def on_script_error(error: Exception) -> bool:
    """Called by Streamlit for anything a page or callback did not catch; True: its own error box stays away."""
    if isinstance(error, Refused):
        st.error(str(error))
        return True
    frames = traceback.extract_tb(error.__traceback__)
    log.error("%s at %s", type(error).__name__, " < ".join(f"{f.filename}:{f.lineno}" for f in reversed(frames)))
    st.error(_("这一页没有画出来(内部错误)。数据没有改动。请刷新重试;若再次出现,请告知维护人员。"))
    return True
