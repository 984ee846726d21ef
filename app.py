"""The server: `streamlit run app.py`. Everything passes the gate; the pages are drawn by pages/main.py."""

from pathlib import Path

import streamlit as st

from analytics.settings import settings
from pages.server import faces
from pages.server.errors import broken, on_script_error
from pages.server.lifespan import lifespan

app = st.App(
    Path(__file__).parent / "pages" / "main.py",
    routes=faces.routes(settings().face),
    middleware=faces.middleware(settings().face),
    lifespan=lifespan,
    exception_handlers={Exception: broken},
    on_script_error=on_script_error,
)
