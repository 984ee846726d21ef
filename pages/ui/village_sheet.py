"""一村一档 as one sheet: the same HTML on the screen, on a phone, and on one printed A4 page."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from html import escape
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from analytics.dossier import VillageFile
from analytics.dossier.asked import Asked
from analytics.export import Head, scope_words
from pages.ui import format
from pages.ui.plain_table import LOOK, Link, plain_table
from pages.ui.words import _

CADRES, PAYEES, PROGRAMMES, ASKED = 8, 10, 12, 5  # what one A4 page holds
_LOOK = """<style>
.qz-sheet h2 {font-size: 1.1rem; margin: .9rem 0 .3rem; padding: 0}
.qz-sheet header p, .qz-sheet footer {opacity: .75; margin: 0}
.qz-sheet header h1, .qz-sheet footer {display: none}
.qz-pair {display: grid; grid-template-columns: 1fr 1fr; gap: 1.4rem}
.qz-pair > * {min-width: 0}
.qz-sheet ol {margin: 0; padding-left: 1.4rem}
.qz-sheet li {margin: 0 0 .35rem; font-size: .92rem}
@media (max-width: 600px) {.qz-pair {grid-template-columns: 1fr; gap: 0}}
@media print {
  @page {size: A4; margin: 11mm 12mm}
  html, body, #root, .stApp, .stApp * {color: #000 !important; background: none !important}
  html, body, #root, .stApp, .stApp > *, [data-testid="stAppViewContainer"], [data-testid="stMain"],
  [data-testid="stMainBlockContainer"], [data-testid="stVerticalBlock"], [data-testid="stLayoutWrapper"] {
    position: static !important; display: block !important; overflow: visible !important;
    height: auto !important; min-height: 0 !important; width: auto !important; padding: 0 !important;
    margin: 0 !important}
  [data-testid="stSidebar"], [data-testid="stHeader"], [data-testid="stToolbar"], [data-testid="stStatusWidget"],
  [data-testid="stDecoration"], [data-testid="stBottom"],
  [data-testid="stElementContainer"]:not(:has(.qz-sheet)) {display: none !important}
  .qz-sheet {font-size: 8.6pt; line-height: 1.32}
  .qz-sheet header h1 {display: block; font-size: 15pt; margin: 0; padding: 0}
  .qz-sheet h2 {font-size: 10pt; margin: 2.2mm 0 .8mm}
  .qz-sheet footer {display: block; margin-top: 2mm; border-top: .3pt solid #000; padding-top: 1mm; font-size: 8pt}
  .qz-sheet .qz-scroll {overflow: visible; margin: 0}
  .qz-sheet .qz-plain {font-size: 8pt; line-height: 1.25}
  .qz-sheet .qz-plain th, .qz-sheet .qz-plain td {padding: .35mm 1mm; border-color: #999}
  .qz-sheet li {font-size: 8pt; margin: 0 0 .6mm}
  .qz-sheet p {font-size: 8.6pt; margin: 0}
  .qz-sheet a {text-decoration: none}
  .qz-pair {gap: 5mm}
}
</style>"""


def answer(found: VillageFile) -> str:
    """The village in one line."""
    years = found.years.to_pylist()
    if not years:
        return _("没有发放记录。")
    first, last = years[0]["year"], years[-1]["year"]
    said = _("{span}发放 {payments} 笔、{amount},涉及 {programmes} 个项目;村组干部 {cadres} 人;疑点命中 {asked} 条。")
    return said.format(
        span=format.period(first * 100) + ("" if first == last else f"—{format.period(last * 100)}"),
        payments=format.count(sum(row["payments"] for row in years)),
        amount=format.headline(sum(row["amount"] for row in years)),
        programmes=found.programmes.num_rows,
        cadres=found.cadres.num_rows,
        asked=format.count(len(found.asked)),
    )


def draw(found: VillageFile, head: Head) -> None:
    """The sheet; a head without a run: none over this data yet. A print of it says what a file would."""
    parts = [
        _head(found),
        f"<h2>{escape(_('村组干部及其家庭'))}</h2>{_cadres(found)}",
        f'<div class="qz-pair"><div><h2>{escape(_("逐年发放"))}</h2>{_years(found)}</div>'
        f"<div><h2>{escape(_('领取最多的户'))}</h2>{_payees(found)}</div></div>",
        f"<h2>{escape(_('各项目户均与全乡镇户均'))}</h2>{_programmes(found)}",
        f"<h2>{escape(_('疑点'))}</h2>{_asked(found, bool(head.run))}",
        f"<footer>{escape(_footer(head))}</footer>",
    ]
    st.html(f'{LOOK}{_LOOK}<section class="qz-sheet">{"".join(parts)}</section>')


def _head(found: VillageFile) -> str:
    population = _("户籍人口 {count}").format(count=format.count(found.population)) if found.population else ""
    dated = _("数据日期 {day}").format(day=format.day(found.data_date)) if found.data_date else ""
    said = " · ".join(part for part in (found.township, population, dated) if part)
    title = _("{village} 一村一档").format(village=found.title)
    return f"<header><h1>{escape(title)}</h1><p>{escape(said)}</p></header><p>{escape(answer(found))}</p>"


def _footer(head: Head) -> str:
    who = _("内部资料 严禁外传 · 疑点不等于违纪违法,须经核查认定 · 查阅人 {account}")
    what = _("{moment} · 数据范围 {scope} · 数据快照 {snapshot} · 比对批次 {run}").format(
        moment=head.at.strftime("%Y-%m-%d %H:%M"),
        scope=scope_words(head.viewer.scope),
        snapshot=head.snapshot,
        run=head.run or format.NOTHING,
    )
    return f"{who.format(account=head.viewer.account)} · {what}"


def _cadres(found: VillageFile) -> str:
    head = [_("姓名 证件号"), _("职务"), _("任职"), _("家庭人数"), _("本人领取(元)"), _("全家领取(元)")]
    rows = [
        [
            _to(row["person_title"], person=row["person"]),
            row["post"] or format.NOTHING,
            _term(row["starts_on"], row["ends_on"]),
            format.count(row["family"]),
            format.yuan(row["own_amount"]),
            format.yuan(row["family_amount"]),
        ]
        for row in found.cadres.to_pylist()
    ]
    return _listed(head, rows, CADRES, (3, 4, 5), _("干部名册中没有这个村的人。"))


def _term(starts_on: Any, ends_on: Any) -> str:
    return f"{format.day(starts_on)} — {_('今') if ends_on is None else format.day(ends_on)}"


def _years(found: VillageFile) -> str:
    head = [_("年度"), _("笔数"), _("金额(元)"), _("人数"), _("户数")]
    rows = [
        [
            str(row["year"]),
            format.count(row["payments"]),
            format.yuan(row["amount"]),
            format.count(row["people"]),
            format.count(row["households"]),
        ]
        for row in found.years.to_pylist()[::-1]
    ]
    return _listed(head, rows, PAYEES, (1, 2, 3, 4), _("没有发放记录。"))


def _payees(found: VillageFile) -> str:
    head = [_("户"), _("领取人数"), _("笔数"), _("金额(元)")]
    rows = [
        [
            _to(row["household_title"], household=row["household"]),
            format.count(row["people"]),
            format.count(row["payments"]),
            format.yuan(row["amount"]),
        ]
        for row in found.payees.to_pylist()
    ]
    return _listed(head, rows, PAYEES, (1, 2, 3), _("没有发放记录。"))


def _programmes(found: VillageFile) -> str:
    head = [_("项目"), _("户数"), _("金额(元)"), _("本村户均(元)"), _("全乡镇户均(元)"), _("为全乡镇的")]
    rows = [
        [
            row["programme_title"],
            format.count(row["households"]),
            format.yuan(row["amount"]),
            format.yuan(row["per_household"]),
            format.yuan(row["township_per_household"]),
            _times(row["per_household"], row["township_per_household"]),
        ]
        for row in found.programmes.to_pylist()
    ]
    return _listed(head, rows, PROGRAMMES, (1, 2, 3, 4, 5), _("没有发放记录。"))


def _times(here: Decimal, whole: Decimal | None) -> str:
    return _("{times} 倍").format(times=f"{here / whole:.1f}") if whole else format.NOTHING


def _asked(found: VillageFile, compared: bool) -> str:
    if not compared:
        return f"<p>{escape(_('这批数据还没有比对。'))}</p>"
    if not found.asked:
        return f"<p>{escape(_('最近一次比对没有问到。'))}</p>"
    more = len(found.asked) - ASKED
    rest = f"<p>{escape(_('另有 {count} 条,见疑点清单。').format(count=more))}</p>" if more > 0 else ""
    return f"<ol>{''.join(map(_sentence, found.asked[:ASKED]))}</ol>{rest}"


def _sentence(hit: Asked) -> str:
    return f"<li>{escape(format.tier(hit.tier))} · {escape(hit.sentence)}</li>"


def _to(title: str, **key: int) -> Link:
    return Link(title, f"/dossier?{urlencode(key)}")


def _listed(head: Sequence[str], rows: list[list[Any]], most: int, right: Sequence[int], nothing: str) -> str:
    """A table of the first `most` rows, saying how many more there are."""
    if not rows:
        return f"<p>{escape(nothing)}</p>"
    more = _("另有 {count} 项未列。").format(count=len(rows) - most) if len(rows) > most else ""
    return plain_table(head, rows[:most], right) + (f"<p>{escape(more)}</p>" if more else "")
