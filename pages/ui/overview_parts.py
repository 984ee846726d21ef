"""The parts of the first page: its sentence, the most urgent suspects, the figures, and what stands behind tabs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from analytics import drilldown
from analytics.drilldown import Overview
from analytics.engine import Engine
from analytics.filters import TIERS, Filters
from analytics.rules import Run
from analytics.suspects import first_of_each_rule
from analytics.suspects.listing import View
from analytics.suspects.news import News
from analytics.viewer import Viewer
from pages.ui import charts, format, maps, suspect_list, url
from pages.ui.ask_money import kept
from pages.ui.words import _

Totals = Mapping[View, int]
DRILLDOWN, SUSPECTS, SUSPECT = "look/drilldown.py", "find/suspects.py", "find/suspect.py"
MOST_URGENT = 10


class Measure(NamedTuple):
    """What the map shows: a column of Overview.townships, its name, unit, divisor, and how a figure is written,
    exactly and in a title."""

    column: str
    name: str
    unit: str
    divisor: int
    written: Callable[[Any], str]
    headline: Callable[[Any], str]


def _rate(value: float) -> str:
    return _("每千户 {count} 个").format(count=f"{value:.2f}")


def _days(value: float) -> str:
    return _("比最新的晚 {days} 天").format(days=format.count(int(value)))


MEASURES = {
    "amount": Measure("amount", "发放金额", "万元", 10_000, lambda v: f"{format.yuan(v)} {_('元')}", format.headline),
    "suspects": Measure("suspects_per_1000", "每千户疑点", "个/千户", 1, _rate, _rate),
    "behind": Measure("days_behind", "数据滞后天数", "天", 1, _days, _days),
}


def sentence(found: Overview, news: News | None, totals: Totals | None, engine: Engine) -> str:
    """What is new since the last run, how old the data is, and how the lists of 疑点 part what is counted here."""
    asked = format.count(found.suspects.get("asked", 0))
    if totals is None:
        said = _("这批数据还没有比对。")
    elif news is None:
        said = _("首次比对,列出疑点 **{asked}** 个。").format(asked=asked)
    else:
        said = _("比上次比对新增疑点 **{new}** 个,不再出现 **{gone}** 个,现有 **{asked}** 个。").format(
            new=format.count(news.new), gone=format.count(news.gone), asked=asked
        )
    made = datetime.fromisoformat(str(engine.snapshot.manifest["created_at"]))
    until = _("数据截至 {day},{age}导入。").format(day=format.day(found.data_date), age=format.age(made))
    return said + until + (f"  \n:gray[{suspect_list.parts(totals)}]" if totals else "")


def urgent(viewer: Viewer, engine: Engine, run: Run, news: News | None) -> None:
    """The ten most urgent suspects, each of another rule, a sentence each; one list of ten alike tells one thing.
    After a comparison that brought new ones these come first."""
    new = Filters(new=True if news and news.new else None)
    rows = kept(first_of_each_rule, viewer, engine, run, new, MOST_URGENT).to_pylist()
    if new.new and not rows:  # the new ones are units: their list is their own
        rows = kept(first_of_each_rule, viewer, engine, run, Filters(), MOST_URGENT).to_pylist()
        new = Filters()
    st.subheader(_("新增疑点") if new.new else _("最紧要的疑点"), anchor=False)
    if not rows:
        st.caption(_("这次比对没有列出人员或账户的疑点。"))
        return
    st.caption(_("每条规则只列最紧要的一个,同类的在其后。"))
    with st.container(border=True, gap="xsmall"):
        for row in rows:
            with st.container(gap=None):
                _suspect(row)
    label = _("看全部新增疑点") if new.new else _("看全部疑点")
    st.page_link(SUSPECTS, label=label, icon=":material/arrow_forward:", query_params=new.to_query())


def _suspect(row: dict[str, Any]) -> None:
    """Name and sum, the sentence, and the way to all of the same rule."""
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", gap="xsmall"):
        key = row["subject_code"] or str(row["subject_key"])
        query = {"subject": row["subject"], "key": key}
        st.page_link(SUSPECT, label=_headline(row), query_params=query, width="content")
        if row["alike"] > 1:
            alike = _("同类共 {count} 个").format(count=format.count(row["alike"]))
            st.page_link(SUSPECTS, label=f":gray[{alike}]", query_params={"rule": row["lead_rule"]}, width="content")
    st.caption(_below(row))


def _headline(row: dict[str, Any]) -> str:
    """Short enough for one line of a phone."""
    name = f"{format.tier(row['tier'])[0]} **{format.plain(format.subject(row['subject'], row['subject_title']))}**"
    return f"{name} · {format.yuan(row['amount'])} {_('元')}"


def _below(row: dict[str, Any]) -> str:
    """Marks, place and sentence."""
    signs = suspect_list.signs(row["cadre_linked"], row["still_paid"])
    place = format.place(row["township_title"], row["village_title"])
    marks = " · ".join(part for part in (signs, format.plain(place)) if part and part != format.NOTHING)
    return (f"**{marks}** " if marks else "") + format.plain(row["reason"])


def figures(found: Overview, totals: Totals | None) -> None:
    """What was paid, to whom, what is asked: each opens its list, which says the same number."""
    sums, asked = found.sums, found.suspects.get("asked", 0)
    paid = _("{payments} 笔,{programmes} 个项目").format(
        payments=format.count(sums.payments), programmes=format.count(found.programmes)
    )
    people = _("{people} 人").format(people=format.count(sums.people))
    with st.container(horizontal=True, gap="small"):
        _figure(_("发放总额"), format.headline(sums.amount), paid, DRILLDOWN, {_("看去向"): {}})
        households = _("{count} 户").format(count=format.count(sums.households))
        _figure(_("惠及人户"), households, people, DRILLDOWN, {_("看各户"): {"tab": "households"}})
        if totals:
            waiting = _("{count} 个").format(count=format.count(asked))
            _figure(_("疑点"), waiting, "", SUSPECTS, _lists(totals))
            cadres = _("{count} 个").format(count=format.count(found.cadre_suspects))
            _figure(_("涉干部或公职人员"), cadres, _("疑点中"), SUSPECTS, {_("看名单"): {"cadre": "1"}})
    if totals:
        _tiers(found.suspects)


def _lists(totals: Totals) -> dict[str, dict[str, str]]:
    """The two lists that together hold the suspects counted: 人员与账户 327 个, 单位 20 个."""
    said = _("{name} {count} 个")
    views: tuple[View, ...] = ("people", "units")
    return {
        said.format(name=_(suspect_list.VIEWS[view]), count=format.count(totals[view])): {"view": view}
        for view in views
    }


def _figure(title: str, value: str, below: str, page: str, links: dict[str, dict[str, str]]) -> None:
    """A figure over links: label → query."""
    with st.container(border=True, width=215, gap=None):
        st.metric(title, value)
        if below:
            st.caption(below)
        for label, query in links.items():
            st.page_link(page, label=label, icon=":material/arrow_forward:", query_params=query)


def _tiers(suspects: dict[str, int]) -> None:
    """How many of each tier, people and units together; one may be asked about in several."""
    with st.container(horizontal=True, gap="small"):
        for tier in TIERS:
            query = {"view": "data"} if tier == "data" else {"tier": tier}
            label = f"{format.tier(tier)} **{format.count(suspects.get(tier, 0))}**"
            st.page_link(SUSPECTS, label=label, query_params=query)
    st.caption(_("人员与账户和单位合计;一个对象可能同时有几个等级。"))


def townships(viewer: Viewer, engine: Engine, found: Overview, pick: charts.Pick) -> None:
    """The map of townships by the measure the address names."""
    chosen = url.get("measure") if url.get("measure") in MEASURES else "amount"
    key = f"measure:{chosen}"
    st.segmented_control(
        _("地图上看"),
        list(MEASURES),
        default=chosen,
        required=True,
        format_func=lambda name: _(MEASURES[name].name),
        key=key,
        on_change=url.follow(key, "measure"),
    )
    measure, rows = MEASURES[chosen], found.townships.to_pandas()
    rows["exact"] = [measure.written(v) if pd.notna(v) else format.NOTHING for v in rows[measure.column]]
    rows["shown"] = rows[measure.column].astype("float64") / measure.divisor
    title = _map_title(rows, measure)
    shapes = maps.shapes(viewer, engine, "township")
    maps.draw("map", rows, shapes, value="shown", exact="exact", title=title, unit=_(measure.unit), pick=pick)
    st.caption(_("点一个乡镇,看它的各村。"))


def _map_title(rows: pd.DataFrame, measure: Measure) -> str:
    """What one sees: the township that stands out."""
    known = rows[rows["shown"].notna() & (rows["shown"] > 0)]
    if known.empty:
        return _("各乡镇{measure}:没有差别").format(measure=_(measure.name))
    top = known.loc[known["shown"].idxmax()]
    return _("各乡镇{measure}:{place}最高,{figure}").format(
        measure=_(measure.name), place=format.plain(top["title"]), figure=measure.headline(top[measure.column])
    )


def years(viewer: Viewer, engine: Engine, pick: charts.Pick) -> None:
    """Money by year and department."""
    found = kept(drilldown.years_by_department, viewer, engine).to_pandas()
    if found.empty:
        st.caption(_("没有可列的发放记录。"))
        return
    titles = list(found.columns[1:])
    found[titles] = found[titles].astype("float64") / 10_000
    totals = found[titles].sum(axis=1)
    top = found.loc[totals.idxmax(), "year"]
    title = _("各年发放金额:{year} 年最多,{figure}").format(year=top, figure=format.headline(totals.max() * 10_000))
    charts.columns(
        "years",
        found,
        label="year",
        values=titles,
        names=titles,
        rest=titles[-1],
        title=title,
        unit=_("万元"),
        pick=pick,
        height=340,
    )


def funnel(found: Overview) -> None:
    """From hits to suspects, and how many of these no register disputes."""
    steps = pd.DataFrame(
        {
            "step": [_("命中"), _("疑点"), _("其中记录直接矛盾")],
            "count": [found.hits, found.suspects.get("asked", 0), found.suspects.get("hard", 0)],
        }
    )
    figure = go.Figure(
        go.Funnel(
            y=steps["step"],
            x=steps["count"],
            textinfo="value",
            texttemplate="%{value:,d}",
            hovertemplate="%{y} %{x:,d}<extra></extra>",
            marker_color=[charts.GREY, charts.BLUE, charts.SEQUENCE[1]],
            insidetextfont={"color": [charts.INK, charts.PAPER, charts.INK]},
        )
    )
    title = _("{hits} 条命中归为 {suspects} 个疑点(同一对象的合并;数据待纠另列)").format(
        hits=format.count(found.hits), suspects=format.count(found.suspects.get("asked", 0))
    )
    twin = steps.rename(columns={"step": _("环节"), "count": _("数量")})
    charts.show("funnel", figure, title=title, unit=_("条、个"), rows=twin, height=260)


def fresh(viewer: Viewer, engine: Engine) -> None:
    """How old each department's data is, the oldest first."""
    rows = kept(drilldown.freshness, viewer, engine).to_pandas()
    newest = max((day for day in rows["data_date"] if isinstance(day, date)), default=None)
    st.markdown(_("**各部门数据截至哪一天** :gray[全县最新 {day};空白为未报过数据]").format(day=format.day(newest)))
    columns = {
        "title": st.column_config.TextColumn(_("主管部门")),
        "data_date": st.column_config.DateColumn(_("数据日期"), format="YYYY-MM-DD"),
        "days_behind": st.column_config.NumberColumn(_("比最新的晚(天)"), format="%,d"),
        "last_paid_on": st.column_config.DateColumn(_("最近发放日期"), format="YYYY-MM-DD"),
        "files": st.column_config.NumberColumn(_("来源文件(个)"), format="%,d"),
    }
    st.dataframe(
        rows,
        hide_index=True,
        column_order=list(columns),
        column_config=columns,
        alt=_("各部门数据新旧"),
        placeholder=format.NOTHING,
    )
