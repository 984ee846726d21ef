"""From a backup to a store that stands: checked file by file, into an empty place, everybody signed out."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import update
from sqlalchemy.exc import DBAPIError

from analytics.backups import databases, manifest, parts
from analytics.backups.copying import Step, Told, copy, refuse_without_room, room_kept
from analytics.backups.log import note
from analytics.backups.manifest import Manifest
from analytics.durable import flush, flush_tree, private_folder, sha256_of
from analytics.faces import here
from analytics.permissions import require
from analytics.records import db
from analytics.records.accounts.models import SignedIn
from analytics.records.base import now
from analytics.records.dialects import reachable
from analytics.settings import settings
from analytics.viewer import Viewer
from analytics.words import Refused

RESTORING = ".restoring-"
LAST = ("snapshots", "current")  # what makes a store one comes last into its place


def restore(viewer: Viewer, source: Path, step: Step, keys: Path | None = None) -> Manifest:
    """Put a backup into the empty store; `keys`: the folder of key files when the backup has none.

    Raises Refused, with the store as it was, without permission, room or keys, for a half-made backup, one with a
    changed file, one of another face or a newer program, or a store or database that is not empty.
    """
    require(viewer, "backup")
    made = manifest.read(source)
    _refuse_foreign(made)
    _refuse_filled(made)
    held = _keys(made, source / manifest.KEYS if made.with_keys else keys)
    refuse_without_room(settings().store, made.size)
    with room_kept(), _aside() as aside:
        _copy_checked(made, source, aside, Told(step, made.size))
        _put_keys(held)
        with _databases_too(made):
            _put_databases(made, aside)
            _sign_everybody_out(made)
            _move(aside / manifest.STORE)
            note(viewer, made.databases, "restore", source.name, made_at=made.made_at)
    return made


def _refuse_foreign(made: Manifest) -> None:
    if made.face != settings().face:
        raise Refused("这是“{face}”端的备份,不能恢复到这里。什么都没有改变,请核对 QINGZHANG_FACE。", face=made.face)
    if not list(db.MIGRATIONS.glob(f"versions/{made.schema}_*.py")):
        raise Refused("这个备份由更新版本的程序所作,未恢复。请先更新程序。")
    lacking = [name for name in made.databases if name not in here().databases or not made.has_database(name)]
    if lacking:
        raise Refused("备份里缺少 {name},未恢复。请换一个备份。", name="、".join(lacking))


def _refuse_filled(made: Manifest) -> None:
    store = settings().store
    if store.is_dir():
        left = set(store.glob(f"{RESTORING}*"))  # of a restore that was killed
        if set(store.iterdir()) - left:
            raise Refused("数据目录 {store} 里已有内容,未恢复,什么都没有改变。请指定一个空目录。", store=store)
        for one in left:
            shutil.rmtree(one)
    for name, kind in made.databases.items():
        with reachable():
            databases.refuse_filled(databases.database(name), kind)


def _keys(made: Manifest, folder: Path | None) -> dict[str, Path]:
    """Where each key file lies; Refused when one is missing, or is not the one the backup was made with."""
    if made.keys and folder is None:
        raise Refused(
            "备份里没有密钥,未恢复。请用 --keys 指明另行保存的密钥文件夹(其中应有:{names})。",
            names="、".join(made.keys),
        )
    found = {name: (folder or Path()) / name for name in made.keys}
    for name, path in found.items():
        if not path.is_file():
            raise Refused("密钥文件夹里没有 {name},未恢复。没有密钥,备份里的内容无法读出。", name=name)
        if sha256_of(path) != made.keys[name]:
            raise Refused("密钥文件 {name} 不是这个备份的密钥,未恢复。请找出备份时所用的密钥。", name=name)
    return found


@contextmanager
def _aside() -> Iterator[Path]:
    """A folder in the store, so that what is in it can be moved into place; gone again, the store empty as it was."""
    store = settings().store
    private_folder(store)
    aside = Path(tempfile.mkdtemp(prefix=RESTORING, dir=store))
    try:
        yield aside
    except BaseException:
        for left in store.iterdir():
            shutil.rmtree(left) if left.is_dir() else left.unlink()
        raise
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _copy_checked(made: Manifest, source: Path, aside: Path, told: Told) -> None:
    for name, entry in made.files.items():
        if name.startswith(f"{manifest.KEYS}/"):
            continue
        try:
            found = copy(source / name, aside / name, told)
        except FileNotFoundError:
            raise Refused("备份里缺少 {name},未恢复。请换一个备份。", name=name) from None
        if (found.sha256, found.size) != (entry.sha256, entry.size):
            raise Refused("备份里的 {name} 与清单不符(被改动或已损坏),未恢复。请换一个备份。", name=name)
        os.utime(aside / name, ns=(entry.mtime_ns, entry.mtime_ns))  # a disk of another kind may have lost it
    flush_tree(aside)


def _put_keys(held: dict[str, Path]) -> None:
    for name, path in held.items():
        copy(path, parts.key_path(name), Told(lambda *_: None, 0))


def _put_databases(made: Manifest, aside: Path) -> None:
    for name in made.databases:
        one = databases.database(name)
        with reachable():
            one.put_back(aside / manifest.DATABASES / one.file)


@contextmanager
def _databases_too(made: Manifest) -> Iterator[None]:
    """They were empty: whatever fails from here on, they are again."""
    try:
        yield
    except BaseException:
        db.close()
        for name in made.databases:
            with suppress(DBAPIError):  # a server that is gone: what failed is said already
                databases.database(name).empty()
        raise


def _move(restored: Path) -> None:
    store = settings().store
    if not restored.is_dir():
        return
    for path in sorted(restored.iterdir(), key=lambda p: (p.name in LAST, LAST.index(p.name) if p.name in LAST else 0)):
        _into(path, store / path.name)
    flush(store)


def _into(path: Path, place: Path) -> None:
    """Move a file or folder; into a folder that is there (the field's, with its key) goes what is in it."""
    if place.is_dir():
        for inner in path.iterdir():
            _into(inner, place / inner.name)
    else:
        path.rename(place)


def _sign_everybody_out(made: Manifest) -> None:
    """Whoever was turned out since the backup would be in again."""
    for name in made.databases:
        with db.transaction(settings().database_url(name)) as tx:
            tx.execute(update(SignedIn).where(SignedIn.revoked_at.is_(None)).values(revoked_at=now()))
