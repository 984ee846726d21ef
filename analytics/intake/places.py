"""Townships and villages: names met in files become the snapshot's numbers, old numbers stay."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Literal

from analytics.intake.words_tables import fold

Fault = Literal["", "unknown", "ambiguous"]
Row = dict[str, Any]
_MADE = re.compile(r"[TV]\d{4}")
_GROUP = re.compile(r"第?[0-9一二三四五六七八九十]{1,3}(村民)?(小组|组|社|队)$")
_VILLAGE = re.compile(r"(村民委员会|居民委员会|村委会|居委会|社区居委会|行政村|社区|村)+$")
_TOWNSHIP = re.compile(r"(人民政府|街道办事处|办事处|街道|镇|乡)+$")


@dataclass(frozen=True)
class Found:
    """Keys of a place; 0 where it is not known, and why."""

    township: int
    village: int
    fault: Fault = ""


@dataclass
class PlaceBook:
    """Townships and villages: the parent snapshot's, then those of a place file, or names met where there is none.

    townships, places   rows of the contract tables `township` and `place`
    """

    townships: list[Row]
    places: list[Row]

    @property
    def is_official(self) -> bool:
        """Whether a place file has been read: then a name it lacks is unknown, and not a new place."""
        return any(not _MADE.fullmatch(p["code"]) for p in self.places)

    def list_place(
        self, township: str, village: str, township_code: str, village_code: str, population: int | None
    ) -> None:
        """Take over a row of a place file; a place known by its names keeps its number."""
        above = self._township(fold(township)) or self._add_township(fold(township))
        if township_code:
            next(t for t in self.townships if t["township"] == above)["code"] = township_code
        key = self._village(above, fold(village)) or self._add_village(above, fold(village))
        row = next(p for p in self.places if p["village"] == key)
        row["population"] = population or row.get("population")
        if village_code:
            row["code"] = village_code

    def find(self, township: str, village: str) -> Found:
        """The place meant; without a place file it is made from its name. Two villages of one name are ambiguous."""
        above, below = fold(township), _GROUP.sub("", fold(village))
        if not above and not below:
            return Found(0, 0)
        if not above:
            above, below = self._split(below)
        if not self.is_official and above:
            return self._made(above, below)
        if not above:
            return self._by_village(below)
        key = self._township(above)
        if not key:
            return Found(0, 0, "unknown")
        inside = self._village(key, below) if below else 0
        return Found(key, inside, "" if inside or not below else "unknown")

    def _made(self, township: str, village: str) -> Found:
        above = self._township(township) or self._add_township(township)
        if not village:
            return Found(above, 0)
        return Found(above, self._village(above, village) or self._add_village(above, village))

    def _by_village(self, village: str) -> Found:
        here = [p for p in self.places if _short(p["title"]) == _short(village)]
        if len(here) == 1:
            return Found(here[0]["township"], here[0]["village"])
        return Found(0, 0, "ambiguous" if here else "unknown")

    def _split(self, text: str) -> tuple[str, str]:
        """青禾镇西庙村 → (青禾镇, 西庙村); ('', text) when no township begins it."""
        for row in self.townships:
            if text.startswith(row["title"]):
                return row["title"], text.removeprefix(row["title"])
        return "", text

    def _township(self, title: str) -> int:
        exact = [t for t in self.townships if t["title"] == title]
        like = exact or [t for t in self.townships if _TOWNSHIP.sub("", t["title"]) == _TOWNSHIP.sub("", title)]
        return int(like[0]["township"]) if len(like) == 1 else 0

    def _village(self, township: int, title: str) -> int:
        inside = [p for p in self.places if p["township"] == township]
        exact = [p for p in inside if title == p["title"] or title in (p.get("names") or ())]
        like = exact or [p for p in inside if _short(p["title"]) == _short(title)]
        return int(like[0]["village"]) if len(like) == 1 else 0

    def _add_township(self, title: str) -> int:
        key = 1 + max((t["township"] for t in self.townships), default=0)
        self.townships.append({"township": key, "code": f"T{key:04d}", "title": title})
        return key

    def _add_village(self, township: int, title: str) -> int:
        key = 1 + max((p["village"] for p in self.places), default=0)
        self.places.append({"village": key, "code": f"V{key:04d}", "title": title, "township": township})
        return key


def _short(title: str) -> str:
    return _VILLAGE.sub("", title)
