"""Every Chinese text that is shown through the catalogue: what `_` and `Refused` are called with, and the tables
whose words they are called with at run time. `make words` brings analytics/locale/en.po up to date with it."""

from __future__ import annotations

import ast
import csv
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po
from typer.main import get_command

from analytics.cli.app import app
from analytics.rules.catalogue import HOME, catalogue
from analytics.settings import ROOT
from analytics.words import LOCALE_DIR

EN = LOCALE_DIR / "en.po"
SPOKEN_BY = ("_", "Refused", "complain", "bar")
FOLDERS = ("analytics", "pages")

# File -> names of the tables in it whose words are shown.
TABLES = {
    "analytics/backups/copying.py": ("FULL", "DENIED"),
    "analytics/backups/postgresql.py": ("NOT_COPIED", "NOT_RESTORED"),
    "analytics/cli/account.py": ("_HEADS",),
    "analytics/cli/check.py": ("_HEADS", "_COMPARED"),
    "analytics/cli/intake.py": ("_HEADS",),
    "analytics/cli/snapshots.py": ("_HEADS",),
    "analytics/columns.py": ("TITLES",),
    "analytics/dossier/found_file.py": ("TITLES",),
    "analytics/faces.py": ("TITLES", "FACES"),
    "analytics/filters.py": ("TIERS", "SUBJECTS", "TITLES"),
    "analytics/intake/fields.py": ("FAULT_WORDS",),
    "analytics/intake/findings.py": ("FINDINGS", "_DETAILS"),
    "analytics/jobs.py": ("KINDS", "VANISHED"),
    "analytics/outliers/listing.py": ("FILE_TITLES",),
    "analytics/own_rules/states.py": ("STATES", "TRANSITIONS"),
    "analytics/own_rules/words.py": ("SENTENCES",),
    "analytics/permissions.py": ("ACTIONS",),
    "analytics/precheck/examine.py": ("FAULTS",),
    "analytics/precheck/questions.py": ("KINDS",),
    "analytics/records/accounts/passwords.py": ("LAWS", "OUTSIDE"),
    "analytics/records/audit_check.py": ("KINDS",),
    "analytics/records/audit_log.py": ("FILE_TITLES",),
    "analytics/records/audit_words.py": ("ACTS", "FIELDS", "VALUES"),
    "analytics/records/export_requests.py": ("STATES",),
    "analytics/records/requests.py": ("KINDS", "STATES"),
    "pages/field/send.py": ("FORMS",),
    "analytics/reference/tables.py": ("TABLES", "_FROM", "_TO", "_BASIS"),
    "analytics/register_rows.py": ("_CODES",),
    "analytics/rules/coverage.py": ("TITLES",),
    "analytics/rules/sentence.py": ("_ELSEWHERE", "FACT_WORDS"),
    "analytics/schema.py": ("_ALL",),
    "analytics/snapshot_book.py": ("FAULTS",),
    "analytics/story.py": ("_EVENTS",),
    "analytics/suspects/file.py": ("TITLES",),
    "analytics/workbench/compare.py": ("BY",),
    "analytics/workbench/lists.py": ("KINDS",),
    "pages/find/workbench.py": ("VIEWS",),
    "pages/keep/jobs.py": ("STATES", "RESULTS"),
    "pages/look/drilldown.py": ("TITLES",),
    "pages/look/overview.py": ("TABS",),
    "pages/server/forms.py": ("STALE",),
    "pages/ui/desk.py": ("AT_WORK",),
    "pages/ui/audit_parts.py": ("HEAD",),
    "pages/ui/account_grants.py": ("_LABELS",),
    "pages/ui/delivery_matrix.py": ("MARKS",),
    "pages/ui/dossier_parts.py": ("PAID_TITLES", "_STATES"),
    "pages/ui/drill_chart.py": ("WAY_TITLES", "KINDS"),
    "pages/ui/drill_children.py": ("LEVEL_TITLES", "CHILD_TITLES"),
    "pages/ui/drill_lists.py": ("PAYMENT_TITLES", "HOUSEHOLD_TITLES"),
    "pages/ui/drop_zone.py": ("MODES",),
    "pages/ui/format.py": ("TIERS",),
    "pages/ui/intake_jobs.py": ("DECISIONS",),
    "pages/ui/intake_plan.py": ("STATES", "_HEADS"),
    "pages/ui/menu.py": ("MENU",),
    "pages/ui/overview_parts.py": ("MEASURES",),
    "pages/ui/precheck_answer.py": ("FILES",),
    "pages/ui/precheck_log.py": ("HEAD",),
    "pages/ui/quality_report.py": ("TITLES",),
    "pages/ui/reference_parts.py": ("WORDS", "BY_KIND"),
    "pages/ui/reveal.py": ("_KINDS",),
    "pages/ui/rule_parts.py": ("TITLES",),
    "pages/ui/rule_views.py": ("VIEWS",),
    "pages/ui/snapshot_parts.py": ("SOURCE_TITLES",),
    "pages/ui/story_parts.py": ("MEMBER_TITLES", "LAND_TITLES"),
    "pages/ui/suspect_list.py": ("VIEWS", "NAMES", "ORDER"),
    "pages/ui/suspect_parts.py": ("_OURS",),
    "pages/ui/workbench_audit.py": ("TOOLS",),
    "pages/ui/workbench_digits.py": ("NAMES", "CONFORMITY", "CAUTION", "LAST"),
    "pages/ui/workbench_pick.py": ("SIDES",),
    "pages/ui/workbench_result.py": ("TITLES", "UNITS"),
    "pages/ui/workbench_tables.py": ("SEQUENCES", "KINDS", "FIELDS", "CROSSED", "MEASURES"),
}
# Words of the reference tables that sentences quote.
REFERENCE = {"value_words": "canonical"}
_FIELD = re.compile(r"\{\w+\}")  # says what another text says


