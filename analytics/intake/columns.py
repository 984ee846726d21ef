"""One column of a sheet: cleaned once per distinct value, personal values exchanged for the vault's keys."""

from __future__ import annotations

import re
from dataclasses import dataclass

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from analytics.intake.clean.names import name_spelling_sql
from analytics.intake.clean.text import find_ids_sql, has_id_shape_sql
from analytics.intake.clean.width import half_width_sql
from analytics.intake.fields import FAULT_WORDS, Field
from analytics.vault import Vault

_BATCH_ROWS = 1 << 15
MAYBE_ID = "[0-9０-９]{17}"
MAYBE_NUMBER = "[0-9０-９]{11}"
_NUMBER_RUN = "(^|[^0-9])([0-9]{3})[0-9]{4,}([0-9]{4})($|[^0-9])"
_WORD = "[一-龥]"
_ID_RUN = "([1-9][0-9]{5})[0-9]{8}([0-9]{3}[0-9Xx])"
# id_kind, id_fault, born_on, sex of a cleaned number `value` with its `fault`, written `v` in the file.
_READ_ID = """
    CASE WHEN fault IS NOT NULL THEN 'bad'
         WHEN length(regexp_replace(v, '[^0-9Xx０-９Ｘｘ]+', '', 'g')) = 15 THEN '15' ELSE '18' END,
    fault,
    CASE WHEN fault IS NULL OR fault = 'check_digit' THEN CAST(try_strptime(substr(value, 7, 8), '%Y%m%d') AS DATE) END,
    CASE WHEN length(value) <> 18 THEN NULL WHEN value[17] IN ('1', '3', '5', '7', '9') THEN '男' ELSE '女' END"""


@dataclass(frozen=True)
class Cells:
    """A column as distinct `values` and, a row, the `index` of its value (null where the cell is blank)."""

    index: pa.Array
    values: pa.Array

    def spread(self, values: pa.Array) -> pa.Array:
        """One of `values` (they run beside self.values) a row."""
        return values.take(self.index)


@dataclass(frozen=True)
class Cleaned:
    """Cleaned values a row, and what is wrong with them (Chinese words) where something is."""

    values: pa.Array
    faults: pa.Array | None = None


def cells_of(column: pa.ChunkedArray) -> Cells:
    """A text column, each distinct value once."""
    encoded = column.combine_chunks().dictionary_encode()
    return Cells(encoded.indices, encoded.dictionary)


def constant_cells(text: str, rows: int) -> Cells:
    """The same text in every row."""
    return Cells(pa.array(np.zeros(rows, dtype=np.int32)), pa.array([text], pa.string()))


def joined_cells(columns: list[pa.ChunkedArray]) -> Cells:
    """Several columns as one, its values joined by a unit separator (blank cells as '')."""
    return cells_of(pc.binary_join_element_wise(*columns, "\x1f", null_handling="replace", null_replacement=""))


