"""What is done with an own rule from its page: each act one call, what it refuses one sentence."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from analytics import jobs, own_rules
from analytics.own_rules import TRANSITIONS
from analytics.records.own_rules import OwnRule
from analytics.viewer import Viewer
from analytics.words import Refused
from pages.ui import session, url
from pages.ui.words import _, speak

SAID = "own_said"
KIND = "own_rule"
# Acts that take a reason, in the order of the buttons.
_CALLS: dict[str, Callable[[Viewer, OwnRule, str], OwnRule]] = {
    "submit": lambda viewer, rule, reason: own_rules.submit(viewer, rule.code, reason),
    "release": lambda viewer, rule, reason: own_rules.release(viewer, session.store(), rule.code, rule.sha256, reason),
    "take_back": lambda viewer, rule, reason: own_rules.take_back(viewer, rule.code, reason),
    "withdraw": lambda viewer, rule, reason: own_rules.withdraw(viewer, rule.code, reason),
}


def said() -> None:
    """What the last act refused, once."""
    sentence = st.session_state.pop(SAID, "")
    if sentence:
        st.error(sentence)


def draw(viewer: Viewer, rule: OwnRule) -> None:
    """A field for the reason and the acts the viewer may do now; why nobody but another may release."""
    with_reason = [act for act in _CALLS if own_rules.can(viewer, rule, act)]  # type: ignore[arg-type]
    if rule.state == "submitted" and "release" not in with_reason:
        st.info(own_rules.why_not(viewer, rule, "release") or _("等待有发布权限的另一人审核。"))
    if with_reason:
        st.text_input(_("理由(必填,记入日志)"), key=_reason_key(rule), max_chars=200)
    with st.container(horizontal=True):
        for place, act in enumerate(with_reason):
            kind = "secondary" if place else "primary"
            st.button(_title(act), key=f"own_{act}", type=kind, on_click=_act, args=(viewer, rule, act))
        if own_rules.can(viewer, rule, "revise"):
            st.button(_title("revise"), key="own_revise", on_click=_revise, args=(viewer, rule))


def start(viewer: Viewer, like: str) -> None:
    """Begin a rule and open it."""
    _try(lambda: url.put(own=own_rules.start(viewer, like).code))


def save(viewer: Viewer, rule: OwnRule, key: str) -> None:
    """Keep the text of the editor `key`."""
    _try(lambda: own_rules.edit(viewer, rule.code, rule.version, st.session_state[key], rule.sha256))


def save_and_try(viewer: Viewer, rule: OwnRule, key: str) -> None:
    """Keep the text, and try it as a job."""

    def both() -> None:
        own_rules.edit(viewer, rule.code, rule.version, st.session_state[key], rule.sha256)
        jobs.start(viewer, KIND, code=rule.code, version=rule.version)

    _try(both)


def _act(viewer: Viewer, rule: OwnRule, act: str) -> None:
    _try(lambda: _CALLS[act](viewer, rule, st.session_state[_reason_key(rule)]))


def _revise(viewer: Viewer, rule: OwnRule) -> None:
    _try(lambda: own_rules.revise(viewer, rule.code))


def _try(call: Callable[[], object]) -> None:
    speak()
    try:
        call()
    except Refused as refusal:
        st.session_state[SAID] = str(refusal)


def _title(act: str) -> str:
    return _(TRANSITIONS[act].title)  # type: ignore[index]


def _reason_key(rule: OwnRule) -> str:
    return f"own_reason_{rule.code}_{rule.version}_{rule.state}"
