"""Texts of own rules for tests: one lawful rule, and questions put inside it."""

from analytics.records.own_rules import OwnRule

HEADER = """/*
code: Z01
title: {zh: 试验, en: Trial}
module: 21
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
