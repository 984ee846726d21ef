"""The way back: from the whole county down to what is chosen, one step each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from analytics.engine import Engine
from analytics.filters import Filters, select
from analytics.naming import asked_for
from analytics.viewer import Viewer
from analytics.words import _

STEPS = ("department", "programme", "township", "village", "household", "person", "year")


@dataclass(frozen=True)
class Crumb:
    """One step: its title, and the filters that lead back to it."""

    title: str
    filters: Filters


def breadcrumb(viewer: Viewer, engine: Engine, filters: Filters) -> list[Crumb]:
    """From 全县 (or 本人权限范围) to everything chosen; other filters stay as they are on every step."""
    chosen = select(viewer, engine, filters)
    nothing: dict[str, Any] = {name: getattr(Filters(), name) for name in STEPS}
    step = replace(filters, **nothing)
    crumbs = [Crumb(_("全县") if viewer.scope.whole_county else _("本人权限范围"), step)]
    for name in STEPS:
        value = getattr(filters, name)
        if value in ((), None):
            continue
        step = replace(step, **{name: value})
        if name in chosen.book.units:
            title = _("、").join(chosen.title_of(name, code) for code in value)
        elif name == "year":
            title = _("{year}年").format(year=value)
        else:
            title = asked_for(viewer, engine, name, value)
        crumbs.append(Crumb(title, step))
    return crumbs
