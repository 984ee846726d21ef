"""下钻, the one chart: a map of townships or villages, tiles, or columns by year; a click narrows."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from analytics.drilldown import WAYS
from pages.ui import charts, format, maps, url
from pages.ui.drill_children import LEVEL_TITLES, children_of
from pages.ui.drill_view import View, narrow
from pages.ui.words import _

WAY_TITLES = {"place": "按地点", "programme": "按项目"}
KINDS = {"map": "地图", "tiles": "方块图"}
MOST_TILES = 120


def way() -> str:
    """By place or by programme, as the address says."""
    return url.get("by") if url.get("by") in WAYS else "place"


def way_switch(chosen: str) -> None:
    _switch("by", WAY_TITLES, chosen, _("怎样往下看"), also={"sort": None})


def draw(view: View) -> None:
    """The children of the level as one chart."""
    rows = _drawn(children_of(view).to_pandas())
    if rows.empty:
        return
    unit = _("万元") if rows["amount"].max() >= 10_000 else _("元")
    rows["shown"] = rows["amount"] / (10_000 if unit == _("万元") else 1)
    pick, title = partial(narrow, view.level), _title(view, rows)
    common = {"title": title, "unit": unit, "pick": pick}
    if view.level == "year":
        rows["year"] = rows["key"].astype(str)
        charts.columns("chart", rows, label="year", values=["shown"], names=[_("发放金额")], **common)
        return
    geojson = _shapes(view)
    if geojson and _kind() == "map":
        maps.draw("chart:map", rows, geojson, value="shown", exact="exact", **common)
        return
    tiles = rows[rows["amount"] > 0].nlargest(MOST_TILES, "amount")
    charts.treemap(
        "chart:tiles",
        tiles,
        label="title",
        value="shown",
        code="code",
        note="share_words",
        exact="exact",
        height=360,
        **common,
    )


def kind_switch(view: View) -> None:
    """Map or tiles, where there is a map."""
    if _shapes(view):
        _switch("chart", KINDS, _kind(), _("图"))


def _kind() -> str:
    return url.get("chart") if url.get("chart") in KINDS else "map"


def _shapes(view: View) -> dict[str, object]:
    """The polygons of the level's places; {} where there are none to draw."""
    townships = view.selection.filters.township
    one = townships[0] if len(townships) == 1 else ""
    if view.level == "township" or (view.level == "village" and one):
        found = maps.shapes(view.viewer, view.engine, view.level, one if view.level == "village" else "")
        return found if found["features"] else {}
    return {}


def _drawn(rows: pd.DataFrame) -> pd.DataFrame:
    """Amounts as numbers, and in words for pointing; every row with something to click on."""
    rows["amount"] = rows["amount"].astype("float64")
    if rows.empty:
        return rows
    rows["code"] = rows["code"].where(rows["code"] != "", rows["key"].astype(str).where(rows["key"] != 0, ""))
    rows["share_words"] = rows["share"].map(format.share)
    money = rows["amount"].map(format.yuan) + " " + _("元")
    rows["exact"] = money + "," + rows["share_words"]
    return rows


def _title(view: View, rows: pd.DataFrame) -> str:
    """What one sees: which one received most."""
    top = rows.loc[rows["amount"].idxmax()]
    said = _("{level}发放金额:{name}最多,{amount},占 {share}")
    return said.format(
        level=_(LEVEL_TITLES[view.level]),
        name=_("{year}年").format(year=top["title"]) if view.level == "year" else format.plain(top["title"]),
        amount=format.headline(top["amount"]),
        share=format.share(top["share"]),
    )


def _switch(name: str, titles: dict[str, str], chosen: str, label: str, also: dict[str, None] | None = None) -> None:
    key = f"{name}:{chosen}"
    st.segmented_control(
        label,
        list(titles),
        default=chosen,
        required=True,
        format_func=lambda code: _(titles[code]),
        key=key,
        on_change=url.follow(key, name, **(also or {})),
        label_visibility="collapsed",
    )
