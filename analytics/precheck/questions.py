"""Which rules a roster is asked by, and what kind of question a department hears when one speaks.

A rule is asked when it is about the people, households or accounts on the roster (subject), when a single row can be
wrong by it (tiers hard and indicator: what is odd among peers or badly written says nothing of a right to the money),
when it needs no other rule's hits, and when its module asks something before payment. What such a rule calls 数据待纠
in a single row, a dead head of a living family, is to be mended before payment too. Modules that speak only of what
was paid already have no kind here and are not asked: copied rosters and networks of accounts (16), statistics (17),
those left unpaid (18), the bank's answer and public works (19), spot checks (20), an inspector's comparisons (21).
Two rules of an asked module speak of payment past as well: E02 of what was not paid, E06 of the day of payment, which
here is only supposed.

A kind gathers several modules on purpose: 身份与资格 is said of the dead, the imprisoned, the too young and of a
mistyped number alike, so that nobody learns from it who is what.
"""

from __future__ import annotations

from collections.abc import Mapping

from analytics.rules.catalogue import Rule, catalogue

SUBJECTS = frozenset({"person", "household", "account"})
TIERS = frozenset({"hard", "indicator"})

# kind -> what a department reads; in the order of a cell that names several
KINDS: dict[str, str] = {
    "identity": "身份与资格",
    "means": "家庭经济状况",
    "overlap": "待遇重合",
    "account": "账户",
    "standard": "面积与标准",
    "procedure": "时序与程序",
    "entry": "名册填写",
    "other": "其他事项",
}
# module of a rule -> kind of question; a module that is not here is not asked
OF_MODULE: dict[int, str] = {
    1: "overlap",
    2: "overlap",
    3: "means",
    4: "identity",
    5: "overlap",
    6: "overlap",
    7: "account",
    8: "identity",
    9: "standard",
    10: "identity",
    11: "means",
    12: "identity",
    13: "overlap",
    14: "procedure",
    15: "overlap",
    22: "other",
}
AFTER_PAYMENT = frozenset({"E02", "E06"})


def is_asked(rule: Rule) -> bool:
    """Whether a roster is held against this rule."""
    head = rule.header
    alone = rule.in_force and not head.reads_hits and head.code not in AFTER_PAYMENT
    return alone and head.subject in SUBJECTS and head.tier in TIERS and head.module in OF_MODULE


def asked_rules() -> Mapping[str, Rule]:
    """Every rule a roster is held against, by code."""
    return {code: rule for code, rule in catalogue().items() if is_asked(rule)}


def in_order(kinds: set[str]) -> list[str]:
    """The kinds in the order of KINDS."""
    return [kind for kind in KINDS if kind in kinds]
