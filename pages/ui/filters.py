"""The only filters: read from the address, drawn as one bar and as chips, written back to the address.

Widgets are unbound and take their value from the address; a fresh key whenever the address changes makes it win.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import Any, Literal

import streamlit as st

from analytics.codebook import UNITS
from analytics.engine import Engine
from analytics.filters import SUBJECTS, TIERS, TITLES, Filters, Selection, select
from analytics.naming import asked_for
from analytics.viewer import Viewer
from pages.ui import format, layout, url
from pages.ui.fold import fold_filters
from pages.ui.words import _

INTAKE = "keep/intake.py"
AMOUNTS = ("1000", "5000", "10000", "50000")


def read() -> Filters:
    """What the address asks for."""
    return Filters.read(dict(st.query_params.items()))


def resolve(viewer: Viewer, engine: Engine) -> Selection:
    """What the address asks for, resolved against the snapshot within the viewer's scope."""
    return select(viewer, engine, read())


def bar(
    viewer: Viewer,
    engine: Engine,
    fields: Sequence[str],
    *,
    further: Sequence[str] = (),
    more: Mapping[str, Mapping[str, str]] | None = None,
) -> Selection:
    """Draw a select box for each of `fields`, those of `further` behind 更多筛选; `more` gives options (code -> title)
    of fields not known here."""
    selection = resolve(viewer, engine)
    options = _options(selection, engine, more or {})
    on = len(_on(selection))
    with fold_filters(on), st.container(horizontal=True, vertical_alignment="bottom", key="filter-bar"):
        for field in fields:
            _box(field, options[field]())
        if further:
            with st.popover(_("更多筛选"), icon=":material/filter_list:"):
                for field in further:
                    _box(field, options[field](), width="stretch")
    chips(selection, _people(viewer, engine, selection.filters))
    return selection


def chips(selection: Selection, people: Mapping[str, str] = MappingProxyType({})) -> None:
    """What narrows the page, each to be taken off alone; what cannot be used is named, never silently widened.

    `people`: what a chosen household, person or account is called (masked).
    """
    query = selection.filters.to_query()
    links: list[layout.Link] = [
        (people.get(name, selection.sentence_of(name)), _remove, (name,))
        for name in selection.filters.chosen()
        if name in query
    ]
    links += [(f"{_('此筛选不可用')}:{name}", _remove, (name.partition("=")[0],)) for name in selection.unknown]
    layout.chips(links, partial(_clear, _on(selection)))


def nothing_found(selection: Selection, what: str) -> None:
    """Nothing to list: under the filters, with the button that takes them off; else within the viewer's scope."""
    if names := _on(selection):
        sentence = _("当前筛选下没有{what}。可以去掉筛选条件。").format(what=what)
        layout.empty_state(sentence, _("清除筛选"), call=partial(_clear, names))
    else:
        sentence = _("您的范围内没有{what}。可以看看各部门报来了什么。").format(what=what)
        layout.empty_state(sentence, _("看报送情况"), INTAKE)


def _on(selection: Selection) -> tuple[str, ...]:
    """Names of the filters in the address, those that cannot be used too."""
    return (*selection.filters.to_query(), *(name.partition("=")[0] for name in selection.unknown))


def _people(viewer: Viewer, engine: Engine, filters: Filters) -> dict[str, str]:
    chosen = {name: getattr(filters, name) for name in ("household", "person", "account")}
    named = {kind: asked_for(viewer, engine, kind, key) for kind, key in chosen.items() if key is not None}
    return {kind: f"{_(TITLES[kind])}={name}" for kind, name in named.items()}


def _remove(name: str) -> None:
    url.put(**{name: None})


def _clear(names: Sequence[str]) -> None:
    url.put(**dict.fromkeys(names))


def _box(field: str, choices: Mapping[str, str], width: Literal["stretch"] | int = 145) -> None:
    """One select box; the empty choice means all."""
    chosen = url.get(field)
    codes = ["", *choices] if not chosen or chosen in choices else ["", chosen, *choices]
    key = f"filter:{field}:{chosen}"
    st.selectbox(
        _(TITLES[field]),
        codes,
        index=codes.index(chosen),
        format_func=lambda code: choices.get(code, code) if code else _("全部"),
        key=key,
        on_change=url.follow(key, field),
        width=width,
    )


def _options(
    selection: Selection, engine: Engine, more: Mapping[str, Mapping[str, str]]
) -> dict[str, Callable[[], Mapping[str, str]]]:
    """How each field's choices are found: units from the snapshot within scope, words from their tables."""
    known: dict[str, Callable[[], Mapping[str, str]]] = {unit: partial(_units, selection, unit) for unit in UNITS}
    known["tier"] = lambda: {code: format.tier(code) for code in TIERS}
    known["subject"] = lambda: {code: _(title) for code, title in SUBJECTS.items()}
    known["cadre"] = known["new"] = lambda: {"1": _("是"), "0": _("否")}
    known["min_amount"] = lambda: {a: f"≥ {format.headline(int(a))}" for a in AMOUNTS}
    known["year"] = lambda: {str(y): str(y) for y in years(engine)}
    return known | {field: partial(dict, choices) for field, choices in more.items()}


def _units(selection: Selection, unit: str) -> dict[str, str]:
    """Codes and titles the viewer may choose, under the unit above that is chosen (villages of one township)."""
    above = UNITS[unit][1]
    under = set(selection.keys(above)) if above else set()
    allowed = selection.allowed(unit)
    if unit == "village" and not under:
        return {}
    return {u.code: u.title for u in allowed if not under or u.above in under}


@st.cache_data(show_spinner=False, max_entries=8)
def _years(snapshot: str, _engine: Engine) -> list[int]:
    rows: list[dict[str, Any]] = _engine.rows("SELECT DISTINCT year FROM cube WHERE year > 0 ORDER BY year DESC")
    return [row["year"] for row in rows]


def years(engine: Engine) -> list[int]:
    """The years with payments, latest first."""
    return _years(engine.snapshot.id, engine)
