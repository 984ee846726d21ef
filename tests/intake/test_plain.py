"""A column that may be cleaned the quick way comes out as the careful way cleans it; any other is not plain."""

import duckdb
import pyarrow as pa
import pytest

from analytics.intake.fields import field_of

PLAIN = {
    "person": ["519900194305280013", "51990019430528001X", "519900194302300019", "519900194305280014"],
    "name": ["张三", "欧阳春秀", "李"],
    "account": ["6214510000000000", "AB12"],
    "pay_date": ["2016-08-05", "2016/8/5", "2016.12.31", "20160805", "2016年8月5日", "2016-02-30", "20160231"],
    "period": ["8", "12", "08", "2016", "201608", "2016-08"],
    "year": ["2016"],
    "amount": ["0", "-3.5", "¥136.00", "￥-136.00", "1,234.50", "1,234,567", "999999999.99"],
}
OTHER = {
    "person": ["51990019430528001x", "519900430528001", " 519900194305280013", "5.19900194305280E+17"],
    "name": ["张 三", "张三(户主)", "A张三", "張三", "张三1"],
    "account": ["6214 5100", "6.2145E+18", "'6214"],
    "pay_date": ["16.8.5", "2016-8", "42587", "2016-08-05 10:00", "二〇一六年八月五日", "2016第8页"],
    "period": ["8月", "2016年8月", "13", "1979", "2061", "2016-13", "201600", "1-6月"],
    "year": ["2016年", "1979", "16"],
    "amount": ["12,34", "300元", "(5)", "1.234", "壹佰", "1.2万", "5-", "12345678901"],
}


def _cleaned(column: str, cells: list[str], *, plain: bool) -> list[tuple[object, ...]]:
    con = duckdb.connect()
    con.register("cells", pa.table({"pos": pa.array(range(len(cells)), pa.int32()), "v": cells}))
    select = field_of("payment", column).select("cells", plain=plain)
    return con.execute(f"SELECT value, fault FROM ({select}) ORDER BY pos").fetchall()


@pytest.mark.parametrize("column", PLAIN)
def test_plain_cells_as_by_the_careful_way(column: str) -> None:
    cells = PLAIN[column]
    assert field_of("payment", column).is_plain(pa.array(cells))
    assert _cleaned(column, cells, plain=True) == _cleaned(column, cells, plain=False)


@pytest.mark.parametrize(("column", "cell"), [(c, cell) for c, cells in OTHER.items() for cell in cells])
def test_other_cells_take_the_careful_way(column: str, cell: str) -> None:
    assert not field_of("payment", column).is_plain(pa.array([*PLAIN[column], cell]))
