"""The reason of a hit, in one plain sentence: the rule's template filled with the hit's columns and facts.

A field of a template says what it is: {subject_key:person}, {amount:money}, {died_on:date} … (see KINDS). Names
of people come from the vault, all of a batch at once, and masked unless somebody who may has asked otherwise.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from string import Formatter
from typing import Any

import pyarrow as pa

from analytics.engine import Engine
from analytics.rules.catalogue import Rule, known
from analytics.schema import TABLES
from analytics.vault import Vault
from analytics.words import _, language

Names = Mapping[int, str]

# Spec of a field -> the table that gives its title; titles are no personal values.
_TITLES = {
    "village": "place",
    "township": "township",
    "programme": "programme",
    "department": "department",
    "project": "work",
}
# Spec of a field -> SQL that gives (key, name key) of the people it stands for.
_NAMED = {
    "person": """
        SELECT w.key, coalesce(min(p.name), min(y.name)) AS name FROM wanted AS w
        LEFT JOIN person AS p ON p.person = w.key LEFT JOIN payee AS y ON y.person = w.key GROUP BY w.key""",
    "household": """
        SELECT w.key, coalesce(min(p.name) FILTER (WHERE p.relation = '户主'), min(p.name), min(y.name)) AS name
        FROM wanted AS w LEFT JOIN person AS p ON p.household = w.key
        LEFT JOIN payee AS y ON y.person = -w.key GROUP BY w.key""",
    "name": "SELECT key, key AS name FROM wanted",
}
_SOURCE = """
    SELECT s.source_file AS key, coalesce(d.title, s.sent_by, '') AS sender, s.target_table, s.data_date
    FROM source AS s LEFT JOIN department AS d ON d.department = s.department
    SEMI JOIN wanted ON wanted.key = s.source_file"""
_OLDER = """
    SELECT DISTINCT a.source, a.period, s.data_date FROM asked AS a
    JOIN source AS s ON s.source_file = a.source JOIN period_span AS p ON p.period = a.period
    WHERE s.data_date < p.period_end"""
_OUTDATED = "注意:该比对库数据截至 {date},早于所比对的发放期,请先核对最新情况。"
_UNKNOWN = "(未载明)"
# Fact of a hit that was cut down to a scope (analytics/hits_within.py): over which border the rest lies.
ELSEWHERE = "elsewhere"
_ELSEWHERE = {
    "township": "{persons:person}{span:span}在您的范围内有 {payments:number} 笔、{amount:money};"
    "同一时期另有其他乡镇向其发放,对方乡镇、账户和金额不在您的查看范围。需核:报县级比对双方记录。",
    "department": "{persons:person}{span:span}在您的范围内有 {payments:number} 笔、{amount:money};"
    "同一时期另有其他部门向其发放,对方部门、账户和金额不在您的查看范围。需核:报县级比对双方记录。",
}
# Words that rules put into their facts as {…:text}.
FACT_WORDS = (
    "银行回盘为失败,未见重发",
    "发放表没有该笔",
    "金额不等",
    "仍未拨付",
    "才拨付",
    "同时见于两份名单",
    "只见于前一份名单",
    "只见于后一份名单",
)


class Renderer:
    """Turns hits into sentences, in the language spoken here. `masked` is False only after permission and audit;
    `rules` are those the hits are of, when these are not the catalogue's."""

    def __init__(
        self, engine: Engine, vault: Vault, masked: bool = True, rules: Mapping[str, Rule] | None = None
    ) -> None:
        self._engine, self._vault, self._masked, self._rules = engine, vault, masked, rules

    def reasons(self, hits: pa.Table) -> list[str]:
        """One sentence per hit (a table of contract.HIT_SCHEMA), in the order of the hits."""
        rows = [_flat(row) for row in hits.to_pylist()]
        rules = self._rules or known()
        templates = [_form(rules, row) for row in rows]
        names, late = self._names(rows, templates), self._outdated(rows)
        return [
            "".join(_piece(row, part, names) for part in parts) + late[number]
            for number, (row, parts) in enumerate(zip(rows, templates, strict=True))
        ]

    def _outdated(self, rows: list[dict[str, Any]]) -> list[str]:
        """A sentence for each hit whose register shows an earlier day than the payments it is held against end."""
        held = [(row.get("theirs") or {}, row["period_to"]) for row in rows]
        ends = [(record.get("register") != "payment" and record.get("source_file"), end) for record, end in held]
        asked = pa.table({"source": pa.array([f or 0 for f, _e in ends], pa.int32()), "period": [e for _f, e in ends]})
        dates = self._engine.query(_OLDER, tables={"asked": asked}).to_pylist()
        older = {(d["source"], d["period"]): d["data_date"] for d in dates}
        return [_(_OUTDATED).format(date=older[key]) if (key := (f or 0, e)) in older else "" for f, e in ends]

    def _names(self, rows: list[dict[str, Any]], templates: list[tuple[Part, ...]]) -> dict[str, Names]:
        wanted: dict[str, set[int]] = defaultdict(set)
        lookups = self._lookups()
        for row, parts in zip(rows, templates, strict=True):
            for _text, field, spec in parts:
                if spec in lookups:
                    wanted[spec].update(_keys(row.get(field)))
        return {spec: lookups[spec](spec, keys) for spec, keys in wanted.items()}

    def _lookups(self) -> dict[str, Callable[[str, set[int]], Names]]:
        return (
            dict.fromkeys(_TITLES, self._titles)
            | dict.fromkeys(_NAMED, self._people)
            | {"account": self._numbers, "phone": self._numbers, "source": self._sources}
        )

    def _titles(self, spec: str, keys: set[int]) -> Names:
        sql = f"SELECT {spec} AS key, title FROM {_TITLES[spec]} SEMI JOIN wanted ON wanted.key = {spec}"
        return {row["key"]: row["title"] for row in self._ask(sql, keys)}

    def _people(self, spec: str, keys: set[int]) -> Names:
        name_of = {row["key"]: row["name"] for row in self._ask(_NAMED[spec], keys)}
        shown = self._shown("name", {n for n in name_of.values() if n is not None})
        numbers = self._shown("person", {k for k, n in name_of.items() if n not in shown}) if spec == "person" else {}
        called = {key: shown.get(name, numbers.get(key, "")) for key, name in name_of.items()}
        return {k: _household(n) for k, n in called.items()} if spec == "household" else called

    def _numbers(self, spec: str, keys: set[int]) -> Names:
        return self._shown(spec, keys)

    def _shown(self, kind: str, keys: Iterable[int]) -> dict[int, str]:
        return self._vault.masked(kind, keys) if self._masked else self._vault.value_of(kind, keys)

    def _sources(self, _spec: str, keys: set[int]) -> Names:
        return {row["key"]: _source(row) for row in self._ask(_SOURCE, keys)}

    def _ask(self, sql: str, keys: set[int]) -> list[dict[str, Any]]:
        wanted = pa.table({"key": pa.array(sorted(keys), pa.int64())})
        rows: list[dict[str, Any]] = self._engine.query(sql, tables={"wanted": wanted}).to_pylist()
        return rows


