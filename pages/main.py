"""The frame: who is signed in, which pages there are, and the one that was asked for."""

from base64 import b64encode
from pathlib import Path

import streamlit as st

from pages.ui import frame, layout, session
from pages.ui.words import _

# A file of ours: for an emoji or a Material icon the browser would ask Google for a picture. It goes inside the page,
# as the signed out are refused the address Streamlit would give it.
ICON = Path(__file__).parent / "server" / "assets" / "icon.png"


def main() -> None:
    icon = f"data:image/png;base64,{b64encode(ICON.read_bytes()).decode()}"
    st.set_page_config(page_title=_("清账"), page_icon=icon, layout="wide")
    session.viewer()  # ends the run with the sign-in notice when nobody is signed in
    session.heartbeat()
    page = frame.navigation()
    frame.training_banner()
    try:
        page.run()
    finally:  # also under a page that ends with st.stop()
        layout.footer()


main()