def msgids() -> set[str]:
    """All of them. Raises KeyError for a table that is not in its file any more."""
    texts = (*_called(), *_in_tables(), *_in_reference(), *_in_rules(), *_in_help(get_command(app)))
    return {text for text in texts if not _FIELD.fullmatch(text)}


def english() -> Catalog:
    """The English catalogue as it is in the source tree."""
    with EN.open("rb") as file:
        return read_po(file)


def _called() -> Iterator[str]:
    for folder in FOLDERS:
        for path in (ROOT / folder).rglob("*.py"):
            yield from _spoken(_parsed(path))
        for _file, _line, text, _notes, _context in extract_from_dir(ROOT / folder, [("**.html", "jinja2")]):
            yield str(text)


def _spoken(module: ast.Module) -> Iterator[str]:
    """Not by Babel's own extractor: under Python 3.11 it does not look into f-strings."""
    constants = dict(_assigned(module))
    for part in ast.walk(module):
        if isinstance(part, ast.Call) and isinstance(part.func, ast.Name) and part.func.id in SPOKEN_BY and part.args:
            yield from _texts(part.args[0], constants)


def _texts(part: ast.expr, constants: dict[str, ast.expr]) -> Iterator[str]:
    if isinstance(part, ast.Constant) and isinstance(part.value, str):
        yield part.value
    elif isinstance(part, ast.Name) and part.id in constants:
        yield from _texts(constants[part.id], {})
    elif isinstance(part, ast.IfExp):
        yield from (*_texts(part.body, constants), *_texts(part.orelse, constants))


def _parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _in_tables() -> Iterator[str]:
    for path, names in TABLES.items():
        tables = dict(_assigned(_parsed(ROOT / path)))
        for name in names:
            for part in ast.walk(tables[name]):
                if isinstance(part, ast.Constant) and isinstance(part.value, str) and not part.value.isascii():
                    yield part.value


def _assigned(module: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    for line in module.body:
        if isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Name):
            yield line.targets[0].id, line.value
        if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name) and line.value:
            yield line.target.id, line.value


def _in_reference() -> Iterator[str]:
    for table, column in REFERENCE.items():
        with (ROOT / "data" / "reference" / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
            yield from (row[column] for row in csv.DictReader(file) if not row[column].isascii())


def _in_rules() -> Iterator[str]:
    """Units of parameters: all else in a rule's header is said in both languages there."""
    for rule in catalogue(HOME).values():
        yield from (parameter.unit for parameter in rule.header.parameters.values() if parameter.unit)


def _in_help(command: Any) -> Iterator[str]:
    """What --help says of a command, its options, and the commands under it."""
    told = (command.help, *(parameter.help for parameter in command.params))
    yield from (text for text in told if text and not text.isascii())
    for under in getattr(command, "commands", {}).values():
        yield from _in_help(under)


def update() -> list[str]:
    """Add to en.po what is new in the source, drop what is gone from it, and return what has no English yet."""
    known, catalog = english(), Catalog(locale="en", fuzzy=False)
    for text in msgids():
        catalog.add(text, known[text].string if text in known else "")
    with EN.open("wb") as file:
        write_po(file, catalog, width=110, no_location=True, sort_output=True, omit_header=True)
    return sorted(str(message.id) for message in catalog if message.id and not message.string)


if __name__ == "__main__":
    missing = update()
    sys.stdout.write("".join(f"no English: {text}\n" for text in missing))
    sys.exit(bool(missing))
