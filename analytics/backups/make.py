"""A backup, made while people work: one moment of the databases, and the files that belong to it (parts.py)."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import text

from analytics.backups import databases, manifest, parts
from analytics.backups.copying import Step, Told, copy, refuse_without_room, room_kept
from analytics.backups.databases import Database
from analytics.backups.log import note
from analytics.backups.manifest import Entry, Manifest
from analytics.durable import flush, flush_tree, private_folder, sha256_of
from analytics.faces import here
from analytics.permissions import require
from analytics.records import audit, db
from analytics.records.base import now
from analytics.records.dialects import reachable
from analytics.settings import settings
from analytics.viewer import Viewer
from analytics.words import Refused

HALF_MADE = ".half-made-"


@dataclass(frozen=True)
class Work:
    """A backup that is being made in `folder`."""

    folder: Path
    told: Told
    files: dict[str, Entry]

    def take(self, source: Path, name: str) -> None:
        """Copy a file under a name of the backup."""
        self.files[name] = copy(source, self.folder / name, self.told)

    def take_parts(self, names: tuple[str, ...]) -> None:
        """Copy these parts of the store."""
        for path in parts.files_of(names):
            try:
                self.take(settings().store / path, f"{manifest.STORE}/{path.as_posix()}")
            except FileNotFoundError:
                if not parts.may_go(path):
                    raise


def back_up(viewer: Viewer, target: Path, step: Step, *, with_keys: bool = False) -> Manifest:
    """Make a backup in the new folder `target`; durable and whole when this returns, else it is not there.

    Raises Refused, and leaves no folder, without permission or room, for a folder that is not empty or in the store.
    """
    require(viewer, "backup")
    target = target.resolve()
    _refuse_target(target)
    with reachable(), room_kept():
        there = [name for name in here().databases if db.is_there(settings().database_url(name))]
        found = [databases.database(name) for name in there]
        work = Work(target, Told(step, _size(found)), {})
        refuse_without_room(target, work.told.total)
        note(viewer, [one.name for one in found], "backup", target.name, with_keys=with_keys)
        with _half_made(target) as folder:
            made = _fill(viewer, replace(work, folder=folder), found, with_keys)
            _finish(folder, target, made)
        note(viewer, [one.name for one in found], "backup.done", target.name, sha256=sha256_of(target / manifest.NAME))
    return made


def _fill(viewer: Viewer, work: Work, found: list[Database], with_keys: bool) -> Manifest:
    with ExitStack() as pinned:
        with _writers_wait(found):
            made_at, keys = now().isoformat(timespec="seconds"), _hashes(parts.key_files())
            rotations = _rotations(found)
            for one in found:
                audit.anchor(settings().database_url(one.name))  # of lines whose writers have not come to it yet
            work.take_parts(parts.AT_THE_MOMENT)
            for one in found:
                one.pin()
                pinned.callback(one.let_go)
        work.take_parts(parts.AFTERWARDS)
        for one in found:
            _take_database(work, one)
    taken = _hashes(parts.key_files())  # those of a vault that was begun meanwhile with them
    if keys.items() - taken.items() or rotations != _rotations(found):
        raise Refused("备份期间更换了密钥,没有完成,写到一半的已经清除。请再备份一次。")
    if with_keys:
        for name in taken:
            work.take(parts.key_path(name), f"{manifest.KEYS}/{name}")
    kinds = {one.name: one.kind for one in found}
    return Manifest(made_at, viewer.account, settings().face, db.HEAD, kinds, taken, with_keys, work.files)


def _rotations(found: list[Database]) -> int:
    """How many have begun; with keys from the environment no file tells."""
    return sum(len(audit.lines("vault.rotate", settings().database_url(one.name))) for one in found)


def _hashes(files: dict[str, Path]) -> dict[str, str]:
    return {name: sha256_of(path) for name, path in files.items()}


@contextmanager
def _writers_wait(found: list[Database]) -> Iterator[None]:
    """Nobody writes to any of the databases meanwhile; who wants to waits a moment."""
    with ExitStack() as held:
        for one in found:
            tx = held.enter_context(db.transaction(settings().database_url(one.name)))
            tx.execute(text("SELECT 1"))  # the first statement takes the lock
        yield


def _take_database(work: Work, one: Database) -> None:
    target = work.folder / manifest.DATABASES / one.file
    private_folder(target.parent)
    one.copy(target)
    target.chmod(0o600)
    stat = target.stat()
    work.files[f"{manifest.DATABASES}/{one.file}"] = Entry(sha256_of(target), stat.st_size, stat.st_mtime_ns)
    work.told.more(stat.st_size)


def _size(found: list[Database]) -> int:
    store = settings().store
    paths = parts.files_of((*parts.AT_THE_MOMENT, *parts.AFTERWARDS))
    return sum((store / path).stat().st_size for path in paths) + sum(one.size() for one in found)


def _refuse_target(target: Path) -> None:
    store = settings().store
    if not here().own:
        raise Refused("群众公开端没有需要备份的数据。未执行,请在县级办公端备份。")
    if not store.is_dir():
        raise Refused("没有数据目录 {store},无可备份。请核对 --store。", store=store)
    if target.is_mount():
        raise Refused("{folder} 是整块磁盘,没有备份。请在里面另指定一个新文件夹。", folder=target)
    if target.is_file() or (target.is_dir() and any(target.iterdir())):
        raise Refused("{folder} 不是空文件夹,没有备份。请另指定一个新文件夹。", folder=target)
    if target.is_relative_to(store.resolve()):
        raise Refused("备份不能放在数据目录里,没有备份。请另指定一个文件夹,最好在另一块磁盘上。")


@contextmanager
def _half_made(target: Path) -> Iterator[Path]:
    """A folder beside the target, gone again unless it became the target."""
    private_folder(target.parent)
    folder = Path(tempfile.mkdtemp(prefix=f"{HALF_MADE}{target.name}-", dir=target.parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _finish(folder: Path, target: Path, made: Manifest) -> None:
    """The manifest comes last, so that without one a backup is known to be half-made."""
    flush_tree(folder)
    (folder / manifest.NAME).write_text(made.text(), encoding="utf-8")
    flush(folder / manifest.NAME)
    flush(folder)
    folder.rename(target)
    flush(target.parent)
