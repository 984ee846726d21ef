"""Resident ID numbers: cleaned, widened from 15 to 18 digits, judged and read.

All functions but is_valid_id_sql take the raw column, as the file has it.
"""

from __future__ import annotations

from collections.abc import Callable

from analytics.intake.clean.let import let_sql
from analytics.intake.clean.width import BLANKS, half_width_sql

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_CHARACTERS = "10X98765432"
_EARLIEST, _LATEST = "DATE '1850-01-01'", "DATE '2099-12-31'"
_SHAPE_18, _SHAPE_15 = "[1-9][0-9]{16}[0-9X]", "[1-9][0-9]{14}"
PLAIN_ID = f"^{_SHAPE_18}$"
# 5.19900194305280E+17 has lost its tail, 5199**********0169 its middle: many people would share one key.
_UNREADABLE = r"[0-9.]+E\+?[0-9]+|.*[*＊].*|[^0-9]*"


def id_clean_sql(column: str) -> str:
    """VARCHAR: the number as 18 characters where it can be; other lengths as they are; NULL when unreadable.

    Blanks, zero-width characters, quotes, ="…", hyphens and full-width forms go, x becomes X,
    15 digits get their century (19) and check digit.
    """
    return f"CASE WHEN {_is_plain(column)} THEN {column} ELSE {_cleaned(column)} END"


def id_fault_sql(column: str, clean: str = "") -> str:
    """VARCHAR: NULL (a valid number) | unreadable | length | date | check_digit, the first that applies.

    clean   what id_clean_sql has made of the column, when it is at hand
    """
    if clean:
        return _fault(clean)
    other = let_sql("clean_", _cleaned(column), _fault("clean_"))
    return f"CASE WHEN {_is_plain(column)} THEN {_fault_of_18(column)} ELSE {other} END"


def plain_id_fault_sql(column: str) -> str:
    """As id_fault_sql, of numbers that fit PLAIN_ID."""
    return _fault_of_18(column)


def id_kind_sql(column: str) -> str:
    """VARCHAR: '18' or '15' (digits in the file) of a valid number, else 'bad'."""
    bad = let_sql("clean_", _clean("text_"), f"{_fault('clean_')} IS NOT NULL")
    other = f"CASE WHEN {bad} THEN 'bad' WHEN length(text_) = 15 THEN '15' ELSE '18' END"
    plain = f"CASE WHEN {_fault_of_18(column)} IS NULL THEN '18' ELSE 'bad' END"
    return f"CASE WHEN {_is_plain(column)} THEN {plain} ELSE {let_sql('text_', _text(column), other)} END"


def born_on_sql(column: str) -> str:
    """DATE: the date of birth in the number, NULL when it has none that is a date (1850 to 2099)."""
    return _of_18(column, _born_on)


def sex_sql(column: str) -> str:
    """VARCHAR: 男 or 女 by the 17th digit, NULL when the number is not of 18 characters."""
    return _of_18(column, lambda digits: f"CASE WHEN {digits}[17] IN ('1', '3', '5', '7', '9') THEN '男' ELSE '女' END")


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


def _is_plain(column: str) -> str:
    """Already as it should be: nearly all rows of most files, and many times faster to look at."""
    return f"coalesce(regexp_full_match({column}, '{_SHAPE_18}'), false)"


def _cleaned(column: str) -> str:
    return let_sql("text_", _text(column), _clean("text_"))


def _of_18(column: str, read: Callable[[str], str]) -> str:
    """What `read` makes of a number of 18 characters, NULL for any other."""
    other = f"CASE WHEN regexp_full_match(clean_, '{_SHAPE_18}') THEN {read('clean_')} END"
    return f"CASE WHEN {_is_plain(column)} THEN {read(column)} ELSE {let_sql('clean_', _cleaned(column), other)} END"


def _clean(text: str) -> str:
    return (
        f"CASE WHEN regexp_full_match({text}, '{_SHAPE_18}') THEN {text} "
        f"WHEN regexp_full_match({text}, '{_UNREADABLE}') THEN NULL "
        f"WHEN regexp_full_match({text}, '{_SHAPE_15}') THEN {_widened(text)} ELSE {text} END"
    )


def _fault(clean: str) -> str:
    return (
        f"CASE WHEN {clean} IS NULL THEN 'unreadable' "
        f"WHEN NOT regexp_full_match({clean}, '{_SHAPE_18}') THEN 'length' ELSE {_fault_of_18(clean)} END"
    )


def _fault_of_18(digits: str) -> str:
    return (
        f"CASE WHEN {_born_on(digits)} IS NULL THEN 'date' "
        f"WHEN right({digits}, 1) <> {_check_character(digits)} THEN 'check_digit' END"
    )


def _widened(digits_15: str) -> str:
    body = f"left({digits_15}, 6) || '19' || substr({digits_15}, 7)"
    return let_sql("body_", body, f"body_ || {_check_character('body_')}")


def _born_on(digits_18: str) -> str:
    born = f"try_cast(try_strptime(substr({digits_18}, 7, 8), '%Y%m%d') AS DATE)"
    return f"CASE WHEN {born} BETWEEN {_EARLIEST} AND {_LATEST} THEN {born} END"


def _check_character(digits: str) -> str:
    """The character the first 17 digits call for: their weighted sum modulo 11, in integer arithmetic."""
    terms = (f"(number_ // {10 ** (16 - i)}) % 10 * {weight}" for i, weight in enumerate(WEIGHTS))
    character = f"substr('{CHECK_CHARACTERS}', ({' + '.join(terms)}) % 11 + 1, 1)"
    return let_sql("number_", f"try_cast(left({digits}, 17) AS BIGINT)", character)
