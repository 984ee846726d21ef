"""What of a store goes into a backup, in the order in which it is read.

What points is read before what it points to: the audit's anchors before the databases whose lines they name, the
databases before the files their rows name, `current` before the snapshots, snapshots before the vault's keys they use,
and the key files last. The latter of each pair only ever grows, so whatever people add meanwhile, nothing that was read
points to something that was not. What may be replaced rather than added is written inside a transaction of the records
database; it is copied while writers wait, at the very moment the databases are seen at.

Left out: exports/, tmp/, cache/, logs/ (work of the hour), anything half-built.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from analytics.faces import here
from analytics.settings import DATABASES, settings

# Copied while writers wait: small, and replaced in place.
AT_THE_MOMENT = ("audit", "own_rules", "reference", "mappings")
# Never change once written, and are never removed; `current` is one line.
AFTERWARDS = ("current", "runs", "snapshots", "vault", "truth", "public")
REJECTED = Path("vault") / "rejected"
HALF_BUILT = ".new"
KEY = ".key"  # a key that is just being written has another ending


def files_of(parts: tuple[str, ...]) -> list[Path]:
    """Paths (in the store) of the files of these parts, in their order; those of this face only."""
    store = settings().store
    homes = [home for home in _homes() if home]
    folders = [*parts, *(f"{home}/{part}" for home in homes for part in parts)]
    return [path.relative_to(store) for folder in folders if _ours(folder) for path in _files(store / folder)]


def may_go(path: Path) -> bool:
    """Whether a file may vanish meanwhile: rejected rows of an intake that came to nothing."""
    return path.is_relative_to(REJECTED)


def key_files() -> dict[str, Path]:
    """Every key file there is, by its name in the backup's keys/ (a home's keys under the home's name)."""
    store = settings().store
    found = {f"{home}/".lstrip("/"): store / home / "keys" for home in _homes()}
    at_rest = {(before, at, path) for before, at in found.items() for path in _files(at) if path.suffix == KEY}
    return {before + str(path.relative_to(at)): path for before, at, path in sorted(at_rest)}


def key_path(name: str) -> Path:
    """Where in the store a key file of that name lies."""
    home = next((home for home in _homes() if home and name.startswith(f"{home}/")), "")
    return settings().store / home / "keys" / name.removeprefix(f"{home}/" if home else "")


def _homes() -> list[str]:
    return [DATABASES[name] for name in here().databases]


def _ours(folder: str) -> bool:
    allowed = here().folders
    return "*" in allowed or folder.split("/")[0] in allowed


def _files(place: Path) -> Iterator[Path]:
    found = [place] if place.is_file() else sorted(place.rglob("*"))
    return (p for p in found if p.is_file() and not p.is_symlink() and _whole(p.relative_to(place.parent)))


def _whole(path: Path) -> bool:
    return path.suffix != HALF_BUILT and not any(part.startswith(".") for part in path.parts)
