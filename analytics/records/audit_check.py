"""Whether an audit chain is as it was written: held against its HMACs, the store's anchors and an auditor's file."""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from analytics.records import anchors
from analytics.records.anchors import Anchor, Forged
from analytics.records.audit import ANCHORED, GENESIS, AuditLine, chain_of, mac
from analytics.records.db import reading
from analytics.words import Refused, _

AT_ONCE = 1000
# What `Fault.kind` means
KINDS = {
    "changed": "第 {seq} 行被改动",
    "removed": "第 {seq} 行缺失",
    "order": "第 {seq} 行次序不对",
    "cut": "链尾被截去:应有第 {seq} 行",
    "anchor": "锚定文件第 {seq} 行是伪造的或被改动",
    "unanchored": "第 {seq} 行的锚定缺失",
}


@dataclass(frozen=True)
class Fault:
    """What is wrong: a kind of KINDS, and the line concerned (for `anchor` the line of the anchors file)."""

    kind: str
    seq: int

    def __str__(self) -> str:
        return _(KINDS[self.kind]).format(seq=self.seq)


def verify(url: str | None = None, held: Sequence[Anchor | Forged] = ()) -> list[Fault]:
    """Every fault of the chain in the database at `url`; an empty list means it is whole.

    `held`: anchors an auditor kept elsewhere (read_file); they are trusted above the store's own.
    """
    with reading(url) as tx:
        chain = chain_of(tx)
        known = _known(chain, held)
        asked = {one.seq for one in known if isinstance(one, Anchor)}
        found, due, hashes, end = list[Fault](), set[int](), dict[int, str](), 0
        last: AuditLine | None = None
        for line in tx.scalars(select(AuditLine).order_by(AuditLine.seq).execution_options(yield_per=AT_ONCE)):
            found += [*_rewritten(chain, line), *_out_of_place(last, line)]
            due |= _due(last, line)
            hashes |= {line.seq: line.hash} if line.seq in asked else {}
            tx.expunge(line)
            last, end = line, line.seq
    found += _anchor_faults(known, chain, hashes, end)
    there = {one.seq for one in anchors.kept(chain) if isinstance(one, Anchor)}  # anew: lines grew while we read
    found += [Fault("unanchored", seq) for seq in sorted(due - there)]
    return list(dict.fromkeys(found))


def verify_lost(chain: str, held: Sequence[Anchor | Forged] = ()) -> list[Fault]:
    """What the anchors of a chain whose database is not there say."""
    return list(dict.fromkeys(_anchor_faults(_known(chain, held), chain, {}, 0)))


def read_file(path: Path) -> list[Anchor | Forged]:
    """The anchors of a file an auditor kept. Refused when it cannot be read, or holds none."""
    try:
        found = anchors.read(path)
    except OSError:
        raise Refused("无法读取锚定文件 {path},未核验。请核对路径。", path=path) from None
    if not any(isinstance(one, Anchor) for one in found):
        raise Refused("{path} 里没有本系统的锚定记录,未核验。请用“审计日志”页或 audit anchor 导出的文件。", path=path)
    return found


def _known(chain: str, held: Sequence[Anchor | Forged]) -> list[Anchor | Forged]:
    """The store's anchors of a chain, and an auditor's."""
    return [*anchors.kept(chain), *(one for one in held if isinstance(one, Forged) or one.chain == chain)]


def _rewritten(chain: str, line: AuditLine) -> Iterator[Fault]:
    if not hmac.compare_digest(mac(chain, line), line.hash):
        yield Fault("changed", line.seq)


def _out_of_place(last: AuditLine | None, line: AuditLine) -> Iterator[Fault]:
    seq, digest = (last.seq, last.hash) if last else (0, GENESIS)
    if line.seq != seq + 1:
        yield Fault("removed", seq + 1)
    elif line.prev_hash != digest:
        yield Fault("order", line.seq)


def _due(last: AuditLine | None, line: AuditLine) -> set[int]:
    """The lines that have to be anchored: the last one of a day, and those of ANCHORED."""
    end_of_day = {last.seq} if last and last.day < line.day else set()
    return end_of_day | ({line.seq} if line.action in ANCHORED else set())


def _anchor_faults(known: Iterable[Anchor | Forged], chain: str, hashes: dict[int, str], end: int) -> Iterator[Fault]:
    """A forged anchor, one beyond the chain's end, or one whose line now reads differently."""
    for one in known:
        if isinstance(one, Forged) or one.chain != chain:
            yield Fault("anchor", one.number)
        elif one.seq > end:
            yield Fault("cut", one.seq)
        elif one.seq in hashes and hashes[one.seq] != one.hash:
            yield Fault("changed", one.seq)
