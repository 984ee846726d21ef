"""What 下钻 looks at, the steps down from it, and the file of what it lists."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from analytics.engine import Engine
from analytics.export import Head, csv_order
from analytics.filters import Selection
from analytics.rules import Run
from analytics.viewer import Viewer
from pages.ui import url
from pages.ui.export import export_button
from pages.ui.words import _


@dataclass(frozen=True)
class View:
    """What is looked at, by whom, and which level comes next ("" when only payments are left)."""

    viewer: Viewer
    engine: Engine
    run: Run | None
    selection: Selection
    level: str


def narrow(level: str, code: str) -> None:
    """Go one level down; for callbacks. What has no code (未知) cannot be narrowed to."""
    if code:
        url.put(**{level: code, "tab": None, "sort": None})


def narrow_to(row: dict[str, Any], level: str) -> None:
    narrow(level, row["code"] or (str(row["key"]) if level in ("household", "person", "year") else ""))


def order() -> str:
    """`amount.asc` in the address → amount_up, as the services call it."""
    field, _dot, way = url.get("sort").partition(".")
    return f"{field}_up" if way == "asc" else field


def csv_button(view: View, stem: str, make: Callable[[], pa.Table], titles: dict[str, str]) -> None:
    """The button that takes out everything the list holds, not only the page on screen."""
    head = Head(view.viewer, view.selection.sentence(), view.engine.snapshot.id, view.run.id if view.run else "")
    name = view.selection.file_name(stem, "csv")
    export_button(_("导出 CSV"), csv_order(name, head, make, titles), f"csv:{stem}")
