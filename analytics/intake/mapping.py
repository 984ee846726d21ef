"""Mappings: what people decided about a department's files, one TOML file per department in the store.

A file holds [[sheet]] entries (or is one entry itself). An entry applies to a sheet when its `file` and `sheet`
patterns fit and the sheet has every header of its `header` list.
"""

from __future__ import annotations

import fnmatch
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tomlkit

from analytics.durable import replace_text
from analytics.intake.plan import FilePlan, SheetPlan
from analytics.intake.read import Sheet
from analytics.intake.words_tables import fold
from analytics.schema import TABLES
from analytics.words import Refused

UNITS = {"元": 1, "百元": 100, "千元": 1_000, "万元": 10_000, "亿元": 100_000_000}
_KNOWN = frozenset(
    "file sheet header header_row table columns constants units payee_id_scheme adds data_date department note".split()
)


@dataclass(frozen=True)
class Entry:
    """One [[sheet]] of a mapping; every field as in the TOML, see data/README.md."""

    file: str = "*"
    sheet: str = "*"
    header: tuple[str, ...] = ()
    header_row: int | None = None
    table: str = ""
    columns: dict[str, str] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    units: dict[str, int] = field(default_factory=dict)
    payee_id_scheme: str = ""
    adds: bool = False
    data_date: str = ""
    department: str = ""
    note: str = ""

    def names(self, file: str, sheet: str) -> bool:
        """Whether the patterns fit a file's and a sheet's name."""
        return fnmatch.fnmatchcase(file, self.file) and fnmatch.fnmatchcase(sheet, self.sheet)

    def applies(self, sheet: Sheet) -> bool:
        """Whether the entry is about this sheet."""
        have = {fold(h) for h in sheet.header}
        return self.names(sheet.file, sheet.sheet) and all(fold(h) in have for h in self.header)


class HeaderRows(Mapping[str, int]):
    """sheet name → row of its header, for the sheets of one file that a mapping names one for."""

    def __init__(self, entries: list[Entry], file: str) -> None:
        self._entries = [e for e in entries if e.header_row and fnmatch.fnmatchcase(file, e.file)]

    def __getitem__(self, sheet: str) -> int:
        for entry in self._entries:
            if entry.header_row and fnmatch.fnmatchcase(sheet, entry.sheet):
                return entry.header_row
        raise KeyError(sheet)

    def __iter__(self) -> Iterator[str]:
        return (e.sheet for e in self._entries)

    def __len__(self) -> int:
        return len(self._entries)


def mappings_folder(store: Path) -> Path:
    """Where the store keeps its departments' mappings."""
    return store / "mappings"


def stored_entries(store: Path) -> list[Entry]:
    """All entries of all departments, later files last."""
    return [e for path in sorted(mappings_folder(store).glob("*.toml")) for e in read_mapping(path)]


def read_mapping(path: Path) -> list[Entry]:
    """The entries of a mapping file. Raises Refused when it is no TOML or says what is not understood."""
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise Refused("没有找到映射文件“{file}”。没有导入任何文件。请核对路径。", file=path.name) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise Refused("映射文件“{file}”不是有效的 TOML。没有导入任何文件。请改正后再试。", file=path.name) from None
    tables = document.get("sheet", [document])
    shared = {k: v for k, v in document.items() if k != "sheet" and k in _KNOWN}
    return [_entry(path.name, {**shared, **table}) for table in (tables if isinstance(tables, list) else [document])]


def _entry(file: str, table: dict[str, Any]) -> Entry:
    unknown = sorted(table.keys() - _KNOWN)
    if unknown:
        raise Refused(
            "映射文件“{file}”里的“{key}”无法理解。没有导入任何文件。请删去或改正这一项。", file=file, key=unknown[0]
        )
    name = str(table.get("table", ""))
    if name not in {*TABLES, "", "none"}:
        raise Refused("映射文件“{file}”里的表名“{table}”不存在。没有导入任何文件。请改正。", file=file, table=name)
    given = {**table, "header": tuple(table.get("header", ()))}
    given["constants"] = {k: str(v) for k, v in table.get("constants", {}).items()}
    given["units"] = {k: _factor(file, str(v)) for k, v in table.get("units", {}).items()}
    given["data_date"] = str(table.get("data_date", ""))
    return Entry(**given)


def _factor(file: str, unit: str) -> int:
    if unit in UNITS:
        return UNITS[unit]
    raise Refused(
        "映射文件“{file}”里的单位“{unit}”无法理解。没有导入任何文件。可用的单位:{known}。",
        file=file,
        unit=unit,
        known="、".join(UNITS),
    )


def missing_column(entry: Entry, sheet: Sheet) -> str:
    """The header the entry names and the sheet lacks; '' when all are there."""
    have = {fold(h) for h in sheet.header}
    return next((h for h in entry.columns.values() if fold(h) not in have), "")


def save_mapping(store: Path, department: str, plan: FilePlan) -> Path:
    """Keep a confirmed plan, so that the department's next file needs no question; returns the TOML's path.

    An entry for the same files and headers is replaced, all others and their comments stay.
    Raises Refused when `department` cannot name a file.
    """
    if not re.fullmatch(r"[\w()（）-]{1,40}", department):
        raise Refused("主管部门“{department}”不能作为映射的名称。映射未保存。请选择一个部门。", department=department)
    path = mappings_folder(store) / f"{department}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    document = tomlkit.parse(path.read_text(encoding="utf-8")) if path.exists() else tomlkit.document()
    new = [_written(department, p) for p in plan.plans if p.table]
    keys = [(e["file"], e["sheet"], list(e["header"])) for e in new]
    old = [
        e for e in document.get("sheet", []) if (e.get("file"), e.get("sheet"), list(e.get("header", []))) not in keys
    ]
    entries = tomlkit.aot()
    for entry in [*old, *new]:
        entries.append(tomlkit.item(entry))
    document["sheet"] = entries
    replace_text(path, tomlkit.dumps(document))
    return path


def _written(department: str, plan: SheetPlan) -> dict[str, Any]:
    """The entry of one sheet; digits in the names give way to *, so that next month's file fits as well."""
    names = {factor: unit for unit, factor in UNITS.items()}
    entry: dict[str, Any] = {
        "file": re.sub(r"[0-9]+", "*", Path(plan.file).stem) + ".*",
        "sheet": re.sub(r"[0-9]+", "*", plan.sheet) or "*",
        "header": [plan.header[i] for i in sorted(plan.columns.values())],
        "department": department,
        "table": plan.table,
        "columns": plan.mapped,
        "constants": plan.constants,
        "units": {c: names[f] for c, f in plan.units.items()},
        "payee_id_scheme": "opaque" if plan.opaque else "",
        "adds": plan.adds,
        "header_row": plan.header_row,
        "note": plan.note,
    }
    return {k: v for k, v in entry.items() if v not in ("", {}, None, False)}
