"""backup and restore: everything an installation needs to stand again, in one folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from analytics.cli.talk import bar, note, say, say_json
from analytics.cli.verb import BROKEN, DONE, Json
from analytics.words import _

if TYPE_CHECKING:
    from analytics.backups.manifest import Manifest

MEGABYTE = 1024 * 1024
Folder = Annotated[Path, typer.Argument(metavar="DIR", help="备份文件夹", show_default=False)]


def backup(
    store: Path,
    folder: Folder,
    with_keys: Annotated[bool, typer.Option("--with-keys", help="把密钥也放进备份(备份须与数据同样保管)")] = False,
    json: Json = False,
) -> None:
    """备份数据目录和数据库到一个新文件夹;不必停机。密钥默认不在备份里,须另行保存。

    例:python -m analytics backup /media/disk/2018-01-31
    """
    from analytics.backups import back_up
    from analytics.permissions import operator

    with bar("备份") as step:
        made = back_up(operator(), folder, step, with_keys=with_keys)
    if json:
        return say_json(_told(made))
    say(_("备份完成:{files} 个文件,{size} MB。").format(files=len(made.files), size=made.size // MEGABYTE))
    if not with_keys and made.keys:
        note(_("备份里没有密钥。请把 {names} 另存别处:没有密钥就不能恢复。").format(names="、".join(_paths(made))))
    return None


def restore(
    store: Path,
    folder: Folder,
    keys: Annotated[
        Path | None, typer.Option("--keys", metavar="DIR", help="密钥文件夹(备份里没有密钥时)", show_default=False)
    ] = None,
    json: Json = False,
) -> int:
    """把备份恢复到空的数据目录和空的数据库,再核验一遍;有问题时退出码为 1。所有人须重新登录。

    例:python -m analytics restore /media/disk/2018-01-31 --keys /media/safe/keys
    """
    from analytics.backups import restore as put_back
    from analytics.cli.snapshots import say_faults
    from analytics.integrity import faults
    from analytics.permissions import operator

    with bar("恢复") as step:
        made = put_back(operator(), folder, step, keys)
    with bar("核验") as step:
        found = list(faults(store, step))
    if json:
        say_json({**_told(made), "whole": not found, "faults": found})
    else:
        say(_("已恢复 {at} 的备份:{files} 个文件。").format(at=made.made_at, files=len(made.files)))
        say_faults(found)
    return BROKEN if found else DONE


def _told(made: Manifest) -> dict[str, object]:
    counted = {"files": len(made.files), "bytes": made.size, "databases": made.databases}
    return {"made_at": made.made_at, **counted, "with_keys": made.with_keys, "keys": sorted(made.keys)}


def _paths(made: Manifest) -> list[str]:
    from analytics.backups.parts import key_path

    return [_("{path}(存为 {name})").format(path=key_path(name), name=name) for name in sorted(made.keys)]
