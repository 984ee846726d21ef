"""Files of requests, in the field's database as sealed pieces: they reach the office wherever that database is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from analytics.records.request_rows import RequestPart
from analytics.records.sealed import seal, unseal
from analytics.words import Refused

Way = Literal["in", "out"]
PIECE_BYTES = 1 << 20
MOST_FILES = 20
MOST_BYTES = 300 << 20
_KEY = "field"


def refuse_large(files: Sequence[tuple[str, bytes]]) -> None:
    """Refused for more files, or more bytes in all, than one request takes."""
    if len(files) > MOST_FILES:
        raise Refused("一次最多报送 {most} 个文件。没有报送,请分几次。", most=MOST_FILES)
    if sum(len(content) for _name, content in files) > MOST_BYTES:
        raise Refused("文件合计超过 {most} MB。没有报送,请分几次,或当面交县里导入。", most=MOST_BYTES >> 20)


def put(tx: Session, request: str, way: Way, files: Sequence[tuple[str, bytes]]) -> None:
    """Keep files under a request, sealed piece by piece: a piece opens in its own place only."""
    for number, (name, content) in enumerate(files):
        for part, start in enumerate(range(0, max(len(content), 1), PIECE_BYTES)):
            piece = seal(_KEY, content[start : start + PIECE_BYTES], place_of(request, way, number, part))
            tx.add(RequestPart(request=request, way=way, file=number, part=part, name=name, content=piece))
        tx.flush()


def take(tx: Session, request: str, way: Way) -> list[tuple[str, bytes]]:
    """(name, content) of the files of a request, in their order."""
    mine = select(RequestPart).where(RequestPart.request == request, RequestPart.way == way)
    found: dict[int, tuple[str, list[bytes]]] = {}
    for row in tx.scalars(mine.order_by(RequestPart.file, RequestPart.part)):
        pieces = found.setdefault(row.file, (row.name, []))[1]
        pieces.append(unseal(_KEY, row.content, place_of(request, way, row.file, row.part)))
    return [(name, b"".join(pieces)) for name, pieces in found.values()]


def names(tx: Session, request: str, way: Way) -> tuple[str, ...]:
    """What the files are called."""
    first = RequestPart.request == request, RequestPart.way == way, RequestPart.part == 0
    return tuple(tx.scalars(select(RequestPart.name).where(*first).order_by(RequestPart.file)))


def remove(tx: Session, request: str) -> None:
    """Delete the files that came with a request; what went back stays."""
    tx.execute(delete(RequestPart).where(RequestPart.request == request, RequestPart.way == "in"))


def place_of(request: str, way: str, file: int, part: int) -> str:
    """What a piece is bound to."""
    return f"request {request} {way} {file} {part}"
