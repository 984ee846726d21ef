"""The parts of a suspect: what is asked, both sides' records, what stands around it, what would clear it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from analytics.register_rows import Record
from analytics.rules import known
from analytics.suspects import Detail
from analytics.suspects.records import SHOWN
from pages.ui import format
from pages.ui.plain_table import LOOK, plain_table
from pages.ui.words import _

RULES = "find/rules.py"
RECORDS = 4
MANY, TALL = 12, 430  # rows; pixels of a table that holds more
# Two columns of titles and values; the browser breaks long values.
_LOOK = """<style>
.qz-record {border: 1px solid rgba(128, 128, 128, .3); border-radius: .3rem; padding: .6rem .8rem; margin-bottom: .6rem}
.qz-record header {font-weight: 600}
.qz-record small {display: block; opacity: .75; margin-bottom: .35rem; overflow-wrap: anywhere}
.qz-record dl {display: grid; grid-template-columns: max-content 1fr; gap: .1rem .9rem; margin: 0; padding: 0;
  font-size: .92rem}
.qz-record dt {opacity: .75; font-weight: 400; margin: 0; padding: 0}
.qz-record dd {margin: 0; padding: 0; overflow-wrap: anywhere; font-variant-numeric: tabular-nums}
</style>"""


def summary(found: Detail) -> str:
    """Tier, place, sum and marks in one line."""
    head = found.head
    parts = [
        format.tier(head["tier"]),
        format.plain(format.place(head["township_title"], head["village_title"])),
        _("疑点金额 **{amount}**").format(amount=format.headline(head["amount"])),
        _("涉及 {people} 人").format(people=format.count(head["people"])) if head["people"] > 1 else "",
        _("★ 涉干部或公职人员") if head["cadre_linked"] else "",
        _("仍在发放") if head["still_paid"] else "",
    ]
    return " · ".join(part for part in parts if part and part != format.NOTHING)


def sentences(found: Detail, links: bool = True) -> None:
    """One sentence for each rule and programme; further years of the same in one line below it."""
    rows = found.sentences.to_pylist()
    for row in (row for row in rows if row["nth"] == 1):
        others = [o for o in rows if _same(o, row) and o["nth"] > 1]
        with st.container(border=True, gap="xsmall"):
            with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
                st.caption(f"{format.tier(row['tier'])} · {row['rule_title']}", width="content")
                if links:
                    st.page_link(RULES, label=_("看这条规则"), query_params={"rule": row["rule"]}, width="content")
            st.markdown(_plain(row["sentence"]))
            if others:
                st.caption(
                    _("同一情形还见于:{others}。").format(others=_("、").join(_year_and_money(o) for o in others))
                )


def _same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return all(one[part] == other[part] for part in ("rule", "tier", "programme", "other_key"))


def _year_and_money(row: dict[str, Any]) -> str:
    year = format.period(row["period_from"] // 100 * 100)
    return f"{year} {format.yuan(row['amount'])} {_('元')}" if row["amount"] else year


def _plain(text: str) -> str:
    """Masked numbers hold stars, and brackets may stand in names: neither is Markdown here."""
    return "".join(f"\\{sign}" if sign in "\\*_[]`$~#|<>" else sign for sign in text)


def our_side(found: Detail) -> None:
    """我方记录: the payments the hits name."""
    st.markdown(f"**{_('我方记录')}** :gray[{_('发放记录')}]")
    rows = found.ours.to_pandas()
    if rows.empty:
        st.caption(_("这类疑点针对整个单位,请看下方时间线和下钻。"))
        return
    rows["period_words"] = rows["period"].map(format.period)
    # What is the same in every row is said once, above the table.
    same = [c for c in ("person_title", "programme_title", "account_title", "source") if rows[c].nunique() == 1]
    said = [rows[c].iloc[0] for c in same] + [_dates(rows["data_date"])]
    st.caption(_plain(" · ".join(part for part in said if part)))
    _small_table(rows, {c: _(title) for c, title in _OURS.items() if c not in same}, _("我方记录"))
    if len(rows) == SHOWN:
        st.caption(_("只列前 {count} 笔,全部见导出的命中清单。").format(count=SHOWN))


_OURS = {
    "person_title": "姓名 证件号",
    "period_words": "所属期",
    "programme_title": "项目",
    "amount": "金额(元)",
    "pay_date": "发放日期",
    "account_title": "账号",
    "source_row": "来源行",
    "source": "来源文件",
}


def _dates(days: pd.Series) -> str:
    """The day or the span of days the files show."""
    known = sorted({format.day(day) for day in days if _there(day)})
    return _("数据日期 {days}").format(days=" — ".join(dict.fromkeys([known[0], known[-1]]))) if known else ""


def their_side(found: Detail) -> None:
    """对方记录: the records the payments were held against."""
    st.markdown(f"**{_('对方记录')}** :gray[{_('比对所依据的记录')}]")
    if not found.theirs:
        st.caption(_("这条规则只看发放记录本身,没有另一方记录。"))
        return
    records(found.theirs)
    if len(found.theirs) > RECORDS:
        st.caption(_("另有 {count} 条同类记录。").format(count=len(found.theirs) - RECORDS))


def records(found: Sequence[Record]) -> None:
    """Rows of registers or payments as they stand in their files."""
    st.html(_LOOK + "".join(_record(record) for record in found[:RECORDS]))


def _record(record: Record) -> str:
    fields = "".join(f"<dt>{escape(title)}</dt><dd>{escape(_text(value))}</dd>" for title, value in record.values)
    where = escape(_line(record.source, record.row, record.data_date))
    return (
        f'<div class="qz-record"><header>{escape(record.title)}</header><small>{where}</small><dl>{fields}</dl></div>'
    )


def _line(source: str, row: int, data_date: date | None) -> str:
    said = _("{source} 第 {row} 行").format(source=source, row=row)
    return said + _(",数据日期 {day}").format(day=format.day(data_date)) if _there(data_date) else said


def _there(value: Any) -> bool:
    return value is not None and not pd.isna(value)


def _text(value: Any) -> str:
    if isinstance(value, Decimal):
        return format.yuan(value)
    return format.day(value) if isinstance(value, date) else str(value)


def members(found: Detail) -> None:
    """The people of the household, and what else the registers say of them."""
    rows = found.members.to_pandas()
    if rows.empty:
        st.caption(_("户籍人口中没有这一户的成员。"))
        return
    titles = {
        "person_title": _("姓名 证件号"),
        "relation": _("关系"),
        "born_on": _("出生日期"),
        "amount": _("历年受益(元)"),
        "post": _("村组职务"),
        "employer": _("在编单位"),
        "died_on": _("死亡日期"),
    }
    _small_table(rows, _filled(rows, titles), _("户内成员"))


def payees(found: Detail) -> None:
    """Whoever is paid on the same accounts."""
    rows = found.payees.to_pandas()
    if rows.empty:
        st.caption(_("没有账户记录。"))
        return
    first, last = rows["first_period"].map(format.period), rows["last_period"].map(format.period)
    rows["span"] = first.where(first == last, first + "—" + last)
    titles = {
        "account_title": _("账号"),
        "person_title": _("姓名 证件号"),
        "village_title": _("村(社区)"),
        "payments": _("笔数"),
        "amount": _("金额(元)"),
        "span": _("起止"),
    }
    _small_table(rows, titles, _("同一账户的收款人"))


def years(found: Detail) -> None:
    """The same subject year by year."""
    rows = found.years.to_pandas().fillna(0)
    rows["year"] = rows["year"].astype(str)
    titles = {
        "year": _("年度"),
        "paid": _("发放(元)"),
        "payments": _("笔数"),
        "asked": _("疑点金额(元)"),
        "hits": _("命中"),
    }
    _small_table(rows, titles, _("历年发放与疑点"))


def checklist(found: Detail) -> None:
    """What would clear it: the cases each rule means to leave alone, to be ruled out first."""
    for code, cases in found.lookalikes.items():
        listed = "\n".join(f"- {case}" for case in cases)
        st.markdown(f"**{known()[code].header.title}**\n\n{listed}")


def _filled(rows: pd.DataFrame, titles: dict[str, str]) -> dict[str, str]:
    return {column: title for column, title in titles.items() if rows[column].notna().any()}


_MONEY = ("amount", "paid", "asked")
_COUNTS = ("payments", "hits", "source_row")


def _small_table(rows: pd.DataFrame, titles: dict[str, str], alt: str) -> None:
    """A table that stands on the page whole: no paging, nothing to click."""
    written = rows[list(titles)].to_dict("records")
    cells = [[_cell(name, row[name]) for name in titles] for row in written]
    right = [place for place, name in enumerate(titles) if name in (*_MONEY, *_COUNTS)]
    with st.container(height=TALL if len(rows) > MANY else "content", border=False):
        st.html(LOOK + plain_table(list(titles.values()), cells, right, alt=alt))


def _cell(column: str, value: Any) -> str:
    if not _there(value):
        return format.NOTHING
    if column in _MONEY:
        return format.yuan(value)
    return format.count(int(value)) if column in _COUNTS else _text(value)
