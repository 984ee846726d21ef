"""The training county, block by block of townships, into a snapshot of its own store.

Memory holds a block at a time, whatever the county's size: payments wait on disk until they are written by year.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from analytics.county.arrow import to_arrow
from analytics.county.derived import AFTERWARDS, DERIVED, FAMILY_MEMBER
from analytics.county.frame import Columns, Ints, generator
from analytics.county.keyring import Keyring
from analytics.county.laid_out import layouts
from analytics.county.load import Loader, sourced
from analytics.county.names import COUNTY
from analytics.county.payments import background
from analytics.county.people import make_block
from analytics.county.places import Places, change_columns, make_places, township_columns, village_columns
from analytics.county.plant import Planter, plant_all
from analytics.county.programmes import department_columns, programme_columns, rate_columns
from analytics.county.sources import manifest_sources, source_columns, source_rows
from analytics.county.truth import Line, lines, write_truth
from analytics.county.waiting import Waiting
from analytics.schema import REGISTERS, create_sql
from analytics.settings import settings
from analytics.snapshots import Snapshot, SnapshotWriter, store_lock
from analytics.snapshots.lock import HALF_BUILT
from analytics.vault import Vault
from analytics.words import Refused

HOUSEHOLDS = 250_000
BLOCK = 20  # townships made at a time: what bounds the memory
Progress = Callable[[float], object]  # the part done, 0 to 1


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
        with _half_built(store / "snapshots") as work, _half_built(store / "vault") as half:
            snapshot = _County(writer, work, Vault(half, keys=store), seed, scale).build(store, told)
    told(1)
    return snapshot


@contextmanager
def _half_built(home: Path) -> Iterator[Path]:
    """A folder for what is not ready; the next holder of the lock removes what a killed process left."""
    home.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=HALF_BUILT, dir=home) as folder:
        yield Path(folder)


class _County:
    """One county under way: keys wait and spill in `work`, values in a vault half built."""

    def __init__(self, writer: SnapshotWriter, work: Path, vault: Vault, seed: int, scale: float) -> None:
        told = settings()
        self._con = duckdb.connect(
            ":memory:", config={"threads": told.threads, "memory_limit": told.memory, "temp_directory": str(work)}
        )
        self._writer, self._seed, self._scale = writer, seed, scale
        self._vault, self._waiting = vault, Waiting(work)
        self._places = make_places(seed, scale)
        self._spans = _blocks(self._places.townships)

    def build(self, store: Path, told: Progress) -> Snapshot:
        """Make all tables, put the values into the store's vault and publish."""
        for name in AFTERWARDS:
            self._con.execute(create_sql(name))
        self._con.execute(FAMILY_MEMBER)
        planted, population = self._load(told)
        self._lay_out(told)
        self._write_reference(population)
        self._write_cube()
        self._write_registers()
        told(0.95)
        sources = self._write_sources()
        self._con.close()
        self._vault.move(store)
        write_truth(store, planted)
        notes: dict[str, Any] = {"training": True, "county": COUNTY, "seed": self._seed, "scale": self._scale}
        return self._writer.publish(sources=manifest_sources(sources), rejected={}, **notes)

    def _load(self, told: Progress) -> tuple[list[tuple[bool, Line]], Ints]:
        """Make every block; returns what was planted, and the population of each village."""
        loader = Loader(self._con, self._writer, self._waiting, Keyring(self._vault))
        places, planted = self._places, list[tuple[bool, Line]]()
        households, population = _village_households(places, self._seed, self._scale), np.zeros(places.villages, int)
        for number, townships in enumerate(self._spans):
            block = make_block(self._seed, number, places, households, townships)
            planter = Planter(block, payments=list(background(block)))
            plant_all(planter)
            keys = loader.load(planter, places)
            planted += lines(planter.notes, keys, places)
            population += np.bincount(block.village[block.household] - 1, minlength=places.villages)
            told(0.05 + 0.5 * (number + 1) / len(self._spans))
        return planted, population

    def _lay_out(self, told: Progress) -> None:
        for done, (year, layout, pieces) in enumerate(layouts(self._waiting, self._places)):
            self._writer.year(layout, year, pieces)
            told(0.55 + 0.03 * (done + 1))

    def _write_reference(self, people: Ints) -> None:
        self._write("programme", programme_columns())
        self._write("rate", rate_columns())
        self._write("department", department_columns())
        self._write("township", township_columns(self._places, people))
        self._write("place", village_columns(self._places, people))
        self._write("place_change", change_columns(self._places))

    def _write(self, name: str, columns: Columns) -> None:
        self._con.register("given_rows", to_arrow(columns))
        self._writer.table(self._con, name, "given_rows")

    def _write_cube(self) -> None:
        """Block by block: who lives in the county is paid in one block only, guests (household < 0) in any."""
        first = [int(np.searchsorted(self._places.township_of, span.start)) + 1 for span in self._spans]
        spans = pairwise([*first, self._places.villages + 1])
        residents = [f"household > 0 AND village >= {low} AND village < {high}" for low, high in spans]
        self._writer.cube(self._con, ["household < 0", *residents])

    def _write_registers(self) -> None:
        for table in ("payment", "programme"):
            self._con.execute(f"CREATE VIEW {table} AS SELECT * FROM read_parquet('{self._writer.glob(table)}')")
        for name, sql in DERIVED.items():
            self._con.execute(f"INSERT INTO {name} BY NAME SELECT * FROM ({sql}) ORDER BY ALL")
        for name in AFTERWARDS:
            self._writer.table(
                self._con, name, sourced(name, f"(SELECT * EXCLUDE (source_file, source_row) FROM {name})")
            )

    def _write_sources(self) -> list[dict[str, Any]]:
        kept = {name: self._writer.count(name) for name in REGISTERS}
        sources = source_rows(self._waiting.rosters(), kept, self._seed, self._scale)
        self._write("source", source_columns(sources))
        return sources


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
