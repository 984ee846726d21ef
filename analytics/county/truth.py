"""truth.csv and innocent.csv: what was planted, in the plain numbers a hits file shows. Only tests read them."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from analytics.county.keys import Keys
from analytics.county.places import Places
from analytics.county.plant.planter import Note
from analytics.county.programmes import programmes

Line = tuple[str, str, str]  # rule, key, note
FILES = {True: "truth.csv", False: "innocent.csv"}


def lines(notes: Iterable[Note], keys: Keys, places: Places) -> list[tuple[bool, Line]]:
    """One line per planted subject, one per roster: (guilty, (rule, key, note))."""
    return [(note.guilty, (note.rule, key, note.note)) for note in notes for key in _plain(note, keys, places)]


def _plain(note: Note, keys: Keys, places: Places) -> list[str]:
    if note.kind == "account":
        return [str(n) for n in keys.account_numbers(note.keys)]
    if note.kind == "programme":
        return [programmes()[key - 1].code for key in note.keys.tolist()]
    if note.kind in ("village", "project"):
        return [f"{places.village_codes[key - 1]} {note.what}".strip() for key in note.keys.tolist()]
    people = [str(n) for n in keys.ids[note.keys]]
    return ["|".join(people)] if note.kind == "roster" else people


def write_truth(store: Path, found: Iterable[tuple[bool, Line]]) -> None:
    """Write both files under store/truth."""
    folder = store / "truth"
    folder.mkdir(parents=True, exist_ok=True)
    kept = list(found)
    for guilty, name in FILES.items():
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(("rule", "key", "note"))
            writer.writerows(line for is_guilty, line in kept if is_guilty == guilty)
