"""Texts of own rules for tests: one lawful rule, questions put inside it, and the way to each state by the service."""

from pathlib import Path

from analytics import own_rules
from analytics.own_rules.drafts import mark_tested
from analytics.records.own_rules import OwnRule
from analytics.viewer import Viewer

LI, WANG = Viewer("li", "training"), Viewer("wang", "training")

HEADER = """/*
code: Z01
title: {zh: 试验, en: Trial}
module: 22
tier: indicator
subject: person
grain: year
reach: year
needs: []
flags: {zh: 试, en: try}
why: {zh: 试, en: try}
basis: {zh: 无, en: none}
sentence: {zh: "{subject:person}领取 {amount:money}。", en: "{subject:person} was paid {amount:money}."}
version: 1
valid_from: 2013-01-01
*/
"""
SELECT = """SELECT
    p.person AS subject_key, 0 AS other_key, [p.person] AS persons, list_sort(list(DISTINCT p.household)) AS households,
    min(p.account) AS account, min(p.village) AS village, p.programme, min(p.period) AS period_from,
    max(p.period) AS period_to, sum(p.amount) AS amount, count(*) AS payments, sum(p.amount) AS measure,
    {'total': sum(p.amount)} AS facts, list_sort(list(p.payment_no)) AS payment_nos
FROM pay AS p
WHERE TRUE
GROUP BY p.person, p.programme, p.year"""


def asked(query: str) -> str:
    """The lawful rule, with a query in a CTE that it reads."""
    return f"WITH asked AS (\n{query}\n)\n{where('EXISTS (SELECT 1 FROM asked)')}"


def where(condition: str) -> str:
    """The lawful rule, with a condition."""
    return SELECT.replace("WHERE TRUE", f"WHERE {condition}")


def rule(sql: str = SELECT, header: str = HEADER) -> OwnRule:
    """A draft that is in no database."""
    made = OwnRule(code="Z01", version=1, state="draft", authors=["li"])
    made.write(header + sql + "\n")
    return made


def drafted(text: str = HEADER + SELECT) -> OwnRule:
    """A draft of Li's in the store, under the next free code."""
    made = own_rules.start(LI)
    return own_rules.edit(LI, made.code, 1, text.replace("code: Z01", f"code: {made.code}"), made.sha256)


def tried(text: str = HEADER + SELECT) -> OwnRule:
    """The same, noted as tried."""
    made = drafted(text)
    mark_tested(LI, made.code, 1, made.sha256, {"hits": 29, "seconds": 0.1, "cut": False})
    return own_rules.entry(LI, made.code)


def released(store: Path, text: str = HEADER + SELECT) -> OwnRule:
    """Written by Li, released by Wang."""
    made = tried(text)
    own_rules.submit(LI, made.code, "请审核")
    return own_rules.release(WANG, store, made.code, made.sha256, "已核对语句")
