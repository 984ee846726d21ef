"""What the parts of the bench share: a temporary folder, the county at its scale (built once), a line of progress."""

import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from analytics.snapshots import current_snapshot
from tests.bench.watch import Watched, watch


@dataclass
class Stage:
    """`folder` is removed by whoever made it; `scale` 1 is the county the targets speak of."""

    folder: Path
    scale: float
    started: float = field(default_factory=time.monotonic)
    built: Watched | None = None

    def say(self, words: str) -> None:
        print(f"{time.monotonic() - self.started:6.0f} s  {words}", file=sys.stderr, flush=True)

    def county(self) -> Path:
        """The store with the training county."""
        store = self.folder / "county"
        if self.built is None:
            self.say(f"building the county at scale {self.scale:g}")
            self.built = verb("county", "--scale", str(self.scale), store=store)
        return store

    def payments(self) -> int:
        snapshot = current_snapshot(self.county())
        assert snapshot is not None
        return snapshot.rows("payment")


def verb(*words: str, store: Path) -> Watched:
    """One verb of the command line in a process of its own, as a person would start it."""
    return watch(["-m", "analytics", *words, "--store", str(store)], QINGZHANG_STORE=str(store))
