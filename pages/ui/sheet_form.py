"""The questions about one sheet: which table, which column, whose file; the answers are remembered."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from analytics.columns import title_of
from analytics.intake import settle
from analytics.intake.look import Look
from analytics.intake.plan import SheetPlan
from analytics.schema import TABLES
from analytics.words import _ as words
from pages.ui import intake_visit
from pages.ui.words import _

NO_COLUMN = ""


def table_title(name: str) -> str:
    """What a table is called."""
    return _("不导入这张表") if name == settle.LEFT_OUT else words(TABLES[name].title)


def where(plan: SheetPlan, look: Look) -> str:
    """The file, and the sheet when the file has several."""
    return f"{look.file} · {plan.sheet}" if plan.sheet and len(look.plans) > 1 else look.file


def question(plan: SheetPlan) -> str:
    """What is unclear, in one sentence."""
    if "table" in plan.asks:
        return _("看不出这是哪一种表。请选择。")
    names = _("、").join(f"“{title_of(c)}”" for c in plan.asks)
    return _("没有认准{columns}是哪一列。请选择。").format(columns=names)


def ask(path: Path, look: Look, plan: SheetPlan, whole: bool = False) -> None:
    """The form of one sheet: what is open, or with `whole` everything that was found."""
    key = f"{path.parent.name}_{plan.sheet}_{'whole' if whole else '-'.join(plan.asks)}"
    with st.form(key, border=False):
        with st.container(horizontal=True):
            table = _table(plan, key) if whole or "table" in plan.asks else plan.table
            columns = {c: _column(plan, c, key) for c in (settle.askable(plan) if whole else _open(plan))}
            department = _department(plan, key)
        opaque = "person" in columns and st.checkbox(
            _("收款人没有身份证号(是单位、商户等,按原编号识别)"), value=plan.opaque, key=f"{key}_opaque"
        )
        if st.form_submit_button(_("确认并记住"), type="primary"):
            _answer(path, plan, table, {c: h for c, h in columns.items() if h}, department, opaque)


def _answer(
    path: Path, plan: SheetPlan, table: str | None, columns: dict[str, str], department: str, opaque: bool
) -> None:
    if not table:
        st.error(_("请先选择这是哪一种表。"))
        return
    kept = columns if table == plan.table else {}
    intake_visit.settled(path, plan, settle.Answers(table, kept, department, opaque))
    st.rerun()


def _open(plan: SheetPlan) -> list[str]:
    return [c for c in plan.asks if c != "table"]


def _table(plan: SheetPlan, key: str) -> str | None:
    options = [*settle.likely_tables(plan), settle.LEFT_OUT]
    return st.selectbox(
        _("这张表是"),
        options,
        index=0 if plan.table else None,
        format_func=table_title,
        placeholder=_("请选择"),
        key=f"{key}_table",
        width=240,
    )


def _column(plan: SheetPlan, column: str, key: str) -> str:
    """The header chosen for a column; '' for none."""
    headers = settle.headers_for(plan, column)
    likely = {c.header: c.score for c in plan.candidates.get(column, ())}
    found = plan.mapped.get(column) or (headers[0] if likely and column in plan.asks else None)
    options = [*headers, *([] if column in plan.asks else [NO_COLUMN])]

    def shown(header: str) -> str:
        score = likely.get(header)
        alike = _("(相似 {score}%)").format(score=f"{score:.0f}") if score and score < settle.SURE else ""
        return header + alike if header else _("没有这一列")

    at = options.index(found) if found in options else (None if column in plan.asks else len(options) - 1)
    return (
        st.selectbox(
            title_of(column),
            options,
            index=at,
            format_func=shown,
            placeholder=_("请选择对应的列"),
            key=f"{key}_{column}",
            width=240,
        )
        or NO_COLUMN
    )


def _department(plan: SheetPlan, key: str) -> str:
    known = settle.departments()
    options = known if plan.department in ["", *known] else [plan.department, *known]
    return (
        st.selectbox(
            _("报送部门"),
            options,
            index=options.index(plan.department) if plan.department else None,
            accept_new_options=True,
            placeholder=_("请选择或填写"),
            key=f"{key}_department",
            width=240,
        )
        or ""
    )


def ask_header(path: Path, look: Look) -> None:
    """Which of the first rows is the header."""
    key = f"{path.parent.name}_header"
    with st.form(key, border=False):
        row = st.selectbox(
            _("表头在哪一行(长号码已隐去)"),
            range(1, len(look.lines) + 1),
            index=None,
            format_func=lambda n: _("第 {row} 行:{cells}").format(row=n, cells=look.lines[n - 1] or _("(空行)")),
            placeholder=_("请选择表头所在行"),
            key=f"{key}_row",
        )
        if st.form_submit_button(_("按这一行读取"), type="primary") and row:
            intake_visit.header_chosen(path, row)
            st.rerun()
