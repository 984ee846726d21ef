"""The laws of a rule's SQL, checked on its syntax tree when it is loaded (design.md §4).

A SELECT is no safety by itself: files can be read and rows inserted inside one. So tables and functions are
allow-listed, and what would make two runs differ (floats, any_value, unsorted lists) is forbidden.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import sqlglot
from sqlglot import exp

from analytics.engine import views
from analytics.reference import COLUMNS
from analytics.rules import reading
from analytics.rules.contract import OPTIONAL, SELECTED
from analytics.rules.header import BrokenRule, Header
from analytics.rules.portable import PORTABLE
from analytics.schema import TABLES

KNOWN_TABLES = frozenset(TABLES) | frozenset(COLUMNS) | frozenset(views.TABLES) | frozenset(views.VIEWS)
# Names as sqlglot gives them; each has a twin in Spark.
FUNCTIONS = frozenset(
    """ABS ADD_MONTHS AGE_AT AND ARRAY ARRAY_AGG ARRAY_CONCAT ARRAY_CONTAINS ARRAY_DISTINCT ARRAY_OVERLAPS ARRAY_SIZE
    ARRAY_SORT AVG CASE CAST CEIL COALESCE COUNT COUNT_IF DATEDIFF DENSE_RANK EXISTS EXPLODE FLOOR GREATEST IF LAG
    LAST_DAY LEAD LEAST LENGTH LN MAX MEDIAN MIN MONTH MONTHS_APART MONTH_START NULLIF OR PERCENTILE_DISC RANK
    REGEXP_LIKE ROW_NUMBER SQRT STARTS_WITH STRUCT SUBSTRING SUM UNNEST YEAR
    """.split()
)
_FLOATS = {exp.DType.DOUBLE, exp.DType.FLOAT}
_INEXACT = (exp.Div, exp.Avg, exp.Ln, exp.Sqrt)
_WRITES = (exp.Insert, exp.Update, exp.Delete, exp.Create, exp.Drop, exp.Copy, exp.Command, exp.Merge, exp.Into)


def parse(file: str, sql: str) -> exp.Select:
    """The one SELECT of a rule; BrokenRule otherwise."""
    try:
        statements = [s for s in sqlglot.parse(sql, dialect="duckdb") if s is not None]
    except sqlglot.errors.SqlglotError as error:
        raise BrokenRule(f"{file}: the SQL cannot be parsed: {str(error).splitlines()[0]}") from error
    if len(statements) != 1 or not isinstance(statements[0], exp.Select):
        raise BrokenRule(f"{file}: law of one SELECT: the file must hold exactly one statement, a SELECT")
    return statements[0]


def check(file: str, sql: str, header: Header) -> exp.Select:
    """The parsed SELECT, when it keeps every law; BrokenRule with the first that it breaks."""
    tree = parse(file, sql)
    for law in LAWS:
        for fault in law(tree, header):
            raise BrokenRule(f"{file}: {fault}")
    for fault in reading.faults(sql, KNOWN_TABLES):
        raise BrokenRule(f"{file}: {fault}")
    return tree


def _reads_only(tree: exp.Select, _header: Header) -> Iterator[str]:
    for node in tree.find_all(*_WRITES):
        yield f"law of one SELECT: {node.key} is no part of a question"


def _parameters(tree: exp.Select, header: Header) -> Iterator[str]:
    used = {node.name for node in tree.find_all(exp.Placeholder, exp.Parameter)}
    for name in sorted(used ^ set(header.parameters)):
        where = "used but not in the header" if name in used else "in the header but not used"
        yield f"law of parameters: ${name} is {where}"


def _columns(tree: exp.Select, _header: Header) -> Iterator[str]:
    given = tree.named_selects
    for name in SELECTED:
        if name not in given:
            yield f"law of columns: the contract's column {name} is missing"
    for name in given:
        if name not in SELECTED and name not in OPTIONAL:
            yield f"law of columns: {name} is no column of the contract"


def _tables(tree: exp.Select, _header: Header) -> Iterator[str]:
    own = {cte.alias.lower() for cte in tree.find_all(exp.CTE)}
    for table in tree.find_all(exp.Table):
        plain = isinstance(table.this, exp.Identifier) and not table.db and not table.catalog
        if not plain or table.name.lower() not in KNOWN_TABLES | own:
            yield f"law of tables: {table.sql('duckdb')} is no table or view a rule may read"


def _functions(tree: exp.Select, _header: Header) -> Iterator[str]:
    for node in tree.find_all(exp.Func):
        name = (node.name if isinstance(node, exp.Anonymous) else node.sql_name()).upper()
        if name not in FUNCTIONS:
            yield f"law of functions: {name.lower()} is not on the list of allowed functions"


def _months(tree: exp.Select, _header: Header) -> Iterator[str]:
    for node in tree.find_all(exp.Interval):
        yield f"law of dates: {node.sql('duckdb')}: months are counted by add_months only"


def _exact(tree: exp.Select, _header: Header) -> Iterator[str]:
    for cast in tree.find_all(exp.Cast, exp.TryCast):
        if cast.to.this in _FLOATS:
            yield "law of exact numbers: no cast to a float"
    for node in tree.find_all(*_INEXACT):
        if not _brought_to_decimal(node):
            yield f"law of exact numbers: {node.sql('duckdb')} must stand inside CAST(… AS DECIMAL)"
    for literal in tree.find_all(exp.Literal):
        if not literal.is_string and "e" in literal.name.lower():
            yield f"law of exact numbers: {literal.name} is a float"


def _brought_to_decimal(node: exp.Expression) -> bool:
    """Whether a cast to DECIMAL stands around the node before any comparison does."""
    above = node.parent
    while above is not None and not isinstance(above, (exp.Predicate, exp.Select)):
        if isinstance(above, exp.Cast) and above.to.this == exp.DType.DECIMAL:
            return True
        above = above.parent
    return False


def _sorted_lists(tree: exp.Select, _header: Header) -> Iterator[str]:
    for node in tree.find_all(exp.ArrayAgg):
        if not _sorted(node):
            yield f"law of sorted lists: {node.sql('duckdb')} must stand inside list_sort(…)"


def _sorted(node: exp.Expression) -> bool:
    above = node.parent
    while above is not None and not isinstance(above, exp.Select):
        if isinstance(above, exp.ArraySort):
            return True
        above = above.parent
    return False


Law = Callable[[exp.Select, Header], Iterator[str]]
LAWS: tuple[Law, ...] = (
    _reads_only,
    _parameters,
    _columns,
    _tables,
    _functions,
    _months,
    _exact,
    _sorted_lists,
    *PORTABLE,
)
