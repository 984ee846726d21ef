"""A database of its own for a trial: what the rule reads, of what the viewer may see, and nothing else.

Rows are asked of the engine through the viewer's scope and copied; the vault is never opened. The engine's helper
tables and views are made over the copies, so they answer for the scope too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow as pa
from sqlglot import exp

from analytics.engine import Engine
from analytics.engine.views import MACROS, TABLES, VIEWS
from analytics.reference import COLUMNS
from analytics.rules.laws import parse
from analytics.schema import TABLES as CONTRACT
from analytics.settings import settings
from analytics.viewer import Scope

_MADE = TABLES | VIEWS
_WORD = re.compile(r"\w+")
# Names of places, programmes, rates and files: the same for everybody.
_FOR_ALL = frozenset("programme rate township place place_change department source".split())
# Column -> what of the scope it is held against. A row is seen when any of its columns is within.
_KEYS = {
    "township": "township",
    "village": "village",
    "person": "person",
    "owner": "person",
    "cadre": "person",
    "for_person": "person",
    "holder_person": "person",
    "household": "household",
    "account": "account",
}
_PLACES = frozenset({"township", "village"})
# What is within the scope, each asked with those before it: for townships also whoever is registered there.
_WITHIN = {
    "township": "SELECT township FROM township WHERE {townships}",
    "village": "SELECT village FROM place WHERE {townships}",
    "programme": "SELECT programme FROM programme WHERE {departments}",
    "registered": "SELECT person, household FROM person WHERE {by_place} AND village IN (FROM within_village)",
    "person": "SELECT person FROM payment WHERE {paid} UNION SELECT person FROM within_registered",
    "household": "SELECT household FROM payment WHERE {paid} UNION SELECT household FROM within_registered",
    "account": "SELECT DISTINCT account FROM payment WHERE {paid}",
}
_PAID = "township IN (FROM within_township) AND programme IN (FROM within_programme)"


def write(path: Path, engine: Engine, scope: Scope, sql: str) -> None:
    """Make the DuckDB file `path` with every table, view and macro the rule `sql` (one SELECT) reads."""
    config, names = settings(), read(sql)
    within = {} if scope.whole_county else _within(engine, scope)
    words = None if _takes_all_columns(sql) else _words(sql, *(_MADE[name] for name in names & _MADE.keys()))
    with duckdb.connect(str(path), config={"threads": config.threads, "memory_limit": config.memory}) as con:
        con.execute(f"SET temp_directory = '{path.parent}'")
        for name in names - _MADE.keys():
            con.register("rows_copied", engine.query(_rows_sql(name, scope, words), tables=within))
            con.execute(f"CREATE TABLE {name} AS FROM rows_copied")
            con.unregister("rows_copied")
        for statement in _made(names):
            con.execute(statement)


def _made(names: frozenset[str]) -> Iterator[str]:
    """What is made over the copies, in an order in which each finds what it reads."""
    yield from (f"CREATE MACRO {name}{sql}" for name, sql in MACROS.items())
    for kind, made in (("TABLE", TABLES), ("VIEW", VIEWS)):
        yield from (f"CREATE {kind} {name} AS {made[name]}" for name in made if name in names)


def read(sql: str) -> frozenset[str]:
    """Tables and views named in `sql`, and what these read in turn. A column of such a name costs a copy, no more."""
    found: set[str] = set()
    waiting = [sql]
    while waiting:
        new = (_words(waiting.pop()) & (_MADE.keys() | CONTRACT.keys() | COLUMNS.keys())) - found
        found |= new
        waiting += [_MADE[name] for name in new if name in _MADE]
    return frozenset(found)


def _words(*texts: str) -> set[str]:
    return {word.lower() for text in texts for word in _WORD.findall(text)}


def _takes_all_columns(sql: str) -> bool:
    """Whether the rule takes columns without naming them."""
    tree = parse("", sql)
    stars = (star for star in tree.find_all(exp.Star) if not isinstance(star.parent, exp.Count))
    return any(True for _star in stars) or any(join.method == "NATURAL" for join in tree.find_all(exp.Join))


def _rows_sql(name: str, scope: Scope, words: set[str] | None) -> str:
    have = CONTRACT[name].columns if name in CONTRACT else tuple(COLUMNS[name])
    columns = [column for column in have if words is None or column in words] or list(have)
    partition = ["year"] if name == "payment" else []
    return f"SELECT {', '.join(columns + partition)} FROM {name} WHERE {_condition(name, have, scope)}"


def _condition(name: str, columns: tuple[str, ...], scope: Scope) -> str:
    """Which rows of a table are within the scope; a table nothing can be told of is empty for a limited viewer."""
    if scope.whole_county or name in _FOR_ALL or (name in COLUMNS and "account" not in columns):
        return "TRUE"
    if name == "payment":
        return _PAID
    kinds = {c: kind for c, kind in _KEYS.items() if kind not in _PLACES or scope.townships is not None}
    keys = [f"{column} IN (FROM within_{kind})" for column, kind in kinds.items() if column in columns]
    held = [f"({' OR '.join(keys)})"] if keys else []
    if "programme" in columns and scope.departments is not None:
        held.append("programme IN (FROM within_programme)")
    named = keys or scope.townships is None
    return " AND ".join(held) if held and named else "FALSE"


def _within(engine: Engine, scope: Scope) -> dict[str, pa.Table]:
    """within_<what> -> the keys within the scope, for a limited viewer."""
    found: dict[str, pa.Table] = {}
    for what, template in _WITHIN.items():
        sql = template.format(
            townships=Scope(scope.townships).where("place" if what == "village" else "township"),
            departments=Scope(None, scope.departments).where("programme"),
            by_place="TRUE" if scope.townships is not None else "FALSE",
            paid=_PAID,
        )
        found[f"within_{what}"] = engine.query(sql, tables=found)
    return found
