"""Own rules from their beginning to their trial: start one, edit it, begin its next version."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from analytics.own_rules.states import step_on
from analytics.permissions import require
from analytics.records import audit
from analytics.records.base import now
from analytics.records.db import reading, transaction
from analytics.records.own_rules import OwnRule, versions
from analytics.rules.catalogue import HOME, Rule, catalogue
from analytics.rules.new import SCAFFOLD
from analytics.rules.own import CODES, MODULE
from analytics.viewer import Viewer
from analytics.words import Refused

MOST_CHARACTERS = 60_000


def entries(viewer: Viewer) -> list[OwnRule]:
    """Every version of every own rule, in order of code, the newest version first. Refused for who may not look."""
    require(viewer, "own_rules")
    with reading() as tx:
        return versions(tx)


def entry(viewer: Viewer, code: str, version: int | None = None) -> OwnRule:
    """One version of one rule, the newest when none is named; Refused when there is none."""
    require(viewer, "own_rules")
    with reading() as tx:
        return the_row(tx, code, version)


def the_row(tx: Session, code: str, version: int | None = None) -> OwnRule:
    """The row inside a transaction; Refused when there is none."""
    found = (row for row in versions(tx) if row.code == code and version in (None, row.version))
    row = next(found, None)
    if row is None:
        raise Refused("没有这条自定规则。未作任何更改,请刷新页面后再试。")
    return row


def to_copy() -> dict[str, Rule]:
    """The program's rules that can be copied: those that are SQL."""
    return {code: rule for code, rule in catalogue(HOME).items() if rule.path.suffix == ".sql"}


def start(viewer: Viewer, like: str = "") -> OwnRule:
    """A new rule under the next free code: a copy of the rule `like`, or the scaffold; a draft of the viewer's."""
    require(viewer, "own_rules")
    rules = to_copy()
    if like and like not in rules:
        raise Refused("没有可以复制的规则 {code}。没有新建规则。", code=like)
    source = rules[like].path if like else SCAFFOLD / "rule.sql"
    text = source.read_text(encoding="utf-8")
    with transaction() as tx:
        taken = {row.code for row in versions(tx)} | catalogue(HOME).keys()
        code = next((code for code in CODES if code not in taken), None)
        if code is None:
            raise Refused("自定规则的编号 Z01 至 Z99 已用完。没有新建规则。")
        row = _draft(viewer, code, 1, text)
        tx.add(row)
        audit.append(tx, viewer, "own_rule.start", _named(row), like=like, sha256=row.sha256)
    return row


def edit(viewer: Viewer, code: str, version: int, text: str, before: str) -> OwnRule:
    """Give a draft this text; the viewer is among its authors from now on, and it has to be tried again.

    `before` is the hash (sha256) of the text it was made from. The same text writes nothing. Refused when somebody
    else changed the text meanwhile, for a text that is too long, or when the rule is no draft any more.
    """
    text = tidy(text)
    with transaction() as tx:
        row = the_row(tx, code, version)
        if text == row.text:
            return row
        if row.sha256 != before:
            raise Refused("这条规则刚被别人改过,您的修改没有保存。请复制您的文本,刷新页面后再改。")
        step_on(viewer, row, "edit")
        row.write(text)
        row.authors = list(dict.fromkeys([*row.authors, viewer.account]))
        row.trial, row.changed_at = None, now()
        audit.append(tx, viewer, "own_rule.edit", _named(row), sha256=row.sha256, before=before)
    return row


def revise(viewer: Viewer, code: str) -> OwnRule:
    """Begin the next version of a released or withdrawn rule, as a draft; the released one stays in force."""
    with transaction() as tx:
        last = the_row(tx, code)
        step_on(viewer, last, "revise")
        row = _draft(viewer, code, last.version + 1, last.text)
        tx.add(row)
        audit.append(tx, viewer, "own_rule.revise", _named(row), sha256=row.sha256)
    return row


def mark_tested(viewer: Viewer, code: str, version: int, sha256: str, trial: dict[str, Any]) -> None:
    """Note that this very text was tried and what it brought; a text changed meanwhile stays a draft."""
    with transaction() as tx:
        row = the_row(tx, code, version)
        if row.sha256 != sha256:
            return
        step_on(viewer, row, "test")
        row.trial = {**trial, "by": viewer.account, "at": now().isoformat(timespec="seconds")}
        audit.append(tx, viewer, "own_rule.test", _named(row), sha256=sha256, **trial)


def tidy(text: str) -> str:
    """The text with one kind of line end and no blanks at its end; Refused when it is too long."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    text = "\n".join(line.rstrip() for line in lines).strip() + "\n"
    if len(text) > MOST_CHARACTERS or "\0" in text:
        raise Refused("规则文本过长(超过 {most} 字)或含有不可见字符,没有保存。", most=MOST_CHARACTERS)
    return text


def _draft(viewer: Viewer, code: str, version: int, text: str) -> OwnRule:
    row = OwnRule(code=code, version=version, state="draft", authors=[viewer.account], changed_at=now(), reason="")
    row.write(tidy(_headed(text, {"code": code, "module": MODULE, "version": version})))
    return row


def _headed(text: str, fields: Mapping[str, object]) -> str:
    for name, value in fields.items():
        text = re.sub(rf"^{name}: .*$", f"{name}: {value}", text, count=1, flags=re.MULTILINE)
    return text


def _named(row: OwnRule) -> str:
    return f"{row.code} v{row.version}"
