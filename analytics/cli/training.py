"""training: everything `make run` needs before it serves."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from analytics.cli.talk import bar, say
from analytics.words import _


def training(
    store: Path,
    scale: Annotated[
        float, typer.Option("--scale", min=0.001, max=100, help="演练县规模:1 为约 200 万条发放记录")
    ] = 1.0,
    new_password: Annotated[bool, typer.Option("--new-password", help="给培训账号换一个新密码")] = False,
) -> None:
    """准备培训:数据目录为空时生成演练县并比对一次,没有账号时建立培训账号。

    例:python -m analytics training
    """
    from analytics.records.accounts.training import names, training_accounts
    from analytics.snapshots import current_snapshot

    if current_snapshot(store) is None:
        _prepare(store, scale)
    os.environ["QINGZHANG_TRAINING"] = "1"
    password = training_accounts(new_password=new_password)
    said = _("培训账号:{names}").format(names=_("、").join(names()))
    say(said)
    if password:
        say(_("密码(各账号相同):{password}   (只显示这一次)").format(password=password))
    else:
        say(_("忘记密码:python -m analytics training --new-password"))


def _prepare(store: Path, scale: float) -> None:
    """The training county and its first run."""
    from analytics.cli.county import built
    from analytics.permissions import operator
    from analytics.rules.run import run

    snapshot = built(store, scale, 2017)
    say(_("演练县已生成:发放记录 {count} 条").format(count=f"{snapshot.rows('payment'):,}"))
    with bar(_("比对")) as step:
        made = run(store, snapshot, operator(), None, None, step)
    say(_("比对完成:命中 {count} 条").format(count=f"{sum(r.get('hits') or 0 for r in made.manifest['rules']):,}"))
