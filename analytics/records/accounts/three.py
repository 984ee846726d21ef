"""三员: the system administrator, the security administrator and the auditor an office begins with; three people."""

from __future__ import annotations

from collections.abc import Mapping

from analytics.faces import THREE
from analytics.permissions import operator
from analytics.records.accounts.accounts import any_account, create_account, folded
from analytics.records.accounts.passwords import random_password
from analytics.words import Refused


def make_three(names: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """role → sign-in name of the three; returns name → (role, first password, to be shown once).

    Refused, and nothing made, when there are accounts already, or the names are not three.
    """
    if any_account():
        raise Refused("这里已有账号,未作任何更改。忘记密码请用 account reset,增加人员请在“账号”页办理。")
    people = {folded(names.get(role, "")): role for role in THREE}
    if len(people) < len(THREE) or "" in people:
        raise Refused("三员须是三个人:系统管理员、安全管理员、审计员的账号名不能空,也不能相同。账号未建立。")
    made = {name: (role, random_password()) for name, role in people.items()}
    for name, (role, password) in made.items():
        create_account(operator(), name, password, role)
    return made
