"""The tables a county edits: seeds in data/reference/*.csv, their version part of every run's identity."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from analytics.settings import ROOT

SEEDS = ROOT / "data" / "reference"

# Tables rules may read: name -> columns with DuckDB types. Other csv files in the folder steer the intake only.
RULE_TABLES: dict[str, dict[str, str]] = {
    "programme_kind": {
        "kind": "VARCHAR",
        "assistance": "BOOLEAN",
        "means_tested": "BOOLEAN",
        "land": "BOOLEAN",
        "paid_to": "VARCHAR",
        "keywords": "VARCHAR",
    },
    "threshold": {
        "rule": "VARCHAR",
        "parameter": "VARCHAR",
        "kind": "VARCHAR",
        "value": "DECIMAL(12,2)",
        "basis": "VARCHAR",
    },
    "exclusion": {
        "kind_a": "VARCHAR",
        "kind_b": "VARCHAR",
        "scope": "VARCHAR",
        "valid_from": "DATE",
        "valid_to": "DATE",
        "basis": "VARCHAR",
    },
    "dibao_line": {
        "kind": "VARCHAR",
        "monthly": "DECIMAL(12,2)",
        "valid_from": "DATE",
        "valid_to": "DATE",
        "basis": "VARCHAR",
    },
    "resale_ban": {
        "kind": "VARCHAR",
        "years": "INTEGER",
        "valid_from": "DATE",
        "valid_to": "DATE",
        "basis": "VARCHAR",
    },
}


@dataclass(frozen=True)
class Reference:
    """One version of the reference tables."""

    folder: Path
    version: str

    def path(self, table: str) -> Path:
        return self.folder / f"{table}.csv"


def current_reference(folder: Path = SEEDS) -> Reference:
    """The reference tables as they stand; the version is a hash of what rules may read."""
    digest = hashlib.sha256()
    for name in sorted(RULE_TABLES):
        digest.update(name.encode() + (folder / f"{name}.csv").read_bytes().replace(b"\r\n", b"\n"))
    return Reference(folder, digest.hexdigest()[:12])
