"""manifest.json of a backup, written last: what was backed up, when, by whom, and every file with size and hash."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from pydantic import TypeAdapter

from analytics.words import Refused

NAME = "manifest.json"
FORMAT = 1
STORE, DATABASES, KEYS = "store", "databases", "keys"


@dataclass(frozen=True)
class Entry:
    """A file as it was copied; `mtime_ns` because the order of runs is that of their files."""

    sha256: str
    size: int
    mtime_ns: int


@dataclass(frozen=True)
class Manifest:
    """`databases`: name → kind (sqlite | postgresql); `schema`: their migration; `keys`: name → hash of each key file,
    also of those left out; `files`: path in the backup → Entry."""

    made_at: str
    by: str
    face: str
    schema: str
    databases: dict[str, str]
    keys: dict[str, str]
    with_keys: bool
    files: dict[str, Entry]

    def has_database(self, name: str) -> bool:
        """Whether there is a file of this database."""
        return any(path.startswith(f"{DATABASES}/{name}.") for path in self.files)

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(entry.size for entry in self.files.values())

    def text(self) -> str:
        """As it is written."""
        return json.dumps({"format": FORMAT, **asdict(self)}, ensure_ascii=False, indent=1)


def read(folder: Path) -> Manifest:
    """The manifest of a finished backup; Refused when the folder is none, or is one that was not finished."""
    if not folder.is_dir():
        raise Refused("没有备份文件夹 {folder},未恢复。请核对路径。", folder=folder)
    try:
        said: dict[str, Any] = json.loads((folder / NAME).read_text("utf-8"))
        if said.pop("format") != FORMAT:
            raise Refused("这个备份由更新版本的程序所作,未恢复。请先更新程序。")
        manifest = TypeAdapter(Manifest).validate_python(said)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise Refused("{folder} 不是完整的备份(没有可用的清单),未恢复。请换一个备份。", folder=folder) from None
    _refuse_outside(manifest)
    return manifest


def _refuse_outside(manifest: Manifest) -> None:
    """A path in the manifest never leads out of the backup, nor a key's or database's name out of its folder."""
    names = [*manifest.files, *manifest.keys, *manifest.databases]
    if any(PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts for name in names):
        raise Refused("备份清单里有不该出现的路径,未恢复。请换一个备份。")
