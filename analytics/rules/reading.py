"""How DuckDB itself reads a rule: the list of what is allowed, held against its own syntax tree.

The laws are checked on sqlglot's tree; where the two parsers would read a text differently (an odd blank, a comment,
a keyword one of them does not know), what counts is the reading of the one that runs it. Nothing is run here.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from functools import cache
from typing import Any

import duckdb

# Types of nodes a question is made of. Left out on purpose: inserts inside a CTE, recursion, SHOW and DESCRIBE, PIVOT.
_NODES = frozenset(
    """SELECT_NODE SET_OPERATION_NODE CTE_NODE SUBQUERY BASE_TABLE JOIN EMPTY EXPRESSION_LIST TABLE_FUNCTION
    COLUMN_REF FUNCTION TYPE STAR CASE_EXPR STRUCT_EXTRACT ARRAY_EXTRACT ARRAY_SLICE LAMBDA
    ORDER_MODIFIER DISTINCT_MODIFIER LIMIT_MODIFIER ORDER_DEFAULT ASCENDING DESCENDING""".split()
)
_FAMILIES = ("COMPARE_", "CONJUNCTION_", "OPERATOR_", "WINDOW_", "VALUE_")
_WORDS = frozenset(
    """abs add_months age_at array_agg array_cat array_concat array_contains array_distinct array_has array_has_any
    array_length array_sort avg ceil ceiling contains count count_if count_star countif date_diff datediff dense_rank
    explode floor greatest lag last_day lead least len length list list_cat list_concat list_contains list_distinct
    list_has list_has_any list_sort list_value ln max mean median min month month_start months_apart nullif
    quantile_disc rank regexp_matches row row_number sqrt starts_with struct_pack substr substring sum unnest
    year""".split()
)
FUNCTIONS = _WORDS | set("+ - * / // % || ~~ !~~ ^@ && array_extract array_slice struct_extract".split())
_WORKS_ON_TABLES = "unnest"


def faults(sql: str, tables: Collection[str]) -> Iterator[str]:
    """What in the text is not on the list, as laws of tables, functions and one SELECT; `tables` may be read."""
    read = json.loads(_parse(sql))
    if read["error"]:
        yield f"law of one SELECT: {read['error_message'].splitlines()[0]}"
    elif len(read["statements"]) != 1:
        yield "law of one SELECT: the file must hold exactly one statement, a SELECT"
    else:
        yield from _walk(read["statements"][0]["node"], frozenset(name.lower() for name in tables))


def _parse(sql: str) -> str:
    with _parser().cursor() as cursor:
        row = cursor.execute("SELECT json_serialize_sql(CAST(? AS VARCHAR))", [sql]).fetchone()
    return str(row[0]) if row else ""


@cache
def _parser() -> duckdb.DuckDBPyConnection:
    """An empty database, for its parser only."""
    con = duckdb.connect(":memory:", config={"threads": 1, "python_enable_replacements": False})
    con.execute("SET enable_external_access = false")
    con.execute("SET lock_configuration = true")
    return con


def _walk(node: Any, known: frozenset[str]) -> Iterator[str]:
    """Faults of a node and all below it; the CTEs a node defines are known to what follows them in it, no further."""
    if isinstance(node, list):
        for part in node:
            yield from _walk(part, known)
    elif isinstance(node, dict):
        for cte in (node.get("cte_map") or {}).get("map", ()):
            yield from _walk(cte["value"], known)
            known |= {cte["key"].lower()}
        yield from _of_node(node, known)
        for name, part in node.items():
            if name != "cte_map":
                yield from _walk(part, known)


def _of_node(node: dict[str, Any], known: frozenset[str]) -> Iterator[str]:
    kind = node.get("type")
    if isinstance(kind, str) and "id" not in node and not _allowed(kind):
        yield f"law of one SELECT: {kind.lower()} is no part of a question"
    if kind == "BASE_TABLE" and not _plain_table(node, known):
        yield f"law of tables: {node['table_name']} is no table or view a rule may read"
    if kind == "TABLE_FUNCTION" and _called(node["function"]) != _WORKS_ON_TABLES:
        yield f"law of tables: {_called(node['function'])} is no table or view a rule may read"
    if kind == "STAR" and node["columns"]:
        yield "law of functions: columns is not on the list of allowed functions"
    if node.get("sample"):
        yield "law of one SELECT: a sample is no part of a question"
    if node.get("class") in ("FUNCTION", "WINDOW") and _called(node) not in FUNCTIONS:
        yield f"law of functions: {_called(node)} is not on the list of allowed functions"


def _allowed(kind: str) -> bool:
    return kind in _NODES or kind.startswith(_FAMILIES)


def _plain_table(node: dict[str, Any], known: frozenset[str]) -> bool:
    elsewhere = node["schema_name"] or node["catalog_name"] or node["at_clause"]
    return not elsewhere and node["table_name"].lower() in known


def _called(function: dict[str, Any]) -> str:
    """The function's name, with the schema it is asked from (none is allowed)."""
    return ".".join(part for part in (function.get("schema"), function.get("function_name")) if part).lower()
