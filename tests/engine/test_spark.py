"""Where the two engines mean different things by the same words, the answer is DuckDB's."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from analytics.engine import Engine
from analytics.engine.spark import SparkEngine
from tests.rules.fixtures import HERE, Fixture
from tests.support.spark import on_spark, spark

__all__ = ["spark"]
pytestmark = on_spark

PAIRS = "(VALUES (1, NULL, 5), (1, 2, 6), (2, 3, NULL), (2, 3, 7)) AS t(g, a, b)"
TRAPS = {
    "blanks sort last inside structs": f"""
        SELECT g, min({{'a': a, 'b': b}}).b AS least, max({{'a': a, 'b': b}}).b AS most FROM {PAIRS} GROUP BY g""",
    "structs as an order": f"SELECT a, b, row_number() OVER (ORDER BY {{'a': a, 'b': b}}) AS nth FROM {PAIRS}",
    "structs are alike when their blanks are": f"""
        SELECT count(*) AS n FROM (SELECT {{'a': a}} AS r FROM {PAIRS}) AS x
        JOIN (SELECT {{'a': a}} AS r FROM {PAIRS}) AS y ON x.r = y.r""",
    "lists keep blanks": f"""
        SELECT list_sort(list(a)) AS l, list_sort(list(DISTINCT a)) AS d, list_sort(list_distinct(list(a))) AS u,
               list(a) FILTER (WHERE a > 9) AS none, list_sort(list(a) FILTER (WHERE a > 1)) AS f FROM {PAIRS}""",
    "a missing list is no list": f"SELECT list_sort(list_concat([7], list(a) FILTER (WHERE a > 9))) AS l FROM {PAIRS}",
    "months are counted by boundaries": """
        SELECT date_diff('month', a, b) AS m, date_diff('year', a, b) AS y, date_diff('day', a, b) AS d,
               months_apart(a, b) AS apart, age_at(a, b) AS age, add_months(a, 1) AS later, month_start(b) AS start
        FROM (VALUES (DATE '2020-01-31', DATE '2020-02-01'), (DATE '2019-12-31', DATE '2020-01-01'),
                     (DATE '1960-02-29', DATE '2021-02-28'), (DATE '1960-03-01', DATE '2020-02-29')) AS t(a, b)""",
    "halves round as DuckDB rounds them": """
        SELECT n, CAST(n / 1000 AS DECIMAL(12, 2)) AS two, CAST(-n / 1000 AS DECIMAL(12, 2)) AS minus,
               CAST(CAST(n AS DECIMAL(12, 2)) / 7 AS DECIMAL(18, 4)) AS seventh, CAST(n / 16 AS DECIMAL(9, 0)) AS whole,
               CAST(CAST(CAST(n AS DECIMAL(12, 3)) * 0.001 AS DECIMAL(12, 3)) AS DECIMAL(12, 2)) AS exact
        FROM (SELECT unnest(range(1, 3000)) AS n) AS numbers""",
    "the mean and the middle": """
        SELECT CAST(avg(x) AS DECIMAL(12, 4)) AS mean,
               CAST(median(CAST(x AS DECIMAL(13, 3))) AS DECIMAL(12, 2)) AS middle,
               CAST(quantile_disc(x, 0.9) AS DECIMAL(12, 2)) AS ninth,
               CAST(percentile_disc(0.5) WITHIN GROUP (ORDER BY x) AS DECIMAL(12, 2)) AS half
        FROM (VALUES (1.01), (1.02), (1.05), (1.06)) AS t(x)""",
    "an exact quantile of many": """
        SELECT CAST(quantile_disc(n * 0.01, 0.99) AS DECIMAL(12, 2)) AS x
        FROM (SELECT unnest(range(1, 50000)) AS n) AS numbers""",
    "a named window, ordered, and QUALIFY": f"""
        SELECT *, row_number() OVER (w ORDER BY b) AS nth FROM {PAIRS} WINDOW w AS (PARTITION BY g)
        QUALIFY nth = 1 AND count(*) OVER w > 1""",
    "stars with changes": f"SELECT * EXCLUDE (b) REPLACE (a + 1 AS a) FROM {PAIRS}",
    "unions by name": "SELECT 1 AS a, 2 AS b UNION ALL BY NAME SELECT 3 AS b",
    "text from numbers and blanks": f"SELECT concat('x', a, 'y') AS t, concat_ws('|', a, b) AS u FROM {PAIRS}",
    "text": """
        SELECT sha256(concat_ws('|', 'village', 7)) AS h, regexp_matches('第二期\\d', '第?[二三2-5][期次批]') AS m,
               translate('2017年 路(一)', '0123456789 ()', '') AS t, 'a' || 'b' AS j""",
    "whole division": "SELECT 201612 // 100 AS y, make_date(201612 // 100, 201612 % 100, 1) AS d, -7 // 2 AS minus",
    "semi and anti joins": f"""
        SELECT g FROM {PAIRS} SEMI JOIN (SELECT 1 AS g) AS s USING (g) ANTI JOIN (SELECT 6 AS b) AS n USING (b)""",
    "GROUP BY ALL beside a struct": f"SELECT g, min({{'a': a}}) AS r, sum(b) AS s FROM {PAIRS} GROUP BY ALL",
    "JSON": """
        SELECT CAST(to_json(facts) AS VARCHAR) AS facts
        FROM (SELECT {'zh': '中"文\\', 'paid': 1500.00, 'large': CAST(12345678901.5 AS DECIMAL(18, 2)), 'none': NULL,
                      'on': DATE '2016-02-29', 'yes': TRUE, 'many': [1, 2], 'in': {'n': 0.00, 'none': NULL}} AS facts
              ) AS t""",
}


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory, spark: Any) -> tuple[Engine, SparkEngine]:
    embedded = Fixture(HERE / "A15").engine(tmp_path_factory.mktemp("snapshot"))
    return embedded, SparkEngine(embedded.snapshot, embedded.reference, spark)


def alike(rows: list[dict[str, Any]]) -> list[list[tuple[str, Any]]]:
    return sorted((sorted(row.items()) for row in rows), key=str)


@pytest.mark.parametrize("sql", TRAPS.values(), ids=list(TRAPS))
def test_the_same_words_mean_the_same(both: tuple[Engine, SparkEngine], sql: str) -> None:
    embedded, other = (engine.rows(sql) for engine in both)
    assert embedded and alike(embedded) == alike(other)


def test_parameters_and_tables_of_one_question(both: tuple[Engine, SparkEngine]) -> None:
    sql = "SELECT count(*) AS n FROM given WHERE amount > $above AND code = $code"
    given = both[0].query("SELECT 1500.00 AS amount, 'a' AS code UNION ALL SELECT 1500.01, 'a'")
    for engine in both:
        found = engine.query(sql, {"above": Decimal(1500), "code": "a"}, tables={"given": given})
        assert found.to_pylist() == [{"n": 1}]
        assert engine.value("SELECT count(*) FROM payment") == engine.snapshot.rows("payment")


def test_a_register_that_is_not_there_is_empty(both: tuple[Engine, SparkEngine]) -> None:
    assert [engine.value("SELECT count(*) FROM vehicle") for engine in both] == [0, 0]


def test_nothing_of_spark_is_loaded_until_it_is_asked_for() -> None:
    code = "import sys, analytics.rules.run; print('pyspark' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "False"


def test_without_java_a_sentence_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from analytics.engine.spark import local_session
    from analytics.words import Refused

    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(Refused, match="Java 17"):
        local_session()