# (text before, field, spec); field "" at the end
Part = tuple[str, str, str]


@lru_cache(maxsize=1024)
def _parsed(template: str) -> tuple[Part, ...]:
    return tuple((text, field or "", spec or "") for text, field, spec, _conversion in Formatter().parse(template))


def _form(rules: Mapping[str, Rule], row: Mapping[str, Any]) -> tuple[Part, ...]:
    border = row.get(ELSEWHERE)
    return _parsed(_(_ELSEWHERE[border])) if border else _template(rules[row["rule"]], row["tier"])


def _template(rule: Rule, tier: str) -> tuple[Part, ...]:
    words = rule.header.sentence_of(tier)
    return _parsed(words.en if language() == "en" else words.zh)


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    """The hit's columns and its facts as one mapping; {subject} is the subject's key, {span} its periods."""
    facts = json.loads(row["facts"] or "{}", parse_float=Decimal)
    span = (row["period_from"], row["period_to"])
    return {**row, **facts, "subject": row["subject_key"], "other": row["other_key"], "span": span}


def _keys(value: Any) -> list[int]:
    return [int(v) for v in (value if isinstance(value, list) else [value]) if v is not None]


def _piece(row: Mapping[str, Any], part: Part, names: Mapping[str, Names]) -> str:
    text, field, spec = part
    if not field:
        return text
    value = row.get(field)
    if spec in names:
        return text + (_("、").join(names[spec].get(k) or _(_UNKNOWN) for k in _keys(value)) or _(_UNKNOWN))
    return text + (_(_UNKNOWN) if value is None else KINDS[spec](value))


