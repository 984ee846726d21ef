"""离群: whose money is unlike that of comparable households, the strangest first, each with its reasons."""

from decimal import Decimal

import pyarrow as pa
import streamlit as st

from analytics.engine import Engine
from analytics.filters import Selection
from analytics.outliers import is_ranked
from analytics.payments import Page
from analytics.viewer import Viewer
from pages.ui import ask_outliers, desk, filters, layout, outlier_charts, outlier_parts, session, table, url
from pages.ui.words import _

FIELDS = ("township", "village", "programme", "year")
FURTHER = ("department", "min_amount")
ON_CHART = 1500


def page(viewer: Viewer) -> None:
    title = _("离群")
    engine = desk.engine_or_stop(title)
    top = st.container()
    score = outlier_parts.least_score()
    selection = filters.bar(viewer, engine, FIELDS, further=FURTHER)
    waiting = _("正在排序……") if is_ranked(engine) else _("这批数据第一次排名,约需半分钟,以后即开即看……")
    with st.spinner(waiting, show_time=not is_ranked(engine)):
        found = ask_outliers.page(viewer, engine, selection.filters, outlier_parts.sort(), url.page_number(), score)
        strangest = ask_outliers.strangest(viewer, engine, selection.filters, score, ON_CHART)
    with top:
        layout.head(title, outlier_parts.answer(found, score))
    if not found.total:
        outlier_parts.nothing_found(selection, score)
        return
    _draw(viewer, engine, selection, found, strangest, score)


def _draw(
    viewer: Viewer, engine: Engine, selection: Selection, found: Page, strangest: pa.Table, score: Decimal
) -> None:
    outlier_charts.scatter(outlier_parts.shown(engine, strangest), outlier_parts.open_row)
    if found.total > ON_CHART:
        st.caption(_("图上是最突出的 {count} 户次。").format(count=f"{ON_CHART:,}"))
    outlier_parts.file(viewer, engine, selection, score)
    rows = outlier_parts.shown(engine, found.rows)
    table.show(
        "outliers",
        rows,
        outlier_parts.columns(),
        total=found.total,
        alt=_("离群排名"),
        on_open=lambda row: outlier_parts.open_row(row["mark"]),
        cards=outlier_parts.cards(rows),
        row_height=table.TALL_ROW,
    )
    outlier_parts.show_if_asked(viewer, engine)


page(session.viewer())
