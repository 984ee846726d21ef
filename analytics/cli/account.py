"""account: the first three administrators of an office, and the way back in when nobody can sign in."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from analytics.cli.talk import say, say_json, say_table
from analytics.cli.verb import Json
from analytics.words import Refused, _

_HEADS = ("账号", "角色", "状态", "建立")
# Which of 三员 each option of `init` names.
_THREE = {"system": "system_admin", "security": "security_admin", "auditor": "auditor"}


class Work(StrEnum):
    """What can be done with accounts here."""

    INIT = "init"
    LIST = "list"
    RESET = "reset"
    DISABLE = "disable"
    ENABLE = "enable"
    END = "end"


def account(
    store: Path,
    work: Annotated[
        Work, typer.Argument(help="init 建立三员;list 列出;reset 重置密码;disable、enable 停用启用;end 强制退出")
    ],
    name: Annotated[str, typer.Argument(metavar="NAME", help="账号名")] = "",
    system: Annotated[str, typer.Option("--system", metavar="NAME", help="init:系统管理员的账号名")] = "",
    security: Annotated[str, typer.Option("--security", metavar="NAME", help="init:安全管理员的账号名")] = "",
    auditor: Annotated[str, typer.Option("--auditor", metavar="NAME", help="init:审计员的账号名")] = "",
    reason: Annotated[str, typer.Option("--reason", help="理由,记入日志")] = "",
    json: Json = False,
) -> None:
    """建立三员账号(正式使用的第一步),列出账号,或在无人能登录时重置密码、停用、强制退出。

    例:python -m analytics account init --system zhang --security li --auditor wang
    """
    if work == Work.INIT:
        return _init({"system": system, "security": security, "auditor": auditor})
    return _list(json) if work == Work.LIST else _rescue(work, name, reason)


def _init(given: dict[str, str]) -> None:
    from analytics.faces import role_title
    from analytics.records.accounts.three import make_three

    names = {_THREE[option]: name or _asked(role_title(_THREE[option])) for option, name in given.items()}
    for name, (role, password) in make_three(names).items():
        said = _("{role}:{name}   初始密码:{password}   (只显示这一次,首次登录须修改)")
        say(said.format(role=role_title(role), name=name, password=password))
    say(_("下一步:streamlit run app.py;系统管理员在“账号”页建立业务人员的账号,安全管理员授权。"))


def _asked(role: str) -> str:
    answer: str = typer.prompt(_("{role}的账号名").format(role=role), default="", show_default=False)
    return answer


def _list(json: bool) -> None:
    from analytics.faces import role_title
    from analytics.permissions import operator
    from analytics.records.accounts.accounts import list_accounts
    from analytics.records.accounts.throttle import locked_until

    found = list_accounts(operator())
    if json:
        shown = [{"name": a.name, "role": a.role, "disabled": a.disabled_at is not None} for a in found]
        return say_json(shown)
    if not found:
        return say(_("还没有账号。先用 account init 建立三员。"))
    locked = locked_until(operator(), [a.name for a in found])
    states = [_("已停用") if a.disabled_at else _("已锁定") if a.name in locked else _("启用") for a in found]
    rows = [(a.name, role_title(a.role), s, f"{a.created_at:%Y-%m-%d}") for a, s in zip(found, states, strict=True)]
    return say_table(_HEADS, rows)


def _rescue(work: Work, name: str, reason: str) -> None:
    from analytics.permissions import operator
    from analytics.records.accounts import accounts
    from analytics.records.accounts.sessions import revoke_all

    if not name:
        raise Refused("请写明账号名。未作任何更改。")
    who = operator()
    acts: dict[Work, Callable[[], object]] = {
        Work.DISABLE: lambda: accounts.disable_account(who, name, reason),
        Work.ENABLE: lambda: accounts.enable_account(who, name, reason),
        Work.END: lambda: revoke_all(who, accounts.folded(name), reason),
    }
    if work == Work.RESET:
        password = accounts.reset_password(who, name, reason)
        return say(_("{name} 的新密码:{password}   (只显示这一次)").format(name=name, password=password))
    acts[work]()
    return say(_("已办理,记入日志。"))
