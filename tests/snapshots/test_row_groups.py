"""Row groups: the bytes of a file tell nothing of the pieces its rows came in."""

from pathlib import Path
from threading import Semaphore

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from analytics.snapshots.row_groups import RowGroups

ROWS = pa.table({"key": range(1000), "text": [f"t{i % 37}" if i % 5 else None for i in range(1000)]})


def written(target: Path, pieces: list[pa.Table]) -> bytes:
    file = RowGroups(target, ROWS.schema, 128)
    for piece in pieces:
        file.write(piece)
    assert file.close() == sum(piece.num_rows for piece in pieces)
    return target.read_bytes()


@pytest.mark.parametrize("length", [1, 7, 128, 300, 999])
def test_pieces_of_any_length_give_the_same_bytes(tmp_path: Path, length: int) -> None:
    whole = written(tmp_path / "whole.parquet", [ROWS])
    pieces = [ROWS.slice(start, length) for start in range(0, 1000, length)]
    assert written(tmp_path / "pieces.parquet", pieces) == whole
    file = pq.ParquetFile(tmp_path / "pieces.parquet")
    assert [file.metadata.row_group(i).num_rows for i in range(file.num_row_groups)] == [128] * 7 + [104]
    assert file.read().equals(ROWS)


def test_a_file_without_rows_has_its_columns(tmp_path: Path) -> None:
    written(tmp_path / "empty.parquet", [ROWS.slice(0, 0)])
    assert pq.read_table(tmp_path / "empty.parquet").schema == ROWS.schema


def test_what_went_wrong_beside_is_raised_and_holds_nobody_up(tmp_path: Path) -> None:
    ahead = Semaphore(1)
    file = RowGroups(tmp_path / "f.parquet", ROWS.schema, 128, ahead)
    with pytest.raises(pa.ArrowInvalid):
        for _ in range(3):
            file.write(ROWS.drop(["text"]))
        file.close()
    assert ahead.acquire(timeout=10)
