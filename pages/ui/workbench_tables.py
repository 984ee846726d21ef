"""审计工具, the tools that are tables: strata, gaps, duplicates, repeated amounts, sums by two fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import pyarrow as pa
import streamlit as st

from analytics.engine import Engine
from analytics.export import Head, csv_order
from analytics.filters import Selection
from analytics.viewer import Viewer
from analytics.workbench.audit import gaps as gaps_tool
from analytics.workbench.audit import repeats, summary
from analytics.workbench.audit.strata import strata as strata_of
from pages.ui import charts, format, table, url
from pages.ui.ask_money import kept
from pages.ui.export import export_button
from pages.ui.plain_table import LOOK, plain_table
from pages.ui.table import Column
from pages.ui.words import _

SEQUENCES = {"roster_line": "花名册序号", "source_row": "来源文件行号", "doc": "预算文号"}
KINDS = {"gap": "断号", "twice": "重号"}
FIELDS = {
    "person": "人员",
    "name": "姓名",
    "account": "账号",
    "phone": "电话",
    "household": "户",
    "programme": "惠民项目",
    "village": "村(社区)",
    "period": "所属期",
    "pay_date": "发放日期",
    "amount": "金额(元)",
}
ALIKE = ("person", "programme", "period", "amount")
CROSSED = {
    "township": "乡镇",
    "village": "村(社区)",
    "department": "主管部门",
    "programme": "惠民项目",
    "kind": "项目类别",
    "year": "年份",
    "month": "发放月份",
    "channel": "发放方式",
    "note_kind": "发放性质",
}
MEASURES = {"amount": "金额(元)", "payments": "笔数", "people": "人数"}
MOST_EXPORTED = 200_000


def strata(viewer: Viewer, engine: Engine, selection: Selection) -> str:
    """How the payments lie in bands of amounts."""
    found = kept(strata_of, viewer, engine, selection.filters)
    rows = found.to_pandas()
    total = int(rows["payments"].sum())
    if not total:
        return ""
    rows["band"] = [_band(low, high) for low, high in zip(rows["low"], rows["high"], strict=True)]
    for name in ("payments", "amount"):
        rows[f"{name}_percent"] = rows[f"{name}_share"] * 100
    charts.columns(
        "strata",
        rows,
        label="band",
        values=("payments_percent", "amount_percent"),
        names=(_("笔数占比"), _("金额占比")),
        stacked=False,
        title=_("各金额段的笔数与金额占比"),
        unit="%",
    )
    heads = [_("金额段(元)"), _("笔数"), _("金额(元)"), _("人数")]
    cells = [
        [row["band"], format.count(row["payments"]), format.yuan(row["amount"]), format.count(row["people"])]
        for row in rows.to_dict("records")
    ]
    st.html(LOOK + plain_table(heads, cells, right={1, 2, 3}, alt=_("金额分层")))
    titles = {"low": heads[0], "high": _("至(元)"), "payments": heads[1], "amount": heads[2], "people": heads[3]}
    _csv(viewer, engine, selection, _("金额分层"), lambda: found, titles)
    st.caption(_("钱集中在少数大额里,先查大额;笔数集中在刚好低于某个审批线的一段,值得问为什么。"))
    largest = max(rows.to_dict("records"), key=lambda row: row["amount"])
    said = _("**{n}** 笔中,金额最集中的一段是 **{band}** 元:{payments} 笔,占金额 {share}。")
    return said.format(
        n=format.count(total),
        band=largest["band"],
        payments=format.count(largest["payments"]),
        share=format.share(largest["amount_share"]),
    )


def _band(low: Decimal | None, high: Decimal | None) -> str:
    if low is None:
        return _("负数")
    return f"{low:,.0f}–{high:,.0f}" if high is not None else _("{low} 以上").format(low=f"{low:,.0f}")


def gaps(viewer: Viewer, engine: Engine, selection: Selection) -> str:
    """Numbers that are missing or stand twice."""
    sequence = _box("sequence", _("哪种编号"), SEQUENCES, "roster_line")
    found = kept(gaps_tool.gaps, viewer, engine, selection.filters, sequence, url.page_number())
    st.caption(_("断号、重号要结合原件看:文件里的合计行、作废行,以及按月横排的花名册,都会带来断号。"))
    if not found.num_rows:
        return _("所选范围内的{sequence}没有断号,也没有重号。").format(sequence=_(SEQUENCES[sequence]))
    rows = found.to_pandas()
    rows["kind_words"] = [_(KINDS[kind]) for kind in rows["kind"]]
    total, missing = int(rows["total"].iloc[0]), int(rows["gaps"].iloc[0])
    columns = [
        Column("kind_words", _("类型"), sorts=False),
        Column("series_title", _("序列"), sorts=False, width=320),
        Column("first", _("自"), look="count", sorts=False),
        Column("last", _("至"), look="count", sorts=False),
        Column("times", _("缺几个(或出现几次)"), look="count", sorts=False),
    ]
    table.show("gaps", rows, columns, total=total, alt=_("断号与重号"))

    def every() -> pa.Table:
        return gaps_tool.gaps(viewer, engine, selection.filters, sequence, 1, MOST_EXPORTED)

    titles = {c.field: c.title for c in columns if c.field != "kind_words"} | {"kind": _("类型")}
    _csv(viewer, engine, selection, _("断号与重号"), every, titles)
    said = _("{sequence}:断号 **{gaps}** 处,重号 **{twice}** 处。")
    counts = {"gaps": format.count(missing), "twice": format.count(total - missing)}
    return said.format(sequence=_(SEQUENCES[sequence]), **counts)


def duplicates(viewer: Viewer, engine: Engine, selection: Selection) -> str:
    """Payments alike in the chosen fields."""
    now = [name for name in url.get("alike", ",".join(ALIKE)).split(",") if name in FIELDS] or list(ALIKE)
    key = f"alike:{','.join(now)}"
    st.multiselect(
        _("哪些项目相同才算重复"),
        list(FIELDS),
        default=now,
        format_func=lambda name: _(FIELDS[name]),
        key=key,
        placeholder=_("(未选)"),
        on_change=url.follow(key, "alike", ",".join),
    )
    asked = (viewer, engine, selection.filters, tuple(now))
    found = kept(repeats.duplicates, *asked, url.page_number())
    st.caption(_("相同不等于重复发放:补发、分期、一户多地块都会相同。先看项目是否允许一期多笔。"))
    if not found.num_rows:
        return _("所选范围内没有这几项都相同的发放。")
    names = [name for name in FIELDS if name in now]
    columns = [Column(f"{name}_title", _(FIELDS[name]), sorts=False) for name in names] + _counted()
    total = int(found["total"][0].as_py())
    table.show("duplicates", found.to_pandas(), columns, total=total, alt=_("重复发放"))

    def every() -> pa.Table:
        return repeats.duplicates(*asked, 1, MOST_EXPORTED)

    _csv(viewer, engine, selection, _("重复发放"), every, {c.field: c.title for c in columns})
    said = _("{fields}都相同的有 **{n}** 组。")
    return said.format(fields=_("、").join(_(FIELDS[name]) for name in names), n=format.count(total))


def amounts(viewer: Viewer, engine: Engine, selection: Selection) -> str:
    """Amounts that come again and again."""
    found = kept(repeats.repeated_amounts, viewer, engine, selection.filters, url.page_number())
    if not found.num_rows:
        return _("所选范围内没有重复出现的金额。")
    rows = found.to_pandas()
    rows["words"] = [f"{format.yuan(amount)} {_('元')}" for amount in rows["amount"]]
    title = _("出现最多的金额")
    charts.bars("frequent", rows.head(15), label="words", value="times", title=title, unit=_("笔"))
    columns = [
        Column("amount", _("金额(元)"), look="money", sorts=False),
        *_counted(),
        Column("programmes", _("项目数"), look="count", sorts=False),
        Column("share", _("占笔数"), look="percent", sorts=False),
    ]
    total = int(rows["total"].iloc[0])
    table.show("amounts", rows, columns, total=total, alt=_("重复金额"))

    def every() -> pa.Table:
        return repeats.repeated_amounts(viewer, engine, selection.filters, 1, MOST_EXPORTED)

    _csv(viewer, engine, selection, _("重复金额"), every, {c.field: c.title for c in columns})
    st.caption(_("固定标准的项目金额自然重复;没有标准的项目里反复出现同一个数,值得问是怎样核定的。"))
    said = _("出现最多的金额是 **{amount}** 元:{times} 笔,占 {share}。")
    first = rows.iloc[0]
    amount, share = format.yuan(first["amount"]), format.share(first["share"])
    return said.format(amount=amount, times=format.count(int(first["times"])), share=share)


def _counted() -> list[Column]:
    return [
        Column("times", _("笔数"), look="count", sorts=False),
        Column("people", _("人数"), look="count", sorts=False),
        Column("sum", _("合计(元)"), look="money", sorts=False),
    ]


def cross(viewer: Viewer, engine: Engine, selection: Selection) -> str:
    """Sums by two fields."""
    with st.container(horizontal=True):
        down = _box("down", _("行"), CROSSED, "programme")
        across = _box("across", _("列"), {k: v for k, v in CROSSED.items() if k != down}, "year")
        measure = _box("measure", _("数值"), MEASURES, "amount")
    found = kept(summary.cross, viewer, engine, selection.filters, down, across, measure)
    if not found.rows:
        return ""
    rows = [
        [title, *map(_number, line), _number(whole)]
        for title, line, whole in zip(found.rows, found.cells, found.row_sums, strict=True)
    ]
    last = [_("合计"), *map(_number, found.column_sums), _number(found.whole)]
    heads = [_(CROSSED[down]), *found.columns, _("合计")]
    st.html(LOOK + plain_table(heads, [*rows, last], right=range(1, len(heads)), total=True, alt=_("两项汇总")))
    if found.rows_left or found.columns_left:
        left = _("另有 {rows} 行、{columns} 列较小的未列出,合计已含。")
        st.caption(left.format(rows=found.rows_left, columns=found.columns_left))
    if measure == "people":
        st.caption(_("人数按人去重:一个人在几行、几列里各计一次,在合计里只计一次。"))
    plain = pa.table(
        [pa.array(column) for column in zip(*rows, last, strict=True)], names=list(map(str, range(len(heads))))
    )
    _csv(
        viewer,
        engine,
        selection,
        _("两项汇总"),
        lambda: plain,
        dict(zip(plain.column_names, heads, strict=True)),
    )
    said = _("按{down}和{across}汇总{measure},合计 **{whole}**。")
    words = {"down": _(CROSSED[down]), "across": _(CROSSED[across]), "measure": _(MEASURES[measure])}
    return said.format(**words, whole=_number(found.whole))


def _number(value: Decimal | int | None) -> str:
    if value is None:
        return ""
    return format.yuan(value) if isinstance(value, Decimal) else format.count(value)


def _box(name: str, label: str, options: Mapping[str, str], usual: str) -> str:
    """One choice in the address."""
    wanted = url.get(name)
    chosen = wanted if wanted in options else (usual if usual in options else next(iter(options)))
    key = f"tool:{name}:{chosen}:{len(options)}:{next(iter(options))}"
    st.selectbox(
        label,
        list(options),
        index=list(options).index(chosen),
        format_func=lambda code: _(options[code]),
        key=key,
        on_change=url.follow(key, name),
        width=180,
    )
    return chosen


def _csv(
    viewer: Viewer,
    engine: Engine,
    selection: Selection,
    stem: str,
    make: Callable[[], pa.Table],
    titles: dict[str, Any],
) -> None:
    head = Head(viewer, selection.sentence(), engine.snapshot.id)
    name = selection.file_name(stem, "csv")
    export_button(_("导出 CSV"), csv_order(name, head, make, titles), f"tool:{stem}")
