"""What data a rule needs, and whether this snapshot has it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from analytics.engine import Engine
from analytics.rules.catalogue import Rule
from analytics.schema import TABLES
from analytics.words import _

_SOURCES = """
    SELECT max(data_date) AS data_date, count(*) AS files,
           coalesce(string_agg(DISTINCT d.title, '、' ORDER BY d.title), '') AS senders
    FROM source AS s LEFT JOIN department AS d ON d.department = s.department WHERE s.target_table = ?"""


@dataclass(frozen=True)
class Need:
    """One list a rule reads: its title, whether it is there, who sent it in how many files, and the day it shows."""

    table: str
    title: str
    present: bool
    senders: str
    files: int
    data_date: date | None


def needs(rule: Rule, engine: Engine) -> list[Need]:
    """The payments and the registers the rule's header names."""
    return [_need(engine, table) for table in ("payment", *rule.header.needs)]


def _need(engine: Engine, table: str) -> Need:
    (known,) = engine.rows(_SOURCES, [table])
    return Need(table, _(TABLES[table].title), table in engine.present, **{k: known[k] for k in _FIELDS})


_FIELDS = ("senders", "files", "data_date")
