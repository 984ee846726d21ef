"""How a cell of each contract column is cleaned: SQL for its value and for what is wrong with it.

Expressions are written over a text column `v` that holds each distinct value of a sheet's column once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from analytics.intake.clean.dates import date_fault_sql, date_sql, period_fault_sql, period_sql
from analytics.intake.clean.identity import PLAIN_ID, id_clean_sql, id_fault_sql, opaque_id_sql, plain_id_fault_sql
from analytics.intake.clean.money import money_fault_sql, money_sql
from analytics.intake.clean.names import name_fold_sql, variants
from analytics.intake.clean.text import trim_sql
from analytics.intake.clean.width import BLANKS, half_width_sql
from analytics.intake.words_tables import rows
from analytics.schema import VAULT, type_of

# What a fault is called to people; %s is the header of the column.
FAULT_WORDS = {
    "blank": "空白",
    "unreadable": "无法识别",
    "two_digit_year": "年份只有两位",
    "span": "是一段时间,不是一个月或一年",
    "out_of_range": "超出 1980 至 2060 年",
}
# Cells that say there is nothing.
_NOTHING = r"[-—－–/\\.]*|无|空|暂无|至今|在任|在职|长期|N/?A|NULL|null|#N/A"
_MONTH = "(0?[1-9]|1[0-2])( ?月份?)?"
FIRST_YEAR, LAST_YEAR = 1980, 2060
# Cells as they should be, by far the most; see Field.plain.
_PLAIN_AMOUNT = r"^[¥￥]?-?([0-9]{1,9}|[0-9]{1,3}(,[0-9]{3}){1,2})(\.[0-9]{1,2})?$"
_PLAIN_NAME = r"^[\x{4e00}-\x{9fff}]+$"
_PLAIN_NUMBER = "^[0-9A-Z]+$"
_PLAIN_DATE = "^(1[89]|20)[0-9]{2}([-/.年](0?[1-9]|1[0-2])[-/.月]([0-2]?[0-9]|3[01])日?|(0[1-9]|1[0-2])[0-3][0-9])$"
_PLAIN_YEAR = "(19[89][0-9]|20[0-5][0-9]|2060)"
_PLAIN_PERIOD = f"^({_PLAIN_YEAR}(-?(0[1-9]|1[0-2]))?|0?[1-9]|1[0-2])$"


@dataclass(frozen=True)
class Field:
    """`value` is SQL over `v`; `why`, over v and that value, gives a key of FAULT_WORDS, a fault of an ID, or NULL.

    When all values of a column fit every pattern of `plain`, and none has a character of `foreign`, `plain_value` and
    `plain_why` give the same and are much cheaper: planning the careful SQL costs more than running it on a few rows.
    """

    value: str
    why: str = "NULL"
    plain: tuple[str, ...] = ()
    plain_value: str = ""
    plain_why: str = "CAST(NULL AS VARCHAR)"
    foreign: frozenset[str] = frozenset()

    @property
    def fault(self) -> str:
        """What is wrong, as SQL over `v` alone."""
        return f"(SELECT {self.why} FROM (SELECT {self.value} AS value))"

    def is_plain(self, values: pa.Array) -> bool:
        """Whether the quick way will do for these values."""
        return (
            bool(self.plain)
            and all(pc.all(pc.match_substring_regex(values, p), min_count=0).as_py() for p in self.plain)
            and (not self.foreign or self.foreign.isdisjoint("".join(values.to_pylist())))
        )

    def select(self, cells: str, *, plain: bool) -> str:
        """SELECT of pos, v, value, fault from the relation `cells`, which has pos and v."""
        value, why = (self.plain_value, self.plain_why) if plain else (self.value, self.why)
        read = f"SELECT pos, v, {value} AS value FROM {cells}"  # materialised, lest `why` work the value out again
        return f"WITH read AS MATERIALIZED ({read}) SELECT pos, v, value, {why} AS fault FROM read"


def field_of(table: str, column: str, factor: int = 1, opaque: bool = False) -> Field:
    """How `column` of `table` is cleaned; personal columns give the plain value that goes to the vault.

    factor   unit of an amount (10000 for 万元)
    opaque   the payees' numbers are no resident IDs
    """
    if coded := _coded(table, column):
        return Field(coded)
    if column in VAULT:
        return _personal(VAULT[column], opaque)
    if (table, column) in _SPECIAL:
        return _SPECIAL[table, column]
    return _BY_TYPE[type_of(column).split("(")[0]](column, factor)


def _personal(kind: str, opaque: bool) -> Field:
    if kind == "person" and not opaque:
        fault = f"CASE WHEN {_nothing()} THEN NULL ELSE {id_fault_sql('v', 'value')} END"
        return Field(id_clean_sql("v"), fault, (PLAIN_ID,), "v", plain_id_fault_sql("value"))
    if kind == "name":
        # Chinese characters that folding leaves alone.
        return Field(name_fold_sql("v"), plain=(_PLAIN_NAME,), plain_value="v", foreign=frozenset(variants()[0]))
    value = opaque_id_sql("v") if kind == "person" else number_sql("v")
    return Field(value, plain=(_PLAIN_NUMBER,), plain_value="v")


def number_sql(column: str) -> str:
    """VARCHAR: an account, phone or household number without blanks, quotes and hyphens.

    NULL when blank or when a spreadsheet has cut its tail off (6.2145E+18).
    """
    plain = f"upper(regexp_replace({half_width_sql(column)}, '[{BLANKS}''\"=‘’“”-]+', '', 'g'))"
    return f"CASE WHEN regexp_full_match({plain}, '[0-9]*[.][0-9]+E[+]?[0-9]+') THEN NULL ELSE nullif({plain}, '') END"


def _nothing() -> str:
    return f"regexp_full_match(trim(v), '{_NOTHING}')"


def _date(_column: str, _factor: int) -> Field:
    fault = f"CASE WHEN {_nothing()} THEN NULL ELSE {date_fault_sql('v', 'value')} END"
    iso = r"regexp_replace(v, '^([0-9]{4})[-/.年]?([0-9]{1,2})[-/.月]?([0-9]{1,2})日?$', '\1-\2-\3')"
    plain = f"try_cast({iso} AS DATE)"
    return Field(date_sql("v"), fault, (_PLAIN_DATE,), plain, "CASE WHEN value IS NULL THEN 'unreadable' END")


def _money(column: str, factor: int) -> Field:
    kind = type_of(column)
    value = money_sql("v", factor)
    if kind.endswith(",4)"):  # rates have four places
        value = f"coalesce(try_cast(v AS {kind}) * {factor}, {value})"
    fault = f"CASE WHEN {_nothing()} THEN NULL ELSE {money_fault_sql('v', 'value')} END"
    plain = f"try_cast(CAST(translate(v, '¥￥,', '') AS DECIMAL(12,2)) * {factor} AS {kind})"
    return Field(f"try_cast({value} AS {kind})", fault, (_PLAIN_AMOUNT,), plain)


def _integer(_column: str, _factor: int) -> Field:
    return Field("try_cast(regexp_extract(v, '-?[0-9]+') AS INTEGER)")


def _text(_column: str, _factor: int) -> Field:
    return Field(trim_sql("v"))


_BY_TYPE: dict[str, Callable[[str, int], Field]] = {
    "DATE": _date,
    "DECIMAL": _money,
    "INTEGER": _integer,
    "BIGINT": _integer,
    "BOOLEAN": lambda _c, _f: Field("NULL"),
    "VARCHAR": _text,
    "VARCHAR[]": lambda _c, _f: Field("NULL"),
}


def _period() -> Field:
    """yyyymm, or 1..12 for a bare month; its year then comes from elsewhere."""
    month = f"regexp_full_match(trim(v), '{_MONTH}')"
    value = f"CASE WHEN {month} THEN try_cast(regexp_extract(v, '[0-9]+') AS INTEGER) ELSE {period_sql('v')} END"
    fault = (
        f"CASE WHEN {month} OR {_nothing()} THEN NULL "
        f"WHEN value // 100 NOT BETWEEN {FIRST_YEAR} AND {LAST_YEAR} THEN 'out_of_range' "
        f"ELSE {period_fault_sql('v', 'value')} END"
    )
    plain = "CASE WHEN length(v) < 3 THEN v ELSE rpad(replace(v, '-', ''), 6, '0') END"
    return Field(value, fault, (_PLAIN_PERIOD,), f"CAST({plain} AS INTEGER)")


def _year() -> Field:
    value = f"{period_sql('v')} // 100"
    fault = (
        f"CASE WHEN {_nothing()} THEN NULL WHEN value NOT BETWEEN {FIRST_YEAR} AND {LAST_YEAR} "
        f"THEN 'out_of_range' ELSE {period_fault_sql('v', 'value')} END"
    )
    return Field(value, fault, (f"^{_PLAIN_YEAR}$",), "CAST(v AS INTEGER)")


_SPECIAL: dict[tuple[str, str], Field] = {
    ("payment", "period"): _period(),
    ("approval", "period"): _period(),
    **{(t, "year"): _year() for t in ("payment", "rate", "village_ledger")},
    **{("place", c): Field(number_sql("v")) for c in ("village_code", "township_code")},
}


def _coded(table: str, column: str) -> str:
    """CASE over data/reference/value_words.csv; the text itself where no pattern fits; '' when not coded."""
    words = [r for r in rows("value_words") if (r["table"], r["column"]) == (table, column)]
    if not words:
        return ""
    cases = " ".join(f"WHEN regexp_matches(v, '{r['pattern']}') THEN '{r['canonical']}'" for r in words)
    if type_of(column) == "BOOLEAN":
        return f"CAST(CASE {cases} END AS BOOLEAN)"
    other = "NULL" if column == "note_kind" else trim_sql("v")
    return f"CASE {cases} ELSE {other} END"
