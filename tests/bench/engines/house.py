"""This house: the rules' own SQL files through the engine, with all columns of the contract."""

from collections.abc import Iterator
from contextlib import contextmanager

import pyarrow as pa

from analytics.engine import Engine
from analytics.reference import current_reference
from analytics.rules.catalogue import catalogue
from analytics.snapshots import Snapshot
from tests.bench.engines import OPEN, RULES, Answers, Hit


@contextmanager
def contestant(snapshot: Snapshot) -> Iterator[Answers]:
    """A new engine every round: nothing is left over from the one before."""

    def answers() -> Iterator[tuple[str, list[Hit]]]:
        engine = Engine(snapshot, current_reference())
        rules = catalogue()
        yield OPEN, []
        for code in RULES:
            yield code, _hits(rules[code].select(engine))

    yield answers


def _hits(rows: pa.Table) -> list[Hit]:
    """A rule's rows as what is compared; the year is that of the first period, as in a hit's id."""
    names = ("subject_key", "programme", "period_from", "amount")
    return [(s, g, p // 100, int(a * 100)) for s, g, p, a in zip(*(rows[n].to_pylist() for n in names), strict=True)]
