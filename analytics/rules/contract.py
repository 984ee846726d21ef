"""What every rule returns: the columns of a hit as a rule's SELECT gives them, and as a run keeps them."""

from __future__ import annotations

import pyarrow as pa

# Columns of a rule's SELECT -> DuckDB type. `facts` is a STRUCT; a run keeps it as canonical JSON text.
SELECTED: dict[str, str] = {
    "subject_key": "BIGINT",
    "other_key": "BIGINT",
    "persons": "INTEGER[]",
    "households": "INTEGER[]",
    "account": "INTEGER",
    "village": "INTEGER",
    "programme": "INTEGER",
    "period_from": "INTEGER",
    "period_to": "INTEGER",
    "amount": "DECIMAL(12,2)",
    "payments": "INTEGER",
    "measure": "DECIMAL(18,4)",
    "facts": "VARCHAR",
    "payment_nos": "BIGINT[]",
}
# What a rule may say row by row, when it raises several tiers or a fault of a table behind the subjects
# (a wrong rate, say): NULL or left out means the header's.
OPTIONAL: dict[str, str] = {"tier": "VARCHAR", "subject": "VARCHAR"}

_INT_LIST, _LONG_LIST = pa.list_(pa.int32()), pa.list_(pa.int64())
# Columns of runs/<id>/hits.parquet, sorted by rule, amount (largest first), hit_id.
HIT_SCHEMA = pa.schema(
    [
        ("hit_id", pa.string()),
        ("rule", pa.string()),
        ("version", pa.int32()),
        ("tier", pa.string()),
        ("module", pa.int32()),
        ("subject", pa.string()),
        ("subject_key", pa.int64()),
        ("subject_code", pa.string()),
        ("other_key", pa.int64()),
        ("other_code", pa.string()),
        ("persons", _INT_LIST),
        ("households", _INT_LIST),
        ("account", pa.int32()),
        ("township", pa.int32()),
        ("village", pa.int32()),
        ("programme", pa.int32()),
        ("department", pa.int32()),
        ("year", pa.int32()),
        ("period_from", pa.int32()),
        ("period_to", pa.int32()),
        ("amount", pa.decimal128(12, 2)),
        ("payments", pa.int32()),
        ("measure", pa.decimal128(18, 4)),
        ("cadre_linked", pa.bool_()),
        ("facts", pa.string()),
        ("payment_nos", _LONG_LIST),
    ]
)


def normal_sql(inner: str, columns: set[str]) -> str:
    """The rows of a rule's SELECT `inner` (it returns `columns`) brought to the contract's types, the optional
    columns last."""
    casts = [f"CAST({_source(c)} AS {t}) AS {c}" for c, t in SELECTED.items()]
    casts += [f"CAST({c if c in columns else 'NULL'} AS {t}) AS {c}" for c, t in OPTIONAL.items()]
    return f"SELECT {', '.join(casts)} FROM (\n{inner}\n) AS hit"


def _source(column: str) -> str:
    return "to_json(facts)" if column == "facts" else column
