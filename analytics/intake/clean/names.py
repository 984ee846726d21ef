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
    variants, standards = _variants()
    folded = f"translate({plain}, '{variants}', '{standards}')"
    return f"nullif(CASE WHEN regexp_matches({plain}, '[{variants}]') THEN {folded} ELSE {plain} END, '')"


@cache
def _variants() -> tuple[str, str]:
    with VARIANTS.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    return "".join(r["variant"] for r in rows), "".join(r["standard"] for r in rows)
