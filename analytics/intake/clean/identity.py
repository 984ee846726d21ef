"""Resident ID numbers: cleaned, widened from 15 to 18 digits, judged and read.

All functions but is_valid_id_sql take the raw column, as the file has it.
"""

from __future__ import annotations

from analytics.intake.clean.width import BLANKS, half_width_sql

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_CHARACTERS = "10X98765432"
_EARLIEST, _LATEST = "DATE '1850-01-01'", "DATE '2099-12-31'"
_SHAPE_18, _SHAPE_15 = "[1-9][0-9]{16}[0-9X]", "[1-9][0-9]{14}"
# 5.19900194305280E+17 has lost its tail, 5199**********0169 its middle: many people would share one key.
_UNREADABLE = r"[0-9.]+E\+?[0-9]+|.*[*＊].*|[^0-9]*"


def id_clean_sql(column: str) -> str:
    """VARCHAR: the number as 18 characters where it can be; other lengths as they are; NULL when unreadable.

    Blanks, zero-width characters, quotes, ="…", hyphens and full-width forms go, x becomes X,
    15 digits get their century (19) and check digit.
    """
    text = _text(column)
    return (
        f"CASE WHEN {_is_unreadable(text)} THEN NULL "
        f"WHEN regexp_full_match({text}, '{_SHAPE_15}') THEN {_widened(text)} ELSE {text} END"
    )


def id_fault_sql(column: str) -> str:
    """VARCHAR: NULL (a valid number) | unreadable | length | date | check_digit, the first that applies."""
    text, wide = _text(column), id_clean_sql(column)
    return (
        f"CASE WHEN {_is_unreadable(text)} THEN 'unreadable' "
        f"WHEN NOT regexp_full_match({wide}, '{_SHAPE_18}') THEN 'length' "
        f"WHEN {_born_on(wide)} IS NULL THEN 'date' "
        f"WHEN right({wide}, 1) <> {_check_character(wide)} THEN 'check_digit' END"
    )


def id_kind_sql(column: str) -> str:
    """VARCHAR: '18' or '15' (digits in the file) of a valid number, else 'bad'."""
    text = _text(column)
    return f"CASE WHEN {id_fault_sql(column)} IS NOT NULL THEN 'bad' WHEN length({text}) = 15 THEN '15' ELSE '18' END"


def born_on_sql(column: str) -> str:
    """DATE: the date of birth in the number, NULL when it has none that is a date (1850 to 2099)."""
    wide = id_clean_sql(column)
    return f"CASE WHEN regexp_full_match({wide}, '{_SHAPE_18}') THEN {_born_on(wide)} END"


def sex_sql(column: str) -> str:
    """VARCHAR: 男 or 女 by the 17th digit, NULL when the number is not of 18 characters."""
    wide = id_clean_sql(column)
    odd = f"substr({wide}, 17, 1) IN ('1', '3', '5', '7', '9')"
    return f"CASE WHEN regexp_full_match({wide}, '{_SHAPE_18}') THEN CASE WHEN {odd} THEN '男' ELSE '女' END END"


def opaque_id_sql(column: str) -> str:
    """VARCHAR: an ID of another scheme (a supplier number): only blanks around it go; NULL when blank."""
    return f"nullif(regexp_replace({column}, '^[{BLANKS}]+|[{BLANKS}]+$', '', 'g'), '')"


def is_valid_id_sql(text: str) -> str:
    """BOOLEAN for a text of 17 digits and a digit or X: date and check digit are right."""
    return f"({_born_on(text)} IS NOT NULL AND right({text}, 1) = {_check_character(text)})"


def _text(column: str) -> str:
    """Without anything that is no part of a number, upper-case; '' for NULL."""
    bare = f"regexp_replace({half_width_sql(column)}, '[{BLANKS}=\"''`‘’“”,;-]+', '', 'g')"
    return f"coalesce(upper({bare}), '')"


def _is_unreadable(text: str) -> str:
    return f"regexp_full_match({text}, '{_UNREADABLE}')"


def _widened(digits_15: str) -> str:
    body = f"(left({digits_15}, 6) || '19' || substr({digits_15}, 7))"
    return f"{body} || {_check_character(body)}"


def _born_on(digits_18: str) -> str:
    born = f"try_cast(try_strptime(substr({digits_18}, 7, 8), '%Y%m%d') AS DATE)"
    return f"CASE WHEN {born} BETWEEN {_EARLIEST} AND {_LATEST} THEN {born} END"


def _check_character(digits: str) -> str:
    """The character the first 17 digits call for: their weighted sum modulo 11, in integer arithmetic."""
    number = f"try_cast(left({digits}, 17) AS BIGINT)"
    terms = (f"({number} // {10 ** (16 - i)}) % 10 * {weight}" for i, weight in enumerate(WEIGHTS))
    return f"substr('{CHECK_CHARACTERS}', CAST(({' + '.join(terms)}) % 11 AS INTEGER) + 1, 1)"
