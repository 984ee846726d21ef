"""audit: take the end of the audit log away, for an auditor to keep."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from analytics.cli.talk import say
from analytics.words import Refused, _


class Work(StrEnum):
    """What can be done with the log here."""

    ANCHOR = "anchor"


def audit(
    store: Path,
    work: Annotated[Work, typer.Argument(help="anchor:把审计日志现在的末尾写入文件,由审计员离线保存")],
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="写入的文件;不覆盖已有的")],
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="理由,记入日志")] = "",
) -> None:
    """导出审计日志的锚定;以后用 verify --anchor FILE 核验。

    例:python -m analytics audit anchor --out 锚定_2017-12-31.txt
    """
    from analytics.permissions import operator
    from analytics.records.audit_log import take_anchor

    if out.exists():
        raise Refused("文件 {out} 已存在,没有写入。请换一个文件名。", out=out)
    text = take_anchor(operator(), reason)
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise Refused("无法写入文件 {path},没有留下任何文件。请检查目录和空间。", path=out) from error
    say(_("已写入 {file}。请离线保存,核验时用 verify --anchor {file}").format(file=out))
