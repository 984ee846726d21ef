"""rule: start a new rule; write the rules' pages in docs/."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from analytics.cli.talk import say
from analytics.settings import ROOT


class Work(StrEnum):
    """What can be done with rules here."""

    NEW = "new"
    DOCS = "docs"


def rule(
    store: Path,
    work: Annotated[Work, typer.Argument(help="new:新建规则;docs:按各规则的说明重写 docs/rules")],
    code: Annotated[str, typer.Argument(metavar="CODE", help="新规则的编号,如 H01")] = "",
    slug: Annotated[str, typer.Option("--slug", metavar="NAME", help="文件名中的英文名称")] = "new",
) -> None:
    """新建一条规则(SQL 文件和样例目录),或重写规则文档。

    例:python -m analytics rule new H01 --slug large_sum
    """
    from analytics.rules.docs import write_docs
    from analytics.rules.new import new_rule

    written = write_docs(ROOT / "docs") if work == Work.DOCS else new_rule(code, slug)
    for path in written:
        say(str(path.relative_to(ROOT)))
