"""The records behind one row of a comparison, as they stand in their files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analytics.engine import Engine
from analytics.permissions import require
from analytics.register_rows import Record, records_at
from analytics.viewer import Viewer
from analytics.workbench.compare import Question
from analytics.workbench.lists import Ticked


def records(viewer: Viewer, engine: Engine, question: Question, row: Mapping[str, Any]) -> dict[str, list[Record]]:
    """left and right -> the first record of the row (of compared_page()) on that side; none of an uploaded list, whose
    file the inspector has."""
    require(viewer, "workbench")
    sided = {"left": question.left, "right": question.right}
    return {side: _first(engine, ticked, row[f"{side}_file"], row[f"{side}_row"]) for side, ticked in sided.items()}


def _first(engine: Engine, ticked: Ticked, file: float | None, row: float | None) -> list[Record]:
    table = {"payment": "payment", "kind": "payment", "register": ticked.code}.get(ticked.kind)
    if table is None or file is None or row is None or file != file:  # NaN stands for an empty cell
        return []
    return records_at(engine, table, int(file), int(row))
