"""The training county, block by block of townships, into a snapshot of its own store."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import duckdb
import numpy as np

from analytics.county.arrow import OWN_COLUMNS, to_arrow
from analytics.county.derived import DERIVED
from analytics.county.frame import YEARS, Columns, Ints, generator
from analytics.county.load import load_block, prepare
from analytics.county.names import COUNTY
from analytics.county.payments import NOTES, background
from analytics.county.people import make_block
from analytics.county.places import Places, change_columns, make_places, township_columns, village_columns
from analytics.county.plant import Planter, plant_all
from analytics.county.plant.planter import REMARKS
from analytics.county.programmes import department_columns, programme_columns, rate_columns
from analytics.county.sources import manifest_sources, register_source, source_columns, source_rows
from analytics.county.truth import Line, lines, write_truth
from analytics.schema import REGISTERS
from analytics.settings import settings
from analytics.snapshots import Snapshot, SnapshotWriter, store_lock
from analytics.snapshots.lock import HALF_BUILT
from analytics.vault import Vault
from analytics.words import Refused

HOUSEHOLDS = 250_000
BLOCK = 20  # townships made at a time: what bounds the memory
Progress = Callable[[float], object]  # the part done, 0 to 1

# Payments numbered in the order of their rosters, one partition year at a time.
_NUMBERED = f"""
    INSERT INTO payment BY NAME
    SELECT * EXCLUDE (nth, {", ".join(OWN_COLUMNS)}) REPLACE (
        {{before}} + nth AS payment_no, nth - min(nth) OVER file + 1 AS roster_line,
        nth - min(nth) OVER file + 4 AS source_row),
        'card' AS channel, 'paid' AS status, 'DK' || plot_number AS plot,
        nullif({list(NOTES)}[note + 1], '') AS note_kind, nullif({list(REMARKS)}[remark_number + 1], '') AS remark
    FROM (SELECT *, row_number() OVER (ORDER BY batch, place_in_roster, person, pay_date, amount,
                                                account, village) AS nth
          FROM loaded WHERE period // 100 = {{year}})
    WINDOW file AS (PARTITION BY source_file)"""


def build(store: Path, scale: float = 1, seed: int = 2017, progress: Progress | None = None) -> Snapshot:
    """Build the fictional county in an empty store and make it current.

    scale 1 is 250,000 households; 0.01 to 100. The same seed and scale give the same snapshot id anywhere.
    Raises Refused when the scale is out of bounds, the store holds data already, or another process writes.
    """
    if not 0.01 <= scale <= 100:
        raise Refused("规模 {scale} 不在 0.01 到 100 之间,没有生成任何数据。请改用其间的数。", scale=scale)
    told: Progress = progress or (lambda part: None)
    with store_lock(store), SnapshotWriter(store) as writer:
        if (store / "current").exists() or any((store / "vault").glob("*")):
            raise Refused("此目录已有数据,训练县没有生成,原数据未变。请用 --store 指定一个空目录。")
        with tempfile.TemporaryDirectory(prefix=HALF_BUILT, dir=store / "snapshots") as work:
            con = _database(Path(work))
            snapshot = _build(con, store, writer, seed, scale, told)
            con.close()
    told(1)
    return snapshot


def _database(work: Path) -> duckdb.DuckDBPyConnection:
    """A database that spills to `work` where a large county outgrows the memory it may use."""
    told = settings()
    return duckdb.connect(
        ":memory:", config={"threads": told.threads, "memory_limit": told.memory, "temp_directory": str(work)}
    )


def _build(
    con: duckdb.DuckDBPyConnection, store: Path, writer: SnapshotWriter, seed: int, scale: float, told: Progress
) -> Snapshot:
    vault, places = Vault(store), make_places(seed, scale)
    vault.attach(con)
    prepare(con)
    planted, population = _load_all(con, vault, places, seed, scale, told)
    vault.save(con)
    told(0.6)
    _write_payments(con, writer, told)
    _write_registers(con, writer)
    _write_reference(con, writer, places, population)
    writer.cube(con)  # last: it counts by department, which the programmes tell
    told(0.95)
    sources = _sources(con, seed, scale)
    _write(con, writer, "source", source_columns(sources))
    write_truth(store, planted)
    return writer.publish(
        sources=manifest_sources(sources), training=True, county=COUNTY, seed=seed, scale=scale, rejected={}
    )


def _load_all(
    con: duckdb.DuckDBPyConnection, vault: Vault, places: Places, seed: int, scale: float, told: Progress
) -> tuple[list[tuple[bool, Line]], Ints]:
    households = _village_households(places, seed, scale)
    planted: list[tuple[bool, Line]] = []
    population = np.zeros(places.villages, np.int64)
    spans = _blocks(places.townships)
    for number, townships in enumerate(spans):
        block = make_block(seed, number, places, households, townships)
        planter = Planter(block, payments=list(background(block)))
        plant_all(planter)
        keys = load_block(con, vault, planter, places)
        planted += lines(planter.notes, keys, places)
        population += np.bincount(block.village[block.household] - 1, minlength=places.villages)
        told(0.05 + 0.5 * (number + 1) / len(spans))
    return planted, population


def _blocks(townships: int) -> list[range]:
    """Keys of townships in runs of BLOCK or a little fewer, all of about one length."""
    ends = np.linspace(0, townships, -(-townships // BLOCK) + 1).astype(int).tolist()
    return [range(low + 1, high + 1) for low, high in pairwise(ends)]


def _village_households(places: Places, seed: int, scale: float) -> Ints:
    """Households of each village: 60 to 140 % of the mean, HOUSEHOLDS × scale in all."""
    weight = generator(seed, "village sizes").integers(60, 141, places.villages)
    total = round(HOUSEHOLDS * scale)
    ends = np.cumsum(weight) * total // int(weight.sum())
    return np.asarray(np.diff(np.r_[0, ends]))


def _write_payments(con: duckdb.DuckDBPyConnection, writer: SnapshotWriter, told: Progress) -> None:
    for done, year in enumerate(YEARS):
        before = con.execute("SELECT count(*) FROM payment").fetchall()[0][0]
        con.execute(_NUMBERED.format(before=before, year=year))
        writer.payments(con, f"(SELECT * FROM payment WHERE payment_no > {before})", [year])
        told(0.6 + 0.05 * (done + 1))
    con.execute("DROP TABLE loaded")


def _write_registers(con: duckdb.DuckDBPyConnection, writer: SnapshotWriter) -> None:
    con.register("programmes", to_arrow(programme_columns()))
    con.execute("CREATE TABLE programme AS SELECT * FROM programmes")
    for name, sql in DERIVED.items():
        con.execute(f"INSERT INTO {name} BY NAME SELECT * FROM ({sql}) ORDER BY ALL")
    for name in REGISTERS:
        numbered = f"{register_source(name)} AS source_file, rowid + 2 AS source_row"
        writer.table(con, name, f"(SELECT * REPLACE ({numbered}) FROM {name})")
    writer.table(con, "payee", "(SELECT DISTINCT ON (person) * FROM payee ORDER BY person, name)")


def _write_reference(con: duckdb.DuckDBPyConnection, writer: SnapshotWriter, places: Places, people: Ints) -> None:
    _write(con, writer, "programme", programme_columns())
    _write(con, writer, "rate", rate_columns())
    _write(con, writer, "department", department_columns())
    _write(con, writer, "township", township_columns(places, people))
    _write(con, writer, "place", village_columns(places, people))
    _write(con, writer, "place_change", change_columns(places))


def _write(con: duckdb.DuckDBPyConnection, writer: SnapshotWriter, name: str, columns: Columns) -> None:
    con.register("given_rows", to_arrow(columns))
    writer.table(con, name, "given_rows")
    con.unregister("given_rows")


def _sources(con: duckdb.DuckDBPyConnection, seed: int, scale: float) -> list[dict[str, object]]:
    paid = con.execute("SELECT source_file, count(*) FROM payment GROUP BY source_file").fetchall()
    kept = {name: con.execute(f"SELECT count(*) FROM {name}").fetchall()[0][0] for name in REGISTERS}
    return source_rows(dict(paid), kept, seed, scale)
