"""What a run asks about somebody or some place, as sentences with the way to the suspect."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from urllib.parse import urlencode

import streamlit as st

from analytics.dossier.asked import Asked
from analytics.rules import known
from pages.ui import format
from pages.ui.words import _

SHOWN = 4
_LOOK = """<style>
.qz-asked {border-left: .2rem solid #2b6ca3; padding: .1rem 0 .1rem .8rem; margin: 0 0 .8rem}
.qz-asked small {opacity: .75}
.qz-asked p {margin: .15rem 0}
.qz-asked a {font-size: .9rem; color: inherit}
</style>"""


def draw(asked: Sequence[Asked]) -> None:
    """The first SHOWN hits, the others behind a fold."""
    if not asked:
        st.caption(_("最近一次比对没有问到。"))
        return
    st.html(_LOOK + _all(asked[:SHOWN]))
    if len(asked) > SHOWN:
        with st.expander(_("另外 {count} 条").format(count=len(asked) - SHOWN)):
            st.html(_LOOK + _all(asked[SHOWN:]))


def _all(asked: Sequence[Asked]) -> str:
    titles = {code: str(rule.header.title) for code, rule in known().items()}
    return "".join(_one(hit, titles.get(hit.rule, "")) for hit in asked)


def _one(hit: Asked, title: str) -> str:
    above = escape(" · ".join(part for part in (format.tier(hit.tier), title) if part))
    return f'<article class="qz-asked"><small>{above}</small><p>{escape(hit.sentence)}</p>{_link(hit)}</article>'


def _link(hit: Asked) -> str:
    """A unit's suspect is named by code, which that page does not read."""
    if not hit.subject_key.lstrip("-").isdigit():
        return ""
    query = urlencode({"subject": hit.subject, "key": hit.subject_key})
    return f'<a href="/suspect?{escape(query)}" target="_self">{escape(_("看疑点详情"))}</a>'
