"""Numbers of people and accounts in a file: masked, or in full once permission and reason are on record."""

from __future__ import annotations

import pyarrow as pa

from analytics.engine import Engine
from analytics.filters import Selection
from analytics.permissions import require
from analytics.vault import Vault
from analytics.viewer import Viewer

_PAIR = pa.schema([("key", pa.int32()), ("value", pa.string())])


def log_plain(viewer: Viewer, engine: Engine, chosen: Selection, subject: str, reason: str) -> None:
    """Write down that full numbers are taken out, before any is read. Refused without permission or reason."""
    from analytics.records import audit  # a masked list, the usual one, needs no database
    from analytics.records.db import transaction

    require(viewer, "export")
    require(viewer, "reveal")
    reason = audit.reason_required(reason)
    filters = {} if chosen.unknown else chosen.filters.to_query()
    with transaction() as tx:
        audit.append(tx, viewer, "reveal.file", subject, reason, snapshot=engine.snapshot.id, filters=filters)
    audit.anchor()


def numbers(engine: Engine, rows: pa.Table, plain: bool) -> dict[str, pa.Table]:
    """person_values and account_values (key, value) for the columns `persons` (lists) and `account` of the rows."""
    vault = Vault(engine.snapshot.store)
    read = vault.value_of if plain else vault.masked
    people = set(rows["persons"].combine_chunks().flatten().drop_null().to_pylist())
    accounts = set(rows["account"].drop_null().to_pylist()) if "account" in rows.column_names else set()
    return {"person_values": _pairs(read("person", people)), "account_values": _pairs(read("account", accounts))}


def _pairs(values: dict[int, str]) -> pa.Table:
    return pa.table([pa.array(values.keys(), pa.int32()), pa.array(values.values(), pa.string())], schema=_PAIR)
