"""Text cells: trimming, and ID numbers hidden in any text.

Every *_sql function of this package takes the SQL text of a VARCHAR expression and returns SQL text.
"""

from __future__ import annotations

from analytics.intake.clean.identity import is_valid_id_sql
from analytics.intake.clean.let import let_sql
from analytics.intake.clean.width import BLANKS, half_width_sql

_ID_SHAPE = "[1-9][0-9]{16}[0-9Xx]"
_ID_LENGTH = 18


def trim_sql(column: str) -> str:
    """The text without blanks, zero-width characters, ="…" and a leading ' around it; NULL when nothing is left."""
    bare = f"regexp_replace({column}, '^[{BLANKS}=''\"]+|[{BLANKS}''\"]+$', '', 'g')"
    quoted = f"regexp_matches({column}, '^[{BLANKS}=''\"]|[{BLANKS}''\"]$')"
    return f"nullif(CASE WHEN {quoted} THEN {bare} ELSE {column} END, '')"


def find_ids_sql(column: str) -> str:
    """VARCHAR[]: every valid ID number in the text, wherever it begins; upper-case X; [] when there is none.

    An ID inside a longer run of digits (a disability card is the ID and two digits) is found as well.
    """
    windows = f"list_transform(range(1, length(text_) - {_ID_LENGTH - 2}), lambda i_: substr(text_, i_, {_ID_LENGTH}))"
    valid = f"regexp_full_match(w_, '{_ID_SHAPE}') AND {is_valid_id_sql('w_')}"
    found = f"list_sort(list_distinct(list_filter({windows}, lambda w_: {valid})))"
    ids = let_sql("text_", f"upper({half_width_sql(column)})", found)
    return f"CASE WHEN {has_id_shape_sql(column)} THEN {ids} ELSE []::VARCHAR[] END"


def has_id_shape_sql(column: str) -> str:
    """BOOLEAN: 17 digits and a check character stand together somewhere in the text; cheap."""
    return f"coalesce(regexp_matches({half_width_sql(column)}, '{_ID_SHAPE}'), false)"
