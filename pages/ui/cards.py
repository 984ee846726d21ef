"""Lists on a phone: under 600 pixels cards stand where a table would."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import urlencode

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.ui.words import _

_LOOK = """<style>
.qz-cards {display: none}
@media (max-width: 600px) {
  .qz-cards {display: grid; gap: .6rem}
  [class*="st-key-wide-"] {display: none}
}
.qz-card {border: 1px solid rgba(128, 128, 128, .35); border-radius: .3rem; padding: .7rem .8rem; line-height: 1.5}
.qz-card header {display: flex; justify-content: space-between; gap: .6rem; font-size: .85rem; opacity: .8}
.qz-card b {display: block; margin: .15rem 0}
.qz-card p {margin: .25rem 0 .4rem; font-size: .92rem}
.qz-card footer {display: flex; justify-content: space-between; align-items: center; gap: .6rem}
.qz-card a {color: inherit; padding: .3rem .9rem; border: 1px solid currentColor; border-radius: .3rem;
  text-decoration: none; white-space: nowrap}
</style>"""


@dataclass(frozen=True)
class Card:
    """One row of a list: small words left and right above the title, a sentence, a foot, and where the button leads
    (url path of a page and its query: codes and keys only)."""

    above: str
    right: str
    title: str
    text: str
    foot: str
    page: str
    query: dict[str, str]


def wide_only(key: str) -> DeltaGenerator:
    """A container that a phone does not show."""
    return st.container(key=f"wide-{key}")


def narrow_only(cards: Sequence[Card]) -> None:
    """The cards, on a phone only."""
    if cards:
        st.html(f'{_LOOK}<div class="qz-cards">{"".join(map(_html, cards))}</div>')


def _html(card: Card) -> str:
    link = f"/{card.page}?{urlencode(card.query)}"
    return (
        f'<article class="qz-card"><header><span>{escape(card.above)}</span><span>{escape(card.right)}</span></header>'
        f"<b>{escape(card.title)}</b><p>{escape(card.text)}</p>"
        f'<footer><span>{escape(card.foot)}</span><a href="{escape(link)}" target="_self">{escape(_("打开"))}</a>'
        "</footer></article>"
    )
