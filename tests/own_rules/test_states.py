"""From a draft to a rule in force: two people, each step by the table, and every step written down."""

from pathlib import Path

import pytest
from sqlalchemy import select

from analytics import own_rules
from analytics.own_rules.drafts import mark_tested
from analytics.own_rules.states import TRANSITIONS
from analytics.permissions import ROLES
from analytics.records.audit import AuditLine
from analytics.records.audit_check import verify
from analytics.records.db import reading
from analytics.rules.own import FOLDER
from analytics.viewer import Scope, Viewer
from analytics.words import Refused
from tests.own_rules.making import LI, WANG, drafted, released, tried


def lines() -> list[tuple[str, str, str]]:
    with reading() as tx:
        found = tx.scalars(select(AuditLine).where(AuditLine.action.like("own_rule%")).order_by(AuditLine.seq))
        return [(line.account, line.action.removeprefix("own_rule."), line.subject) for line in found]


def test_the_whole_way_and_its_lines(store: Path) -> None:
    made = released(store)
    own_rules.withdraw(WANG, made.code, "改由省里比对")
    assert lines() == [
        ("li", "start", "Z01 v1"),
        ("li", "edit", "Z01 v1"),
        ("li", "test", "Z01 v1"),
        ("li", "submit", "Z01 v1"),
        ("wang", "release", "Z01 v1"),
        ("wang", "withdraw", "Z01 v1"),
    ]
    assert verify() == []
    assert own_rules.entry(LI, "Z01").state == "withdrawn"


def test_the_same_text_writes_nothing(store: Path) -> None:
    made = drafted()
    before = lines()
    own_rules.edit(WANG, made.code, 1, made.text + "\n\n", "whatever")
    assert lines() == before and own_rules.entry(LI, made.code).authors == ["li"]


def test_only_the_text_that_was_read_is_released(store: Path) -> None:
    made = tried()
    own_rules.submit(LI, made.code, "请审核")
    with pytest.raises(Refused, match="打开之后改过"):
        own_rules.release(WANG, store, made.code, "another text's", "已核对")
    assert own_rules.entry(LI, made.code).state == "submitted"
    assert own_rules.release(WANG, store, made.code, made.sha256, "已核对").state == "released"


def test_no_author_releases(store: Path) -> None:
    made = tried()
    own_rules.submit(LI, made.code, "请审核")
    with pytest.raises(Refused, match="另一人发布"):
        own_rules.release(LI, store, made.code, made.sha256, "我自己看过了")
    assert not own_rules.can(LI, own_rules.entry(LI, made.code), "release")
    assert own_rules.can(WANG, own_rules.entry(LI, made.code), "release")
    assert not (store / FOLDER).exists() and own_rules.entry(LI, made.code).state == "submitted"


def test_who_edited_last_is_an_author_too(store: Path) -> None:
    made = drafted()
    made = own_rules.edit(WANG, made.code, 1, made.text.replace("version: 1", "version: 1 "), made.sha256)
    made = own_rules.edit(WANG, made.code, 1, made.text.replace("zh: 试验", "zh: 试验二"), made.sha256)
    mark_tested(WANG, made.code, 1, made.sha256, {"hits": 1})
    own_rules.submit(WANG, made.code, "请审核")
    for author in (LI, WANG):
        with pytest.raises(Refused, match="另一人发布"):
            own_rules.release(author, store, made.code, made.sha256, "看过了")


def test_what_others_changed_meanwhile_is_not_overwritten(store: Path) -> None:
    made = drafted()
    own_rules.edit(WANG, made.code, 1, made.text.replace("zh: 试验", "zh: 王改"), made.sha256)
    with pytest.raises(Refused, match="刚被别人改过"):
        own_rules.edit(LI, made.code, 1, made.text.replace("zh: 试验", "zh: 李改"), made.sha256)
    assert "王改" in own_rules.entry(LI, made.code).text


def test_acts_out_of_turn(store: Path) -> None:
    """Each state allows exactly the acts of the table."""
    calls = {
        "edit": lambda r: own_rules.edit(LI, r.code, r.version, r.text + "-- x", r.sha256),
        "submit": lambda r: own_rules.submit(LI, r.code, "理由"),
        "take_back": lambda r: own_rules.take_back(LI, r.code, "理由"),
        "release": lambda r: own_rules.release(WANG, store, r.code, r.sha256, "理由"),
        "revise": lambda r: own_rules.revise(LI, r.code),
        "withdraw": lambda r: own_rules.withdraw(WANG, r.code, "理由"),
    }
    ways = {
        "draft": drafted,
        "tested": tried,
        "submitted": lambda: own_rules.submit(LI, tried().code, "理由"),
        "released": lambda: released(store),
    }
    for state, way in ways.items():
        made = way()
        assert made.state == state
        for act, call in calls.items():
            if state not in TRANSITIONS[act].before:  # type: ignore[index]
                with pytest.raises(Refused, match="未作任何更改"):
                    call(made)


def test_an_edit_has_to_be_tried_again(store: Path) -> None:
    made = tried()
    assert made.state == "tested" and made.trial and made.trial["hits"] == 29
    made = own_rules.edit(LI, made.code, 1, made.text.replace("WHERE TRUE", "WHERE p.amount > 100"), made.sha256)
    assert made.state == "draft" and made.trial is None
    mark_tested(LI, made.code, 1, "another text's hash", {"hits": 1})
    assert own_rules.entry(LI, made.code).state == "draft"


@pytest.mark.parametrize("reason", ["", " 好 "])
def test_a_reason_is_needed(reason: str, store: Path) -> None:
    made = tried()
    with pytest.raises(Refused, match="请写明理由"):
        own_rules.submit(LI, made.code, reason)


def test_permissions(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = tried()
    own_rules.submit(LI, made.code, "请审核")
    monkeypatch.setitem(ROLES, "writer", frozenset({"own_rules"}))
    for role, act in (("nobody", own_rules.start), ("nobody", own_rules.entries)):
        with pytest.raises(Refused, match="没有“编写自定规则”的权限"):
            act(Viewer("zhao", role))
    with pytest.raises(Refused, match="没有“发布自定规则”的权限"):
        own_rules.release(Viewer("zhao", "writer"), store, made.code, made.sha256, "理由")
    with pytest.raises(Refused, match="全县"):
        own_rules.release(Viewer("zhao", "training", Scope(frozenset({1}))), store, made.code, made.sha256, "理由")


def test_texts_and_codes_that_are_not_there(store: Path) -> None:
    made = own_rules.start(LI)
    with pytest.raises(Refused, match="没有这条自定规则"):
        own_rules.entry(LI, "Z98")
    with pytest.raises(Refused, match="过长"):
        own_rules.edit(LI, made.code, 1, "x" * 70_000, made.sha256)
