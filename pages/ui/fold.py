"""A part that a phone folds behind one line and a wide screen shows as it is; the server need not know which."""

from __future__ import annotations

from html import escape

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.ui.words import _

# Folded it is out of sight, but keeps its width: a chart drawn without one stays empty when unfolded.
_LOOK = """<style>
@media (min-width: 601px) {[data-testid=stElementContainer]:has(> * > .qz-fold) {display: none}}
@media (max-width: 600px) {
  [data-testid=stElementContainer]:has(.qz-fold:not([open])) + [data-testid=stLayoutWrapper] {
    position: absolute; visibility: hidden; width: calc(100vw - 2rem); height: 0; overflow: hidden}
}
.qz-fold summary {border: 1px solid rgba(128, 128, 128, .35); border-radius: .3rem; padding: .45rem .8rem;
  cursor: pointer}
</style>"""


def fold(label: str) -> DeltaGenerator:
    """A container; on a phone a line says `label` in its place until it is touched."""
    st.html(f'{_LOOK}<details class="qz-fold"><summary>{escape(label)}</summary></details>')
    return st.container()


def fold_filters(on: int) -> DeltaGenerator:
    """The same for filters: the line says how many are on."""
    return fold(_("筛选({count})").format(count=on) if on else _("筛选"))
