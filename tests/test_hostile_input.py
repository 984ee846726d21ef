"""Whatever stands in an address: a sentence, a chip or nothing, never an error and never a row more."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics import hit_list, suspects
from analytics.drilldown.totals import totals
from analytics.engine import Engine, open_engine
from analytics.filters import TITLES, Filters, select
from analytics.payments import payments
from analytics.permissions import operator
from analytics.rules.runs import Run
from tests.support.small_store import small_store
from tests.support.some_hits import write_hits

HOSTILE = (
    "' OR '1'='1", "1) OR (1=1", "'; DROP TABLE pay; --", "T1' UNION SELECT * FROM payee --", "%", "_", "\\", "\x00",
    "$1", "?", "{}", "{0.__class__}", "%s", "NULL", "-1", "0", "9" * 40, "1e309", "NaN", "-Infinity", "Infinity",
    "2016-13-45", "0000-00-00", "true false", "../../etc/passwd", "<script>alert(1)</script>", "T1,T2,' OR 1=1", "，",
    "\u202eT1", "x" * 5000, "A01') OR rule IN ('A01", "read_csv('/etc/passwd')", "hard' OR tier='data",
)  # fmt: skip
VALUES = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=40))


@dataclass
class Desk:
    engine: Engine
    run: Run


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    store = tmp_path_factory.mktemp("hostile")
    return Desk(open_engine(small_store(store)), write_hits(store / "runs" / "few"))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.dictionaries(st.sampled_from(sorted(TITLES)), VALUES, max_size=4), sort=VALUES)
def test_no_filter_breaks_out(desk: Desk, query: dict[str, str], sort: str) -> None:
    filters, who = Filters.read(query), operator()
    listed = suspects.page(who, desk.engine, desk.run, filters, sort)
    hits = hit_list.page(who, desk.engine, desk.run, filters, sort)
    paid = payments(who, desk.engine, filters, sort)
    assert listed.total <= 4 and hits.total <= 8
    assert paid.total <= desk.engine.value("SELECT count(*) FROM payment")
    assert totals(who, desk.engine, filters).payments <= desk.engine.value("SELECT count(*) FROM payment")
    if select(who, desk.engine, filters).unknown:
        assert (listed.total, hits.total, paid.total) == (0, 0, 0), "what makes no sense is never widened"
