"""What somebody can do to the log with the files in hand, and what `verify` says of it; each case on a real SQLite file
with its triggers dropped, and each once more without the mechanism that finds it: then nothing is found."""

import hashlib
import hmac
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from analytics.cli.app import app
from analytics.export import File, Head, Order
from analytics.permissions import operator
from analytics.records import anchors, audit, audit_check, audit_log, db
from analytics.records.accounts.sessions import NewSession
from analytics.records.audit import AuditLine
from analytics.records.audit_check import read_file, verify
from analytics.records.db import reading, transaction
from analytics.records.exports import issue_export
from analytics.viewer import Viewer

# The file itself is what is tampered with; the chain is the same on PostgreSQL (test_db.py, test_audit.py).
pytestmark = pytest.mark.parametrize("store", ["sqlite"], indirect=True)
WHO = Viewer("li", "training")
LINES, TAIL = 12, 10
Forge = Callable[[AuditLine], str]
Attack = Callable[[Path], None]


def write(count: int, action: str = "reveal") -> None:
    for number in range(count):
        with transaction() as tx:
            audit.append(tx, WHO, action, f"person:{number}", "核对身份", table="payee")


def export(session: NewSession) -> None:
    order = Order("a.csv", "text/csv", Head(WHO, "全部", "abc"), lambda _head: File(b"a", 1))
    issue_export(Viewer("training", "training"), session.id, order, "汇报")


def tamper(store: Path, *statements: str) -> None:
    db.close()
    connection = sqlite3.connect(store / "records.db")
    for verb in ("UPDATE", "DELETE"):
        connection.execute(f"DROP TRIGGER IF EXISTS audit_line_no_{verb}")
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def rebuild(
    store: Path, forge: Forge, change: str = "UPDATE audit_line SET reason = '另一个理由' WHERE seq = 3"
) -> None:
    """Change a line, then give every line the hash that `forge` computes, chained anew."""
    tamper(store, change)
    with reading() as tx:
        lines = list(tx.query(AuditLine).order_by(AuditLine.seq))
    before, made = audit.GENESIS, []
    for line in lines:
        line.prev_hash = before
        before = line.hash = forge(line)
        made.append((line.prev_hash, line.hash, line.seq))
    db.close()
    connection = sqlite3.connect(store / "records.db")
    connection.execute("UPDATE audit_line SET prev_hash = 'x' || seq")  # unique while they are replaced
    connection.executemany("UPDATE audit_line SET prev_hash = ?, hash = ? WHERE seq = ?", made)
    connection.commit()
    connection.close()


def without_key(line: AuditLine) -> str:
    """All somebody can do who has the database and not the key."""
    content = f"{line.seq}{line.at}{line.account}{line.action}{line.subject}{line.reason}{line.detail}{line.prev_hash}"
    return hmac.new(b"guessed", content.encode(), hashlib.sha256).hexdigest()


def with_key(line: AuditLine) -> str:
    """What somebody can do who has the key too."""
    return audit.mac("records", line)


def backdate(store: Path) -> None:
    """The lines so far are yesterday's (done before anything is anchored, so it leaves no trace)."""
    rebuild(store, with_key, "UPDATE audit_line SET at = '2020-01-01' || substr(at, 11) WHERE seq <= 6")


def reordered(store: Path) -> None:
    swapped = ("UPDATE audit_line SET seq = 99 WHERE seq = 3", "UPDATE audit_line SET seq = 3 WHERE seq = 4")
    tamper(store, *swapped, "UPDATE audit_line SET seq = 4 WHERE seq = 99")


def old_backup(store: Path) -> None:
    """The database as it was before the last ten lines."""
    tamper(store, *_ten_off())


def old_backup_worked_on(store: Path) -> None:
    tamper(store, *_ten_off())
    write(TAIL + 5)


def _ten_off() -> tuple[str, ...]:
    return (f"DELETE FROM audit_line WHERE seq > (SELECT max(seq) - {TAIL} FROM audit_line)",)


def entries(store: Path) -> list[str]:
    return (store / "audit" / "records.anchors").read_text().splitlines()


def rewrite(store: Path, lines: list[str]) -> None:
    (store / "audit" / "records.anchors").write_text("".join(f"{line}\n" for line in lines))


def truncated(store: Path) -> None:
    rewrite(store, entries(store)[:-1])


def middle_taken_out(store: Path) -> None:
    rewrite(store, [entries(store)[0], *entries(store)[2:]])


def deleted(store: Path) -> None:
    (store / "audit" / "records.anchors").unlink()


def edited(store: Path) -> None:
    """An anchor is made to say something else; its HMAC cannot be."""
    first, *rest = entries(store)
    rewrite(store, [first.replace("records 6 ", "records 5 "), *rest])


def whole_store_rewritten(store: Path) -> None:
    """Somebody with the key and the folder makes all of it fit: chain and anchors."""
    rebuild(store, with_key)
    (store / "audit" / "records.anchors").unlink()
    audit.anchor()


def old_store_put_back(store: Path) -> None:
    """Database and anchors of an earlier day together, and both in order."""
    tamper(store, *_ten_off())
    with reading() as tx:
        end = max(line.seq for line in tx.query(AuditLine))
    rewrite(store, [line for line in entries(store) if int(line.split()[1]) <= end])


@dataclass(frozen=True)
class Case:
    """An attack, the kinds of fault it is found by, and the functions without which it is not found."""

    attack: Attack
    kinds: set[str]
    without: tuple[str, ...]


