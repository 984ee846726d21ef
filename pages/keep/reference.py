"""参照数据: the tables the county edits, row by row; every edit is a version with a name and a reason."""

import streamlit as st

from analytics.permissions import may
from analytics.reference import TABLES, current_reference
from analytics.viewer import Viewer
from pages.ui import layout, reference_form, reference_parts, session, url
from pages.ui.words import _


def page(viewer: Viewer) -> None:
    reference = current_reference(session.store())
    table = TABLES.get(url.get("table")) or next(iter(TABLES.values()))
    layout.head(_("参照数据"), reference_parts.in_force(reference))
    st.selectbox(
        _("查看哪张表"),
        list(TABLES),
        index=list(TABLES).index(table.name),
        format_func=lambda name: _(TABLES[name].title),
        key=f"table:{table.name}",
        on_change=url.follow(f"table:{table.name}", "table"),
    )
    st.caption(_(table.about))
    reference_parts.said()
    rows = reference.rows(table.name)
    editing = may(viewer, "reference")
    if editing:
        st.button(
            _("新增一行"),
            key="reference_add",
            icon=":material/add:",
            type="primary",
            on_click=reference_form.ask,
            args=(table.name, None),
        )
    if rows:
        reference_parts.listed(table, rows, editing)
    else:
        st.info(_("这张表还没有内容。"))
    reference_parts.history(viewer, reference)
    reference_form.show_if_asked(viewer)


page(session.viewer())
