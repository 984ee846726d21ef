"""The contract itself: every column typed, every required column present, DDL that DuckDB takes."""

import duckdb
import pytest

from analytics.schema import TABLES, VAULT, cast_sql, create_sql, type_of


@pytest.mark.parametrize("name", TABLES)
def test_every_table_can_be_made(name: str) -> None:
    con = duckdb.connect()
    con.execute(create_sql(name))
    table = TABLES[name]
    described = {c: t for c, t, *_ in con.execute(f"DESCRIBE {name}").fetchall()}
    assert described == {c: table.type_of(c) for c in table.columns}
    assert set(table.required) <= set(table.columns)
    assert all(described[c] == "INTEGER" for c in table.vault_columns)


def test_money_and_area_are_exact() -> None:
    assert {type_of(c) for c in ("amount", "quantity", "area", "value", "capital")} == {"DECIMAL(12,2)"}
    assert "DOUBLE" not in {type_of(c) for t in TABLES.values() for c in t.columns}


def test_missing_columns_become_null() -> None:
    con = duckdb.connect()
    con.execute("CREATE TABLE d AS SELECT 7 AS person, '2016-02-10' AS died_on")
    row = con.execute(f"SELECT {cast_sql('death', {'person', 'died_on'})} FROM d").fetchall()[0]
    assert row[0] == 7 and str(row[2]) == "2016-02-10" and row[1] is None


def test_personal_columns_are_keys() -> None:
    assert VAULT["holder"] == "name" and VAULT["cadre"] == "person"


def test_a_countys_sum_has_room() -> None:
    assert TABLES["cube"].type_of("amount") == "DECIMAL(18,2)"
    assert TABLES["payment"].type_of("amount") == "DECIMAL(12,2)"
