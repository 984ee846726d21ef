"""data/README.md is true."""

from tests.docs.tables import PATH, text


def test_every_table_and_column_is_documented() -> None:
    assert PATH.read_text(encoding="utf-8") == text(), "run: python -m tests.docs.tables"
