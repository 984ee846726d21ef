"""The accounts in one table: role, where it reaches, whether it is open, when it was last there."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from analytics.faces import role_title
from analytics.records.accounts.accounts import Listed
from analytics.records.accounts.grants import Grant
from analytics.scope_units import Units, scope_words
from pages.ui import format
from pages.ui.plain_table import LOOK, plain_table
from pages.ui.words import _


def answer(found: list[Listed], waiting: list[Grant]) -> str:
    """How many accounts there are, and how many grants wait."""
    shut = sum(one.disabled_at is not None for one in found)
    text = _("共 **{count}** 个账号,停用 {shut} 个;**{waiting}** 项授权等待第二人批准。")
    return text.format(count=len(found), shut=shut, waiting=len(waiting))


def draw(found: list[Listed], known: dict[str, Units], locked: dict[str, datetime]) -> None:
    """All of them, in order of their names; `locked`: until when, after too many wrong passwords."""
    head = (_("账号"), _("角色"), _("范围"), _("状态"), _("最近在线"))
    rows = [
        (
            one.name,
            role_title(one.role),
            scope_words(one.scope, known),
            state(one, locked.get(one.name)),
            format.minute(one.last_seen_at),
        )
        for one in found
    ]
    st.html(LOOK + plain_table(head, rows, alt=_("全部账号"), stacked=True))


def state(one: Listed, until: datetime | None) -> str:
    """启用, 已停用, locked until when, or that the first password still stands."""
    if one.disabled_at is not None:
        return _("已停用")
    if until is not None:
        return _("多次输错密码,锁定至 {moment}").format(moment=format.minute(until))
    return _("待改初始密码") if one.must_change else _("启用")
