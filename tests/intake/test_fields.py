"""The quick way through a column gives what the careful one gives; coded words come out canonical."""

from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from analytics.intake.columns import Columns, cells_of
from analytics.intake.fields import field_of
from analytics.schema import TABLES, create_sql, type_of
from analytics.vault import Vault


def _value(sql: str, cell: str | None) -> object:
    return duckdb.execute(f"SELECT {sql} FROM (SELECT $1::VARCHAR AS v)", [cell]).fetchall()[0][0]


@pytest.mark.parametrize("column", ["amount", "quantity", "unit_rate", "progress"])
@pytest.mark.parametrize("cell", ["0", "12", "-3.5", "99999.99", "100.00"])
@pytest.mark.parametrize("factor", [1, 10_000])
def test_plain_amounts_as_by_the_careful_way(column: str, cell: str, factor: int) -> None:
    field = field_of("payment", column, factor if column != "progress" else 1)
    assert _value(field.plain_value, cell) == _value(f"try_cast({field.value} AS {type_of(column)})", cell)


@pytest.mark.parametrize("name", ["张三", "欧阳春秀", "李"])
def test_plain_names_as_by_the_careful_way(name: str) -> None:
    field = field_of("payment", "name")
    assert _value(field.plain_value, name) == _value(field.value, name) == name


def test_spellings_of_one_name_meet_and_are_kept(tmp_path: Path) -> None:
    con = duckdb.connect()
    vault = Vault(tmp_path)
    vault.attach(con)
    columns = Columns(con, vault)
    for cells in (["张三", "李四"], ["张 三(户主)", "张三"]):
        name = columns.personal(
            cells_of(pa.chunked_array([cells])), field_of("payment", "name"), "name", "姓名", False, False
        )
        assert name.faults is None
    assert len(set(name.values.to_pylist())) == 1
    assert con.execute("SELECT count(*) FROM vault_name").fetchall() == [(2,)]
    assert ("张 三(户主)",) in con.execute("SELECT value FROM vault_spelling").fetchall()


@pytest.mark.parametrize(
    ("table", "column", "cell", "canonical"),
    [
        ("public_employee", "category", "事业编在职", "在编在职"),
        ("public_employee", "category", "临聘人员", "临聘"),
        ("public_employee", "category", "公益性岗位", "公益岗"),
        ("public_employee", "category", "遗属补助", "遗属"),
        ("public_employee", "category", "退休教师", "离退休"),
        ("prisoner", "kind", "社区矫正(缓刑)", "缓刑"),
        ("property", "kind", "市场化商品房", "商品房"),
        ("company", "status", "吊销,未注销", "吊销"),
        ("company", "kind", "有限责任公司(自然人独资)", "有限责任公司"),
        ("vehicle", "kind", "残疾人机动轮椅车", "残疾人机动轮椅车"),
        ("vehicle", "kind", "轮式拖拉机", "大型农机"),
        ("payment", "note_kind", "补发提标", "提标"),
        ("payment", "note_kind", "农村补贴", None),
        ("payment", "status", "退票", "returned"),
        ("payment", "status", "发放成功", "paid"),
        ("rate", "paid_to", "按户", "household"),
        ("rate", "rate_kind", "补差", "top_up"),
        ("person", "relation", "长子", "子女"),
        ("person", "relation", "儿媳", "子女配偶"),
        ("student", "in_county", "否", False),
    ],
)
def test_coded_words(table: str, column: str, cell: str, canonical: object) -> None:
    assert _value(field_of(table, column).value, cell) == canonical


@pytest.mark.parametrize("cell", ["至今", "-", "无", " / "])
def test_cells_that_say_nothing_are_no_fault(cell: str) -> None:
    field = field_of("cadre", "ends_on")
    assert _value(field.value, cell) is None
    assert _value(field.fault, cell) is None


@pytest.mark.parametrize(("cell", "period"), [("8", 8), ("8月", 8), ("2016-08", 201608), ("2016年", 201600)])
def test_periods(cell: str, period: int) -> None:
    assert _value(field_of("payment", "period").value, cell) == period


def test_every_column_of_the_contract_can_be_cleaned() -> None:
    con = duckdb.connect()
    for name, table in TABLES.items():
        con.execute(create_sql(name))
        for column in table.columns:
            field = field_of(name, column)
            sql = f"SELECT {field.value}, {field.fault} FROM (SELECT '1'::VARCHAR AS v)"
            assert len(con.execute(sql).fetchall()) == 1, f"{name}.{column}"
