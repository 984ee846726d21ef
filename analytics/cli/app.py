"""All verbs in one place."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from typing import Any, TypeVar

import typer
from typer._click.core import Command
from typer._click.exceptions import ClickException, NoArgsIsHelpError
from typer.core import TyperGroup

from analytics.cli.account import account
from analytics.cli.audit import audit
from analytics.cli.backup import backup, restore
from analytics.cli.check import check, compare
from analytics.cli.county import county
from analytics.cli.coverage import coverage
from analytics.cli.intake import intake
from analytics.cli.lists import hits, outliers, suspects
from analytics.cli.rule import rule
from analytics.cli.snapshots import snapshots, verify
from analytics.cli.talk import complain
from analytics.cli.training import training
from analytics.cli.vault import vault
from analytics.cli.verb import WRONG, verb
from analytics.words import _

VERBS: tuple[Callable[..., Any], ...] = (
    county,
    intake,
    snapshots,
    coverage,
    check,
    compare,
    hits,
    outliers,
    suspects,
    verify,
    backup,
    restore,
    audit,
    rule,
    account,
    vault,
    training,
)


class Verbs(TyperGroup):
    """Wrong use is one sentence on stderr too."""

    def main(self, *args: Any, **extra: Any) -> Any:
        """As Typer's own, always ending in SystemExit with the exit code."""
        try:
            code = super(Verbs, _spoken(self)).main(*args, **{**extra, "standalone_mode": False})
        except NoArgsIsHelpError as error:
            error.show()
            code = WRONG
        except ClickException as error:
            complain(_("用法有误:{what} 未执行;用 --help 查看写法和示例。").format(what=error.format_message()))
            code = WRONG
        raise SystemExit(code if isinstance(code, int) else 0)


C = TypeVar("C", bound=Command)


def _spoken(command: C) -> C:
    """A copy of the command, and of those under it, whose help is in the language spoken here."""
    told = copy(command)
    told.help = _(command.help or "")
    told.params = [_explained(parameter) for parameter in command.params]
    if isinstance(command, TyperGroup) and isinstance(told, TyperGroup):
        told.commands = {name: _spoken(under) for name, under in command.commands.items()}
    return told


def _explained(parameter: Any) -> Any:
    told = copy(parameter)
    told.help = _(parameter.help or "")
    return told


app = typer.Typer(
    cls=Verbs,
    help="清账:惠民资金监察。数据导入、比对、疑点,都在本机完成。退出码:0 完成,1 核验发现问题,2 用法有误或未执行。",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
for _verb in VERBS:
    app.command(name=_verb.__name__)(verb(_verb))
