"""The rules there are: one file each under sql/ or py/, found by looking; nothing else is edited to add one.

Besides the program's rules there are the county's own that were released (analytics/rules/own.py).
"""

from __future__ import annotations

import ast
import hashlib
import importlib.util
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import ModuleType

import pyarrow as pa

from analytics.engine import Engine
from analytics.rules import own
from analytics.rules.contract import normal_sql
from analytics.rules.header import BrokenRule, Header, Number, read_header, split_sql
from analytics.rules.lawful import columns_of
from analytics.rules.own import Origin, OwnFile
from analytics.settings import settings

HOME = Path(__file__).parent
Select = Callable[..., pa.Table]  # (engine, parameters), and the hits of the others where the rule reads them


@dataclass(frozen=True)
class Rule:
    """A rule as loaded. `digest` changes with any change of its file; `source` is the SQL (or Python) people read;
    `own` is where a rule of the county's own comes from."""

    header: Header
    path: Path
    source: str
    digest: str
    columns: frozenset[str]
    own: Origin | None = None

    @property
    def in_force(self) -> bool:
        """Whether it takes part in runs; one that does not is kept for the hits it once gave."""
        return self.own is None or self.own.in_force

    @property
    def code(self) -> str:
        return self.header.code

    def select(
        self, engine: Engine, parameters: Mapping[str, Number] | None = None, hits: pa.Table | None = None
    ) -> pa.Table:
        """The rule's rows over the engine's snapshot, in contract.SELECTED's columns and types, then `tier`
        (NULL: the header's). Parameters not given have their defaults. `hits` are those of the other rules
        (contract.HIT_SCHEMA), for a rule that reads them."""
        given = {**self.header.defaults(), **(parameters or {})}
        if self.path.suffix == ".sql":
            return engine.query(normal_sql(self.source, set(self.columns)), given)
        more = (hits,) if self.header.reads_hits else ()
        rows = _python_select(self.path)(engine, given, *more)
        return engine.query(normal_sql("SELECT * FROM given", set(rows.column_names)), tables={"given": rows})

    def prepare(self, engine: Engine) -> None:
        """Let a rule in Python begin what takes long and can go beside other rules, when it has a prepare(engine)."""
        if self.path.suffix == ".py":
            getattr(_module(self.path), "prepare", lambda _engine: None)(engine)


def load(path: Path) -> Rule:
    """The rule in a file, checked; BrokenRule names the file and the law it breaks."""
    text = path.read_text(encoding="utf-8")
    digest = digest_of(text)
    if path.suffix == ".sql":
        head, sql = split_sql(path.name, text)
        header = read_header(path.name, head)
        columns = columns_of(path.name, text, sql, header)
        return Rule(header, path, sql.strip().rstrip(";"), digest, columns)
    head = ast.get_docstring(ast.parse(text)) or ""
    return Rule(read_header(path.name, head), path, text, digest, frozenset())


def digest_of(text: str) -> str:
    """What tells one text of a rule from another, whatever system wrote its line ends."""
    return hashlib.sha256(text.replace("\r\n", "\n").encode()).hexdigest()[:16]


def catalogue(home: Path | None = None) -> dict[str, Rule]:
    """Every rule by its code, in order of code: the program's and the county's own; with `home` those under it only.

    BrokenRule when a file breaks a law or two share a code; an own rule that may not be used is not `in_force`.
    """
    place = home or HOME
    files = sorted([*place.glob("sql/*.sql"), *place.glob("py/[A-Z]*.py")])
    rules = dict(_loaded(tuple((p, p.stat().st_mtime_ns) for p in files)))
    if home is None:
        rules |= {rule.code: rule for rule in map(_own_rule, _own(rules)) if rule.code not in rules}
    return rules


def refused() -> list[str]:
    """A sentence for each released rule of the county's own that may not be used as it lies in the store."""
    return [file.fault for file in _own(catalogue(HOME)) if file.fault]


def _own(rules: Mapping[str, Rule]) -> list[OwnFile]:
    return own.own_files(settings().store, rules)


@lru_cache(maxsize=256)
def _own_rule(file: OwnFile) -> Rule:
    """Of one that is not in force only the header is used."""
    head, sql = split_sql(file.path.name, file.text)
    header = read_header(file.path.name, head)
    return Rule(header, file.path, sql.strip().rstrip(";"), digest_of(file.text), file.columns, file.origin)


def known(home: Path | None = None) -> dict[str, Rule]:
    """The catalogue, and what no run repeats but whose hits are met all the same: the inspectors' own comparisons."""
    files = sorted((home or HOME).glob("adhoc/[A-Z]*.py"))
    return {**catalogue(home), **_loaded(tuple((p, p.stat().st_mtime_ns) for p in files))}


@lru_cache(maxsize=8)
def _loaded(files: tuple[tuple[Path, int], ...]) -> dict[str, Rule]:
    rules: dict[str, Rule] = {}
    for path, _changed in files:
        rule = load(path)
        if rule.code in rules:
            raise BrokenRule(f"{path.name}: the code {rule.code} is taken by {rules[rule.code].path.name}")
        rules[rule.code] = rule
    return dict(sorted(rules.items()))


def _python_select(path: Path) -> Select:
    select: Select | None = getattr(_module(path), "select", None)
    if select is None:
        raise BrokenRule(f"{path.name}: has no function select(engine, parameters)")
    return select


@lru_cache(maxsize=32)
def _module(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"analytics.rules.py.{path.stem}", path)
    if spec is None or spec.loader is None:
        raise BrokenRule(f"{path.name}: cannot be imported")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
