"""A look at an uploaded file: what it would be taken for, or the one sentence why not; nothing is stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from analytics.durable import sha256_of
from analytics.intake.columns import without_ids
from analytics.intake.flow import plan_file
from analytics.intake.mapping import Entry, stored_entries
from analytics.intake.parent import connect, sources_of
from analytics.intake.plan import SheetPlan
from analytics.intake.read import first_lines
from analytics.snapshots import current_snapshot
from analytics.words import Refused

State = Literal["ready", "asks", "standing", "refused"]
_SHOWN_CELLS = 8
_LONGEST_NUMBER = 8  # digits of a date; account and ID numbers are longer


@dataclass(frozen=True)
class Look:
    """One file: its sheets' plans with their data rows, or why it is refused.

    lines   the first rows of a file in which no header was found, for choosing one; long numbers are hidden
    state   ready | asks (something is unclear) | standing (taken in before, unchanged) | refused
    """

    file: str
    state: State
    plans: tuple[SheetPlan, ...] = ()
    rows: tuple[int, ...] = ()
    refused: str = ""
    lines: tuple[str, ...] = ()


def look_at(path: Path, store: Path, drafts: Sequence[Entry] = ()) -> Look:
    """Read the file under the store's mappings and what was decided since (`drafts`)."""
    file = without_ids(path.name)
    if sha256_of(path) in {s.get("sha256") for s in sources_of(current_snapshot(store))}:
        return Look(file, "standing")
    try:
        with connect() as con:
            plan = plan_file(con, path, [*stored_entries(store), *drafts])
    except Refused as refused:
        return Look(file, "refused", refused=without_ids(str(refused)), lines=_first_rows(path))
    state: State = "asks" if plan.problems else "ready"
    return Look(file, state, plan.plans, tuple(s.rows_read for s in plan.sheets[: len(plan.plans)]))


def _first_rows(path: Path) -> tuple[str, ...]:
    """The first rows of the first sheet, or nothing when the file cannot be read at all."""
    try:
        lines = first_lines(path)
    except Refused:
        return ()
    return tuple("　".join(_hidden(cell) for cell in row[:_SHOWN_CELLS] if cell) for row in lines)


def _hidden(cell: str) -> str:
    return "●●●" if sum(c.isdigit() for c in cell) > _LONGEST_NUMBER else cell[:12]
