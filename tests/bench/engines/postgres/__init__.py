"""The nine rules in PostgreSQL: its own server from this machine's binaries, tables loaded by COPY, indexed, analysed.

Loading is no part of a round. The server forgets everything afterwards, so fsync is off.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from analytics.snapshots import Snapshot
from tests.bench.engines import OPEN, RULES, Answers, Hit
from tests.bench.engines.postgres.load import load
from tests.bench.engines.postgres.server import server

SQL = Path(__file__).parent / "sql"


@contextmanager
def contestant(snapshot: Snapshot) -> Iterator[Answers]:
    """A round finds the reversals (a temporary table that `pay` leaves out), then asks rule after rule."""
    with server() as address, psycopg.connect(address, autocommit=True) as con:
        load(con, snapshot)

        def answers() -> Iterator[tuple[str, list[Hit]]]:
            con.execute((SQL / "cancelled.sql").read_text(encoding="utf-8"))
            yield OPEN, []
            for code in RULES:
                rows = con.execute((SQL / f"{code}.sql").read_text(encoding="utf-8")).fetchall()
                yield code, [(s, g, y, int(a * 100)) for s, g, y, a in rows]

        yield answers
