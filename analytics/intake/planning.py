"""From a sheet and the mappings to a plan: what is sure is taken, what is not becomes a question."""

from __future__ import annotations

import re
from collections.abc import Sequence

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from analytics.intake.fields import FAULT_WORDS, field_of
from analytics.intake.mapping import UNITS, Entry, missing_column
from analytics.intake.matching import SURE, Fit, best_fits, fit_of, needed
from analytics.intake.plan import SheetPlan
from analytics.intake.read import Sheet
from analytics.intake.titles import department_in
from analytics.intake.words_tables import fold
from analytics.schema import TABLES, VAULT, type_of
from analytics.words import _

_SAMPLE = 1_000
_ENOUGH_VALID = 0.5  # a column of which fewer cells can be read is not the one it seems
# The plain forms of cells, by vault kind or type; other columns take any text.
_SHAPES = {
    "person": r"^\W*[1-9][0-9]{13,16}[0-9Xx]\W*$",
    "DATE": r"^(19|20)[0-9]{2}",
    "DECIMAL": r"^[¥￥]?-?[0-9,]*\.?[0-9]+$",
    "INTEGER": r"^[0-9]",
}
_UNIT = re.compile(r"(?:单位[::]?|[(\[])(百元|千元|万元|亿元)")


def plan_sheet(con: duckdb.DuckDBPyConnection, sheet: Sheet, entries: Sequence[Entry]) -> SheetPlan:
    """What `sheet` is taken for; problems name what a person has to decide.

    con is used for checking sample values only.
    """
    entry = next((e for e in reversed(entries) if e.applies(sheet)), Entry())
    plan = _blank_plan(sheet, entry)
    if entry.table == "none":
        return _with(plan, table="none")
    if header := missing_column(entry, sheet):
        lost = tuple(c for c, h in entry.columns.items() if h == header)
        return _with(plan, table=entry.table, problems=(_missing_header(sheet, header),), asks=lost)
    fits = _fits(sheet, entry)
    if not fits or (len(fits) > 1 and _close(fits[0], fits[1])):
        return _with(plan, problems=(_no_table(sheet, fits),), asks=("table",))
    return _check_values(con, sheet, _fitted(plan, sheet, entry, fits[0]))


def _blank_plan(sheet: Sheet, entry: Entry) -> SheetPlan:
    return SheetPlan(
        file=sheet.file,
        sheet=sheet.sheet,
        title=sheet.title,
        header=sheet.header,
        constants=dict(entry.constants),
        remarks=sheet.remarks,
        department=entry.department or department_in(sheet.file, sheet.title),
        opaque=entry.payee_id_scheme == "opaque",
        adds=entry.adds,
        data_date=entry.data_date or _data_date(sheet),
        note=entry.note,
        header_row=entry.header_row,
    )


def _with(plan: SheetPlan, **changes: object) -> SheetPlan:
    return SheetPlan(**{**plan.__dict__, **changes})


def _data_date(sheet: Sheet) -> str:
    found = re.search(
        r"(?:制表|填表|填报|导出|统计)(?:日期|时间)[::]\s*(\d{4})[-年/.](\d{1,2})[-月/.](\d{1,2})", sheet.notes
    )
    return f"{found[1]}-{int(found[2]):02d}-{int(found[3]):02d}" if found else ""


def _fits(sheet: Sheet, entry: Entry) -> list[Fit]:
    if entry.table:
        return [fit_of(entry.table, sheet.header, entry.constants)]
    return best_fits(sheet.header, fold(sheet.file + sheet.sheet + sheet.title), entry.constants)


def _close(best: Fit, second: Fit) -> bool:
    return best.score - second.score < 0.06


def _fitted(plan: SheetPlan, sheet: Sheet, entry: Entry, fit: Fit) -> SheetPlan:
    by_header = {fold(h): i for i, h in reversed(list(enumerate(sheet.header)))}
    named = {c: by_header[fold(h)] for c, h in entry.columns.items()}
    taken = set(named.values())
    found = {c: i for c, i in fit.columns.items() if c not in named and i not in taken and c not in entry.constants}
    columns = found | named
    lacking = [c for c in needed(fit.table) if c not in columns and c not in entry.constants]
    tied = {c: h for c, h in fit.ties.items() if c not in named}
    problems = [_no_column(sheet, fit, c) for c in lacking] + [_tied(sheet, c, h) for c, h in tied.items()]
    return _with(
        plan,
        table=fit.table,
        columns=columns,
        candidates=fit.candidates,
        units=_units(sheet, columns) | entry.units,
        problems=tuple(problems),
        asks=(*lacking, *tied),
    )


def _units(sheet: Sheet, columns: dict[str, int]) -> dict[str, int]:
    """Units other than yuan: from the column's header, else from the notes above the header."""
    general = _UNIT.search(fold(sheet.notes))
    units: dict[str, int] = {}
    for column, at in columns.items():
        if column in ("amount", "budget", "contract_sum", "paid", "capital", "price", "subsidy", "value"):
            unit = _UNIT.search(fold(sheet.header[at])) or (general if "(" not in fold(sheet.header[at]) else None)
            if unit:
                units[column] = UNITS[unit[1]]
    return units


