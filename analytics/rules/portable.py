"""The laws that keep a rule alike on DuckDB and on Spark: what engine/spark_sql.py cannot bring across is forbidden."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from analytics.rules.header import Header

_WHOLE = frozenset({exp.DType.INT, exp.DType.BIGINT, exp.DType.SMALLINT, exp.DType.TINYINT, exp.DType.INT128})
_NO_TWIN = (exp.SimilarTo, exp.Slice, exp.TableSample, exp.Pivot)
_UNITS = frozenset({"DAY", "MONTH", "YEAR"})


def _medians(tree: exp.Select, _header: Header) -> Iterator[str]:
    """The middle of two decimals is cut to their digits by one engine only."""
    for node in tree.find_all(exp.Median):
        around = node.parent
        if not (_digits(node.this) > _digits(around) >= 0):
            yield (
                f"law of medians: {node.sql('duckdb')} must be CAST(median(CAST(… AS DECIMAL(p, s))) AS DECIMAL(q, t)) "
                "with s above t, and no window"
            )


def _quantiles(tree: exp.Select, _header: Header) -> Iterator[str]:
    """Spark's are DOUBLE, whatever the values are."""
    for node in tree.find_all(exp.PercentileDisc):
        whole = node.parent if isinstance(node.parent, exp.WithinGroup) else node
        if _digits(whole.parent) < 0:
            yield f"law of quantiles: {whole.sql('duckdb')} must stand inside CAST(… AS DECIMAL(p, s))"


def _digits(node: exp.Expr | None) -> int:
    """The digits behind the point that a cast to DECIMAL gives; -1 for anything else."""
    if not (isinstance(node, exp.Cast) and node.to.this == exp.DType.DECIMAL and len(node.to.expressions) == 2):
        return -1
    return int(node.to.expressions[1].name)


def _whole_numbers(tree: exp.Select, _header: Header) -> Iterator[str]:
    for cast in tree.find_all(exp.Cast, exp.TryCast):
        if cast.to.this in _WHOLE and not isinstance(cast.this, (exp.Floor, exp.Ceil, exp.Null)):
            yield f"law of whole numbers: {cast.sql('duckdb')} is rounded by one engine, cut by the other: take floor"


def _unnested(tree: exp.Select, _header: Header) -> Iterator[str]:
    for node in tree.find_all(exp.Explode):
        if not isinstance(node.parent, (exp.Alias, exp.Select)):
            yield (
                f"law of unnest: {node.parent.sql('duckdb')}: unnest must be a column by itself" if node.parent else ""
            )


def _date_units(tree: exp.Select, _header: Header) -> Iterator[str]:
    for node in tree.find_all(exp.DateDiff):
        unit = node.args["unit"].name.upper() if node.args.get("unit") else "DAY"
        if unit not in _UNITS:
            yield f"law of dates: date_diff counts days, months or years, not {unit.lower()}s"


def _by_place(tree: exp.Select, _header: Header) -> Iterator[str]:
    for node in tree.find_all(exp.Union):
        if node.args.get("by_name"):
            yield "law of unions: columns are stacked by their place, not BY NAME"
        for side in (node.this, node.expression):
            if isinstance(side, exp.Select) and side.is_star and _joins_using(side):
                yield "law of unions: beside USING the columns of * have another place on Spark; name the columns"
    for star in tree.find_all(exp.Star):
        if star.args.get("replace"):
            yield "law of unions: * REPLACE moves columns on Spark; name the columns"


def _joins_using(select: exp.Select) -> bool:
    return any(join.args.get("using") for join in select.args.get("joins") or ())


def _twins(tree: exp.Select, _header: Header) -> Iterator[str]:
    for node in tree.find_all(*_NO_TWIN):
        yield f"law of two engines: Spark has nothing like {node.sql('duckdb')}"
    for join in tree.find_all(exp.Join):
        if join.method in ("ASOF", "POSITIONAL"):
            yield f"law of two engines: Spark has no {join.method} JOIN"


PORTABLE = (_medians, _quantiles, _whole_numbers, _unnested, _date_units, _by_place, _twins)
