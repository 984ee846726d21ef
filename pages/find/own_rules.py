"""自定规则: comparisons the county writes itself; a second person releases each."""

import streamlit as st

from analytics import own_rules
from analytics.records.own_rules import OwnRule
from analytics.rules.catalogue import refused
from analytics.viewer import Viewer
from pages.ui import desk, format, layout, own_rule_acts, own_rule_editor, own_rule_list, own_rule_trial, session, url
from pages.ui.words import _


def page(viewer: Viewer) -> None:
    found = own_rules.entries(viewer)
    mine = [rule for rule in found if rule.code == url.get("own")]
    if mine:
        single(viewer, mine[0], mine[1:])
    else:
        whole(viewer, found)


def whole(viewer: Viewer, found: list[OwnRule]) -> None:
    """All of them, and the way to a new one."""
    newest = {rule.code: rule for rule in reversed(found)}
    layout.head(_("自定规则"), own_rule_list.answer(found))
    for sentence in refused():
        st.warning(sentence)
    own_rule_acts.said()
    own_rule_list.new(viewer)
    if newest:
        own_rule_list.draw(sorted(newest.values(), key=lambda rule: rule.code))
    else:
        layout.empty_state(_("还没有自定规则。可以从一条现有规则复制,或从空白模板写起。"))


def single(viewer: Viewer, rule: OwnRule, older: list[OwnRule]) -> None:
    """One rule: its text with what it may read beside it, its trial, and what can be done next."""
    engine = desk.engine_or_stop(_("自定规则"))
    layout.breadcrumb([(_("自定规则"), _close, ())], rule.code)
    layout.head(own_rule_list.title(rule), own_rule_list.state(rule))
    own_rule_acts.said()
    left, right = st.columns([3, 2])
    with right:
        own_rule_editor.readable(viewer, engine)
    with left:
        own_rule_editor.draw(viewer, rule)
        own_rule_trial.draw(viewer, engine.snapshot, rule)
        own_rule_acts.draw(viewer, rule)
    for old in older:
        with st.expander(_("第 {version} 版 · {state}").format(version=old.version, state=own_rule_list.word(old))):
            st.caption(_("最后改动 {moment}").format(moment=format.minute(old.changed_at)))
            st.code(old.text, language="sql", wrap_lines=True)


def _close() -> None:
    url.put(own=None)


page(session.viewer())
