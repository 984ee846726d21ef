"""docs/benchmarks.md from the figures: one section for each part, each with its targets and whether they were met."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from tests.bench.engines import ENGINES, OPEN, RULES
from tests.bench.results import Results

Figures = dict[str, Any]
HEAD = """# Benchmarks

Written by `make bench` (`python -m tests.bench`, or a part of it: `python -m tests.bench engines`). Figures between
two runs stand in benchmarks.json. Times are wall-clock. Memory is the peak of a process and its children, looked at
ten times a second; memory that several processes share counts once.
"""
NINE = """
Nine rules over the same {payments:,} payments of the training county. Each engine has a process of its own and all
cores. After a round that warms its caches, and in which memory is looked at, {rounds} rounds are timed. Hits are
compared exactly by rule, subject, programme, year and amount: {agreement}

What is in a round:
- **清账**: a new engine on the Parquet files (its helper tables are made anew), then each rule's own SQL, with all
  columns of the contract: the evidence, both records, the payments' numbers. Nobody else has to give those.
- **pandas**: reading the columns needed from the same Parquet files, once; then rule after rule on the DataFrames.
  Money as whole 分 in int64, texts as categories: far faster than the decimal objects pandas would make by itself.
- **polars**: lazy scans of the same files, one collect a rule.
- **PostgreSQL**: the queries alone. Loading by COPY, its indexes and VACUUM ANALYZE are done before.
  Settings: {settings}.
"""

# Why a ratio stays below its goal, as profiling showed; stands in the page only where it does.
WHY = {
    "pandas_rules": "pandas pays once for reading the columns and joining payments, programmes and periods, and "
    "then answers nine rules from memory it keeps (a gigabyte of it); here each rule reads the files again, alone, and "
    "gives the evidence with every hit. Most of our time goes into the helper tables (made when a rule first names "
    "them: once for a snapshot in the program, once a round here) and the wide scans of A01 and E07.",
    "sample": "the target was set for two dozen rules; each of the 98 takes some 20 to 60 ms to be planned, however "
    "little data there is, and the forest's library a second to load; the intake's 25 files take 0.1 to 0.2 s each.",
    "intake": "cleaning, the two sorted layouts and the sums keep both cores busy for most of it; imports (a second) "
    "and the two sorts are what is left.",
}


def write(folder: Path, results: Results) -> None:
    """Write the page; a part that was never measured has no section."""
    sections = [section(results[part]) for part, section in SECTIONS.items() if part in results]
    (folder / "benchmarks.md").write_text("\n".join([HEAD, *sections]), encoding="utf-8")


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table, numbers to the right."""
    lines = [list(heads), *map(list, rows)]
    rule = ["---", *["---:"] * (len(lines[0]) - 1)]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in (lines[0], rule, *lines[1:])) + "\n"


def target(words: str, met: bool, found: str) -> str:
    """One line: what was to be reached, and what was."""
    return f"- {'met' if met else '**missed**'}: {words}; measured {found}\n"


def _measured(figures: Figures) -> str:
    scale = "" if figures["scale"] == 1 else f" County at scale {figures['scale']:g}, not 1."
    return f"\n{figures['when']}, {figures['machine']}.{scale}\n"


def engines(figures: Figures) -> str:
    """The nine rules: ratios, memory and agreement, then seconds by rule."""
    found, house = figures["engines"], figures["engines"]["house"]
    skipped = "".join(f"\nSkipped: {ENGINES[name]}: {why}.\n" for name, why in figures["skipped"].items())
    goals = {"pandas_rules": 10, "postgres": 10, "polars_rules": 3}
    lines = [_ratio(name, goal, found[name], house) for name, goal in goals.items() if name in found]
    memory = target("under 1 GB", house["peak_bytes"] < 1e9, f"{house['peak_bytes'] / 1e6:.0f} MB")
    settings = ", ".join(f"{name} = {value or chr(39) * 2}" for name, value in figures["postgres_settings"].items())
    said = NINE.format(**figures, agreement=_agreement(found), settings=settings)
    heads = ("", *(f"{ENGINES[name]} {one['version']}" for name, one in found.items()))
    rows = [*_totals(found, house), *_steps(figures, found)]
    reached = "".join([*lines, memory])
    return f"## Nine rules, four engines\n{said}{skipped}{_measured(figures)}\n{reached}\n{table(heads, rows)}"


def _ratio(name: str, goal: int, other: Figures, house: Figures) -> str:
    ratio = other["total"]["median"] / house["total"]["median"]
    why = f". Why: {WHY[name]}" if ratio < goal and name in WHY else ""
    return target(f"{goal} × {ENGINES[name]}", ratio >= goal, f"{ratio:.1f} ×{why}")


def _agreement(found: dict[str, Figures]) -> str:
    wrong = [
        f"{ENGINES[name]} differs in {', '.join(one['disagrees'])}" for name, one in found.items() if one["disagrees"]
    ]
    return "; ".join(wrong) + "." if wrong else "all engines agree in every hit."


def _totals(found: dict[str, Figures], house: Figures) -> Iterable[list[str]]:
    yield ["**nine rules, median**", *(f"**{one['total']['median']:.2f} s**" for one in found.values())]
    yield ["least–most", *(f"{one['total']['least']:.2f}–{one['total']['most']:.2f} s" for one in found.values())]
    median = house["total"]["median"]
    yield ["÷ 清账", *(f"{one['total']['median'] / median:.1f} ×" for one in found.values())]
    yield ["peak memory", *(f"{one['peak_bytes'] / 1e6:.0f} MB" for one in found.values())]


