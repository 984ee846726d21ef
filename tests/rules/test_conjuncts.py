"""No condition of a rule is there for nothing: taking any one away must change what its fixture gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import duckdb
import pytest
from sqlglot import exp

from analytics.engine import Engine
from analytics.rules.catalogue import HOME, Rule
from analytics.rules.laws import parse
from tests.rules.fixtures import Fixture, find_fixtures, rows_of

SQL_FIXTURES = [f for f in find_fixtures() if any(HOME.glob(f"sql/{f.code}_*.sql"))]


def conditions(tree: exp.Expression) -> list[exp.Expression]:
    """Every WHERE, HAVING, QUALIFY and ON in the tree, also in CTEs and subqueries."""
    clauses = [c.this for c in tree.find_all(exp.Where, exp.Having, exp.Qualify)]
    return clauses + [join.args["on"] for join in tree.find_all(exp.Join) if join.args.get("on") is not None]


def conjuncts(tree: exp.Expression) -> list[exp.Expression]:
    return [part for clause in conditions(tree) for part in _flat(clause)]


def _flat(node: exp.Expression) -> Iterator[exp.Expression]:
    node = node.unnest()
    if isinstance(node, exp.And):
        yield from _flat(node.left)
        yield from _flat(node.right)
    else:
        yield node


def mutants(rule: Rule) -> Iterator[tuple[str, str]]:
    """(the conjunct taken away, the SQL without it)."""
    for n in range(len(conjuncts(parse(rule.path.name, rule.source)))):
        tree = parse(rule.path.name, rule.source)
        gone = conjuncts(tree)[n]
        words = gone.sql("duckdb")
        gone.replace(exp.true())
        yield words, tree.sql("duckdb")


@pytest.mark.parametrize("fixture", SQL_FIXTURES, ids=lambda f: f.code)
def test_every_conjunct_bites(fixture: Fixture, engine_of: Callable[[Fixture], Engine]) -> None:
    rule, engine = fixture.rule, engine_of(fixture)
    unchanged = parse(rule.path.name, rule.source).sql("duckdb")
    assert not fixture.differs(rows_of(fixture, engine, unchanged))
    idle = [words for words, sql in mutants(rule) if not _bites(fixture, engine, sql)]
    assert not idle, f"{fixture.code}: the fixture does not notice when these go:\n" + "\n".join(idle)


def _bites(fixture: Fixture, engine: Engine, sql: str) -> bool:
    """A changed SELECT that cannot run (a cast overflows, say) was noticed as well."""
    try:
        return bool(fixture.differs(rows_of(fixture, engine, sql)))
    except duckdb.Error:
        return True
