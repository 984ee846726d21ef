"""DuckDB's SQL → Spark's, with the same answer: SQLGlot turns the words, STEPS the meanings that differ.

Each step changes the syntax tree in place. What no step brings across, the laws of rules forbid (rules/laws.py).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache

import sqlglot
from sqlglot import exp

from analytics.engine.views import MACROS

Tree = exp.Expr
Step = Callable[[Tree], Tree]
# Before each field a struct carries whether it is blank: DuckDB sorts blanks last inside structs, Spark first.
FLAG = "_blank_"
_KEPT = "_kept"
_INEXACT = (exp.Div, exp.Avg, exp.Ln, exp.Sqrt)
# Spark has a function of this name and meaning.
_TWINS = frozenset({"add_months"})


@dataclass(frozen=True)
class Spoken:
    """A statement in Spark's SQL: parts to be stacked by name, and the columns to be written as JSON text after."""

    parts: tuple[str, ...]
    json: tuple[str, ...]


@lru_cache(maxsize=1024)
def to_spark(sql: str) -> Spoken:
    """The statement for Spark; parameters stay in it as :name. UnsupportedError names what has no twin."""
    tree = _parsed(sql)
    json = _json_columns(tree)
    for step in STEPS:
        tree = step(tree)
    parts = (part.sql("spark", unsupported_level=sqlglot.ErrorLevel.RAISE) for part in _parts(tree))
    return Spoken(tuple(parts), json)


def type_in_spark(type_name: str) -> str:
    """A DuckDB type by its name in Spark."""
    return exp.DataType.build(type_name, dialect="duckdb").sql("spark")


def _parsed(sql: str) -> Tree:
    return sqlglot.parse_one(sql, dialect="duckdb")


def _parts(tree: Tree) -> tuple[Tree, ...]:
    """The two sides of UNION ALL BY NAME, each with the CTEs before them; Spark's SQL cannot say it."""
    if not (isinstance(tree, exp.Union) and tree.args.get("by_name")):
        return (tree,)
    above = tree.args.get("with_")
    sides = (tree.this.copy(), tree.expression.copy())
    for side in sides:
        side.set("with_", above.copy() if above else None)
    return sides


def _json_columns(tree: Tree) -> tuple[str, ...]:
    """The columns that are CAST(to_json(x) AS VARCHAR), which become x: one engine writes JSON, so texts are alike."""
    found = []
    for column in getattr(tree, "selects", ()):
        text = column.this if isinstance(column, exp.Alias) else None
        call = text.this if isinstance(text, exp.Cast) else None
        if isinstance(text, exp.Cast) and isinstance(call, exp.Anonymous) and call.name.lower() == "to_json":
            text.replace(call.expressions[0])
            found.append(column.alias)
    return tuple(found)


def _each(*kinds: type[Tree]) -> Callable[[Callable[..., Tree]], Step]:
    """A step that puts what the function gives in the place of every node of these kinds, the innermost first."""

    def made(change: Callable[..., Tree]) -> Step:
        def step(tree: Tree) -> Tree:
            for node in reversed(list(tree.find_all(*kinds))):
                new = change(node)
                tree = new if node is tree else tree
                if new is not node and node.parent:
                    node.replace(new)
            return tree

        return step

    return made


def _call(name: str, *arguments: Tree) -> Tree:
    return exp.Anonymous(this=name, expressions=[a.copy() for a in arguments])


@cache
def _macros() -> dict[str, exp.Create]:
    parsed = {name: _parsed(f"CREATE MACRO {name}{sql}") for name, sql in MACROS.items() if name not in _TWINS}
    return {name: tree for name, tree in parsed.items() if isinstance(tree, exp.Create)}


@_each(exp.Anonymous)
def _macro(call: exp.Anonymous) -> Tree:
    """A macro of the engine is written out."""
    made = _macros().get(call.name.lower())
    if made is None:
        return call
    names = [argument.name for argument in made.this.expressions]
    given = dict(zip(names, call.expressions, strict=True))
    body = exp.paren(made.expression.copy())
    for column in list(body.find_all(exp.Column)):
        if column.name in given:
            column.replace(given[column.name].copy())
    return body


