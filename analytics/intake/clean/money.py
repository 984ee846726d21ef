"""Amounts, quantities and areas: text to DECIMAL(12,2), rounded half up (away from zero)."""

from __future__ import annotations

from analytics.intake.clean.let import let_sql
from analytics.intake.clean.width import BLANKS, half_width_sql

_SIGNS = f"[{BLANKS},，、¥￥$''\"=]+|人民币|RMB|CNY|(整|正)$"
_UNITS = "(元|圆|块|亩|人|户)$"
_NUMBER = r"[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)"
_PLAIN_NUMBER = r"-?[0-9]+(\.[0-9]+)?"
_NOTHING = r"[-—－–/\\无]*"
_TEN_THOUSAND = 10_000

# Chinese numerals: 壹仟贰佰元伍角, 一千二百, 三万零五十. A colloquial 一千二 (1,200) is refused, not guessed.
_NUMERALS = "零〇○一壹二贰貳两三叁參四肆五伍六陆陸七柒八捌九玖拾佰仟萬圆圓"
_PLAIN = "000112222333445566677889" + "9十百千万元元"
_SECTION = "([0-9]千)?0?([0-9]百)?0?([0-9]?十)?0?[0-9]?"
_CHINESE = f"负?(({_SECTION}万)?0?{_SECTION})(元)?([0-9]角)?0?([0-9]分)?"
_COLLOQUIAL = "[万千百][1-9](元|角|$)"
_HAS_NUMERAL = "[一二三四五六七八九十百千壹贰貳叁參肆伍陆陸柒捌玖拾佰仟]"


def money_sql(column: str, factor: int = 1) -> str:
    """DECIMAL(12,2), yuan (or the column's own unit): NULL when blank, unreadable or too large.

    Reads 1,234.50, ¥-136.00, 300元, full-width forms, (123.00) and （123） and 123- as minus, 1.2万元,
    and Chinese numerals. `factor` is the unit of the column: 10000 where the header says 万元.
    A cell that names 万 itself is not multiplied twice.
    """
    plain = f"{column} IS NULL OR regexp_full_match({column}, '{_PLAIN_NUMBER}')"
    value = let_sql("text_", _text(column), _value("text_", column, factor))
    return f"CASE WHEN {plain} THEN {_rounded(_decimal(column), factor)} ELSE {value} END"


def money_fault_sql(column: str, amount: str = "") -> str:
    """VARCHAR: NULL when blank (also - and /) or a number, else unreadable; `amount`: as money_sql read it."""
    blank = let_sql("text_", _text(column), f"regexp_full_match(text_, '{_NOTHING}')")
    return f"CASE WHEN {amount or money_sql(column)} IS NOT NULL OR {blank} THEN NULL ELSE 'unreadable' END"


def _value(text: str, column: str, factor: int) -> str:
    myriads = _decimal(f"rtrim({text}, '万')")
    chinese = let_sql("numerals_", _numerals(column), _rounded(_chinese_value("numerals_"), 1))
    return (
        f"CASE WHEN regexp_full_match({text}, '{_NUMBER}') THEN {_rounded(_decimal(text), factor)} "
        f"WHEN regexp_full_match({text}, '{_NUMBER}万') "
        f"THEN {_rounded(myriads, _TEN_THOUSAND)} "
        f"WHEN {_is_chinese(column)} THEN {chinese} END"
    )


def _decimal(text: str) -> str:
    return f"try_cast({text} AS DECIMAL(28, 8))"


def _text(column: str) -> str:
    """Without signs and units, minus in front; '' for NULL."""
    bare = f"regexp_replace(regexp_replace({half_width_sql(column)}, '{_SIGNS}', '', 'g'), '{_UNITS}', '')"
    bracketed = f"regexp_replace({bare}, '^[(\\[](.*)[)\\]]$', '-\\1')"
    minus = "regexp_replace(" + bracketed + r", '^([0-9.]+)[-－−]$', '-\1')"
    return f"coalesce(replace({minus}, '−', '-'), '')"


def _rounded(number: str, factor: int) -> str:
    return f"try_cast(round({number} * {factor}, 2) AS DECIMAL(12, 2))"


def _numerals(column: str) -> str:
    """Digits 0-9 for the numerals, 十百千万元角分 for the units."""
    bare = f"regexp_replace(coalesce({column}, ''), '{_SIGNS}', '', 'g')"
    return f"translate({bare}, '{_NUMERALS}', '{_PLAIN}')"


def _is_chinese(column: str) -> str:
    text = _numerals(column)
    return (
        f"(regexp_matches({column}, '{_HAS_NUMERAL}') AND regexp_full_match({text}, '{_CHINESE}') "
        f"AND NOT regexp_matches({text}, '{_COLLOQUIAL}'))"
    )


def _chinese_value(text: str) -> str:
    whole = f"regexp_extract({text}, '^负?([^元角分]*?)([0-9]角|[0-9]分|元|$)', 1)"
    myriads, rest = f"regexp_extract({whole}, '^(.*)万', 1)", f"regexp_replace({whole}, '^.*万', '')"
    value = (
        f"{_section_value(myriads)} * {_TEN_THOUSAND} + {_section_value(rest)} "
        f"+ {_digit(text, '([0-9])角')} * 0.1 + {_digit(text, '([0-9])分')} * 0.01"
    )
    return f"(({value}) * CASE WHEN starts_with({text}, '负') THEN -1 ELSE 1 END)"


def _section_value(section: str) -> str:
    """0 to 9999: thousands, hundreds, tens (十五 has no digit before 十), ones."""
    ten = f"CASE WHEN regexp_matches({section}, '(^|[^0-9])十') THEN 1 ELSE {_digit(section, '([0-9])十')} END"
    return (
        f"({_digit(section, '([0-9])千')} * 1000 + {_digit(section, '([0-9])百')} * 100 "
        f"+ {ten} * 10 + {_digit(section, '([0-9])$')})"
    )


def _digit(text: str, pattern: str) -> str:
    return f"coalesce(try_cast(regexp_extract({text}, '{pattern}', 1) AS INTEGER), 0)"
