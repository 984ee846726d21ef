"""What names say: department, programme and year in the name of a file, a title or a sheet."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from analytics.intake.read import years_in
from analytics.intake.words_tables import fold, keywords, rows

_GENERIC = re.compile(
    r"(sheet|表|工作表|data|book|数据|信息|说明|明细|附件|附表|table)?[0-9一二三四五六七八九十]*", re.I
)
_NUMBER = re.compile(r"^[0-9]{1,3}[_\-.、\s]+")
_PLACE = re.compile(r"^[\u4e00-\u9fff]{2,6}?(县|市|区|旗)(?=[\u4e00-\u9fff0-9])")
_MARKS = re.compile(r"[_\-—~、,。.:;()\[\]【】《》<>“”\"'·\s]+")


def department_in(*texts: str) -> str:
    """The department a file name part (民政局_…) or a title names; '' when none does."""
    words = keywords("department_words", "department")
    for text in texts:
        folded = fold(text)
        for part in [*re.split(r"[_\-\s]+", text), folded]:
            for name, known in words.items():
                if any(fold(part).endswith(w) or (len(w) > 2 and w in fold(part)) for w in known):
                    return name
    return ""


def year_of(*texts: str) -> int | None:
    """The year of the first text that names exactly one."""
    for text in texts:
        years = years_in(text)
        if len(years) == 1:
            return years[0]
    return None


def programme_title(text: str, department: str = "") -> str:
    """A programme's title as a file name, title, sheet or cell says it, without list words, dates and the county.

    '01_民政局_农村低保金发放花名册_2015-2017.xlsx' → '农村低保金'; '' when nothing is left.
    """
    text = _NUMBER.sub("", Path(text).stem if re.search(r"\.\w{2,5}$", text) else text)
    names = {department, *keywords("department_words", "department").get(department, ())} - {""}
    for part in (fold(p) for p in _MARKS.split(text)):
        title = _without_noise(_PLACE.sub("", part))
        if len(title) >= 2 and title not in names and not _GENERIC.fullmatch(title):
            return title
    return ""


def _without_noise(text: str) -> str:
    before = None
    while before != text:
        before = text
        text = _noise().sub("", text)
    return text


@cache
def _noise() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{r['pattern']})" for r in rows("programme_noise") if r["kind"] != "policy"))


@cache
def _policy() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{r['pattern']})" for r in rows("programme_noise") if r["kind"] == "policy"))


def core(title: str) -> str:
    """The bare name under which two titles of one programme meet: 退耕还林政策补助资金 → 退耕还林."""
    text = _policy().sub("", programme_title(title)) or fold(title)
    for row in rows("programme_suffix"):
        if text.endswith(row["suffix"]) and len(text) - len(row["suffix"]) >= 2:
            return text.removesuffix(row["suffix"])
    return text
