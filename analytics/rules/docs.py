"""docs/rules.md and docs/rules/<CODE>.md: the rules' headers as pages to read; never edited by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from analytics.rules.catalogue import HOME, Rule, catalogue
from analytics.rules.modules import MODULES
from analytics.schema import TABLES

_MARK = {"hard": "■", "indicator": "▲", "statistical": "●", "data": "◇"}
_INTRO = """# Rules

Written by `python -m analytics rule docs` from the headers of analytics/rules/; do not edit. Tiers: ■ hard (records
contradict each other) · ▲ indicator (to be checked on the spot) · ● statistical · ◇ data (for the department to mend).
"""


def pages() -> dict[str, str]:
    """File under docs/ -> its text."""
    rules = catalogue(HOME)
    return {"rules.md": _index(rules)} | {f"rules/{code}.md": _page(rule) for code, rule in rules.items()}


def write_docs(folder: Path) -> list[Path]:
    """Write every page under `folder`, drop pages of rules that are gone; returns the files."""
    made = {folder / name: text for name, text in pages().items()}
    (folder / "rules").mkdir(parents=True, exist_ok=True)
    for old in set((folder / "rules").glob("*.md")) - made.keys():
        old.unlink()
    for path, text in made.items():
        path.write_text(text, encoding="utf-8")
    return list(made)


def _index(rules: dict[str, Rule]) -> str:
    parts = [_INTRO]
    for number, title in MODULES.items():
        rows = [rule for rule in rules.values() if rule.header.module == number]
        if rows:
            parts += [
                f"\n## {number} {title.zh} — {title.en}\n",
                "\n| code | | rule | needs |\n|---|---|---|---|\n",
                *map(_row, rows),
            ]
    return "".join(parts)


def _row(rule: Rule) -> str:
    head = rule.header
    title = f"{head.title.zh} — {head.title.en}"
    return f"| [{rule.code}](rules/{rule.code}.md) | {_MARK[head.tier]} | {title} | {_needs(rule)} |\n"


def _needs(rule: Rule) -> str:
    return ", ".join(f"{name} ({TABLES[name].title})" for name in rule.header.needs) or "payments alone"


def _page(rule: Rule) -> str:
    return "\n".join(_lines(rule)) + "\n"


def _lines(rule: Rule) -> Iterator[str]:
    head = rule.header
    yield f"# {rule.code} {head.title.zh} — {head.title.en}\n"
    yield f"{_MARK[head.tier]} {head.tier} · module {head.module} {MODULES[head.module].zh} · version {head.version}\n"
    yield f"One hit per {head.subject}{' and year' if head.grain == 'year' else ''}. Needs {_needs(rule)}.\n"
    yield f"**Raised when**: {head.flags.en}\n"
    yield f"**Why**: {head.why.en}\n"
    yield f"**Basis**: {head.basis.en} ({head.basis.zh})\n"
    if head.excludes:
        yield "**Left alone**:\n"
        yield from (f"- {case.en}" for case in head.excludes)
        yield ""
    if head.assumes:
        yield f"**Assumes**: {head.assumes.en}\n"
    if head.parameters:
        yield "| parameter | default | unit | from | to | |\n|---|---:|---|---:|---:|---|"
        for name, p in head.parameters.items():
            yield f"| `{rule.code}.{name}` | {p.default} | {p.unit} | {p.min} | {p.max} | {p.en} |"
        yield ""
    yield f"**Sentence**: {head.sentence.zh}\n"
    yield f"Source: [{rule.path.name}](../../analytics/rules/{rule.path.parent.name}/{rule.path.name})"
