"""The faces: one program, started for the office, the field or the public; each opens only what is its own.

`QINGZHANG_FACE` says which. In training mode one process has all roles, over invented people.
"""

from __future__ import annotations

from dataclasses import dataclass

from analytics.settings import settings
from analytics.words import Refused, _

# 三员: who keeps accounts, who grants, who reads the log. On every face that has accounts.
THREE = ("system_admin", "security_admin", "auditor")
# Roles that work on clues, reports and cases, or decide: to be given one takes a second person.
CASE_ROLES = frozenset({"inspector", "case_manager", "petition", "trial", "leader"})
TITLES: dict[str, str] = {
    "analyst": "数据比对中心",
    "inspector": "承办人",
    "case_manager": "案管室",
    "petition": "信访室",
    "trial": "审理室",
    "leader": "主要负责人",
    "stationed": "派驻纪检监察组",
    "department": "主管部门",
    "township_inspector": "乡镇纪委",
    "system_admin": "系统管理员",
    "security_admin": "安全管理员",
    "auditor": "审计员",
    "training": "培训(全部权限)",
    "operator": "命令行",
    "": "未授权",
}

_EVERYTHING = ("*",)


@dataclass(frozen=True)
class Face:
    """`own`: its database (where its accounts, sessions and log are). `databases` and `folders` (of the store) are
    all it may open."""

    title: str
    roles: tuple[str, ...]
    own: str
    databases: tuple[str, ...]
    folders: tuple[str, ...]

    @property
    def home(self) -> str:
        """The folder of the store it writes in; empty: the store itself."""
        return "" if self.folders == _EVERYTHING else self.folders[0]


FACES: dict[str, Face] = {
    "office": Face(
        "县级办公",
        ("analyst", "inspector", "case_manager", "petition", "trial", "leader", *THREE),
        "records",
        ("records", "field"),
        _EVERYTHING,
    ),
    "field": Face(
        "乡镇部门", ("stationed", "department", "township_inspector", *THREE), "field", ("field",), ("field",)
    ),
    "public": Face("群众公开", (), "", (), ("public",)),
}


def here() -> Face:
    """The face this process is."""
    return FACES[settings().face]


def admits(role: str) -> bool:
    """Whether somebody in this role may sign in here; in training mode every role but the command line's."""
    if settings().training:
        return role in TITLES and role != "operator"
    return role in (*here().roles, "")


def role_title(role: str) -> str:
    """The role in words."""
    return _(TITLES.get(role, role))


def grantable() -> tuple[str, ...]:
    """Roles that can be given here, in the order of the table."""
    return tuple(role for role in TITLES if role and admits(role))


def require_role(role: str) -> None:
    """Refused for a role this face does not have."""
    if not admits(role):
        raise Refused("这里没有“{role}”这个角色。未作任何更改。", role=role_title(role))