def _check_values(con: duckdb.DuckDBPyConnection, sheet: Sheet, plan: SheetPlan) -> SheetPlan:
    """Columns whose cells cannot be read as the column's type: a needed one is a problem, another is left out."""
    bad = [c for c in plan.columns if _share_valid(con, sheet, plan, c) < _ENOUGH_VALID]
    must = set(needed(plan.table))
    wrong = tuple(c for c in bad if c in must)
    problems = tuple(_wrong_values(sheet, plan, c) for c in wrong)
    left_out = tuple(
        _("“{header}”列的内容读不出来,没有采用。").format(header=sheet.header[plan.columns[c]])
        for c in bad
        if c not in must
    )
    columns = {c: i for c, i in plan.columns.items() if c not in bad or c in must}
    asks = tuple(dict.fromkeys(plan.asks + wrong))
    return _with(plan, columns=columns, problems=plan.problems + problems, asks=asks, remarks=plan.remarks + left_out)


def _share_valid(con: duckdb.DuckDBPyConnection, sheet: Sheet, plan: SheetPlan, column: str) -> float:
    """Share of the first filled cells the column's cleaning can read; 1 when there are none."""
    if column not in TABLES[plan.table].columns or (type_of(column) == "VARCHAR" and column not in VAULT):
        return 1.0
    cells = sheet.rows.column(plan.columns[column]).slice(0, _SAMPLE).drop_null()
    if len(cells) == 0 or _looks_right(cells, column):
        return 1.0
    field = field_of(plan.table, column, plan.units.get(column, 1), plan.opaque)
    con.register("sample", pa.table({"v": cells}))
    known = ", ".join(f"'{f}'" for f in FAULT_WORDS)  # a number with a wrong check digit can be read all the same
    bad = con.execute(f"SELECT count(*) FROM sample WHERE ({field.fault}) IN ({known})").fetchall()[0][0]
    wrong = 0 if VAULT.get(column) != "person" or plan.opaque else _not_resident(con)
    con.unregister("sample")
    return 1.0 - max(int(bad), wrong) / len(cells)


def _looks_right(cells: pa.ChunkedArray, column: str) -> bool:
    """Whether nearly all cells have the plain form of their column: then they need no closer look."""
    shape = _SHAPES.get(VAULT.get(column) or type_of(column).split("(")[0])
    fits = pc.sum(pc.match_substring_regex(cells, shape)).as_py() if shape else len(cells)
    return bool(fits >= 0.9 * len(cells))


def _not_resident(con: duckdb.DuckDBPyConnection) -> int:
    """Cells of a sample that have nowhere near the length of a resident ID."""
    sql = r"SELECT count(*) FROM sample WHERE NOT length(regexp_replace(v, '\s', '', 'g')) BETWEEN 14 AND 24"
    return int(con.execute(sql).fetchall()[0][0])


def _where(sheet: Sheet) -> str:
    return f"{sheet.file} / {sheet.sheet}" if sheet.sheet else sheet.file


def _no_table(sheet: Sheet, fits: list[Fit]) -> str:
    if not fits:
        text = _('“{where}”看不出是哪一种表(发放记录或哪个比对库)。文件未导入。请在映射里加一行:table = "payment"')
        return text.format(where=_where(sheet))
    names = "、".join(f'table = "{f.table}"({_(TABLES[f.table].title)})' for f in fits[:3])
    text = _("“{where}”可能是几种表中的一种。文件未导入。请在映射里加下面的一行:{lines}")
    return text.format(where=_where(sheet), lines=names)


def _no_column(sheet: Sheet, fit: Fit, column: str) -> str:
    guess = next((c.header for c in fit.candidates.get(column, ()) if c.score < SURE), "")
    line = f'[columns] {column} = "{guess or _("列名")}"'
    text = _("“{where}”没有认出“{column}”列。文件未导入。请在映射里加一行:{line}")
    return text.format(where=_where(sheet), column=column, line=line)


def _tied(sheet: Sheet, column: str, headers: tuple[str, ...]) -> str:
    lines = "、".join(f'{column} = "{h}"' for h in headers)
    text = _("“{where}”有几列都可能是“{column}”。文件未导入。请在映射的 [columns] 里加下面的一行:{lines}")
    return text.format(where=_where(sheet), column=column, lines=lines)


def _wrong_values(sheet: Sheet, plan: SheetPlan, column: str) -> str:
    header = sheet.header[plan.columns[column]]
    if VAULT.get(column) == "person":
        text = _(
            "“{where}”的“{header}”列不是身份证号。文件未导入。"
            '如果收款人本来没有身份证号,请在映射里加一行:payee_id_scheme = "opaque"'
        )
    else:
        text = _('“{where}”的“{header}”列读不出应有的内容。文件未导入。请在映射的 [columns] 里加一行:{column} = "列名"')
    return text.format(where=_where(sheet), header=header, column=column)


def _missing_header(sheet: Sheet, header: str) -> str:
    text = _("映射要求的“{header}”列不在“{where}”里。文件未导入。请改正映射,或核对文件。")
    return text.format(header=header, where=_where(sheet))
