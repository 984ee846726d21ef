"""The nine rules in PostgreSQL: its own server from this machine's binaries, tables loaded by COPY, indexed, analysed.

Loading is no part of a round. The server forgets everything afterwards, so fsync is off.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import psycopg

from analytics.snapshots import Snapshot
from tests.bench.engines import OPEN, RULES, Answers, Hit
from tests.bench.engines.postgres.load import load
from tests.support.postgres import server

# What an administrator would set for one analyst on this machine; the rest stays as it comes.
SETTINGS = {
    "shared_buffers": "512MB",
    "work_mem": "256MB",
    "maintenance_work_mem": "256MB",
    "effective_cache_size": "2GB",
    "random_page_cost": "1.1",
    "max_parallel_workers_per_gather": str(psutil.cpu_count() or 2),
    "max_wal_size": "4GB",
    "jit": "off",
}
SQL = Path(__file__).parent / "sql"


@contextmanager
def contestant(snapshot: Snapshot) -> Iterator[Answers]:
    """A round finds the reversals (a temporary table that `pay` leaves out), then asks rule after rule."""
    with server(SETTINGS) as running, psycopg.connect(running.address(), autocommit=True) as con:
        load(con, snapshot)

        def answers() -> Iterator[tuple[str, list[Hit]]]:
            con.execute((SQL / "cancelled.sql").read_text(encoding="utf-8"))
            yield OPEN, []
            for code in RULES:
                rows = con.execute((SQL / f"{code}.sql").read_text(encoding="utf-8")).fetchall()
                yield code, [(s, g, y, int(a * 100)) for s, g, y, a in rows]

        yield answers
