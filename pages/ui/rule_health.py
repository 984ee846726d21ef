"""规则体检: what each rule found among how many, what came of it, which floods and which never hits."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.engine import Engine
from analytics.filters import Filters
from analytics.rules import Run
from analytics.rules.health import Health
from analytics.viewer import Viewer
from pages.ui import ask_suspects, format
from pages.ui.cards import Card, narrow_only, wide_only
from pages.ui.words import _

SAMPLE = 5


def answer(found: list[Health]) -> str:
    """The page's question in one line."""
    floods, never = sum(bool(h.warning) for h in found), sum(h.never for h in found)
    return _("**{floods}** 条规则命中过多,**{never}** 条从未命中;已核查的结果出来后,这里显示属实率。").format(
        floods=floods, never=never
    )


def draw(found: list[Health]) -> None:
    """A row a rule, the slowest and loudest to be seen at a glance; as cards on a phone."""
    columns = {
        _("命中"): st.column_config.NumberColumn(format="%,d"),
        _("对象"): st.column_config.NumberColumn(format="%,d"),
        _("占总体"): st.column_config.NumberColumn(format="%.3f%%"),
        _("用时(秒)"): st.column_config.NumberColumn(format="%.2f"),
    }
    with wide_only("health"):
        st.dataframe(
            pd.DataFrame([_row(one) for one in found]),
            hide_index=True,
            column_config=columns,
            height=620,
            alt=_("各规则的体检"),
            placeholder=format.NOTHING,
        )
    narrow_only([_card(one) for one in found])


def samples(viewer: Viewer, engine: Engine, run: Run, found: list[Health]) -> None:
    """A few hits of each rule that floods, drawn evenly: whether it asks too much is seen in what it says."""
    loud = [one for one in found if one.warning]
    if loud:
        st.subheader(_("命中过多的规则:抽样"), anchor=False)
    for one in loud:
        with st.container(border=True, gap="xsmall"):
            _sample(viewer, engine, run, one)


def _sample(viewer: Viewer, engine: Engine, run: Run, one: Health) -> None:
    code = one.rule.code
    st.page_link("find/rules.py", label=f"**{code} {one.rule.header.title}**", query_params={"rule": code})
    st.caption(format.plain(one.warning))
    drawn = ask_suspects.hits(viewer, engine, run, Filters(rule=(code,)), "sample", 1).rows.slice(0, SAMPLE)
    st.markdown("\n".join(f"- {format.plain(reason)}" for reason in drawn["reason"].to_pylist()))


def _row(one: Health) -> dict[str, object]:
    done = one.state == "done"
    return {
        _("规则"): f"{one.rule.code} {one.rule.header.title}",
        _("状况"): _state(one),
        _("命中"): one.hits if done else None,
        _("对象"): one.subjects if done else None,
        _("占总体"): one.share.value * 100 if done else None,
        _("属实/已核查"): _confirmed(one) or None,
        _("版本"): f"v{one.rule.header.version} · {format.day(one.since)}",
        _("用时(秒)"): one.seconds if done else None,
    }


def _state(one: Health) -> str:
    if one.state != "done":
        return _("不适用({why})").format(why=one.why_not)
    if one.warning:
        return _("▲ 命中过多")
    return _("从未命中") if one.never else _("正常")


def _confirmed(one: Health) -> str:
    if not one.reviewed:
        return ""
    low, high = format.share(one.confirmed.low), format.share(one.confirmed.high)
    return f"{format.share(one.confirmed.value)}({low}–{high},n={one.reviewed})"


def _card(one: Health) -> Card:
    title = f"{one.rule.code} {one.rule.header.title}"
    said = _("命中 {hits},对象 {subjects},占总体 {share}").format(
        hits=format.count(one.hits), subjects=format.count(one.subjects), share=format.share(one.share.value)
    )
    return Card(_state(one), "", title, said if one.state == "done" else "", "", "rules", {"rule": one.rule.code})
