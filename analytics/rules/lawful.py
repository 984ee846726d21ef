"""Which rule texts are known to keep the laws. Reading a syntax tree takes longer than running the rule, so what was
found is kept under the store's cache/laws, by a hash of the text and of everything the laws are made of."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path

from analytics import schema
from analytics.engine import questions, views
from analytics.reference import tables
from analytics.rules import contract
from analytics.rules.header import Header
from analytics.settings import settings


def columns_of(file: str, text: str, sql: str, header: Header) -> frozenset[str]:
    """The columns of a rule's SELECT, when it keeps every law; BrokenRule with the first that it breaks."""
    kept = settings().store / "cache" / "laws" / hashlib.sha256((_laws() + text).encode()).hexdigest()
    with suppress(OSError):
        return frozenset(kept.read_text(encoding="utf-8").split())
    from analytics.rules import laws

    columns = frozenset(laws.check(file, sql, header).named_selects)
    _keep(kept, columns)
    return columns


@cache
def _laws() -> str:
    """Everything a verdict depends on besides the rule's own text."""
    modules = (contract.__file__, tables.__file__, schema.__file__, views.__file__, questions.__file__)
    own = (Path(__file__).with_name(name) for name in ("laws.py", "reading.py", "portable.py"))
    sources = [*own, Path(views.__file__).with_name("spark_sql.py"), *(Path(name) for name in modules if name)]
    hashes = (hashlib.sha256(path.read_bytes()).hexdigest() for path in sources)
    return version("sqlglot") + version("duckdb") + "".join(hashes)


def _keep(path: Path, columns: frozenset[str]) -> None:
    """Appears whole or not at all; a store that is not there or cannot be written is asked again next time."""
    with suppress(OSError):
        if settings().store.is_dir():
            path.parent.mkdir(parents=True, exist_ok=True)
            beside = path.with_name(f".{path.name}.new")
            beside.write_text(" ".join(sorted(columns)), encoding="utf-8")
            beside.replace(path)
