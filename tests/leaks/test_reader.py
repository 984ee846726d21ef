"""The search finds one planted number in each form, or it proves nothing."""

import gzip
import io
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.intake.making import resident_id
from tests.leaks.reader import ENCODINGS, leaks

NUMBER = resident_id(7)


def column(value: object, kind: pa.DataType) -> Callable[[Path], None]:
    return lambda folder: pq.write_table(
        pa.table({"a": pa.array([value], kind)}), folder / "a.parquet", compression="zstd"
    )


def database(value: object, wal: bool) -> Callable[[Path], None]:
    def write(folder: Path) -> None:
        connection = sqlite3.connect(folder / "a.db")
        if wal:
            connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE t (v)")
        connection.execute("INSERT INTO t VALUES (?)", [value])
        connection.commit()
        for name in ("a.db", "a.db-wal"):  # as it lies while somebody has it open
            if (folder / name).exists():
                (folder / f"copy_{name}").write_bytes((folder / name).read_bytes())
        connection.close()
        for path in folder.glob("a.db*"):
            path.unlink()
        for path in folder.glob("copy_*"):
            path.rename(folder / path.name.removeprefix("copy_"))

    return write


def archive(folder: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as deep:
        deep.writestr("deep.txt", f"x{NUMBER}y")
    with zipfile.ZipFile(folder / "a.zip", "w", zipfile.ZIP_DEFLATED) as outer:
        outer.writestr("inner.zip", inner.getvalue())


def workbook(folder: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["姓名", f"证件{NUMBER}号"])
    book.save(folder / "a.xlsx")


FORMS: dict[str, Callable[[Path], None]] = {
    "a Parquet string": column(f"由{NUMBER}代领", pa.string()),
    "a Parquet list": column([["x", NUMBER]], pa.list_(pa.list_(pa.string()))),
    "a Parquet struct": column({"a": {"b": NUMBER}}, pa.struct([("a", pa.struct([("b", pa.string())]))])),
    "a Parquet map": column([(NUMBER, "x")], pa.map_(pa.string(), pa.string())),
    "a database's text": database(NUMBER, wal=False),
    "a database's write-ahead log": database(NUMBER, wal=True),
    "a database's blob": database(gzip.compress(NUMBER.encode()), wal=False),
    "an archive within an archive": archive,
    "a workbook's cell": workbook,
    "a gzip": lambda folder: (folder / "a.gz").write_bytes(gzip.compress(NUMBER.encode())),
    "a longer number": lambda folder: (folder / "a.log").write_text(f"no 00{NUMBER}00"),
    "a file's name": lambda folder: (folder / f"名单{NUMBER}.csv").touch(),
    **{f"a text in {e}": lambda folder, e=e: (folder / "a.txt").write_bytes(f"{NUMBER}".encode(e)) for e in ENCODINGS},
}


@pytest.mark.parametrize("form", FORMS)
def test_it_is_found(tmp_path: Path, form: str) -> None:
    FORMS[form](tmp_path)
    assert leaks([tmp_path], [NUMBER]) and not leaks([tmp_path], [resident_id(8)])
