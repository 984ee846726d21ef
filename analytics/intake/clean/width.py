"""Characters that look alike: full-width forms and blanks of all kinds."""

from __future__ import annotations

# Inside a character class of a regular expression; \s of DuckDB's RE2 is ASCII only.
BLANKS = r"\s\x{00a0}\x{1680}\x{2000}-\x{200f}\x{2028}-\x{202f}\x{205f}\x{2060}\x{3000}\x{feff}"
_FULL = "".join(chr(c) for c in range(0xFF01, 0xFF5F))
_HALF = "".join(chr(c - 0xFEE0) for c in range(0xFF01, 0xFF5F))


def half_width_sql(column: str) -> str:
    """Full-width digits, letters and signs as ASCII; rows without any (nearly all) are only looked at."""
    return (
        f"CASE WHEN regexp_matches({column}, '[\\x{{ff01}}-\\x{{ff5e}}]') "
        f"THEN translate({column}, '{_FULL}', '{_sql_quoted(_HALF)}') ELSE {column} END"
    )


def _sql_quoted(text: str) -> str:
    return text.replace("'", "''")
