"""Coverage: which rules can run on a snapshot, how much of what they ask it can answer, and how old its registers are.

A register that covers a third of those it is held against leaves the rest unasked; one older than the payments it
is held against may call the living dead. Both are said before anybody reads a hit.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from analytics.engine import Engine
from analytics.permissions import require
from analytics.rules.catalogue import Rule, catalogue
from analytics.rules.needs import Need, needs
from analytics.rules.run import why_not
from analytics.viewer import Viewer
from analytics.words import _

# What the share of each register means.
TITLES: dict[str, str] = {
    "person": "受益人中有户籍登记的",
    "land_right": "领取土地类补贴的户中有确权的",
    "lease": "流转户中领取补贴的",
    "forest_plot": "领取公益林、退耕补偿的户中有林权的",
    "assistance_roll": "按月领取救助的人中在名册的",
    "poverty_household": "领取扶贫到户资金的户中在册的",
    "disability": "领取残疾人补贴的人中有残疾人证的",
    "student": "领取教育资助的人中有学籍的",
    "village_ledger": "领取土地类补贴的村中有台账的",
    "machinery": "领取农机补贴的人中有台账的",
    "account_role": "备案账户中有发放的",
    "bank_return": "回盘账户中有发放的",
    "project": "中标单位见于工商登记的",
    **dict.fromkeys(("arrival", "approval", "budget_line"), "有发放的项目中有记录的"),
    **dict.fromkeys(
        "death cadre cadre_relative public_employee vehicle property company pension insurance prisoner "
        "guardian".split(),
        "名册中的人能对应到户籍或受益人的",
    ),
}


@dataclass(frozen=True)
class Join:
    """How a register's coverage is measured: of those `asked`, how many are `known`, by `column`."""

    asked: str
    known: str
    column: str

    def sql(self) -> str:
        return f"""
            SELECT count(*) AS whole, count(k.{self.column}) AS found
            FROM (SELECT DISTINCT {self.column} FROM ({self.asked}) AS asked WHERE {self.column} IS NOT NULL) AS a
            LEFT JOIN (SELECT DISTINCT {self.column} FROM ({self.known}) AS known) AS k USING ({self.column})"""


def _paid(kinds: str, column: str, known: str) -> Join:
    return Join(f"SELECT {column} FROM pay WHERE {kinds}", f"SELECT {column} FROM {known}", column)


def _credited(register: str, column: str = "account") -> Join:
    return Join(f"SELECT {column} FROM {register}", f"SELECT {column} FROM payment", column)


def _people(register: str) -> Join:
    known = "SELECT person FROM person UNION ALL SELECT person FROM payee_account"
    return Join(f"SELECT person FROM {register}", known, "person")


JOINS: dict[str, Join] = {
    **{name: _people(name) for name, title in TITLES.items() if title == TITLES["death"]},
    **{name: _paid("TRUE", "programme", name) for name in ("arrival", "approval", "budget_line")},
    "person": Join("SELECT person FROM payee_account", "SELECT person FROM person", "person"),
    "land_right": _paid("land", "household", "land_right"),
    "lease": _credited("lease", "household"),
    "forest_plot": _paid("kind IN ('公益林', '退耕还林')", "household", "forest_plot"),
    "assistance_roll": _paid("assistance AND period % 100 > 0", "person", "assistance_roll"),
    "poverty_household": _paid("kind = '扶贫到户'", "household", "poverty_household"),
    "disability": _paid("kind = '残疾人补贴'", "person", "disability"),
    "student": _paid("kind = '教育资助'", "person", "student"),
    "village_ledger": _paid("land", "village", "village_ledger"),
    "machinery": Join(
        "SELECT person AS owner FROM pay WHERE kind = '农机购置'", "SELECT owner FROM machinery", "owner"
    ),
    "account_role": _credited("account_role"),
    "bank_return": _credited("bank_return"),
    "project": Join("SELECT contractor AS title FROM project", "SELECT title FROM company", "title"),
}


@dataclass(frozen=True)
class Register:
    """One list a rule reads: whether it is there, how much of its population joins (0 to 1; None: not measured),
    and by how many days its data is older than the newest payment (0: it is not)."""

    need: Need
    join: str
    whole: int
    found: int
    days_behind: int

    @property
    def share(self) -> float | None:
        return self.found / self.whole if self.whole else None


@dataclass(frozen=True)
class RuleCoverage:
    """A rule on this snapshot: why it does not apply (empty: it does), and its registers."""

    rule: Rule
    why_not: str
    registers: tuple[Register, ...]

    @property
    def behind(self) -> tuple[Register, ...]:
        """Registers older than the payments they are held against."""
        return tuple(register for register in self.registers if register.days_behind)


def coverage(viewer: Viewer, engine: Engine) -> list[RuleCoverage]:
    """Every rule of the catalogue, in order of code. Raises Refused when the viewer may not look."""
    require(viewer, "look")
    return [_of_rule(rule, engine) for rule in catalogue().values() if rule.in_force]


def _of_rule(rule: Rule, engine: Engine) -> RuleCoverage:
    registers = tuple(_register(engine, need) for need in needs(rule, engine) if need.table != "payment")
    return RuleCoverage(rule, why_not(rule, engine), registers)


def _register(engine: Engine, need: Need) -> Register:
    join = JOINS.get(need.table)
    whole, found = _counts(engine, need.table) if join and need.present else (0, 0)
    return Register(need, _(TITLES[need.table]), whole, found, _days_behind(engine, need.data_date))


@lru_cache(maxsize=256)
def _counts(engine: Engine, table: str) -> tuple[int, int]:
    """Asked once for a snapshot, which never changes."""
    (row,) = engine.rows(JOINS[table].sql())
    return row["whole"], row["found"]


def _days_behind(engine: Engine, data_date: date | None) -> int:
    return max(0, (_newest(engine) - data_date).days) if data_date and _newest(engine) else 0


@lru_cache(maxsize=4)
def _newest(engine: Engine) -> date:
    """The day of the newest payment."""
    return engine.value("SELECT max(pay_date) FROM payment")  # type: ignore[no-any-return]
