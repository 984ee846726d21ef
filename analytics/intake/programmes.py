"""Programmes and departments: names met in files become the snapshot's numbers, old numbers stay."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from rapidfuzz import fuzz

from analytics.intake.staging import MetProgramme
from analytics.intake.titles import core, programme_title
from analytics.intake.words_tables import fold, keywords, longest_keyword, rows

SURE = 85.0
OTHER = "其他"
UNKNOWN_TITLE = "未知项目"
Row = dict[str, Any]


@dataclass
class ProgrammeBook:
    """Programmes and departments of the parent snapshot, to which names met are added.

    programmes   rows of the contract table `programme`
    departments  rows of the contract table `department`
    unlisted     keys of programmes first met in a payment file, which no list of programmes names
    """

    programmes: list[Row]
    departments: list[Row]
    unlisted: set[int] = field(default_factory=set)

    def department(self, name: str) -> int:
        """The key of a department, made when new; 0 for ''."""
        if not name:
            return 0
        known = next((d["department"] for d in self.departments if d["title"] == name), None)
        if known is None:
            known = 1 + max((d["department"] for d in self.departments), default=0)
            self.departments.append({"department": known, "code": f"D{known:02d}", "title": name})
        return int(known)

    def listed(self, met: MetProgramme) -> int:
        """The key of a programme named by a list of programmes and rates."""
        title = fold(met.cell)
        key = next((int(p["programme"]) for p in self.programmes if p["title"] == title), 0)
        key = key or self._add(title, met)
        self.unlisted.discard(key)
        return key

    def resolve(self, met: MetProgramme) -> int:
        """The key of the programme a payment file means, made when it is new; 0 when the file does not say."""
        department = self.department(met.department)
        titles = [programme_title(met.cell) or fold(met.cell)] if met.cell else list(met.titles)
        for title in titles:
            if key := self.find(title, department):
                return key
        if not titles:
            return self._unknown()
        key = self._add(titles[0], met)
        self.unlisted.add(key)
        return key

    def find(self, title: str, department: int = 0) -> int:
        """The one programme a title means: the same name, the same core, a part of one, or very like one; else 0."""
        same = [p for p in self.programmes if p["title"] == title]
        if len(same) == 1:
            return int(same[0]["programme"])
        own = [p for p in self.programmes if p["programme"] and department in (0, p["department"])]
        bare = core(title)
        for group in (
            [p for p in own if core(p["title"]) == bare],
            [p for p in own if len(bare) > 1 and bare in p["title"]],
            [p for p in own if fuzz.ratio(core(p["title"]), bare) >= SURE],
        ):
            if len(group) == 1:
                return int(group[0]["programme"])
        return 0

    def _add(self, title: str, met: MetProgramme) -> int:
        key = 1 + max((p["programme"] for p in self.programmes), default=0)
        kind = kind_of(title, *met.titles, met.department)
        paid_to = next((r["paid_to"] for r in rows("programme_kind") if r["kind"] == kind), "person")
        self.programmes.append(
            {
                "programme": key,
                "code": f"P{key:03d}",
                "title": title,
                "kind": kind,
                "department": self.department(met.department),
                "paid_to": paid_to,
            }
        )
        return key

    def _unknown(self) -> int:
        """Programme 0: payments whose file does not say what they are for still count."""
        if all(p["programme"] for p in self.programmes):
            unknown = {"programme": 0, "code": "0", "title": UNKNOWN_TITLE, "kind": OTHER, "department": 0}
            self.programmes.append(unknown | {"paid_to": "person"})
        return 0


def kind_of(*texts: str) -> str:
    """The kind of a programme by the keywords of programme_kind.csv, the first text that has one; else 其他."""
    table = keywords("programme_kind", "kind")
    return next((kind for text in texts if (kind := longest_keyword(table, text))), OTHER)


def refine(book: ProgrammeBook, key: int, facts: list[Row]) -> None:
    """Take over what a list of rates says about a programme: paid_to, starts_on, ends_on (the last of its years)."""
    row = next(p for p in book.programmes if p["programme"] == key)
    starts = [f["valid_from"] for f in facts if f["valid_from"]]
    ends = [f["valid_to"] for f in facts]
    named = Counter(f["paid_to"] for f in facts if f["paid_to"])
    row["starts_on"] = min(starts, default=row.get("starts_on"))
    row["ends_on"] = max(ends) if ends and all(ends) else None
    if named:
        row["paid_to"] = named.most_common(1)[0][0]