@_each(exp.Select)
def _windows(select: exp.Select) -> Tree:
    """Named windows are written out: Spark cannot add an order to one."""
    named = {window.name: window for window in select.args.get("windows") or ()}
    for window in list(select.find_all(exp.Window)):
        base = named.get(window.alias)
        if base is not None and window.parent_select is select and window is not base:
            for part in ("partition_by", "order", "spec"):
                if base.args.get(part) and not window.args.get(part):
                    window.set(part, _copied(base.args[part]))
            window.set("alias", None)
    select.set("windows", None)
    return select


def _copied(part: Tree | list[Tree]) -> Tree | list[Tree]:
    return [p.copy() for p in part] if isinstance(part, list) else part.copy()


@_each(exp.Select)
def _qualify(select: exp.Select) -> Tree:
    """QUALIFY becomes a column of a subquery and the WHERE around it."""
    qualify = select.args.get("qualify")
    if qualify is None:
        return select
    inner = select.copy()
    kept = inner.args["qualify"].this
    inner.set("qualify", None)
    meant = {column.alias: column.this for column in inner.selects if isinstance(column, exp.Alias)}
    for column in list(kept.find_all(exp.Column)):
        if not column.table and column.name in meant:
            column.replace(exp.paren(meant[column.name].copy()))
    above = inner.args.pop("with_", None)
    inner.append("expressions", exp.alias_(kept, _KEPT))
    star = exp.Star(except_=[exp.column(_KEPT)])
    outer = exp.select(star).from_(inner.subquery("_qualified")).where(exp.column(_KEPT))
    outer.set("with_", above)
    return outer


@_each(exp.Select)
def _replaced(select: exp.Select) -> Tree:
    """* REPLACE (x AS c) becomes * EXCEPT (c), x AS c."""
    for star in [s for s in select.find_all(exp.Star) if s.parent_select is select and s.args.get("replace")]:
        changed = star.args["replace"]
        star.set("replace", None)
        star.set("except_", [*(star.args.get("except_") or ()), *(exp.column(c.alias) for c in changed)])
        for column in changed:
            select.append("expressions", column.copy())
    return select


@_each(exp.Struct)
def _struct(struct: exp.Struct) -> Tree:
    """Each field behind its flag (FLAG)."""
    fields = []
    for field in struct.expressions:
        blank = exp.Is(this=exp.paren(field.expression.copy()), expression=exp.null())
        fields += [exp.PropertyEQ(this=exp.to_identifier(FLAG + field.name), expression=blank), field.copy()]
    return exp.Struct(expressions=fields)


@_each(exp.ArrayAgg)
def _list(node: exp.ArrayAgg) -> Tree:
    """list() keeps blanks, which Spark drops: so they travel inside a struct."""
    distinct = isinstance(node.this, exp.Distinct)
    value = node.this.expressions[0] if distinct else node.this
    boxed = _call("NAMED_STRUCT", exp.Literal.string("v"), value)
    return _call("COLLECT_SET" if distinct else "COLLECT_LIST", boxed)


@_each(exp.Anonymous, exp.Filter)
def _unboxed(node: Tree) -> Tree:
    """The values out of the structs of _list, after its FILTER; a filtered list of nothing is NULL."""
    collected = node.this if isinstance(node, exp.Filter) else node
    if not (isinstance(collected, exp.Anonymous) and collected.name in ("COLLECT_SET", "COLLECT_LIST")):
        return node
    if isinstance(node.parent, exp.Filter):
        return node
    values = exp.Dot(this=node.copy(), expression=exp.to_identifier("v"))
    return _call("NULLIF", values, exp.array()) if isinstance(node, exp.Filter) else values


@_each(exp.ArrayDistinct)
def _distinct(node: exp.ArrayDistinct) -> Tree:
    """list_distinct() leaves blanks out."""
    return _call("ARRAY_COMPACT", exp.ArrayDistinct(this=node.this))


@_each(exp.ArrayConcat)
def _joined(node: exp.ArrayConcat) -> Tree:
    """list_concat() passes over lists that are NULL."""
    return _call("CONCAT", *(_call("COALESCE", part, exp.array()) for part in (node.this, *node.expressions)))


