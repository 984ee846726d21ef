"""Names: the spelling that is kept, and the folded form under which spellings of one name meet."""

from __future__ import annotations

import csv
from functools import cache

from analytics.intake.clean.text import trim_sql
from analytics.intake.clean.width import BLANKS, half_width_sql
from analytics.settings import ROOT

VARIANTS = ROOT / "data" / "reference" / "name_variants.csv"
_BRACKETS = r"[(\[【〔{<《][^)\]】〕}>》]*([)\]】〕}>》]|$)"
_DOTS = "·•・‧∙⋅●．.。"


def name_spelling_sql(column: str) -> str:
    """VARCHAR: the name as it is spelled, trimmed; NULL when blank."""
    return trim_sql(column)


def name_fold_sql(column: str) -> str:
    """VARCHAR: the name without blanks, brackets (户主), middle dots; variants and traditional forms folded.

    Full-width letters become ASCII and letters upper-case. NULL when nothing is left.
    """
    plain = f"upper(regexp_replace({half_width_sql(column)}, '{_BRACKETS}|[{BLANKS}{_DOTS}''\"*=]', '', 'g'))"
    known, standards = variants()
    folded = f"translate({plain}, '{known}', '{standards}')"
    return f"nullif(CASE WHEN regexp_matches({plain}, '[{known}]') THEN {folded} ELSE {plain} END, '')"


@cache
def variants() -> tuple[str, str]:
    """The characters that are folded, and what each becomes."""
    with VARIANTS.open(encoding="utf-8-sig", newline="") as file:
        pairs = [row[:2] for row in csv.reader(file)][1:]
    return "".join(variant for variant, _ in pairs), "".join(standard for _, standard in pairs)
