"""The parts of 离群: how far down the list goes, its table and file, and one row beside its peers."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import partial
from html import escape
from typing import Any

import pandas as pd
import pyarrow as pa
import streamlit as st

from analytics.codebook import codebook
from analytics.engine import Engine
from analytics.export import Head, csv_order
from analytics.filters import Selection
from analytics.outliers import listing
from analytics.payments import Page
from analytics.rules import catalogue
from analytics.viewer import Viewer
from analytics.words import Refused
from pages.ui import ask_outliers, filters, format, layout, outlier_charts, url
from pages.ui.cards import Card
from pages.ui.export import export_button
from pages.ui.table import Column
from pages.ui.words import _

DOSSIER = "find/dossier.py"
SCORES = ("0.75", "0.70", "0.60", "0")
SORTS = {
    "amount.desc": "amount",
    "amount.asc": "amount_up",
}
BRIEF = 72  # Chinese characters that fit the cell
_BARS = """<style>
.qz-why {margin: 0 0 .7rem}
.qz-why div {height: .55rem; border-radius: .2rem; background: #2b6ca3; min-width: .2rem}
.qz-why p {margin: 0 0 .2rem; display: flex; justify-content: space-between; gap: 1rem}
.qz-why span {opacity: .7; white-space: nowrap; font-variant-numeric: tabular-nums}
</style>"""


def sort() -> str:
    """The order the address asks for."""
    return SORTS.get(url.get("sort"), listing.DEFAULT_SORT)


def least_score() -> Decimal:
    """How strange a row must be to be listed, as the address says; draws the box that changes it."""
    fence = str(catalogue()["G01"].header.defaults()["min_score"])
    usual = fence if fence in SCORES else SCORES[0]
    now = url.get("score") if url.get("score") in SCORES else usual
    key = f"score:{now}"
    st.segmented_control(
        _("离群分数"),
        SCORES,
        default=now,
        required=True,
        format_func=lambda s: _("≥ {score}").format(score=s) if Decimal(s) else _("全部高于中位数的"),
        key=key,
        on_change=url.follow(key, "score", lambda chosen: "" if chosen == usual else chosen),
    )
    return Decimal(now)


def answer(found: Page, score: Decimal) -> str:
    """The list in one line."""
    if not found.total:
        return _("当前筛选下没有离群的发放。")
    said = (
        _("**{total}** 户次的发放明显高于可比各户(同村、同项目、同年)") if score else _("**{total}** 户次高于可比各户")
    )
    first = found.rows["reason"][0].as_py() if found.first == 0 and found.rows.num_rows else ""
    return said.format(total=format.count(found.total)) + (
        _(";最突出的一户:{reason}。").format(reason=first.split(_(";"))[0]) if first else "。"
    )


def nothing_found(selection: Selection, score: Decimal) -> None:
    """Nothing to list: the score asks for too much, else the filters do."""
    if score:
        sentence = _("没有符合条件的离群发放:没有一户达到这个分数。可以把分数放低。")
        layout.empty_state(sentence, _("列出全部高于中位数的"), call=partial(url.put, score="0"))
    else:
        filters.nothing_found(selection, _("高于中位数的发放"))


def shown(engine: Engine, rows: pa.Table) -> pd.DataFrame:
    """Rows with what the table and charts show in words; `mark` names a row in the address."""
    told = rows.to_pandas()
    told["mark"] = told["household"].astype(str) + "." + told["year"].astype(str) + "." + told["programme_code"]
    told["place"] = [format.place(t, v) for t, v in zip(told["township_title"], told["village_title"], strict=True)]
    told["programme_year"] = told["programme_title"] + " " + told["year"].map(lambda y: format.period(y * 100))
    told["who"] = told["household_title"] + " " + told["place"]
    told["score"] = told["score"].round(3)
    told["brief"] = [format.brief(reason, BRIEF) for reason in told["reason"]]
    told["hover"] = [
        _hover(row)
        for row in told[["household_title", "place", "programme_title", "year", "amount"]].to_dict("records")
    ]
    return told


def _hover(row: Mapping[str, Any]) -> str:
    lines = (row["household_title"], row["place"], f"{row['programme_title']} {row['year']}")
    return "<br>".join(map(escape, lines)) + f"<br>{format.yuan(row['amount'])} {_('元')}"


def columns() -> list[Column]:
    return [
        Column("who", _("户"), sorts=False, width=84),
        Column("programme_year", _("项目、年度"), sorts=False, width=190),
        Column("amount", _("金额(元)"), look="money", width=88),
        Column("peers_median", _("中位数(元)"), "money", False, width=88, help=_("可比各户当年金额的中位数")),
        Column("score", _("离群分数"), look="number", sorts=False, width=72, help=_("0 到 1,越大越不像可比各户")),
        Column("brief", _("理由"), sorts=False, width=384),
    ]


def cards(rows: pd.DataFrame) -> list[Card]:
    """The same rows for a phone."""
    kept = {name: value for name, value in st.query_params.items() if name != "row"}
    return [
        Card(
            f"{row['programme_title']} {row['year']}",
            format.yuan(row["amount"]) + " " + _("元"),
            row["household_title"],
            row["reason"],
            row["place"],
            "outliers",
            {**kept, "row": row["mark"]},
        )
        for row in rows.to_dict("records")
    ]


def file(viewer: Viewer, engine: Engine, selection: Selection, score: Decimal) -> None:
    """The button that exports exactly what is listed."""
    said = _("{filters};离群分数不低于 {score}").format(filters=selection.sentence(), score=score)
    head = Head(viewer, said, engine.snapshot.id)
    name = selection.file_name(_("离群"), "csv")

    def rows() -> pa.Table:
        return listing.listed(viewer, engine, selection.filters, sort(), min_score=score)

    export_button(_("导出 CSV"), csv_order(name, head, rows, listing.FILE_TITLES), "outliers")


def open_row(mark: str) -> None:
    """Put a row into the address; the run that follows shows it."""
    url.put(row=mark, page=url.get("page"))


def show_if_asked(viewer: Viewer, engine: Engine) -> None:
    """The row the address names, beside its peers, at the right of the list."""
    asked = _asked(engine)
    if asked:
        close = lambda: url.put(row=None, page=url.get("page"))  # noqa: E731 - a callback in one line
        st.dialog(_("与可比各户的比较"), width="medium", position="right", on_dismiss=close)(_draw)(
            viewer, engine, *asked
        )


def _asked(engine: Engine) -> tuple[int, int, int] | None:
    household, _dot, rest = url.get("row").partition(".")
    year, _dot, code = rest.partition(".")
    programme = codebook(engine).by_code["programme"].get(code)
    if programme is None or not household.lstrip("-").isdigit() or not year.isdigit():
        return None
    return int(household), programme.key, int(year)


def _draw(viewer: Viewer, engine: Engine, household: int, programme: int, year: int) -> None:
    try:
        peers = shown(engine, ask_outliers.beside(viewer, engine, household, programme, year))
    except Refused as refusal:
        st.info(str(refusal))
        return
    chosen = peers[peers["itself"]].iloc[0]
    st.markdown(f"**{chosen['household_title']} · {chosen['programme_year']}**")
    st.markdown(_facts(chosen))
    outlier_charts.strip(peers, chosen)
    st.markdown(f"**{_('为什么离群')}** :gray[{_('各项原因占离群分数的比重')}]")
    st.html(_BARS + "".join(_bar(reason, chosen["reasons"]) for reason in chosen["reasons"]))
    st.page_link(
        DOSSIER, label=_("一户一档"), icon=":material/family_restroom:", query_params={"household": str(household)}
    )
    st.caption(_("离群只说明与可比各户不同,面积大、人口多也会如此。需核:面积、人数、标准与账户是否属实。"))


def _facts(row: pd.Series) -> str:
    said = _("{place} · 当年 **{amount} 元**;可比 {peers} 户,中位数 {median} 元;离群分数 {score},全县第 {rank} 位")
    return said.format(
        place=row["place"],
        amount=format.yuan(row["amount"]),
        peers=format.count(int(row["peers"])),
        median=format.yuan(row["peers_median"]),
        score=f"{row['score']:.2f}",
        rank=format.count(int(row["rank"])),
    )


def _bar(reason: Mapping[str, Any], reasons: Any) -> str:
    """One reason in words over a bar as long as its share."""
    share = reason["contribution"] / sum(other["contribution"] for other in reasons)
    words, width = escape(reason["words"]), f"{share:.1%}"
    return f'<div class="qz-why"><p>{words}<span>{share:.0%}</span></p><div style="width:{width}"></div></div>'
