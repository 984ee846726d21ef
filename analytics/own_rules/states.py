"""What may be done with an own rule: a table of acts, and who may do each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from analytics.permissions import may, require
from analytics.records.own_rules import OwnRule
from analytics.viewer import Viewer
from analytics.words import Refused, _

State = Literal["draft", "tested", "submitted", "released", "withdrawn"]
Act = Literal["edit", "test", "submit", "take_back", "release", "revise", "withdraw"]
STATES: dict[str, str] = {
    "draft": "草稿",
    "tested": "已试运行",
    "submitted": "待发布",
    "released": "已发布",
    "withdrawn": "已停用",
}


@dataclass(frozen=True)
class Step:
    """An act: from which states, to which (empty: a new version begins), and the permission it takes."""

    title: str
    before: tuple[State, ...]
    after: State | Literal[""]
    action: str


TRANSITIONS: dict[Act, Step] = {
    "edit": Step("修改", ("draft", "tested"), "draft", "own_rules"),
    "test": Step("试运行", ("draft", "tested"), "tested", "own_rules"),
    "submit": Step("提交发布", ("tested",), "submitted", "own_rules"),
    "take_back": Step("撤回", ("submitted",), "draft", "own_rules"),
    "release": Step("发布", ("submitted",), "released", "release_rules"),
    "revise": Step("修订", ("released", "withdrawn"), "", "own_rules"),
    "withdraw": Step("停用", ("released",), "withdrawn", "release_rules"),
}


def why_not(viewer: Viewer, rule: OwnRule, act: Act) -> str:
    """Why the viewer may not do this with the rule as it stands, in a sentence; empty when they may."""
    step = TRANSITIONS[act]
    if rule.state not in step.before:
        return _("自定规则 {code} 现在是“{state}”,不能{act}。未作任何更改。").format(
            code=rule.code, state=_(STATES[rule.state]), act=_(step.title)
        )
    if act == "release" and viewer.account in rule.authors:
        return _("自定规则须由未参与编写的另一人发布。未作任何更改,请另一位有权限的人员审核后发布。")
    return ""


def can(viewer: Viewer, rule: OwnRule, act: Act) -> bool:
    """Whether to offer the act."""
    return may(viewer, TRANSITIONS[act].action) and not why_not(viewer, rule, act)


def step_on(viewer: Viewer, rule: OwnRule, act: Act) -> None:
    """Move the rule (inside the transaction that writes the act's audit line); Refused when it may not be."""
    require(viewer, TRANSITIONS[act].action)
    reason = why_not(viewer, rule, act)
    if reason:
        raise Refused("{reason}", reason=reason)
    rule.state = TRANSITIONS[act].after or rule.state
