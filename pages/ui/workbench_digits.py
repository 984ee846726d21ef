"""审计工具, first and last digits of amounts: seen beside expected, how near, and what it does not mean."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.engine import Engine
from analytics.filters import Selection
from analytics.viewer import Viewer
from analytics.workbench.audit.benford import TESTS, Report, digits
from pages.ui import charts, format, url
from pages.ui.ask_money import kept
from pages.ui.words import _

NAMES = {"first": "首位数字", "first_two": "前两位数字", "last_two": "整元末两位"}
CONFORMITY = {"close": "非常接近", "acceptable": "可以接受", "marginal": "勉强接近", "none": "不符合"}
CAUTION = (
    "按固定标准发放(标准 × 面积,或人人一个数)的钱本来就不服从本福特分布,偏离不说明问题;"
    "它适合看没有统一标准的金额(报销、工程款、临时救助)。偏离只提示到哪里去看,不是疑点。"
)
LAST = "末两位应大致均匀;集中在 00、50 多半是按整数核定,集中在别的数则值得问一问是怎样算出来的。"


def draw(viewer: Viewer, engine: Engine, selection: Selection) -> str:
    """One test; returns the answer in one line, "" when there is nothing to look at."""
    test = _test()
    found = kept(digits, viewer, engine, selection.filters, test)
    if not found.n:
        return ""
    rows = pd.DataFrame(
        {
            "digit": [f"{d.digit:02d}" if test == "last_two" else str(d.digit) for d in found.digits],
            "seen": [100 * d.observed for d in found.digits],
            "expected": [100 * d.expected for d in found.digits],
        }
    )
    charts.columns(
        "digits",
        rows,
        label="digit",
        values=("seen", "expected"),
        names=(_("实际"), _("预期")),
        rest=_("预期"),
        stacked=False,
        title=_("{test}:实际与预期的占比").format(test=_(NAMES[test])),
        unit="%",
    )
    _figures(found)
    st.caption(_(LAST) if test == "last_two" else _(CAUTION))
    return _answer(found)


def _test() -> str:
    chosen = url.get("test") if url.get("test") in TESTS else "first"
    key = f"test:{chosen}"
    st.segmented_control(
        _("看哪一位"),
        list(TESTS),
        default=chosen,
        required=True,
        format_func=lambda name: _(NAMES[name]),
        label_visibility="collapsed",
        key=key,
        on_change=url.follow(key, "test"),
    )
    return chosen


def _figures(found: Report) -> None:
    figures = [_("n = {n}").format(n=format.count(found.n)), _("MAD = {mad}").format(mad=f"{found.mad:.4f}")]
    chi = _("χ² = {chi}(自由度 {freedom},p = {p})")
    figures.append(chi.format(chi=f"{found.chi_square:,.1f}", freedom=found.freedom, p=f"{found.p:.3g}"))
    if found.left_out:
        figures.append(_("{count} 笔没有这样的数字,未计").format(count=format.count(found.left_out)))
    st.markdown(" · ".join(figures))
    if not found.enough:
        st.warning(_("笔数太少(有的数字预期不到 5 次),不宜据此下结论。"))


def _answer(found: Report) -> str:
    if not found.conformity:
        most = max(found.digits, key=lambda digit: digit.seen)
        said = _("**{n}** 笔的整元末两位中最多的是 **{digit:02d}**,占 {share}(均匀时各占 1.0%)。")
        return said.format(n=format.count(found.n), digit=most.digit, share=format.share(most.observed))
    said = _("**{n}** 笔金额的{test}与本福特分布相比:**{conformity}**(MAD {mad},按 Nigrini 2012 的分级)。")
    return said.format(
        n=format.count(found.n),
        test=_(NAMES[found.test]),
        conformity=_(CONFORMITY[found.conformity]),
        mad=f"{found.mad:.4f}",
    )