MAC, CHAIN, ANCHORS, DUE = "_rewritten", "_out_of_place", "_anchor_faults", "_due"
CASES: dict[str, Case] = {
    "a changed line": Case(
        lambda s: tamper(s, "UPDATE audit_line SET reason = 'x' WHERE seq = 4"), {"changed"}, (MAC,)
    ),
    "a removed line": Case(lambda s: tamper(s, "DELETE FROM audit_line WHERE seq = 4"), {"removed"}, (CHAIN,)),
    "the first line removed": Case(lambda s: tamper(s, "DELETE FROM audit_line WHERE seq = 1"), {"removed"}, (CHAIN,)),
    "reordered lines": Case(reordered, {"changed", "order"}, (MAC, CHAIN)),
    "the last ten cut": Case(lambda s: tamper(s, *_ten_off()), {"cut"}, (ANCHORS,)),
    "rebuilt without the key": Case(lambda s: rebuild(s, without_key), {"changed"}, (MAC, ANCHORS)),
    "rebuilt with the key": Case(lambda s: rebuild(s, with_key), {"changed"}, (ANCHORS,)),
    "an old backup put back": Case(old_backup, {"cut"}, (ANCHORS,)),
    "an old backup worked on": Case(old_backup_worked_on, {"changed"}, (ANCHORS,)),
    "anchors cut short": Case(truncated, {"unanchored"}, (DUE,)),
    "an anchor taken out": Case(middle_taken_out, {"unanchored"}, (DUE,)),
    "anchors deleted": Case(deleted, {"unanchored"}, (DUE,)),
    "anchors edited": Case(edited, {"anchor", "unanchored"}, (ANCHORS, DUE)),
}
REWRITTEN = {"all rewritten with the key": whole_store_rewritten, "an old store put back": old_store_put_back}


@pytest.fixture
def log(session: NewSession, store: Path) -> Path:
    """Two days of lines, then an export: anchored are the first day's end and the export."""
    write(LINES)
    backdate(store)
    write(2)
    export(session)
    write(2)
    export(session)
    assert verify() == [] and len(entries(store)) == 3
    return store


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_it_is_found(log: Path, case: Case) -> None:
    case.attack(log)
    assert {fault.kind for fault in verify()} == case.kinds


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_without_its_mechanism_it_would_not_be(log: Path, case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    case.attack(log)
    for name in case.without:
        monkeypatch.setattr(audit_check, name, lambda *_arguments: set())
    assert verify() == []


@pytest.mark.parametrize("attack", REWRITTEN.values(), ids=REWRITTEN)
def test_what_a_rewritten_store_hides_the_auditors_file_shows(log: Path, tmp_path: Path, attack: Attack) -> None:
    kept = tmp_path / "kept.txt"
    kept.write_text(audit_log.take_anchor(operator(), "季度核验"), encoding="utf-8")
    assert verify(held=read_file(kept)) == []
    attack(log)
    assert verify() == [], "inside the store all fits"
    assert {fault.kind for fault in verify(held=read_file(kept))} <= {"changed", "cut"} != set()
    assert verify(held=read_file(kept))


def test_the_verb_says_so(log: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def said(*arguments: str) -> tuple[int, str]:
        with pytest.raises(SystemExit) as ended:
            app([*arguments, "--store", str(log)])
        return int(ended.value.code or 0), capsys.readouterr().out

    kept = str(tmp_path / "kept.txt")
    assert said("audit", "anchor", "--out", kept)[0] == 0 and said("verify", "--anchor", kept)[0] == 0
    assert said("audit", "anchor", "--out", kept)[0] == 2, "it writes over nothing"
    whole_store_rewritten(log)
    assert said("verify")[0] == 0
    code, text = said("verify", "--anchor", kept)
    assert code == 1 and "audit records" in text and "被改动" in text
    rubbish = tmp_path / "rubbish.txt"
    rubbish.write_text("nothing of ours")
    assert said("verify", "--anchor", str(rubbish))[0] == 2


def test_a_lost_database_is_told_by_its_anchors(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    db.close()
    for path in log.glob("records.db*"):
        path.unlink()
    with pytest.raises(SystemExit) as ended:
        app(["verify", "--store", str(log)])
    assert ended.value.code == 1 and "链尾被截去" in capsys.readouterr().out
    assert not (log / "records.db").exists(), "looking makes none"


def test_another_databases_chain_is_no_substitute(log: Path, tmp_path: Path) -> None:
    """A whole chain of another database put in this one's place."""
    other = db.field_url()
    for number in range(40):
        with transaction(other) as tx:
            audit.append(tx, WHO, "sign_in", str(number))
    assert verify(other) == []
    db.close()
    shutil.copy(log / "field" / "field.db", log / "records.db")
    for name in ("records.db-wal", "records.db-shm"):
        (log / name).unlink(missing_ok=True)
    assert {fault.kind for fault in verify()} == {"changed"}


def test_anchors_grow_by_a_line_a_day_and_an_export(log: Path) -> None:
    """Nothing is anchored twice, and what a crash left out is made good by the next."""
    audit.anchor()
    audit.anchor_all()
    assert len(entries(log)) == 3
    truncated(log)
    audit.anchor()
    assert len(entries(log)) == 3 and verify() == []
    seqs = [one.seq for one in anchors.kept("records") if isinstance(one, anchors.Anchor)]
    assert seqs == sorted(seqs) and seqs[0] == 6
