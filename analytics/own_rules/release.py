"""From a tried draft to a rule in force, by a second person; and out of force again. Each act with its reason."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.orm import Session

from analytics.durable import replace_text
from analytics.own_rules.drafts import the_row
from analytics.own_rules.states import Act, step_on
from analytics.own_rules.words import in_words
from analytics.records import audit
from analytics.records.base import now
from analytics.records.db import transaction
from analytics.records.own_rules import OwnRule, digest, versions
from analytics.rules import own
from analytics.rules.header import BrokenRule
from analytics.viewer import Viewer
from analytics.words import Refused


def submit(viewer: Viewer, code: str, reason: str) -> OwnRule:
    """Ask for release: a tried text, from now on fixed."""
    return _act(viewer, code, "submit", reason)


def take_back(viewer: Viewer, code: str, reason: str) -> OwnRule:
    """A draft again: taken back by its author, or returned by whoever reviewed it."""
    return _act(viewer, code, "take_back", reason)


def withdraw(viewer: Viewer, code: str, reason: str) -> OwnRule:
    """Take the version in force out of runs; hits of earlier runs stay readable."""
    with transaction() as tx:
        version = next((row.version for row in versions(tx) if row.code == code and row.state == "released"), None)
        return _step(tx, viewer, the_row(tx, code, version), "withdraw", reason)


def release(viewer: Viewer, store: Path, code: str, sha256: str, reason: str) -> OwnRule:
    """Put the submitted version in force: its file is written, and runs use it as long as it stays as it is.

    Refused for anybody who wrote any of it, for another text than that of `sha256`, which the releaser has read, for
    one that is not the one that was tried, or breaks a law.
    """
    with transaction() as tx:
        row = the_row(tx, code)
        if row.sha256 != sha256:
            raise Refused("规则在您打开之后改过,没有发布。请刷新页面,看过现在的文本再决定。")
        older = [r for r in versions(tx) if r.code == code and r.state == "released"]
        _step(tx, viewer, row, "release", reason, replaces=[r.version for r in older])
        _refuse_broken(row)
        for replaced in older:
            replaced.state = "withdrawn"
        row.released_by, row.released_at = viewer.account, now()
        _write(own.folder(store), row)
    return row


def _act(viewer: Viewer, code: str, act: Act, reason: str) -> OwnRule:
    with transaction() as tx:
        return _step(tx, viewer, the_row(tx, code), act, reason)


def _step(tx: Session, viewer: Viewer, row: OwnRule, act: Act, reason: str, **detail: object) -> OwnRule:
    before = row.state
    step_on(viewer, row, act)
    detail |= {"old_state": before, "state": row.state}
    row.reason, row.changed_at = audit.reason_required(reason), now()
    audit.append(tx, viewer, f"own_rule.{act}", f"{row.code} v{row.version}", reason, sha256=row.sha256, **detail)
    return row


def _refuse_broken(row: OwnRule) -> None:
    if digest(row.text) != row.sha256:
        raise Refused("规则文本与记录的指纹不一致,没有发布。请撤回后重新保存、试运行。")
    try:
        own.checked(row.code, row.version, row.text)
    except BrokenRule as error:
        raise in_words(error) from error


def _write(folder: Path, row: OwnRule) -> None:
    """The last step of the transaction: appears whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    replace_text(folder / f"{row.code}.sql", row.text)
