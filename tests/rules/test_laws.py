"""The laws of a rule's file: each is broken once, and the sentence names the file and the law."""

from __future__ import annotations

from pathlib import Path

import pytest

from analytics.rules.catalogue import catalogue, load
from analytics.rules.contract import SELECTED
from analytics.rules.header import BrokenRule

HEADER = """/*
code: Z01
title: {zh: 试验, en: Trial}
module: 1
tier: hard
subject: person
grain: year
reach: year
needs: [death]
parameters:
  above: {type: decimal, default: 1500.00, unit: 元, min: 0, max: 9999, step: 100, zh: 阈值, en: threshold}
fence: {parameter: above, measure: 金额, side: above}
flags: {zh: 试, en: try}
why: {zh: 试, en: try}
basis: {zh: 无, en: none}
sentence: {zh: "{subject:person}", en: "{subject:person}"}
version: 1
valid_from: 2013-01-01
*/
"""
COLUMNS = ",\n".join(f"    NULL AS {c}" for c in SELECTED)
SQL = f"SELECT\n{COLUMNS}\nFROM pay AS p WHERE p.amount > $above"


def written(folder: Path, text: str, name: str = "Z01_trial.sql") -> Path:
    (folder / "sql").mkdir(exist_ok=True)
    path = folder / "sql" / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_lawful_rule_is_loaded(tmp_path: Path) -> None:
    rule = load(written(tmp_path, HEADER + SQL))
    assert rule.code == "Z01"
    assert str(rule.header.defaults()["above"]) == "1500.0"
    assert rule.header.reads_resident_id


BROKEN = {
    "two statements": (SQL + "; SELECT 1", "law of one SELECT"),
    "a write inside": ("INSERT INTO pay SELECT 1", "law of one SELECT"),
    "a write in a CTE": ("WITH x AS (INSERT INTO pay VALUES (1) RETURNING *) " + SQL, "cannot be parsed|law of"),
    "a union": (f"{SQL} UNION ALL {SQL}", "law of one SELECT"),
    "an unknown parameter": (SQL + " AND p.period > $since", r"law of parameters: \$since is used but"),
    "an unused parameter": (SQL.replace("$above", "1500.00"), r"law of parameters: \$above is in the header"),
    "a missing column": (SQL.replace("    NULL AS facts,\n", ""), "law of columns: .* facts is missing"),
    "a column too many": (SQL.replace("SELECT\n", "SELECT 1 AS colour,\n"), "law of columns: colour"),
    "an unknown table": (SQL.replace("pay AS p", "secret AS p"), "law of tables: secret"),
    "a file": (SQL.replace("pay AS p", "'/etc/passwd' AS p"), "law of tables"),
    "a table function": (SQL.replace("pay AS p", "read_csv('/etc/passwd') AS p"), "law of (tables|functions)"),
    "another schema": (SQL.replace("pay AS p", "other.pay AS p"), "law of tables: other.pay"),
    "a function": (SQL + " AND getenv('HOME') IS NULL", "law of functions: getenv"),
    "any_value": (SQL.replace("NULL AS amount", "any_value(p.amount) AS amount"), "law of functions: any_value"),
    "a float": (SQL + " AND CAST(p.amount AS DOUBLE) > 1", "law of exact numbers: no cast to a float"),
    "a float number": (SQL + " AND p.amount > 1e3", "law of exact numbers: 1e3"),
    "a bare division": (SQL + " AND p.amount / 3 > 1", "law of exact numbers: .* CAST"),
    "an interval": (SQL + " AND p.pay_date > p.period_end + INTERVAL 1 MONTH", "law of dates"),
    "an unsorted list": (SQL.replace("NULL AS persons", "list(p.person) AS persons"), "law of sorted lists"),
    "a median without a digit to spare": (
        SQL.replace("NULL AS measure", "CAST(median(p.amount) AS DECIMAL(12, 2)) AS measure"),
        "law of medians",
    ),
    "a median over a window": (
        SQL.replace(
            "NULL AS measure",
            "CAST(median(CAST(p.amount AS DECIMAL(13, 3))) OVER (PARTITION BY p.person) AS DECIMAL(12, 2)) AS measure",
        ),
        "law of medians",
    ),
    "a bare quantile": (SQL.replace("NULL AS measure", "quantile_disc(p.amount, 0.9) AS measure"), "law of quantiles"),
    "an interpolated quantile": (
        SQL.replace("NULL AS measure", "CAST(quantile_cont(p.amount, 0.9) AS DECIMAL(12, 2)) AS measure"),
        "law of functions: percentile_cont",
    ),
    "a cast that rounds": (
        SQL.replace("NULL AS measure", "CAST(p.amount AS INTEGER) AS measure"),
        "law of whole numbers",
    ),
    "unnest in a sum": (SQL.replace("NULL AS measure", "1 + unnest([1, 2]) AS measure"), "law of unnest"),
    "weeks": (
        SQL.replace("NULL AS measure", "date_diff('week', p.period_start, p.period_end) AS measure"),
        "law of dates: .* week",
    ),
    "a union by name": (
        SQL.replace("pay AS p", "(SELECT amount FROM pay UNION ALL BY NAME SELECT amount FROM payment) AS p"),
        "law of unions: .* BY NAME",
    ),
    "a star beside USING in a union": (
        SQL.replace(
            "pay AS p",
            "(SELECT q.* FROM pay AS q JOIN payee USING (person) UNION ALL SELECT * FROM pay) AS p",
        ),
        "law of unions: beside USING",
    ),
    "columns replaced": (
        SQL.replace("pay AS p", "(SELECT * REPLACE (0.00 AS amount) FROM pay) AS p"),
        "law of unions: .* REPLACE",
    ),
    "a join Spark lacks": (
        SQL.replace("pay AS p", "pay AS p POSITIONAL JOIN payment AS q"),
        "law of two engines: .* POSITIONAL",
    ),
    "SIMILAR TO": (SQL + " AND p.remark SIMILAR TO 'a'", "law of (two engines|functions)"),
    "no SQL": ("SELEC 1", "cannot be parsed|law of one SELECT"),
}


