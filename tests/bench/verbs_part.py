"""What the command line takes: the county built, the sample from files to hits, a large file taken in."""

from typing import Any

from analytics.settings import ROOT
from tests.bench.large_file import write_large_file
from tests.bench.stage import Stage, verb

SAMPLE = ROOT.parent / "shared" / "samples" / "qinghe" / "files"
INTAKE_ROWS = 1_000_000
LARGER = 3


def county(stage: Stage) -> dict[str, Any]:
    """{seconds, peak_bytes, payments, scale} of building the county; `larger`: [the same, LARGER times the size]."""
    larger = Stage(stage.folder / "larger", stage.scale * LARGER)
    return _built(stage) | {"larger": [_built(larger)]}


def _built(stage: Stage) -> dict[str, Any]:
    payments = stage.payments()
    assert stage.built is not None
    took = {"seconds": stage.built.seconds, "peak_bytes": stage.built.peak_bytes}
    return took | {"payments": payments, "scale": stage.scale}


def sample(stage: Stage) -> dict[str, Any]:
    """{steps: {verb: seconds}, peak_bytes} of intake, check and hits over the sample county; or {skipped}."""
    if not SAMPLE.is_dir():
        return {"skipped": "the sample county is not beside this project"}
    store = stage.folder / "sample"
    steps: dict[str, tuple[str, ...]] = {
        "intake": ("intake", str(SAMPLE)),
        "check": ("check",),
        "hits": ("hits", "--csv", str(stage.folder / "hits.csv")),
    }
    watched = {}
    for name, words in steps.items():
        stage.say(f"sample county: {name}")
        watched[name] = verb(*words, store=store)
    peak = max(one.peak_bytes for one in watched.values())
    return {"steps": {name: one.seconds for name, one in watched.items()}, "peak_bytes": peak}


def intake(stage: Stage) -> dict[str, Any]:
    """{rows, bytes, seconds, peak_bytes} of one large GB18030 csv, the whole verb from start to published snapshot."""
    rows = max(1000, round(INTAKE_ROWS * stage.scale))
    stage.say(f"writing a csv of {rows:,} payments")
    folder = write_large_file(stage.folder / "large", rows)
    size = sum(path.stat().st_size for path in folder.iterdir())
    stage.say(f"taking it in ({size / 1e6:.0f} MB)")
    took = verb("intake", str(folder), store=stage.folder / "large-store")
    return {"rows": rows, "bytes": size, "seconds": took.seconds, "peak_bytes": took.peak_bytes}