@_each(exp.Concat)
def _text(node: exp.Concat) -> Tree:
    """concat() passes over blanks and takes numbers."""
    if isinstance(node, exp.ConcatWs):
        return node
    return _call("CONCAT_WS", exp.Literal.string(""), *node.expressions)


@_each(exp.Div, exp.Avg)
def _divided(node: exp.Div | exp.Avg) -> Tree:
    """Division is in DOUBLE, also of decimals; so is the mean."""
    over, under = (
        (exp.Sum(this=node.this), exp.Count(this=node.this))
        if isinstance(node, exp.Avg)
        else (node.this, node.expression)
    )
    return exp.paren(exp.Div(this=_double(over), expression=_double(under), typed=True, safe=True))


def _double(node: Tree) -> Tree:
    return exp.cast(exp.paren(node.copy()), "DOUBLE")


@_each(exp.Median)
def _median(node: exp.Median) -> Tree:
    """The median of decimals is one of their kind; laws.py sees to a digit to spare, so nothing is rounded here."""
    to = node.this.args.get("to") if isinstance(node.this, exp.Cast) else None
    return node if to is None else exp.cast(node.copy(), to.copy())


@_each(exp.PercentileDisc)
def _quantile(node: exp.PercentileDisc) -> Tree:
    """An exact quantile; SQLGlot would take Spark's approximate one."""
    if isinstance(node.parent, exp.WithinGroup):
        return _call("PERCENTILE_DISC", node.this)
    order = exp.Order(expressions=[exp.Ordered(this=node.this, nulls_first=False)])
    return exp.WithinGroup(this=_call("PERCENTILE_DISC", node.expression), expression=order)


@_each(exp.Cast)
def _rounded(cast: exp.Cast) -> Tree:
    """DOUBLE to DECIMAL: DuckDB shifts the point in binary, then rounds half away from zero."""
    if cast.to.this != exp.DType.DECIMAL or not _inexact(cast.this):
        return cast
    digits = int(cast.to.expressions[1].name) if len(cast.to.expressions) > 1 else 0
    shifted = _call(
        "ROUND", exp.Mul(this=exp.paren(cast.this.copy()), expression=_double(exp.Literal.number(10**digits)))
    )
    whole = exp.cast(shifted, "DECIMAL(38, 0)")
    unit = exp.Literal.number(f"{Decimal(1).scaleb(-digits):f}")
    return exp.cast(exp.Mul(this=whole, expression=unit), cast.to.copy())


def _inexact(node: Tree) -> bool:
    """Whether the value is a DOUBLE: something inexact in it, with no cast to DECIMAL around that."""
    if isinstance(node, exp.Cast) and node.to.this == exp.DType.DECIMAL:
        return False
    return isinstance(node, _INEXACT) or any(_inexact(child) for child in node.iter_expressions())


@_each(exp.DateDiff)
def _date_diff(node: exp.DateDiff) -> Tree:
    """Months and years are counted by the boundaries between the dates, not by whole ones."""
    unit = node.args["unit"].name.upper() if node.args.get("unit") else "DAY"
    parts = {"later": node.this, "earlier": node.expression}
    if unit == "DAY":
        return _call("DATEDIFF", node.this, node.expression)
    years = "(YEAR(later) - YEAR(earlier))"
    return _filled({"YEAR": years, "MONTH": f"({years} * 12 + MONTH(later) - MONTH(earlier))"}[unit], parts)


def _filled(sql: str, parts: dict[str, Tree]) -> Tree:
    body = _parsed(sql)
    for column in list(body.find_all(exp.Column)):
        column.replace(parts[column.name].copy())
    return body


@_each(exp.IntDiv)
def _whole(node: exp.IntDiv) -> Tree:
    """Whole division of INTEGERs is an INTEGER; Spark makes it a BIGINT, which no date function takes."""
    return exp.cast(node.copy(), "INT")


STEPS: tuple[Step, ...] = (
    _macro,
    _windows,
    _qualify,
    _replaced,
    _struct,
    _list,
    _unboxed,
    _distinct,
    _joined,
    _text,
    _rounded,
    _divided,
    _median,
    _quantile,
    _date_diff,
    _whole,
)
