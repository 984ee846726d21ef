"""A column a month turned into a row a month."""

from __future__ import annotations

import re
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from analytics.intake.read.month_names import month_of
from analytics.intake.read.sheet import EMPTY_MONTH, Sheet

MONTH_COLUMN, AMOUNT_COLUMN = "所属期月", "金额"
_FEWEST_MONTHS = 2
_ROW_TOTAL = re.compile(r"(全年|年度|本年|季度)?(合计|总计|小计)(发放|补贴|补助)?(金额|资金|额)?(\(.*元\))?")
_NOTHING = r"^[\s¥￥]*([-—－/无]*|[-+]?0*(\.0*)?元?)[\s]*$"


def month_columns(sheet: Sheet) -> dict[int, int]:
    """Column number → month (1..12, or yyyymm); empty when the sheet is no month grid."""
    months = {i: m for i, name in enumerate(sheet.header) if (m := month_of(name))}
    return months if len(set(months.values())) == len(months) >= _FEWEST_MONTHS else {}


def unpivot_months(sheet: Sheet) -> Sheet:
    """`sheet` with one row a month and the columns 所属期月 (text: 1..12 or yyyymm) and 金额 at the end.

    A sheet that is no month grid comes back as it is. From here on counts are of cells, not of the sheet's
    rows: rows_read is the month cells with money in them, and dropped['空白月份'] those blank or zero, so that
    months × rows of the grid == rows + dropped['空白月份']. source_row stays the grid's row. Columns that add
    the months up (合计) are left out, lest they be taken for a payment.
    """
    months = month_columns(sheet)
    if not months:
        return sheet
    others = [i for i, n in enumerate(sheet.header) if i not in months and not _ROW_TOTAL.fullmatch(n.split(" ")[-1])]
    parts = [_month_rows(sheet.rows, others, column, month) for column, month in months.items()]
    rows = pa.concat_tables(parts).sort_by([("source_row", "ascending"), ("order", "ascending")]).drop(["order"])
    empty = sheet.rows.num_rows * len(months) - rows.num_rows
    return replace(
        sheet,
        header=(*(sheet.header[i] for i in others), MONTH_COLUMN, AMOUNT_COLUMN),
        rows=rows,
        dropped={**sheet.dropped, EMPTY_MONTH: empty},
    )


def _month_rows(rows: pa.Table, others: list[int], column: int, month: int) -> pa.Table:
    amount = rows.column(column)
    paid = pc.invert(pc.fill_null(pc.match_substring_regex(amount, _NOTHING), True))
    columns = {f"c{at}": rows.column(i) for at, i in enumerate(others)}
    columns[f"c{len(others)}"] = pa.array([str(month)] * rows.num_rows, pa.string())
    columns[f"c{len(others) + 1}"] = amount
    columns["source_row"] = rows.column("source_row")
    columns["order"] = pa.array([month] * rows.num_rows, pa.int32())
    return pa.table(columns).filter(paid)
