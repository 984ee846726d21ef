"""Dates and periods in the forms departments write them."""

from __future__ import annotations

from analytics.intake.clean.let import let_sql
from analytics.intake.clean.text import trim_sql
from analytics.intake.clean.width import half_width_sql

_YEAR = "(1[89][0-9]{2}|20[0-9]{2})"
_TIME = "([ T].*)?"
_ISO = f"{_YEAR}-[0-9]{{2}}-[0-9]{{2}}"
_DAY_FORM = f"{_YEAR} ?[-/.年] ?([0-9]{{1,2}}) ?[-/.月] ?([0-9]{{1,2}})( ?日)?{_TIME}"
_MONTH_FORM = f"{_YEAR} ?[-/.年] ?([0-9]{{1,2}})( ?月份?)?"
_DIGITS_8 = f"{_YEAR}(0[1-9]|1[0-2])([0-3][0-9])([0-9]{{6}})?{_TIME}"
_DIGITS_6 = f"{_YEAR}(0[1-9]|1[0-2])"
_YEAR_FORM = f"{_YEAR}( ?年度?)?"
_SERIAL = r"[1-7][0-9]{4}(\.[0-9]+)?"
_SERIAL_RANGE = (10959, 73050)  # 1930-01-01 to 2099-12-31; a smaller number is more likely an amount or a code
_TWO_DIGIT_YEAR = r"[''’]?[0-9]{2} ?[-/.年] ?[0-9]{1,2} ?([-/.月] ?([0-9]{1,2}日?)?)?"
_CHINESE = "〇○零一二三四五六七八九"
_ARABIC = "000123456789"
_TENS = (("([0-9])十([0-9])", r"\1\2"), ("([0-9])十", r"\1" + "0"), ("十([0-9])", r"1\1"), ("十", "10"))
_SPAN = "季|半年|[0-9] ?月? ?[-~至到—] ?[0-9]+ ?月"


def date_sql(column: str) -> str:
    """DATE: the day; the first of the month when only a month is given; NULL when blank or unreadable.

    Reads 2016-08-05, 2016/8/5, 2016.8.5, 20160805, 2016年8月5日, 二〇一六年八月五日, 2016年8月, 2016-08, 201608,
    each also with a time, and Excel serials. Two-digit years are never guessed.
    """
    common = f"regexp_full_match({column}, '{_ISO}')"
    return (
        f"CASE WHEN {common} THEN try_cast({column} AS DATE) ELSE {let_sql('text_', _text(column), _day('text_'))} END"
    )


def date_fault_sql(column: str, day: str = "") -> str:
    """VARCHAR: NULL when blank or a date, else two_digit_year | unreadable; `day` is what date_sql has read of it."""
    fault = let_sql("text_", _text(column), _no_day("text_"))
    return f"CASE WHEN {day or date_sql(column)} IS NULL THEN {fault} END"


def period_sql(column: str) -> str:
    """INTEGER yyyymm of the month (of a date: the month it is in), yyyy00 of a year; else NULL.

    A span (2016年第3季度, 上半年, 1-6月) is no single period: NULL, and period_fault_sql says so.
    """
    common = f"regexp_full_match({column}, '{_YEAR}-(0[1-9]|1[0-2])(-[0-9]{{2}})?')"
    month = f"CASE WHEN length({column}) = 7 OR {_is_day(column)} THEN {_digits(column)} END"
    return f"CASE WHEN {common} THEN {month} ELSE {let_sql('text_', _text(column), _period('text_'))} END"


def period_fault_sql(column: str, period: str = "") -> str:
    """VARCHAR: NULL when blank or a period, else span | two_digit_year | unreadable; `period`: as read."""
    fault = f"CASE WHEN regexp_matches(text_, '{_SPAN}') THEN 'span' ELSE {_no_day('text_')} END"
    return f"CASE WHEN {period or period_sql(column)} IS NULL THEN {let_sql('text_', _text(column), fault)} END"


def _is_day(iso: str) -> str:
    return f"try_cast({iso} AS DATE) IS NOT NULL"


def _digits(iso: str) -> str:
    return f"CAST(left({iso}, 4) || substr({iso}, 6, 2) AS INTEGER)"


def _day(text: str) -> str:
    serial = f"CAST(floor(try_cast({text} AS DOUBLE)) AS INTEGER)"
    first, last = _SERIAL_RANGE
    return (
        f"CASE WHEN regexp_full_match({text}, '{_DAY_FORM}') THEN {_built(text, _DAY_FORM)} "
        f"WHEN regexp_full_match({text}, '{_DIGITS_8}') THEN {_built(text, _DIGITS_8)} "
        f"WHEN regexp_full_match({text}, '{_DIGITS_6}') THEN {_built(text, _DIGITS_6)} "
        f"WHEN regexp_full_match({text}, '{_MONTH_FORM}') THEN {_built(text, _MONTH_FORM)} "
        f"WHEN regexp_full_match({text}, '{_SERIAL}') AND {serial} BETWEEN {first} AND {last} "
        f"THEN DATE '1899-12-30' + {serial} END"
    )


def _no_day(text: str) -> str:
    return (
        f"CASE WHEN {text} IS NULL THEN NULL "
        f"WHEN regexp_full_match({text}, '{_TWO_DIGIT_YEAR}') THEN 'two_digit_year' ELSE 'unreadable' END"
    )


def _period(text: str) -> str:
    month = let_sql("day_", _day(text), "CAST(year(day_) * 100 + month(day_) AS INTEGER)")
    year = f"CAST(left({text}, 4) AS INTEGER) * 100"
    return f"CASE WHEN regexp_full_match({text}, '{_YEAR_FORM}') THEN {year} ELSE {month} END"


def _text(column: str) -> str:
    """Trimmed, half-width, Chinese numerals as digits; NULL when blank."""
    digits = f"translate(trimmed_, '{_CHINESE}', '{_ARABIC}')"
    for pattern, numeral in _TENS:
        digits = f"regexp_replace({digits}, '{pattern}', '{numeral}', 'g')"
    plain = f"CASE WHEN regexp_matches(trimmed_, '[{_CHINESE}十]') THEN {digits} ELSE trimmed_ END"
    return let_sql("trimmed_", trim_sql(half_width_sql(column)), plain)


def _built(text: str, form: str) -> str:
    """The date whose year, month (and day, else the first) are the form's groups; NULL on the 30th of February."""
    year, month, day = (f"regexp_extract({text}, '^{form}$', {group})" for group in (1, 2, 3))
    has_day = form in (_DAY_FORM, _DIGITS_8)
    parts = f"{year} || '-' || {month} || '-' || " + (day if has_day else "'1'")
    return f"CAST(try_strptime({parts}, '%Y-%m-%d') AS DATE)"
