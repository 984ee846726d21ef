"""Text files: which encoding they are in, and their bytes as a stream of UTF-8."""

from __future__ import annotations

import codecs
import io

import numpy as np
import pyarrow as pa

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_SAMPLE_BYTES = 1 << 18
_BLOCK_BYTES = 1 << 20
_BETWEEN = "\x1f"
REPLACED = "\ufffd"


def find_encoding(data: bytes) -> tuple[str, int]:
    """The encoding of `data` (utf-8, utf-16-le, utf-16-be or gb18030) and the length of its BOM in bytes."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return encoding, len(bom)
    return _without_bom(data), 0


def _without_bom(data: bytes) -> str:
    sample = data[:_SAMPLE_BYTES]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if (even + odd) * 20 > len(sample):
        return "utf-16-le" if odd > even else "utf-16-be"
    try:
        data.decode("utf-8")  # stops at the first byte that is not UTF-8
    except UnicodeDecodeError:
        return min(("gb18030", "utf-8"), key=lambda e: sample.decode(e, "replace").count(REPLACED))
    return "utf-8"


def decoded(column: pa.ChunkedArray, encoding: str) -> pa.ChunkedArray:
    """A column whose strings hold bytes in `encoding` as it should be; each different cell is decoded once.

    Raises pa.ArrowInvalid when something is not to be decoded plainly.
    """
    if all(map(_is_ascii, column.chunks)):
        return column
    cells = column.combine_chunks().dictionary_encode()
    values = cells.dictionary.cast(pa.binary()).to_pylist()
    try:
        text = _BETWEEN.encode().join(values).decode(encoding)
    except UnicodeDecodeError as error:
        raise pa.ArrowInvalid(str(error)) from None
    if REPLACED in text or text.count(_BETWEEN) != len(values) - 1:
        raise pa.ArrowInvalid("characters that mean something else here")
    return pa.chunked_array([pa.array(text.split(_BETWEEN), pa.string()).take(cells.indices)])


def _is_ascii(cells: pa.Array) -> bool:
    _, offsets, data = cells.buffers()
    if not data or not data.size:
        return True
    first, last = np.frombuffer(offsets, np.int32)[[cells.offset, cells.offset + len(cells)]]
    return bool(np.frombuffer(data, np.uint8)[first:last].max(initial=0) < 0x80)


class Utf8Stream(io.RawIOBase):
    """`data` re-encoded as UTF-8 block by block, so that decoding and parsing overlap.

    `separator`, when given, replaces a delimiter that is no single byte by one that is.
    `replaced` counts the characters that could not be decoded.
    """

    def __init__(self, data: memoryview, encoding: str, separator: tuple[str, str] | None = None) -> None:
        self._data, self._at, self._ready = data, 0, b""
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self._separator = separator
        self.replaced = 0

    def readable(self) -> bool:
        """Always."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Up to `size` bytes of UTF-8 (all that is left when negative), b'' at the end."""
        blocks = [self._ready]
        wanted = size if size >= 0 else 8 * len(self._data) + 1
        while sum(map(len, blocks)) < wanted and self._at < len(self._data):
            blocks.append(self._next_block())
        text = b"".join(blocks)
        self._ready = text[wanted:]
        return text[:wanted]

    def _next_block(self) -> bytes:
        block = self._data[self._at : self._at + _BLOCK_BYTES]
        self._at += len(block)
        text = self._decoder.decode(block, self._at >= len(self._data))
        self.replaced += text.count(REPLACED)
        if self._separator:
            text = text.replace(*self._separator)
        return text.encode("utf-8", "replace")
