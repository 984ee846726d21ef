"""What each uploaded file is taken for; what is unclear is asked below, and the rest goes to the job."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from analytics.columns import title_of
from analytics.intake import settle
from analytics.intake.look import Look
from analytics.intake.plan import SheetPlan
from analytics.viewer import Viewer
from pages.ui import format, intake_visit, sheet_form, table, url
from pages.ui.table import Column
from pages.ui.words import _

STATES = {"asks": "? 等您确认", "ready": "✓ 可以导入"}


def show(viewer: Viewer) -> None:
    """Everything about the files of this visit; nothing when there are none."""
    here = intake_visit.visit()
    for note in here.notes:
        st.error(note)
    here.notes.clear()
    if not here.looks:
        return
    st.subheader(_answer(here), anchor=False)
    _buttons(viewer, here)
    for path in here.of("asks"):
        _questions(path, here.looks[path])
    for path in here.of("refused"):
        _refused(path, here.looks[path])
    if standing := here.of("standing"):
        names = _("、").join(here.looks[path].file for path in standing)
        st.caption(_("= 此前已导入、没有变化,不再导入:{files}").format(files=names))
    _sheets(here)
    _details_if_asked(here)


def _answer(here: intake_visit.Visit) -> str:
    said = {
        "ready": _("{count} 个文件可以导入"),
        "asks": _("{count} 个等您确认"),
        "refused": _("{count} 个不能读取"),
        "standing": _("{count} 个此前已导入"),
    }
    counted = {state: len(here.of(state)) for state in said}
    return _(",").join(words.format(count=counted[state]) for state, words in said.items() if counted[state])


def _buttons(viewer: Viewer, here: intake_visit.Visit) -> None:
    ready = len(here.of("ready"))
    with st.container(horizontal=True, vertical_alignment="center"):
        if ready:
            st.button(
                _("开始导入 {count} 个文件").format(count=ready),
                type="primary",
                icon=":material/play_arrow:",
                on_click=intake_visit.start,
                args=(viewer,),
                key="start_intake",
            )
        st.button(_("全部清除"), type="tertiary", on_click=intake_visit.discard, key="discard")
        if ready and (here.of("asks") or here.of("refused")):
            st.caption(_("没有确认或不能读取的文件这次不导入,留在下面;其余照常进行。"))


def _sheets(here: intake_visit.Visit) -> None:
    """The table of sheets; one opens what its columns are taken for."""
    rows = [
        _row(path, look, plan, count)
        for state in STATES
        for path in here.of(state)
        for look in [here.looks[path]]
        for plan, count in zip(look.plans, look.rows, strict=True)
    ]
    if not rows:
        return
    st.caption(_("点一行看每一列认作什么,认错了在那里改。"))
    first = (url.page_number() - 1) * table.PAGE_SIZE
    table.show(
        "plans",
        pd.DataFrame(rows[first : first + table.PAGE_SIZE]),
        _columns(),
        total=len(rows),
        alt=_("上传的文件各被认作什么"),
        on_open=lambda row: st.session_state.update(plan_open=(row["path"], row["sheet"])),
    )


def _row(path: Path, look: Look, plan: SheetPlan, count: int) -> dict[str, Any]:
    return {
        "path": str(path),
        "state": _(STATES["asks" if plan.asks else "ready"]),
        "file": look.file,
        "sheet": plan.sheet,
        "table": sheet_form.table_title(plan.table) if plan.table else format.NOTHING,
        "programme": settle.programme_words(plan) or (_("见各行") if "programme" in plan.columns else ""),
        "department": plan.department or format.NOTHING,
        "rows": count,
        "ignored": _("、").join(plan.ignored),
    }


def _columns() -> list[Column]:
    return [
        Column("state", _("状态"), sorts=False, width=96),
        Column("file", _("文件"), sorts=False, width=260),
        Column("sheet", _("工作表"), sorts=False, width=70),
        Column("table", _("认作"), sorts=False, width=110),
        Column("programme", _("项目"), sorts=False, width=130),
        Column("department", _("报送部门"), sorts=False, width=110),
        Column("rows", _("行数"), "count", sorts=False, width=70),
        Column("ignored", _("没有采用的列"), sorts=False),
    ]


def _refused(path: Path, look: Look) -> None:
    with st.container(border=True):
        st.markdown(f"✕ **{look.file}**")
        st.write(look.refused)
        if look.lines:
            sheet_form.ask_header(path, look)
        st.button(_("移去"), key=f"away_{path.parent.name}", on_click=intake_visit.put_aside, args=(path,))


def _questions(path: Path, look: Look) -> None:
    for plan in look.plans:
        if plan.asks:
            with st.container(border=True):
                st.markdown(f"? **{sheet_form.where(plan, look)}** · {sheet_form.question(plan)}")
                sheet_form.ask(path, look, plan)


def _details_if_asked(here: intake_visit.Visit) -> None:
    opened = st.session_state.pop("plan_open", None)
    look = here.looks.get(Path(opened[0])) if opened else None
    plan = next((p for p in look.plans if p.sheet == opened[1]), None) if look else None
    if opened and look and plan:
        st.dialog(sheet_form.where(plan, look), width="large", position="right")(_details)(Path(opened[0]), look, plan)


def _details(path: Path, look: Look, plan: SheetPlan) -> None:
    for remark in plan.remarks:
        st.caption(remark)
    st.dataframe(
        pd.DataFrame([_found(plan, column) for column in plan.columns], columns=list(_HEADS)),
        hide_index=True,
        column_config={field: _(title) for field, title in _HEADS.items()},
        alt=_("各列认作什么"),
    )
    st.markdown("**" + _("认得不对?在这里改,以后同样的文件照此办理。") + "**")
    sheet_form.ask(path, look, plan, whole=True)


_HEADS = {"column": "认作", "header": "文件里的列", "sure": "把握", "others": "其他可能"}


def _found(plan: SheetPlan, column: str) -> dict[str, str]:
    header = plan.mapped[column]
    candidates = plan.candidates.get(column, ())
    score = next((c.score for c in candidates if c.header == header), settle.SURE)
    others = [f"{c.header} {c.score:.0f}%" for c in candidates if c.header != header]
    return {
        "column": title_of(column),
        "header": header,
        "sure": _("确定") if score >= settle.SURE else f"{score:.0f}%",
        "others": _("、").join(others[:3]),
    }
