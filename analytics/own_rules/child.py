"""The child process of a trial: one question over one read-only database. Run by path; imports nothing of ours.

Reads a request (JSON) from stdin; writes one line of JSON and then the rows as an Arrow stream to stdout. Its walls
stand before DuckDB opens, and hold without the list of allowed functions: no file can be opened or grow, no setting
changed, no extension loaded; memory and seconds of the processor are the kernel's to count.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from decimal import Decimal
from typing import Any

MEGABYTE = 1 << 20


def main() -> None:
    request: dict[str, Any] = json.load(sys.stdin.buffer)
    _wall(request)
    try:
        said, rows = _answer(request)
    except MemoryError:
        said, rows = {"fault": "memory"}, b""
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n" + rows)


def _wall(request: dict[str, Any]) -> None:
    """What the kernel holds, whatever DuckDB does: address space, seconds of processor time, no file may grow."""
    walls = {
        resource.RLIMIT_AS: request["address_mb"] * MEGABYTE,
        resource.RLIMIT_CPU: request["cpu_seconds"],
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    for wall, most in walls.items():
        resource.setrlimit(wall, (most, most))


def _answer(request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    import duckdb

    con = _open(request)
    started = time.perf_counter()
    try:
        reader = con.execute(request["sql"], _parameters(request)).to_arrow_reader()
        rows, cut = _rows(reader, request)
    except duckdb.OutOfMemoryException:
        return {"fault": "memory"}, b""
    except duckdb.Error as error:
        return {"fault": "sql", "said": str(error)}, b""
    return {"seconds": round(time.perf_counter() - started, 3), "cut": cut}, rows


def _open(request: dict[str, Any]) -> Any:
    import duckdb

    config = {
        "threads": request["threads"],
        "memory_limit": f"{request['memory_mb']}MB",
        "temp_directory": "",
        "python_enable_replacements": False,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    con = duckdb.connect(request["database"], read_only=True, config=config)
    con.execute("SET enable_external_access = false")
    con.execute("SET disabled_filesystems = 'LocalFileSystem'")  # not even its own database a second time
    con.execute("SET lock_configuration = true")
    return con


def _parameters(request: dict[str, Any]) -> dict[str, int | Decimal] | None:
    given = {n: int(v) if kind == "int" else Decimal(v) for n, (kind, v) in request["parameters"].items()}
    return given or None


def _rows(reader: Any, request: dict[str, Any]) -> tuple[bytes, bool]:
    """The rows as an Arrow stream; and whether they were cut off at the most rows or bytes that may go back."""
    import pyarrow as pa

    sink, rows, size, cut = pa.BufferOutputStream(), 0, 0, False
    with pa.ipc.new_stream(sink, reader.schema) as stream:
        for batch in reader:
            part = batch.slice(0, request["rows"] - rows)
            rows, size = rows + part.num_rows, size + part.nbytes
            cut = part.num_rows < batch.num_rows or size > request["bytes"]
            if size <= request["bytes"]:
                stream.write_batch(part)
            if cut:
                break
    return sink.getvalue().to_pybytes(), cut


if __name__ == "__main__":
    main()
