"""snapshots and verify: what the store holds, and whether it is as it was written."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from analytics.cli.talk import bar, say, say_json, say_table
from analytics.cli.verb import BROKEN, DONE, Json
from analytics.words import Refused, _

_HEADS = ("", "快照", "生成时间", "发放记录", "表")


def snapshots(store: Path, json: Json = False) -> None:
    """列出数据快照,最新的在前;* 为当前快照。

    例:python -m analytics snapshots --json
    """
    from analytics.snapshots import current_snapshot, list_snapshots

    current = current_snapshot(store)
    found = [
        {
            "id": snapshot.id,
            "current": current is not None and snapshot.id == current.id,
            "created_at": snapshot.manifest["created_at"],
            "parent": snapshot.manifest["parent"],
            "payments": snapshot.rows("payment"),
            "tables": sorted(snapshot.tables - {"by_household"}),
        }
        for snapshot in list_snapshots(store)
    ]
    if json:
        return say_json(found)
    if not found:
        return say(_("还没有数据快照。"))
    rows = [("*" if s["current"] else "", s["id"], s["created_at"], s["payments"], len(s["tables"])) for s in found]
    return say_table(_HEADS, rows)


def verify(
    store: Path,
    anchor: Annotated[
        Path | None, typer.Option("--anchor", metavar="FILE", help="审计员离线保存的锚定文件(audit anchor 写出的)")
    ] = None,
    json: Json = False,
) -> int:
    """核验数据快照、保险库、比对批次和审计日志是否完好;有问题时退出码为 1。

    例:python -m analytics verify --anchor 锚定_2017-12-31.txt
    """
    from analytics.integrity import faults, note_whole
    from analytics.permissions import operator

    if not store.is_dir():
        raise Refused("没有数据目录 {store},无可核验。请核对 --store。", store=store)
    with bar("核验") as step:
        found = list(faults(store, step, anchor))
    if not found:
        note_whole(operator())
    if json:
        say_json({"whole": not found, "faults": found})
    else:
        say_faults(found)
    return BROKEN if found else DONE


def say_faults(found: list[dict[str, Any]]) -> None:
    """What verify found, line by line, and how much."""
    for fault in found:
        say(f"{fault['where']}: {fault['what']}")
    say(_("发现 {count} 处问题。").format(count=len(found)) if found else _("全部完好。"))
