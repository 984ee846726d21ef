"""A backup made while threads and other processes write comes back whole, on SQLite and on PostgreSQL."""

import hashlib
import json
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pyotp

from analytics.permissions import operator
from analytics.records import audit, db, field_desk
from analytics.records.accounts import totp
from analytics.records.accounts.sessions import live_session, sign_in, standing
from analytics.records.audit_check import verify
from analytics.rules.runs import list_runs
from analytics.settings import settings
from analytics.vault import KINDS, Vault, _load
from tests.backups.conftest import County, call
from tests.conftest import PASSWORD
from tests.support.office_at_work import FILE, PAIRED, at_work
from tests.support.tampering import rows

Rows = dict[str, list[tuple[object, ...]]]
NAMES = ("records", "field")
CHANGING = {"session"}  # a restore ends them
# In whose database a table is filled, by the act logged in the same transaction.
FILLED = {"records": {"job": "job.start"}, "field": {"request": "request.ask", "request_part": "request.ask"}}


def files(store: Path) -> dict[str, str]:
    """Path → hash of everything that is not replaced while people work."""
    parts = ("snapshots", "vault", "runs", "reference", "own_rules", "mappings", "current")
    found = [path for part in parts for path in [store / part, *(store / part).rglob("*")] if path.is_file()]
    return {str(path.relative_to(store)): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


def values(store: Path) -> dict[str, list[str]]:
    _load.cache_clear()
    return {kind: Vault(store).values(kind)["value"].to_pylist() for kind in KINDS}


def contents() -> dict[str, Rows]:
    return {name: rows(settings().database_url(name)) for name in NAMES}


def log(name: str) -> list[audit.AuditLine]:
    with db.reading(settings().database_url(name)) as tx:
        return list(tx.query(audit.AuditLine).order_by(audit.AuditLine.seq))


def up_to_the_backup(name: str) -> list[audit.AuditLine]:
    """The lines of a restored log before the restore's own."""
    return [line for line in log(name) if line.action not in ("restore", "audit.verify")]


def test_every_row_up_to_one_moment_and_nothing_half(
    county_on_either: County, tmp_path: Path, empty_databases: Callable[[], None]
) -> None:
    store, before = county_on_either.store, contents()
    order, plain = [run.id for run in list_runs(store)], values(store)
    with at_work():
        made = call("backup", tmp_path / "backup", "--store", store)
    assert made.exit_code == 0, made.output
    after, hashes, written = contents(), files(store), {n: [line.hash for line in log(n)] for n in NAMES}
    db.close()
    empty_databases()
    other = tmp_path / "other"
    _gather(store, tmp_path / "keys")
    back = call("restore", tmp_path / "backup", "--keys", tmp_path / "keys", "--store", other)
    assert back.exit_code == 0 and "全部完好" in back.output, back.output
    restored = contents()
    for name in NAMES:
        for table in before[name].keys() - CHANGING:
            had, came, grown = (
                Counter(repr(row) for row in rows_of[name][table] if "restore" not in row)
                for rows_of in (before, restored, after)
            )
            assert not had - came, f"{name}.{table}: a row is missing"
            assert not came - grown, f"{name}.{table}: a row nobody wrote"
        _nothing_half(name, restored[name], written[name])
    _one_moment()
    assert files(other) == hashes and values(other) == plain
    assert [run.id for run in list_runs(other)] == order and len(order) == 2
    assert [verify(settings().database_url(name)) for name in NAMES] == [[], []]
    assert call("verify", "--store", other).exit_code == 0
    _sealed_opens(county_on_either)


def _gather(store: Path, keys: Path) -> None:
    """Key files as the manifest names them."""
    for home in ("", "field"):
        for path in (store / home / "keys").glob("*.key"):
            (keys / home).mkdir(parents=True, exist_ok=True)
            (keys / home / path.name).write_bytes(path.read_bytes())


def _nothing_half(name: str, restored: Rows, written: list[str]) -> None:
    """The log is a beginning of the log that was written; what was done in the transactions of its lines is there."""
    lines = up_to_the_backup(name)
    assert [line.hash for line in lines] == written[: len(lines)]
    acts = Counter(line.action for line in lines)
    assert acts[PAIRED] >= 4 and acts["backup"] == 1 and acts["backup.done"] == 0
    for table, act in FILLED[name].items():
        assert len(restored[table]) == acts[act] > 4, table


def _one_moment() -> None:
    """Each writes to the office's log, then the same to the field's: at one moment the first is at most one ahead."""
    last = {
        name: {
            line.subject: json.loads(line.detail)["number"] for line in up_to_the_backup(name) if line.action == PAIRED
        }
        for name in NAMES
    }
    assert last["records"].keys() == last["field"].keys()
    assert all(number - last["field"][who] in (0, 1) for who, number in last["records"].items()), last


def _sealed_opens(county: County) -> None:
    assert live_session(county.session) is None, "still signed in"
    half = standing(sign_in("li", PASSWORD).token)
    assert half is not None
    assert totp.enter_code(half, pyotp.TOTP(county.secret).at(int(time.time()) + 30)).token
    assert field_desk.take(operator(), county.waits)[1] == [FILE]
