"""vault: a new key for what lies sealed."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from analytics.cli.talk import bar, say
from analytics.words import Refused, _


class Work(StrEnum):
    """What can be done with the vault here."""

    ROTATE = "rotate"


def vault(
    store: Path,
    work: Annotated[Work, typer.Argument(help="rotate:更换密钥")],
    reason: Annotated[str, typer.Option("--reason", help="理由,记入日志")] = "",
) -> None:
    """更换密钥:保险库的全部文件、数据库的加密内容用新密钥重新加密,旧密钥随后作废。中途中断不影响读取,再运行一次即可完成。

    例:python -m analytics vault rotate --reason 年度更换
    """
    from analytics.permissions import operator
    from analytics.rotation import rotate

    if not store.is_dir():
        raise Refused("没有保险库可换密钥。请核对 --store。")
    with bar(_("更换密钥")) as step:
        rows, files = rotate(operator(), store, reason, step)
    say(_("已更换密钥,重新加密 {files} 个文件、{rows} 条记录。").format(files=files, rows=rows))
