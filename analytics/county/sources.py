"""The invented files everything is said to come from: one per programme and year, one per register."""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np

from analytics.county.frame import FIRST_YEAR, NONE, YEARS, Columns, day
from analytics.county.programmes import departments, programmes
from analytics.schema import REGISTERS

_SENDERS = {
    "person": "公安局", "death": "公安局", "prisoner": "司法局", "vehicle": "车辆管理所", "cadre": "组织部",
    "cadre_relative": "组织部", "public_employee": "财政局", "property": "不动产登记中心", "company": "市场监管局",
    "pension": "社会保险局", "insurance": "社会保险局", "poverty_household": "扶贫办", "disability": "残联",
    "student": "教育局", "guardian": "民政局", "assistance_roll": "民政局", "land_right": "农业局", "lease": "农业局",
    "village_ledger": "财政局", "forest_plot": "林业局", "machinery": "农机局", "account_role": "民政局",
    "bank_return": "农村商业银行", "arrival": "财政局", "approval": "财政局", "budget_line": "财政局",
    "project": "发改局",
}  # fmt: skip
DATA_DATE = day(2018, 1, 10)
_REGISTERS_FROM = 5 * 1000 + 1


def payment_source(programme_key: Any, year: Any) -> Any:
    """Key (or array of keys) of the file a programme's year came in."""
    return (programme_key - 1) * len(YEARS) + year - FIRST_YEAR + 1


def register_source(table: str) -> int:
    """Key of the file a register came in."""
    return _REGISTERS_FROM + list(REGISTERS).index(table)


def source_rows(paid: dict[int, int], kept: dict[str, int], seed: int, scale: float) -> list[dict[str, Any]]:
    """One row per file that has rows: `paid` counts payments by source key, `kept` rows by register."""
    rows = [
        {
            "source_file": key,
            "file": f"{departments()[p.department - 1]}_{p.title}发放花名册_{year}.xlsx",
            "department": p.department,
            "sent_by": departments()[p.department - 1],
            "target_table": "payment",
            "data_date": day(year, 12, 31),
            "rows": paid[key],
        }
        for p in programmes()
        for year in YEARS
        if (key := payment_source(p.key, year)) in paid
    ]
    rows += [_register_row(table, n) for table, n in kept.items() if n]
    for row in rows:
        row["sha256"] = hashlib.sha256(f"{row['file']}|{seed}|{scale}|{row['rows']}".encode()).hexdigest()
    return rows


def _register_row(table: str, rows: int) -> dict[str, Any]:
    sender = _SENDERS[table]
    known = departments()
    return {
        "source_file": register_source(table),
        "file": f"{sender}_{REGISTERS[table].title}.xlsx",
        "department": known.index(sender) + 1 if sender in known else NONE,
        "sent_by": sender,
        "target_table": table,
        "data_date": DATA_DATE,
        "rows": rows,
    }


def source_columns(rows: list[dict[str, Any]]) -> Columns:
    """The table `source`."""
    names = ("source_file", "file", "department", "sent_by", "sha256", "data_date", "target_table")
    return {name: [row[name] for row in rows] for name in names}


def manifest_sources(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The sources as a manifest lists them."""
    return [
        {
            "source_file": row["source_file"],
            "file": row["file"],
            "sheet": "",
            "department": None if row["department"] == NONE else row["department"],
            "sent_by": row["sent_by"],
            "sha256": row["sha256"],
            "data_date": str(np.datetime64(row["data_date"], "D")),
            "target_table": row["target_table"],
            "rows_read": row["rows"],
            "rows_kept": row["rows"],
            "rows_rejected": 0,
        }
        for row in rows
    ]
