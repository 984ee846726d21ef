"""Who may do what where: role × action × scope, one table as data. Services ask here; pages only hide.

A role's row says which actions it has. Where they reach is the viewer's scope: COUNTY_WIDE actions concern everybody
and take the whole county, all others stay within it (the query carries the scope, `place` says one unit).
"""

from __future__ import annotations

import getpass

from analytics.viewer import Place, Viewer
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
    "approve_exports": "批准导出",
    "reference": "修改参照数据",
    "own_rules": "编写自定规则",
    "release_rules": "发布自定规则",
    "precheck": "资格预审",
    "precheck_full": "查看预审理由",
    "field_ask": "向县里报送",
    "field_supervise": "查看本部门报送",
    "field_desk": "办理部门报送",
    "accounts": "管理账号",
    "grants": "授权",
    "approve_grants": "批准授权",
    "audit": "查看审计日志",
    "vault": "更换保险库密钥",
    "backup": "备份与恢复",
}

COUNTY_WIDE = frozenset(
    {
        "intake",
        "check",
        "reference",
        "release_rules",
        "field_desk",
        "accounts",
        "grants",
        "approve_grants",
        "audit",
        "vault",
        "backup",
    }
)

# Acts of whoever holds the machine; no page has them.
COMMAND_LINE = frozenset({"vault", "backup"})

# `operator` is whoever runs the command line on this machine: they hold the files and the key already. `training` is
# admitted in training mode only (analytics/faces.py).
ROLES: dict[str, frozenset[str]] = {
    name: frozenset(actions.split())
    for name, actions in {
        "analyst": "look intake check jobs reveal dossier workbench export reference own_rules release_rules precheck"
        " precheck_full field_desk",
        "inspector": "look jobs reveal dossier workbench export own_rules precheck precheck_full",
        "leader": "look jobs dossier export approve_exports release_rules approve_grants",
        # What these three see comes with clues, reports and cases; of the data itself they see nothing.
        "case_manager": "",
        "petition": "",
        "trial": "",
        "stationed": "field_supervise",
        "department": "field_ask precheck export",
        "township_inspector": "field_ask export",
        # 三员: three people, none of whom sees content.
        "system_admin": "accounts approve_grants",
        "security_admin": "grants",
        "auditor": "audit",
        "training": " ".join(ACTIONS.keys() - COMMAND_LINE),
        "operator": " ".join(ACTIONS),
    }.items()
}


def may(viewer: Viewer, action: str, place: Place | None = None) -> bool:
    """Whether the viewer's role allows `action`, at `place` when one is named; an unknown role allows nothing.

    Raises KeyError for an action that is not in ACTIONS: a misspelt check must not pass silently.
    """
    ACTIONS[action]
    return action in ROLES.get(viewer.role, frozenset()) and _reaches(viewer, action, place)


def require(viewer: Viewer, action: str, place: Place | None = None) -> None:
    """Refused, in one sentence, unless the viewer may do `action` (at `place`)."""
    if may(viewer, action, place):
        return
    if action in ROLES.get(viewer.role, frozenset()) and action in COUNTY_WIDE:
        raise Refused("“{action}”影响全县,须由可看全县数据的人员办理。未作任何更改。", action=_(ACTIONS[action]))
    if action in ROLES.get(viewer.role, frozenset()):
        raise Refused(
            "“{action}”超出您的数据范围,未作任何更改。如工作需要,请联系安全管理员。", action=_(ACTIONS[action])
        )
    raise Refused("您的角色没有“{action}”的权限,未作任何更改。如工作需要,请联系账号管理员。", action=_(ACTIONS[action]))


def _reaches(viewer: Viewer, action: str, place: Place | None) -> bool:
    if action in COUNTY_WIDE:
        return viewer.scope.whole_county
    return place is None or viewer.scope.covers(place)


def operator() -> Viewer:
    """The person at this machine's command line."""
    return Viewer(f"os:{getpass.getuser()}", "operator")
