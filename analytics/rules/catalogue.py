"""The rules there are: one file each under sql/ or py/, found by looking; nothing else is edited to add one."""

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
from analytics.rules.contract import normal_sql
from analytics.rules.header import BrokenRule, Header, Number, read_header, split_sql
from analytics.rules.lawful import columns_of

HOME = Path(__file__).parent
Select = Callable[..., pa.Table]  # (engine, parameters), and the hits of the others where the rule reads them


@dataclass(frozen=True)
class Rule:
    """A rule as loaded. `digest` changes with any change of its file; `source` is the SQL (or Python) people read."""

    header: Header
    path: Path
    source: str
    digest: str
    columns: frozenset[str]

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
    digest = hashlib.sha256(text.replace("\r\n", "\n").encode()).hexdigest()[:16]
    if path.suffix == ".sql":
        head, sql = split_sql(path.name, text)
        header = read_header(path.name, head)
        columns = columns_of(path.name, text, sql, header)
        return Rule(header, path, sql.strip().rstrip(";"), digest, columns)
    head = ast.get_docstring(ast.parse(text)) or ""
    return Rule(read_header(path.name, head), path, text, digest, frozenset())


def catalogue(home: Path = HOME) -> dict[str, Rule]:
    """Every rule by its code, in order of code; BrokenRule when a file breaks a law or two share a code."""
    files = sorted([*home.glob("sql/*.sql"), *home.glob("py/[A-Z]*.py")])
    return dict(_loaded(tuple((p, p.stat().st_mtime_ns) for p in files)))


def known(home: Path = HOME) -> dict[str, Rule]:
    """The catalogue, and what no run repeats but whose hits are met all the same: the inspectors' own comparisons."""
    files = sorted(home.glob("adhoc/[A-Z]*.py"))
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
