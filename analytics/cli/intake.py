"""intake: department files into a new snapshot."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from analytics.cli.talk import bar, note, say, say_json, say_table
from analytics.cli.verb import DONE, WRONG, Json
from analytics.words import Refused, _

if TYPE_CHECKING:
    from analytics.intake import IntakeReport


_HEADS = ("文件", "工作表", "数据表", "读取", "保留", "退回")


def intake(
    store: Path,
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="文件或文件夹(含子文件夹)")],
    mapping: Annotated[Path | None, typer.Option("--mapping", metavar="FILE", help="列对应关系(TOML)")] = None,
    replace: Annotated[bool, typer.Option("--replace", help="以新文件替换已有的发放记录")] = False,
    add: Annotated[bool, typer.Option("--add", help="与已有的发放记录并存")] = False,
    json: Json = False,
) -> int:
    """导入部门文件,生成新的数据快照;看不准的文件不导入,并说明要补充什么。

    例:python -m analytics intake 2017年12月/ --mapping 民政局.toml
    """
    from analytics.intake.service import take_in
    from analytics.permissions import operator

    if replace and add:
        raise Refused("--replace 与 --add 只能选一个。没有导入任何文件。")
    with bar("导入") as step:
        on_conflict = "replace" if replace else "add" if add else "ask"
        report = take_in(operator(), store, paths, mapping=mapping, on_conflict=on_conflict, progress=step)  # type: ignore[arg-type]
    if json:
        say_json(report.to_dict())
    else:
        _say(report)
    return WRONG if report.refused and not report.snapshot else DONE


def _say(report: IntakeReport) -> None:
    rows = [(s.file, s.sheet, s.title, s.rows_read, s.rows_kept, s.rows_rejected) for s in report.sheets]
    if rows:
        say_table(_HEADS, rows)
    for file in report.unchanged:
        say(_("{file}:此前已导入,数据未变。").format(file=file))
    for file, sentence in report.refused:
        note(f"{file}:{sentence}")
    if report.snapshot:
        told = _("数据快照 {snapshot}:读取 {read} 行 = 保留 {kept} 行 + 退回 {rejected} 行")
        counts = {"read": report.rows_read, "kept": report.rows_kept, "rejected": report.rows_rejected}
        say(told.format(snapshot=report.snapshot, **counts))
