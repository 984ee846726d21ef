"""Opening a page of the app as a script, with a real session, and reading what it says."""

from streamlit.testing.v1 import AppTest

from analytics.records.accounts.sessions import NewSession
from analytics.settings import ROOT


def opened(session: NewSession, file: str, **query: str) -> AppTest:
    """The page `file` (under pages/) with a query in the address."""
    at = AppTest.from_file(str(ROOT / "pages" / "main.py"), default_timeout=60)
    at.user = {"session": session.id}
    at.switch_page(file)
    for name, value in query.items():
        at.query_params[name] = value
    return at.run()


def words(at: AppTest) -> str:
    """All that a person reads outside tables."""
    parts = [*at.main.markdown, *at.main.caption, *at.main.info, *at.main.error, *at.main.warning, *at.main.subheader]
    return " ".join(str(part.value) for part in parts)
