"""python -m tests.bench [PART…] [--scale S]: measure, and write docs/benchmarks.md. Without a part: all of them."""

import argparse
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.bench import catalogue_part, drilldown_part, engines_part, verbs_part
from tests.bench.machine import machine, now
from tests.bench.report import write
from tests.bench.results import kept
from tests.bench.stage import Stage

PARTS: dict[str, Callable[[Stage], dict[str, Any]]] = {
    "county": verbs_part.county,
    "sample": verbs_part.sample,
    "intake": verbs_part.intake,
    "drilldown": drilldown_part.measure,
    "catalogue": catalogue_part.measure,
    "engines": engines_part.measure,
}


def main() -> None:
    """Each part's figures are kept as soon as they are there; parts not asked for keep what they had."""
    asked = _arguments()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        stage = Stage(Path(folder), asked.scale)
        for part in asked.parts or PARTS:
            stage.say(f"== {part}")
            figures = PARTS[part](stage)
            results = kept(asked.out, part, figures | {"when": now(), "machine": machine(), "scale": asked.scale})
            write(asked.out, results)
        stage.say(f"written: {asked.out / 'benchmarks.md'}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], metavar="PART", help=f"any of: {', '.join(PARTS)}")
    parser.add_argument("--scale", type=float, default=1.0, help="size of the county; the targets speak of 1")
    parser.add_argument("--out", type=Path, default=Path("docs"), help="folder of benchmarks.md and benchmarks.json")
    return parser.parse_args()


if __name__ == "__main__":
    main()