@pytest.mark.parametrize(("sql", "said"), BROKEN.values(), ids=list(BROKEN))
def test_a_broken_law_is_named(tmp_path: Path, sql: str, said: str) -> None:
    with pytest.raises(BrokenRule, match=rf"^Z01_trial\.sql: .*({said})"):
        load(written(tmp_path, HEADER + sql))


def test_a_division_brought_to_decimal_and_a_sorted_list_are_lawful(tmp_path: Path) -> None:
    fine = SQL.replace("NULL AS amount", "CAST(p.amount / 3 AS DECIMAL(12, 2)) AS amount")
    fine = fine.replace("NULL AS persons", "list_sort(list(DISTINCT p.person)) AS persons")
    assert load(written(tmp_path, HEADER + fine)).columns >= set(SELECTED)


HEADERS = {
    "no header": ("", "must open with one"),
    "no YAML": ("/* code: [ */\n", "not YAML"),
    "another code": (HEADER.replace("Z01", "Z02"), "must begin with the rule's code"),
    "an unknown register": (HEADER.replace("[death]", "[moon]"), "no register is called moon"),
    "an unknown tier": (HEADER.replace("tier: hard", "tier: loud"), "header field tier"),
    "an unknown field": (HEADER.replace("version: 1", "colour: red\nversion: 1"), "header field colour"),
    "a fence of no parameter": (HEADER.replace("parameter: above,", "parameter: below,"), "the fence names"),
}


@pytest.mark.parametrize(("header", "said"), HEADERS.values(), ids=list(HEADERS))
def test_a_wrong_header_is_named(tmp_path: Path, header: str, said: str) -> None:
    with pytest.raises(BrokenRule, match=said):
        load(written(tmp_path, header + SQL))


def test_two_rules_of_one_code_are_refused(tmp_path: Path) -> None:
    written(tmp_path, HEADER + SQL)
    written(tmp_path, HEADER + SQL, "Z01_again.sql")
    with pytest.raises(BrokenRule, match="is taken by Z01_again"):
        catalogue(tmp_path)


def test_a_rule_may_be_python(tmp_path: Path) -> None:
    (tmp_path / "py").mkdir()
    head = HEADER.strip().removeprefix("/*").removesuffix("*/").strip()
    body = "import pyarrow as pa\n\n\ndef select(engine, parameters):\n    return pa.table({'subject_key': [1]})\n"
    (tmp_path / "py" / "Z01.py").write_text(f'"""{head}\n"""\n\n{body}', encoding="utf-8")
    assert catalogue(tmp_path)["Z01"].header.title.zh == "试验"