def _household(name: str) -> str:
    return _("{name}户").format(name=name) if name else ""


def _source(row: Mapping[str, Any]) -> str:
    known = TABLES.get(row["target_table"])
    title = _("{sender}{register}").format(sender=row["sender"], register=_(known.title) if known else "").strip()
    if row["data_date"] is None:
        return title
    return _("{title}(数据日期 {date})").format(title=title, date=row["data_date"])


def _money(value: Any) -> str:
    return _("{amount} 元").format(amount=f"{Decimal(str(value)):,.2f}")


def _period(value: Any) -> str:
    year, month = divmod(int(value), 100)
    return (_("{year}年{month}月") if month else _("{year}年")).format(year=year, month=month)


def _span(value: Any) -> str:
    first, last = value
    return _period(first) if first == last else _("{first}至{last}").format(first=_period(first), last=_period(last))


def _date(value: Any) -> str:
    day = date.fromisoformat(str(value)[:10])
    return _("{year}年{month}月{day}日").format(year=day.year, month=day.month, day=day.day)


def _number(value: Any) -> str:
    number = Decimal(str(value))
    return f"{number.quantize(Decimal(1)) if number == number.to_integral() else number.normalize():,f}"


def _share(value: Any) -> str:
    return f"{Decimal(str(value)):.1%}"


def _text(value: Any) -> str:
    return _("、").join(map(str, value)) if isinstance(value, list) else _(str(value))


# Spec of a field -> how its value is written. With the lookups above these are all the specs there are.
KINDS: dict[str, Callable[[Any], str]] = {
    "money": _money,
    "period": _period,
    "span": _span,
    "date": _date,
    "number": _number,
    "share": _share,
    "text": _text,
    "": _text,
}
NAMED_KINDS = frozenset({*_TITLES, *_NAMED, "account", "phone", "source"})


# What a sentence may say of several years at once: sums and ends of the whole, and facts that have no year.
_OF_THE_WHOLE = frozenset({"amount", "payments", "span", "period_from", "period_to"})
_STEADY = NAMED_KINDS | {"date", "text", ""}


def joins_years(code: str, tier: str) -> bool:
    """Whether hits of several years, alike in their facts, may be told in one sentence: nothing in the template is a
    number of one year, such as the year's total."""
    fields = [(field, spec) for _before, field, spec in _template(known()[code], tier) if field]
    return all(field in _OF_THE_WHOLE or (field != "year" and spec in _STEADY) for field, spec in fields)


def unknown_fields(rule: Rule, facts: Iterable[str]) -> list[str]:
    """Fields or specs in the rule's templates that its hits (with these facts) cannot fill."""
    known = {*facts, "subject", "other", "span", *_HIT_FIELDS}
    words = [rule.header.sentence, *rule.header.sentence_by_tier.values()]
    parts = [part for text in words for template in (text.zh, text.en) for part in _parsed(template)]
    wrong = {f for _before, f, spec in parts if f and (f not in known or spec not in KINDS.keys() | NAMED_KINDS)}
    return sorted(wrong)


_HIT_FIELDS = (
    "persons",
    "households",
    "account",
    "village",
    "township",
    "programme",
    "period_from",
    "period_to",
    "amount",
    "payments",
    "measure",
    "year",
)
