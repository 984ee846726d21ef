"""Who may do what: roles × actions as data. A later role is one more row here, nothing else."""

from __future__ import annotations

import getpass

from analytics.viewer import Viewer
from analytics.words import Refused, _

# Each action, and the words for it in the sentence a refused person reads.
ACTIONS: dict[str, str] = {
    "look": "查看数据",
    "intake": "导入数据",
    "check": "运行比对",
    "jobs": "管理任务",
    "reveal": "查看全号",
    "dossier": "查人",
    "workbench": "自行比对",
    "export": "导出",
    "reference": "修改参照数据",
    "own_rules": "编写自定规则",
    "release_rules": "发布自定规则",
    "precheck": "资格预审",
    "precheck_full": "查看预审理由",
    "accounts": "管理账号",
    "audit": "查看审计日志",
}

# `operator` is whoever runs the command line on this machine: they hold the files and the key already.
ROLES: dict[str, frozenset[str]] = {
    "training": frozenset(ACTIONS),
    "operator": frozenset(ACTIONS),
}


def may(viewer: Viewer, action: str) -> bool:
    """Whether the viewer's role allows `action`; an unknown role allows nothing.

    Raises KeyError for an action that is not in ACTIONS: a misspelt check must not pass silently.
    """
    ACTIONS[action]
    return action in ROLES.get(viewer.role, frozenset())


def require(viewer: Viewer, action: str) -> None:
    """Refused, in one sentence, unless the viewer may do `action`."""
    if not may(viewer, action):
        raise Refused(
            "您的角色没有“{action}”的权限,未作任何更改。如工作需要,请联系账号管理员。", action=_(ACTIONS[action])
        )


def operator() -> Viewer:
    """The person at this machine's command line."""
    return Viewer(f"os:{getpass.getuser()}", "operator")
