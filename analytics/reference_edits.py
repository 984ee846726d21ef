"""Edits of the reference tables: checked, attributed, with a reason; each makes a version, none changes one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from analytics.engine import open_engine
from analytics.permissions import require
from analytics.records import audit
from analytics.records.base import now
from analytics.records.db import transaction
from analytics.reference import TABLES, Reference, current_reference, list_versions
from analytics.reference.check import Known, faults
from analytics.reference.versions import Row, read_tables, write_version
from analytics.rules.catalogue import catalogue
from analytics.snapshots import current_snapshot
from analytics.vault import Vault
from analytics.viewer import Viewer
from analytics.words import Refused, _

_SAID = 3  # faults named in one refusal
# Where the values of a field come from, when it is the snapshot's own table.
_UNITS = {"programme.code": "programme", "township.code": "township", "place.code": "place"}


@dataclass(frozen=True)
class Changes:
    """Rows that come and rows that go between two versions of one table; an edited row is both."""

    added: tuple[Row, ...]
    removed: tuple[Row, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed)


def clean(table: str, rows: Sequence[Mapping[str, Any]]) -> list[Row]:
    """Rows as typed (None, numbers, dates, True) as the text a version holds; rows without any value are left out."""
    names = [field.name for field in TABLES[table].fields]
    made = [{name: _cell(row.get(name)) for name in names} for row in rows]
    return [row for row in made if any(row.values())]


def _cell(value: Any) -> str:
    if value is None or value != value:  # NaN stands for an empty cell
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip().removesuffix(" 00:00:00")


def changes(store: Path, table: str, rows: Sequence[Row]) -> Changes:
    """What saving these rows would change in the version in force."""
    old = current_reference(store).rows(table)
    return Changes(tuple(r for r in rows if r not in old), tuple(r for r in old if r not in rows))


def save(viewer: Viewer, store: Path, table: str, rows: Sequence[Mapping[str, Any]], reason: str) -> Reference:
    """Make the rows the table's, in a new version that is in force from now on; returns it.

    Rows that change nothing write nothing. Raises Refused, and changes nothing, without permission or reason, or for
    rows that may not stand: overlapping dates, an unknown kind, rule, parameter or code, a number out of range.
    """
    require(viewer, "reference")
    reason = audit.reason_required(reason)
    mended = clean(table, rows)
    _refuse_faulty(store, table, mended)
    changed = changes(store, table, mended)
    if not changed:
        return current_reference(store)
    return _write(viewer, store, {table: mended}, reason, table=table, added=changed.added, removed=changed.removed)


def set_value(viewer: Viewer, store: Path, rule: str, parameter: str, value: Decimal, reason: str) -> Reference:
    """Make `value` the county's own for a rule's parameter; the reason stands as its basis."""
    basis = audit.reason_required(reason)
    rows = [
        row
        for row in current_reference(store).rows("threshold")
        if (row["rule"], row["parameter"], row["kind"]) != (rule, parameter, "")
    ]
    mine = {"rule": rule, "parameter": parameter, "kind": "", "value": f"{value.normalize():f}", "basis": basis}
    return save(viewer, store, "threshold", [*rows, mine], reason)


def known_key(viewer: Viewer, store: Path, kind: str, number: str) -> int | None:
    """The vault's key of an account or ID number typed in full, for a row that names it; None when it is not known."""
    require(viewer, "reference")
    plain = number.replace(" ", "").upper()
    return Vault(store).find(kind, [plain]).get(plain)


def masked_key(store: Path, kind: str, key: int) -> str:
    """A key of the vault as everybody may see it."""
    return Vault(store).masked(kind, [key]).get(key, "")


def restore(viewer: Viewer, store: Path, version: str, reason: str) -> Reference:
    """Put an earlier version in force again, as a version of its own; `seeds` are the program's tables."""
    require(viewer, "reference")
    reason = audit.reason_required(reason)
    earlier = current_reference() if version == "seeds" else _find(store, version)
    return _write(viewer, store, read_tables(earlier), reason, restored=version)


def _find(store: Path, version: str) -> Reference:
    found = next((one for one in list_versions(store) if one.version == version), None)
    if found is None:
        raise Refused("没有这个版本,参照数据未变。请刷新页面后再试。")
    return found


def _write(viewer: Viewer, store: Path, tables: Mapping[str, list[Row]], reason: str, **detail: Any) -> Reference:
    parent = current_reference(store)
    notes = {"parent": parent.version, "by": viewer.account, "at": now().isoformat(), "reason": reason, **detail}
    with transaction() as tx:
        table, before = str(detail.get("table", "")), parent.version
        audit.append(tx, viewer, "reference", table, reason, old_version=before, **detail)
        return write_version(store, read_tables(parent) | dict(tables), notes)


def _refuse_faulty(store: Path, table: str, rows: Sequence[Row]) -> None:
    found = [*faults(TABLES[table], rows, _known(store)), *(_unusable(rows) if table == "threshold" else ())]
    if found:
        more = _("(共 {count} 处)").format(count=len(found)) if len(found) > _SAID else ""
        raise Refused("没有保存,参照数据未变。{faults}{more}", faults="".join(found[:_SAID]), more=more)


def _known(store: Path) -> Known:
    """The values fields may refer to; codes only once there is a snapshot to hold them against."""
    known = {"programme_kind.kind": frozenset(row["kind"] for row in current_reference(store).rows("programme_kind"))}
    snapshot = current_snapshot(store)
    if snapshot:
        engine = open_engine(snapshot)
        for name, unit in _UNITS.items():
            known[name] = frozenset(row["code"] for row in engine.rows(f"SELECT code FROM {unit}"))
    return known


def _unusable(rows: Sequence[Row]) -> Iterator[str]:
    """Thresholds of no rule or parameter, or out of its range. A row with a kind may name what only SQL reads."""
    rules = catalogue()
    for number, row in enumerate(rows, start=1):
        rule = rules.get(row["rule"])
        asked = rule.header.parameters.get(row["parameter"]) if rule else None
        if rule is None:
            yield _("第 {row} 行:没有编号为 {rule} 的规则。").format(row=number, rule=row["rule"])
        elif asked is None and not row["kind"]:
            yield _("第 {row} 行:规则 {rule} 没有参数 {name}。").format(
                row=number, rule=row["rule"], name=row["parameter"]
            )
        elif asked is not None and not row["kind"] and not _within(row["value"], asked.min, asked.max):
            yield _("第 {row} 行:取值须在 {low} 至 {high} 之间。").format(row=number, low=asked.min, high=asked.max)


def _within(value: str, low: Decimal, high: Decimal) -> bool:
    try:
        return low <= Decimal(value) <= high
    except InvalidOperation:
        return True  # said already: it is no number
