"""A household or a person: who belongs to it, its land, and everything paid on a line of time."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.story import Story, story
from pages.ui import chosen, format, time_line, url
from pages.ui.ask_money import kept
from pages.ui.drill_view import View
from pages.ui.pick import fresh_key, once
from pages.ui.words import _

MEMBER_TITLES = {
    "person_title": "姓名 证件号",
    "relation": "关系",
    "born_on": "出生日期",
    "amount": "受益(元)",
    "payments": "笔数",
    "post": "村组职务",
    "employer": "在编单位",
    "died_on": "死亡日期",
}
LAND_TITLES = {"plot": "地块", "area": "面积(亩)", "basis": "依据", "valid_from": "起"}


def draw(view: View) -> None:
    found = kept(story, view.viewer, view.engine, view.selection.filters, view.run)
    _members(found, _("本人") if view.selection.filters.person is not None else _("户内成员"))
    _land(found)
    if found.paid.num_rows:
        time_line.draw(found.paid, _line_title(found), "story", found.events)
    if found.events.num_rows:
        rows = found.events.select(["on_date", "what", "more", "person_title"]).to_pylist()
        st.caption(_("登记事件:") + _(";").join(format.plain(time_line.event_words(**row)) for row in rows))


def _members(found: Story, title: str) -> None:
    """A click on somebody goes down to that person."""
    rows = found.members.to_pandas()
    if rows.empty:
        return
    rows["amount"] = rows["amount"].astype("float64")
    shown = {name: _(title) for name, title in MEMBER_TITLES.items() if rows[name].notna().any()}
    st.markdown(f"**{title}** :gray[{_('{count} 人').format(count=len(rows))}]")
    formats = {"amount": "%,.2f", "payments": "%,d"}
    numbers = {n: st.column_config.NumberColumn(shown[n], format=f) for n, f in formats.items()}
    dates = {
        n: st.column_config.DateColumn(shown[n], format="YYYY-MM-DD") for n in ("born_on", "died_on") if n in shown
    }
    st.dataframe(
        rows[list(shown)],
        key=fresh_key("members"),
        hide_index=True,
        column_config={**shown, **numbers, **dates},
        on_select=once("members", lambda state: _open(state, rows)),
        selection_mode="single-cell",
        alt=title,
        placeholder=format.NOTHING,
    )


def _open(state: object, rows: pd.DataFrame) -> None:
    found = chosen.cell(state, len(rows))
    if found is not None:
        row = rows.iloc[found]
        url.put(household=str(row["household"]), person=str(row["person"]), tab=None, sort=None)


def _land(found: Story) -> None:
    rows = found.land.to_pandas()
    if rows.empty:
        return
    rows["area"] = rows["area"].astype("float64")
    own, leased = rows[~rows["leased"]], rows[rows["leased"]]
    said = _("确权土地 {count} 块、{area} 亩").format(count=len(own), area=f"{own['area'].sum():,.2f}")
    if len(leased):
        said += _(";流转 {area} 亩").format(area=f"{leased['area'].sum():,.2f}")
    with st.expander(said):
        rows["plot"] = rows["plot"].where(~rows["leased"], _("流转"))
        st.dataframe(
            rows[list(LAND_TITLES)].rename(columns={n: _(t) for n, t in LAND_TITLES.items()}),
            hide_index=True,
            alt=_("土地"),
        )


def _line_title(found: Story) -> str:
    """What one sees on the line."""
    paid = found.paid.to_pandas()
    said = _("全部发放 {payments} 笔").format(payments=format.count(int(paid["payments"].sum())))
    flagged = int(paid["flagged"].sum())
    return said + (_(",其中疑点涉及 {count} 笔").format(count=format.count(flagged)) if flagged else _(",没有疑点"))