def _steps(figures: Figures, found: dict[str, Figures]) -> Iterable[list[str]]:
    for step in (OPEN, *RULES):
        words = "opening" if step == OPEN else f"{step} ({figures['hits'][step]} hits)"
        yield [words, *(f"{one['steps'][step] * 1000:.0f} ms" for one in found.values())]


def county(figures: Figures) -> str:
    """The county built from nothing."""
    sizes = [figures, *figures.get("larger", [])]
    peaks = [one["peak_bytes"] / 1e6 for one in sizes]
    goals = [
        target("the county built in 30 s", figures["seconds"] <= 30, f"{figures['seconds']:.1f} s"),
        target("under 2.5 GB at every size", max(peaks) < 2500, f"{max(peaks):.0f} MB"),
    ]
    rows = [
        [f"{one['scale']:g}", f"{one['payments']:,}", f"{one['seconds']:.1f} s", f"{peak:.0f} MB"]
        for one, peak in zip(sizes, peaks, strict=True)
    ]
    head = "## The training county\n\n`python -m analytics county`, the whole process.\n"
    page = table(("scale", "payments", "time", "peak memory"), rows)
    return f"{head}{_measured(figures)}\n{''.join(goals)}\n{page}"


def sample(figures: Figures) -> str:
    """The sample county's 25 files to hits."""
    head = "## The sample county, from files to hits\n\n"
    if "skipped" in figures:
        return f"{head}Skipped: {figures['skipped']}.\n{_measured(figures)}"
    seconds = sum(figures["steps"].values())
    parts = ", ".join(f"{name} {took:.1f} s" for name, took in figures["steps"].items())
    found = f"{seconds:.1f} s ({parts})" + (f". Why: {WHY['sample']}" if seconds > 10 else "")
    goal = target("from files to hits in 10 s", seconds <= 10, found)
    said = f"\nThree processes, all rules and the forest; peak memory {figures['peak_bytes'] / 1e6:.0f} MB.\n"
    return f"{head}`intake`, `check`, `hits --csv`, one after another.\n{_measured(figures)}{said}\n{goal}"


def intake(figures: Figures) -> str:
    """One large file through the whole intake."""
    speed = figures["rows"] / figures["seconds"]
    found = f"{speed:,.0f} ({figures['seconds']:.1f} s)" + (f". Why: {WHY['intake']}" if speed < 200_000 else "")
    goal = target("200,000 rows a second", speed >= 200_000, found)
    said = (
        f"\nA GB18030 csv of {figures['rows']:,} payments ({figures['bytes'] / 1e6:.0f} MB) and the list of places "
        f"into an empty store: reading, cleaning, vault, both layouts, sums, publishing. "
        f"Peak memory {figures['peak_bytes'] / 1e6:.0f} MB.\n"
    )
    return f"## Intake\n{_measured(figures)}{said}\n{goal}"


def drilldown(figures: Figures) -> str:
    """Every question with its milliseconds."""
    asked: dict[str, Figures] = figures["questions"]
    slow = [words for words, took in asked.items() if took["median"] >= 0.1]
    worst = max(took["median"] for took in asked.values())
    found = f"the slowest {worst * 1000:.0f} ms" + (f"; over it: {', '.join(slow)}" if slow else "")
    rows = [
        [words, *(f"{took[name] * 1000:.0f} ms" for name in ("median", "least", "most"))]
        for words, took in asked.items()
    ]
    said = (
        f"\n{figures['payments']:,} payments; each asked {figures['times']} times after a first pass. "
        f"With hits and masked names.\n"
    )
    goal = target("each question under 100 ms", not slow, found)
    return f"## Drill-down\n{_measured(figures)}{said}\n{goal}\n" + table(("", "median", "least", "most"), rows)


# Why a rule takes longer than SLOW seconds.
SLOW = 2.0
WHY_SLOW = {
    "G01": "the forest: features of 1.6 million household years, each against its peers, then the ranking written",
}


def catalogue(figures: Figures) -> str:
    """Every rule with its seconds, slowest first; then the steps of thresholds."""
    rules = sorted(figures["rules"], key=lambda rule: -rule["seconds"])
    rows = [[f"{r['code']} {r['title']}", f"{r['seconds']:.2f} s", f"{r['hits']:,}"] for r in rules]
    slow = [r["code"] for r in rules if r["seconds"] > SLOW]
    reasons = "".join(f"- slow: {code}: {WHY_SLOW.get(code, '**no reason known**')}\n" for code in slow)
    worst = max(figures["steps"], key=lambda code: figures["steps"][code])
    found = f"the slowest {figures['steps'][worst] * 1000:.0f} ms ({worst}), of {len(figures['steps'])} rules"
    goal = target("a step of a threshold under 300 ms", figures["steps"][worst] < 0.3, found)
    said = (
        f"\n`python -m analytics check`: {len(rules)} rules over {figures['payments']:,} payments in "
        f"{figures['seconds']:.1f} s, peak memory {figures['peak_bytes'] / 1e6:.0f} MB. Two cores; rules run one after "
        f"another, the forest's library loads beside them.\n"
    )
    page = table(("rule", "time", "hits"), rows)
    return f"## All rules, and dry runs\n{_measured(figures)}{said}\n{goal}{reasons}\n{page}"


SECTIONS: dict[str, Callable[[Figures], str]] = {
    "engines": engines,
    "county": county,
    "sample": sample,
    "intake": intake,
    "drilldown": drilldown,
    "catalogue": catalogue,
}
