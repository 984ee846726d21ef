"""What part of the whole a question is about: one set of filters for pages, command line, captions and the log.

Values are codes and keys as they stand in a URL, never an ID number, a name or an account. What cannot be read,
is unknown or lies outside the viewer's scope is reported in `Selection.unknown` and makes the result empty:
a filter never silently widens.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Self

from analytics.codebook import UNITS, Codebook, Unit, codebook
from analytics.engine import Engine
from analytics.viewer import Scope, Viewer
from analytics.words import _

TIERS = {"hard": "记录直接矛盾", "indicator": "需实地核实", "statistical": "统计异常", "data": "数据待纠"}
SUBJECTS = {
    "person": "人员",
    "household": "户",
    "account": "账户",
    "village": "村(社区)",
    "township": "乡镇",
    "department": "主管部门",
    "programme": "惠民项目",
    "project": "项目",
    "batch": "发放批次",
}
TITLES = {
    "township": "乡镇",
    "village": "村(社区)",
    "department": "主管部门",
    "programme": "惠民项目",
    "household": "户",
    "person": "人员",
    "account": "账户",
    "rule": "规则",
    "module": "模块",
    "tier": "疑点等级",
    "subject": "疑点对象",
    "state": "状态",
    "cadre": "涉干部或公职人员",
    "new": "上次比对后新增",
    "year": "年份",
    "date_from": "自",
    "date_to": "至",
    "min_amount": "金额",
}
# Choices whose words are fixed; a rule's code has a fixed form.
_CHOICES: dict[str, Mapping[str, str]] = {"tier": TIERS, "subject": SUBJECTS}
_RULE = re.compile(r"[A-Z]\d{2}")


def _words(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(w.strip() for w in text.split(",") if w.strip()))


def _year(text: str) -> int:
    year = int(text)
    if not 1980 <= year <= 2060:
        raise ValueError
    return year


def _key(text: str) -> int:
    key = int(text)
    if abs(key) >= 2**31:  # an ID number or an account is no key, and must not reach a caption
        raise ValueError
    return key


def _money(text: str) -> Decimal:
    amount = Decimal(text)
    if not amount.is_finite():
        raise ValueError
    return amount


def _yes(text: str) -> bool:
    return {"1": True, "true": True, "0": False, "false": False}[text.lower()]


_READ: dict[str, Callable[[str], Any]] = {
    **dict.fromkeys((*UNITS, "rule", "module", "tier", "subject", "state"), _words),
    **dict.fromkeys(("household", "person", "account"), _key),
    "cadre": _yes,
    "new": _yes,
    "year": _year,
    "date_from": date.fromisoformat,
    "date_to": date.fromisoformat,
    "min_amount": _money,
}


@dataclass(frozen=True)
class Filters:
    """What is chosen; the default of each field means "all". Several codes of a field mean any of them.

    date_from and date_to are both inclusive; min_amount is in yuan; `unread` names fields whose value made no sense.
    """

    township: tuple[str, ...] = ()
    village: tuple[str, ...] = ()
    department: tuple[str, ...] = ()
    programme: tuple[str, ...] = ()
    household: int | None = None
    person: int | None = None
    account: int | None = None
    rule: tuple[str, ...] = ()
    module: tuple[str, ...] = ()
    tier: tuple[str, ...] = ()
    subject: tuple[str, ...] = ()
    state: tuple[str, ...] = ()
    cadre: bool | None = None
    new: bool | None = None
    year: int | None = None
    date_from: date | None = None
    date_to: date | None = None
    min_amount: Decimal | None = None
    unread: tuple[str, ...] = ()

    @classmethod
    def read(cls, values: Mapping[str, str]) -> Self:
        """Filters from text (a URL's query, options of the command line); other names are left alone."""
        given: dict[str, Any] = {}
        unread = []
        for name, reader in _READ.items():
            text = (values.get(name) or "").strip()
            try:
                if text:
                    given[name] = reader(text)
            except (ValueError, KeyError, InvalidOperation):
                unread.append(name)
        return cls(**given, unread=tuple(unread))

    def to_query(self) -> dict[str, str]:
        """The filters as text for a URL, such that read() gives them back."""
        return {name: _text(getattr(self, name)) for name in self.chosen() if name != "unread"}

    def chosen(self) -> tuple[str, ...]:
        """Names of the fields that narrow something."""
        return tuple(f.name for f in fields(self) if getattr(self, f.name) not in ((), None))

    def about_money(self) -> Self:
        """These filters without what concerns hits only: the money under the same place, programme and time."""
        return replace(self, rule=(), module=(), tier=(), subject=(), state=(), cadre=None, new=None, min_amount=None)


def _text(value: Any) -> str:
    if isinstance(value, tuple):
        return ",".join(value)
    return str(int(value)) if isinstance(value, bool) else str(value)


@dataclass(frozen=True)
class Selection:
    """Filters with their codes resolved to one snapshot's keys, within one viewer's scope."""

    filters: Filters
    scope: Scope
    book: Codebook
    unknown: tuple[str, ...]

    def where(self, columns: Mapping[str, str]) -> tuple[str, list[Any]]:
        """SQL condition and its bound parameters.

        `columns`: field -> expression, or a condition with one "?" for lists ("list_contains(h.persons, ?)"); the
        expressions under period_start and period_end serve year, date_from and date_to. A chosen field without
        an expression makes the result empty. Scope is a condition of its own: scope.where(alias).
        """
        if self.unknown:
            return "FALSE", []
        parts: list[str] = []
        parameters: list[Any] = []
        for name in self.filters.chosen():
            sql, values = self._condition(name, columns)
            parts.append(sql)
            parameters += values
        return " AND ".join(parts) or "TRUE", parameters

    def keys(self, unit: str) -> list[int]:
        """The chosen keys of a unit (township, village, department, programme)."""
        found = self.book.by_code[unit]
        return sorted(found[code].key for code in getattr(self.filters, unit) if code in found)

    def sentence(self) -> str:
        """The filters for people: "乡镇=青禾镇,金额≥5000元"; "全部" when nothing is chosen."""
        parts = [self._say(name) for name in self.filters.chosen() if name != "unread"]
        parts += [_("{title}无法识别").format(title=_(TITLES[name])) for name in self.filters.unread]
        return _(",").join(parts) or _("全部")

    def sentence_of(self, name: str) -> str:
        """One chosen field for people: "乡镇=青禾镇"."""
        return self._say(name)

    def allowed(self, unit: str) -> list[Unit]:
        """The units of a kind that the scope has, in the order of their codes."""
        found = self.book.by_code[unit]
        return [found[code] for code in sorted(found) if _visible(self.scope, self.book, unit, code)]

    def file_name(self, stem: str, suffix: str) -> str:
        """A file name that tells what is in it: 疑点_乡镇=青禾镇.csv."""
        said = re.sub(r"[^\w=≥.-]+", "_", self.sentence())[:80].strip("_")
        return f"{stem}_{said}.{suffix}"

    def _condition(self, name: str, columns: Mapping[str, str]) -> tuple[str, list[Any]]:
        value = getattr(self.filters, name)
        if name in ("year", "date_from", "date_to"):
            return _time(name, value, columns)
        if name not in columns:
            return "FALSE", []
        if name in UNITS:
            return _one_of(columns[name], self.keys(name))
        if name == "min_amount":
            return f"{columns[name]} >= ?", [value]
        return _one_of(columns[name], list(value) if isinstance(value, tuple) else [value])

    def title_of(self, unit: str, code: str) -> str:
        """The title of a unit the scope has; of any other no more than what was asked for."""
        visible = _visible(self.scope, self.book, unit, code)
        return self.book.by_code[unit][code].title if visible else code

    def _say(self, name: str) -> str:
        value, title = getattr(self.filters, name), _(TITLES[name])
        if name in UNITS:
            return f"{title}={_('、').join(self.title_of(name, code) for code in value)}"
        if name == "min_amount":
            return _("金额≥{amount}元").format(amount=f"{value:f}")
        if isinstance(value, bool):
            return f"{title}={_('是') if value else _('否')}"
        if isinstance(value, tuple):
            return f"{title}={_('、').join(_(_CHOICES.get(name, {}).get(v, v)) for v in value)}"
        return f"{title}={value}"


def select(viewer: Viewer, engine: Engine, filters: Filters) -> Selection:
    """Resolve filters against the engine's snapshot; a code the viewer may not see counts as unknown."""
    book = codebook(engine)
    unknown = list(filters.unread)
    for unit in UNITS:
        seen = {code for code in getattr(filters, unit) if _visible(viewer.scope, book, unit, code)}
        unknown += [f"{unit}={code}" for code in getattr(filters, unit) if code not in seen]
    for name, words in _CHOICES.items():
        unknown += [f"{name}={word}" for word in getattr(filters, name) if word not in words]
    unknown += [f"rule={code}" for code in filters.rule if not _RULE.fullmatch(code)]
    return Selection(filters, viewer.scope, book, tuple(unknown))


def _visible(scope: Scope, book: Codebook, unit: str, code: str) -> bool:
    """A unit is seen when the scope has it, or the unit above it; places know no department and the other way round."""
    found = book.by_code[unit].get(code)
    if found is None:
        return False
    allowed = scope.townships if unit in ("township", "village") else scope.departments
    owner = found.key if unit in ("township", "department") else found.above
    return allowed is None or owner in allowed


def _one_of(column: str, values: list[Any]) -> tuple[str, list[Any]]:
    """`column` equals one of the values; a template with its own "?" is repeated for each."""
    if "?" in column:
        return f"({' OR '.join([column] * len(values))})", values
    return f"{column} IN ({', '.join('?' * len(values))})", values


def _time(name: str, value: Any, columns: Mapping[str, str]) -> tuple[str, list[Any]]:
    """A row is meant when its period overlaps what is asked; a `year` column is only a shorter way to the same."""
    starts, ends, year = columns.get("period_start"), columns.get("period_end"), columns.get("year")
    if name == "year" and year:
        return f"{year} = ?", [value]
    if not (starts and ends):
        return "FALSE", []
    if name == "year":
        return f"{ends} >= ? AND {starts} <= ?", [date(value, 1, 1), date(value, 12, 31)]
    side = f"{ends} >= ?" if name == "date_from" else f"{starts} <= ?"
    bound = f" AND {year} {'>=' if name == 'date_from' else '<='} ?" if year else ""
    return side + bound, [value, *([value.year] if year else [])]
