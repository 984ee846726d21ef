"""The list of suspects as a file for people: words in place of codes, one sentence a row, names masked."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pyarrow as pa

from analytics.codebook import codebook
from analytics.engine import Engine
from analytics.filters import SUBJECTS, TIERS, Filters
from analytics.rules.catalogue import known
from analytics.rules.runs import Run
from analytics.suspects.listing import DEFAULT_SORT, View, rows
from analytics.suspects.reasons import with_reasons
from analytics.viewer import Viewer
from analytics.words import _

# Column -> its header, in the order of the file.
TITLES = {
    "place_in_order": "序号",
    "tier": "疑点等级",
    "subject": "疑点对象",
    "subject_title": "对象名称",
    "cadre_linked": "涉干部或公职人员",
    "still_paid": "仍在发放",
    "people": "涉及人数",
    "amount": "疑点金额(元)",
    "township_title": "乡镇",
    "village_title": "村(社区)",
    "programmes": "惠民项目",
    "rules": "规则",
    "starts_on": "起",
    "ends_on": "止",
    "hits": "命中数",
    "reason": "理由",
    "subject_key": "编号",
}


def suspects_table(
    viewer: Viewer,
    engine: Engine,
    run: Run,
    filters: Filters,
    sort: str = DEFAULT_SORT,
    view: View = "people",
    only: Collection[tuple[str, int]] = (),
) -> pa.Table:
    """The suspects under the filters, in order, with TITLES' columns; `only` keeps these (subject, key) alone."""
    found = rows(viewer, engine, run, filters, sort, view)
    if only:
        pairs = zip(found["subject"].to_pylist(), found["subject_key"].to_pylist(), strict=True)
        kept = set(only)
        found = found.filter(pa.array([pair in kept for pair in pairs], pa.bool_()))
    return _in_words(engine, with_reasons(viewer, engine, run, found))


def _in_words(engine: Engine, found: pa.Table) -> pa.Table:
    book, rules = codebook(engine), known()
    words: dict[str, Any] = {
        "place_in_order": list(range(1, found.num_rows + 1)),
        "tier": [_(TIERS[tier]) for tier in found["tier"].to_pylist()],
        "subject": [_(SUBJECTS[subject]) for subject in found["subject"].to_pylist()],
        "cadre_linked": _yes_no(found, "cadre_linked"),
        "still_paid": _yes_no(found, "still_paid"),
        "rules": [_join(str(rules[c].header.title) for c in codes) for codes in found["rules"].to_pylist()],
        "programmes": [
            _join(book.title("programme", k) for k in keys if k) for keys in found["programmes"].to_pylist()
        ],
        "subject_key": [code or str(key) for code, key in _pairs(found)],
    }
    return pa.table([pa.array(words[c]) if c in words else found[c] for c in TITLES], names=list(TITLES))


def _yes_no(found: pa.Table, column: str) -> list[str]:
    return [_("是") if value else _("否") for value in found[column].to_pylist()]


def _join(words: Any) -> str:
    return _("、").join(words)


def _pairs(found: pa.Table) -> list[tuple[str, int]]:
    return list(zip(found["subject_code"].to_pylist(), found["subject_key"].to_pylist(), strict=True))
