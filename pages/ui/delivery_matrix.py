"""Departments × months: who sent what, what was faulty, what is late."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics import deliveries
from analytics.deliveries import Delivery
from analytics.engine import Engine
from analytics.viewer import Viewer
from pages.ui import format, table, url
from pages.ui.cards import Card
from pages.ui.table import Column
from pages.ui.words import _, chosen

MARKS = {"": "", "sent": "✓", "errors": "✓ 退", "late": "迟"}
MONTHS = range(1, 13)


@st.cache_data(show_spinner=False, max_entries=50)
def _asked(snapshot: str, language: str, viewer: Viewer, year: int, _engine: Engine) -> list[Delivery]:
    return deliveries.deliveries(viewer, _engine, year)


@st.cache_data(show_spinner=False, max_entries=50)
def _years(snapshot: str, viewer: Viewer, _engine: Engine) -> list[int]:
    return deliveries.years(viewer, _engine)


def show(viewer: Viewer, engine: Engine) -> None:
    """One year; a department opens its quality report."""
    st.subheader(_("各部门报送情况"), anchor=False)
    years = _years(str(engine.snapshot.path), viewer, engine)
    if not years:
        st.info(_("已有的数据都没有日期,排不出月份。"))
        return
    year = _year(years)
    found = _asked(str(engine.snapshot.path), chosen(), viewer, year, engine)
    st.markdown(_answer(found, year))
    st.caption(_("✓ 已报送 · ✓ 退:有退回的行 · 迟:按月发放的项目当月没有数据。点一行看该部门的质量报告。"))
    table.show(
        "matrix",
        pd.DataFrame([_row(delivery) for delivery in found]),
        _columns(),
        total=len(found),
        alt=_("各部门各月报送情况"),
        on_open=lambda row: url.put(department=row["sender"]),
        cards=[_card(delivery) for delivery in found],
    )


def _year(years: list[int]) -> int:
    """The year in the address, else the newest."""
    asked = url.get("year")
    now = int(asked) if asked.isdigit() and int(asked) in years else years[0]
    st.segmented_control(
        _("年度"),
        years,
        default=now,
        format_func=lambda y: _("{year}年").format(year=y),
        key=f"year_{now}",
        on_change=url.follow(f"year_{now}", "year"),
        label_visibility="collapsed",
    )
    return now


def _answer(found: list[Delivery], year: int) -> str:
    late = [_("{sender}({late})").format(sender=format.plain(d.sender), late=_late(d)) for d in found if d.late]
    rejected = sum(d.rejected for d in found)
    parts = [
        _("{year}年 {count} 个部门缺月份:{names}").format(year=year, count=len(late), names=_(";").join(late))
        if late
        else _("{year}年 各部门没有缺月份").format(year=year)
    ]
    parts += [_("退回的行共 {count}").format(count=format.count(rejected))] if rejected else []
    return _(";").join(parts) + _("。")


def _row(delivery: Delivery) -> dict[str, object]:
    months = {f"m{m}": _(MARKS[delivery.months.get(m, "")]) for m in MONTHS}
    return {
        "sender": delivery.sender,
        **months,
        "rows": delivery.rows,
        "rejected": delivery.rejected,
        "data_date": delivery.data_date or format.NOTHING,
    }


def _late(delivery: Delivery) -> str:
    """残疾人生活补贴 9、12月"""
    months: dict[str, list[int]] = {}
    for month, programmes in sorted(delivery.late.items()):
        for programme in programmes:
            months.setdefault(programme, []).append(month)
    return _("、").join(
        _("{programme} {months}月").format(programme=p, months=_("、").join(map(str, found)))
        for p, found in months.items()
    )


def _columns() -> list[Column]:
    months = [Column(f"m{m}", _("{month}月").format(month=m), sorts=False, width=42) for m in MONTHS]
    return [
        Column("sender", _("部门"), sorts=False, width=116),
        *months,
        Column("rows", _("行数"), "count", sorts=False, width=76),
        Column("rejected", _("退回"), "count", sorts=False, width=60),
        Column("data_date", _("名册数据日期"), sorts=False, width=110),
    ]


def _card(delivery: Delivery) -> Card:
    sent = _("、").join(str(m) for m in MONTHS if delivery.months.get(m) in ("sent", "errors"))
    return Card(
        above=_("{files} 个文件,{rows} 行").format(files=delivery.files, rows=format.count(delivery.rows)),
        right=_("退回 {count}").format(count=format.count(delivery.rejected)) if delivery.rejected else "",
        title=delivery.sender,
        text=_("已报送:{months}月").format(months=sent) if sent else _("本年没有按月的数据"),
        foot=_("缺 {late}").format(late=_late(delivery)) if delivery.late else "",
        page="intake",
        query={"department": delivery.sender},
    )
