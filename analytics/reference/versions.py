"""Versions of the reference tables: the seeds of the program, and what the county made of them in its store.

A version is a folder reference/<hash>/ with every table as csv and a manifest (who, when, why, what changed). It
never changes; reference/current names the one in force. Its hash is part of every run's identity.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from analytics.durable import flush, flush_tree, replace_text
from analytics.reference.tables import TABLES
from analytics.settings import ROOT

SEEDS = ROOT / "data" / "reference"
WRITING = ".writing-"
Row = dict[str, str]  # column -> text as it stands in the csv; a blank is ""
Rows = Mapping[str, Sequence[Row]]


@dataclass(frozen=True)
class Reference:
    """One version of the reference tables."""

    folder: Path
    version: str

    def path(self, table: str) -> Path:
        """The csv of a table; those the county does not edit are always the seeds'."""
        own = self.folder / f"{table}.csv"
        return own if own.exists() else SEEDS / f"{table}.csv"

    def rows(self, table: str) -> list[Row]:
        """The rows of a table as text."""
        with self.path(table).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    @property
    def manifest(self) -> dict[str, Any]:
        """version, parent, by, at, reason, table, changes; empty for the seeds."""
        path = self.folder / "manifest.json"
        return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def current_reference(store: Path | None = None) -> Reference:
    """The version in force in a store; without one, or before the first edit, the seeds."""
    named = store / "reference" / "current" if store else None
    if named and named.exists():
        version = named.read_text(encoding="utf-8").strip()
        return Reference(named.parent / version, version)
    return _seeds(SEEDS)


@lru_cache(maxsize=2)
def _seeds(folder: Path) -> Reference:
    return Reference(folder, _version(read_tables(Reference(folder, ""))))


def read_tables(reference: Reference) -> dict[str, list[Row]]:
    """All editable tables of a version."""
    return {name: reference.rows(name) for name in TABLES}


def list_versions(store: Path) -> list[Reference]:
    """The versions made in a store, the newest first."""
    found = [Reference(path.parent, path.parent.name) for path in (store / "reference").glob("[!.]*/manifest.json")]
    return sorted(found, key=lambda version: (version.manifest["at"], version.version), reverse=True)


def write_version(store: Path, tables: Rows, notes: Mapping[str, Any]) -> Reference:
    """Put the tables into the store as a version and make it the one in force, in one move."""
    home, version = store / "reference", _version(tables)
    home.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=WRITING, dir=home))
    try:
        for name in TABLES:
            (folder / f"{name}.csv").write_text(_text(name, tables[name]), encoding="utf-8")
        manifest = {"version": version, **notes}
        (folder / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=1), encoding="utf-8")
        flush_tree(folder)
        if (home / version).exists():  # the same rows stood before: its manifest tells the latest edit
            shutil.rmtree(home / version)
        folder.rename(home / version)
        flush(home)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    replace_text(home / "current", version)
    return Reference(home / version, version)


def _version(tables: Rows) -> str:
    digest = hashlib.sha256()
    for name in sorted(TABLES):
        digest.update(name.encode() + _text(name, tables[name]).encode())
    return digest.hexdigest()[:12]


def _text(name: str, rows: Sequence[Row]) -> str:
    """A table as csv, columns in order."""
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, [field.name for field in TABLES[name].fields], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue()