class Columns:
    """Cleans columns on one connection, whose vault tables it fills."""

    def __init__(self, con: duckdb.DuckDBPyConnection, vault: Vault) -> None:
        self._con, self._vault = con, vault
        con.execute(
            "CREATE TABLE met_payee (person INTEGER, id_kind VARCHAR, id_fault VARCHAR, born_on DATE, sex VARCHAR)"
        )

    def clean(self, cells: Cells, field: Field, header: str, must: bool) -> Cleaned:
        """A column that is not personal; ID numbers inside its texts go to the vault and are masked."""
        self._load(cells, field)
        if pc.any(pc.match_substring_regex(cells.values, MAYBE_ID)).as_py():
            self._hide_ids()
        if pc.any(pc.match_substring_regex(cells.values, MAYBE_NUMBER)).as_py():
            self._hide_numbers()
        return self._taken(cells, "SELECT value, fault FROM cleaned ORDER BY pos", header, must)

    def personal(self, cells: Cells, field: Field, kind: str, header: str, must: bool, opaque: bool) -> Cleaned:
        """A personal column as keys of the vault; of people what their number says is noted, of names the spelling."""
        plain = self._load(cells, field)
        self._vault.add(self._con, kind, "SELECT value FROM cleaned")
        if kind == "person":
            self._note_payees(opaque, plain)
        if kind == "name":
            spelling = f"SELECT k.key, {name_spelling_sql('c.v')} FROM cleaned AS c JOIN vault_name AS k USING (value)"
            self._vault.add_spellings(self._con, spelling)
        keys = f"""SELECT k.key, CASE WHEN k.key IS NULL THEN c.fault END
                   FROM cleaned AS c LEFT JOIN vault_{kind} AS k USING (value) ORDER BY c.pos"""
        return self._taken(cells, keys, header, must)

    def _load(self, cells: Cells, field: Field) -> bool:
        """Make cleaned(pos, v, value, fault); returns whether all cells were plain."""
        at = pa.array(np.arange(len(cells.values), dtype=np.int32))
        batches = pa.table({"pos": at, "v": cells.values}).to_batches(max_chunksize=_BATCH_ROWS)  # one a thread
        self._con.register(
            "cells", pa.Table.from_batches(batches, pa.schema([("pos", pa.int32()), ("v", pa.string())]))
        )
        plain = field.is_plain(cells.values)
        self._con.execute(f"CREATE OR REPLACE TEMP TABLE cleaned AS {field.select('cells', plain=plain)}")
        self._con.unregister("cells")
        return plain

    def _note_payees(self, opaque: bool, plain: bool) -> None:
        read = "'opaque', NULL, NULL, NULL" if opaque else _READ_ID
        # Plain numbers are different already; of others the longest way one is written counts.
        once, order = ("", "") if plain else ("DISTINCT ON (k.key)", "ORDER BY k.key, length(v) DESC, v")
        self._con.execute(
            f"""INSERT INTO met_payee SELECT {once} k.key, {read}
            FROM cleaned JOIN vault_person AS k USING (value)
            WHERE k.key NOT IN (SELECT person FROM met_payee) {order}"""
        )

    def _are_texts(self) -> bool:
        kind = self._con.execute("SELECT typeof(value) FROM cleaned LIMIT 1").fetchall()
        return bool(kind) and kind[0][0] == "VARCHAR"

    def _hide_numbers(self) -> None:
        """In a text of words a long number is somebody's phone, account or old ID: its middle is struck out. A value
        without words is a code and stays."""
        if not self._are_texts():
            return
        # twice: two numbers may share the sign between them
        masked = _struck_out_sql(_struck_out_sql(half_width_sql("value")))
        self._con.execute(
            f"UPDATE cleaned SET value = {masked} WHERE regexp_matches(value, '{_WORD}') "
            f"AND regexp_matches({half_width_sql('value')}, '{_NUMBER_RUN}')"
        )

    def _hide_ids(self) -> None:
        if not self._are_texts():
            return
        self._con.execute(
            f"CREATE OR REPLACE TEMP TABLE hidden AS SELECT pos, unnest({find_ids_sql('value')}) AS id "
            f"FROM cleaned WHERE {has_id_shape_sql('value')}"
        )
        if self._con.execute("SELECT count(*) FROM hidden").fetchall()[0][0]:
            self._vault.add(self._con, "person", "SELECT id FROM hidden")
            masked = f"regexp_replace({half_width_sql('value')}, '{_ID_RUN}', '\\1********\\2', 'g')"
            self._con.execute(f"UPDATE cleaned SET value = {masked} WHERE pos IN (SELECT pos FROM hidden)")

    def _taken(self, cells: Cells, sql: str, header: str, must: bool) -> Cleaned:
        found = self._con.sql(sql).to_arrow_table().combine_chunks()
        values, codes = (c.combine_chunks() for c in found.columns)
        faults = None if codes.null_count == len(codes) else cells.spread(_words(codes, header))
        taken = cells.spread(values)
        if must and taken.null_count:
            blank = pc.if_else(pc.is_null(taken), f"{header}:{FAULT_WORDS['blank']}", pa.scalar(None, pa.string()))
            faults = blank if faults is None else pc.coalesce(faults, blank)
        return Cleaned(taken, faults)


def _struck_out_sql(text: str) -> str:
    return f"regexp_replace({text}, '{_NUMBER_RUN}', '\\1\\2****\\3\\4', 'g')"


def _words(codes: pa.Array, header: str) -> pa.Array:
    """'身份证号:无法识别' for each fault code."""
    known = pa.array(FAULT_WORDS.keys(), pa.string())
    words = pa.array([f"{header}:{w}" for w in FAULT_WORDS.values()], pa.string())
    return words.take(pc.index_in(codes, value_set=known))


def without_ids(text: str) -> str:
    """A name as people may read it: whatever looks like an ID number is masked."""
    return re.sub(_ID_RUN, r"\1********\2", text)


def hide_ids(con: duckdb.DuckDBPyConnection, vault: Vault, text: str) -> str:
    """A file's or sheet's name with ID numbers masked; the numbers go to the vault."""
    if not re.search(MAYBE_ID, text):
        return text
    ids = con.execute(f"SELECT {find_ids_sql('$1::VARCHAR')}", [text]).fetchall()[0][0]
    if not ids:
        return text
    con.register("named", pa.table({"id": pa.array(ids, pa.string())}))
    vault.add(con, "person", "SELECT id FROM named")
    con.unregister("named")
    sql = f"SELECT regexp_replace({half_width_sql('$1::VARCHAR')}, '{_ID_RUN}', '\\1********\\2', 'g')"
    return str(con.execute(sql, [text]).fetchall()[0][0])
