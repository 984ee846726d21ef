"""From staged tables to a published snapshot: only what changed is written, the rest is linked."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import duckdb

from analytics.intake.parent import sources_of
from analytics.intake.payments import resolve_households
from analytics.intake.rejected import drop_rejected, save_rejected
from analytics.intake.resolve import put_rows, take_rows
from analytics.intake.staging import StagedSheet, Staging
from analytics.schema import TABLES, VAULT
from analytics.snapshots import Snapshot, SnapshotWriter

Row = dict[str, Any]
REFERENCES = ("township", "place", "department", "programme")


class Publication:
    """One new snapshot on `parent`, from what `staging` holds; `hashes` are file number → SHA-256."""

    def __init__(self, store: Path, parent: Snapshot | None, staging: Staging, hashes: dict[int, str]) -> None:
        self.store, self.parent, self.staging, self.con = store, parent, staging, staging.con
        self.hashes = hashes
        seed = f"{parent.id if parent else ''} {' '.join(sorted(hashes.values()))}"
        self.intake_id = hashlib.sha256(seed.encode()).hexdigest()[:16]

    def publish(self, registers: list[str], quality: dict[int, Row]) -> Snapshot:
        """Write, make durable and make current. The vault's new keys come first: unused ones do no harm."""
        sources = self._sources()
        put_rows(self.con, "source", "final_source", sources)
        years = self._settle_payments("person" in registers)
        try:
            with SnapshotWriter(self.store, self.parent) as writer:
                for name in (*REFERENCES, "source", *registers):
                    writer.table(self.con, name, f"final_{name}")
                self._write_payments(writer, years)
                self.staging.vault.save(self.con)
                rejected = save_rejected(self.store, self.intake_id, self.staging.rejected)
                notes = {"sources": sources, "quality": self._quality(sources, quality), "rejected": rejected}
                return writer.publish(intake=self.intake_id, **notes)
        except BaseException:
            drop_rejected(self.store, self.intake_id)
            raise

    def _settle_payments(self, new_people: bool) -> list[int]:
        """Make settled_payment, all rows of the years to be written; returns these years."""
        con = self.con
        years = {int(y) for (y,) in con.execute("SELECT DISTINCT period // 100 FROM new_payment").fetchall()}
        years |= {int(y) for (y,) in con.execute("SELECT DISTINCT year FROM replaced").fetchall()}
        years |= _years_that_move(con) if new_people else set()
        if years:
            inside = ", ".join(map(str, sorted(years)))
            con.execute(f"""
                CREATE OR REPLACE VIEW current_payment AS
                SELECT {_columns("payment")} FROM parent_payment
                WHERE period // 100 IN ({inside}) AND payment_no NOT IN (SELECT payment_no FROM replaced)
                UNION ALL SELECT {_columns("payment")} FROM new_payment""")
            resolve_households(con, "current_payment", "settled_payment")
        for view, table in (("new_payment", "placed_payment"), ("current_payment", "staged_payment")):
            con.execute(f"DROP VIEW IF EXISTS {view}")
            con.execute(f"DROP TABLE {table}")  # the memory is wanted for sorting
        return sorted(years)

    def _write_payments(self, writer: SnapshotWriter, years: list[int]) -> None:
        if years:
            writer.payments(self.con, "settled_payment", years)
            writer.keep_rest(but=frozenset({"cube", "payee"}))
            writer.cube(self.con)
        else:
            writer.keep_rest(but=frozenset({"payee"}))
        paid = f"read_parquet('{writer.folder}/payment/*/*.parquet')" if _has_payments(writer) else "parent_payment"
        self.con.execute(f"CREATE OR REPLACE TABLE final_payee AS {_payee_sql(paid, self._named_tables(writer))}")
        writer.table(self.con, "payee", "final_payee")

    def _named_tables(self, writer: SnapshotWriter) -> list[str]:
        """Registers in the new snapshot that give people's names, as relations."""
        named = [n for n, t in TABLES.items() if t.kind == "register" and {"person", "name"} <= {*t.columns}]
        paths = [writer.folder / f"{n}.parquet" for n in named]
        return [f"read_parquet('{p}')" for p in paths if p.exists()]

    def _sources(self) -> list[Row]:
        """Sources that still stand, then the new ones, as they go into the manifest and the table `source`."""
        standing = [r for r in take_rows(self.con, "parent_source") if not self._is_gone(r)]
        described = {int(s["source_file"]): s for s in sources_of(self.parent) if "source_file" in s}
        old = [r | described.get(int(r["source_file"]), {}) for r in standing]
        return [_plain(r) for r in old] + [self._source(s) for s in self.staging.sheets]

    def _is_gone(self, row: Row) -> bool:
        """Whether a source of the parent has no rows in the new snapshot any more."""
        if row["target_table"] == "payment":
            return self._is_emptied(int(row["source_file"]))
        new = [s for s in self.staging.sheets if s.plan.table == row["target_table"]]
        adding = any(s.plan.adds for s in new)
        return bool(new) and (not adding or any(s.file == row["file"] for s in new))

    def _is_emptied(self, source_file: int) -> bool:
        """Whether payments of a source were replaced, and all of them."""
        sql = """SELECT count(*), count(*) FILTER (payment_no NOT IN (SELECT payment_no FROM replaced))
                 FROM parent_payment WHERE source_file = ?"""
        ((had, left),) = self.con.execute(sql, [source_file]).fetchall()
        return bool(had) and not left

    def _source(self, sheet: StagedSheet) -> Row:
        return {
            "source_file": sheet.source_file,
            "file": sheet.file,
            "sheet": sheet.sheet,
            "department": self._department(sheet.plan.department),
            "sent_by": sheet.plan.department,
            "sha256": self.hashes[sheet.file_no],
            "data_date": sheet.plan.data_date or None,
            "target_table": sheet.plan.table,
            "note": sheet.plan.note,
            "rows_read": sheet.rows_read,
            "rows_kept": sheet.rows_kept,
            "rows_rejected": sheet.rows_read - sheet.rows_kept,
            "opaque": sheet.plan.opaque,
            "intake": self.intake_id,
        }

    def _department(self, title: str) -> int | None:
        sql = "SELECT department FROM final_department WHERE title = ?"
        found = self.con.execute(sql, [title]).fetchall()
        return int(found[0][0]) if found else None

    def _quality(self, sources: list[Row], new: dict[int, Row]) -> dict[str, Row]:
        """source_file → its quality report, of every source that stands."""
        old: dict[str, Row] = self.parent.manifest.get("quality", {}) if self.parent else {}
        merged = {**old, **{str(k): v for k, v in new.items()}}
        standing = {str(s["source_file"]) for s in sources}
        return {k: v for k, v in merged.items() if k in standing}


def _columns(name: str) -> str:
    return ", ".join(TABLES[name].columns)


def _plain(row: Row) -> Row:
    """A source as JSON can hold it."""
    return {k: (str(v) if k == "data_date" and v else v) for k, v in row.items()}


def _has_payments(writer: SnapshotWriter) -> bool:
    return any(writer.folder.glob("payment/*/*.parquet"))


def _years_that_move(con: duckdb.DuckDBPyConnection) -> set[int]:
    """Years in which the household of a payment that stands is another one by the new person register."""
    resolve_households(con, "parent_payment", "resettled")
    sql = """SELECT DISTINCT p.period // 100 FROM parent_payment AS p JOIN resettled AS r USING (payment_no)
             WHERE p.household <> r.household"""
    return {int(y) for (y,) in con.execute(sql).fetchall()}


def _payee_sql(payments: str, named: list[str]) -> str:
    """Everybody in any file, with the name most files give."""
    names = [
        f"SELECT person, name, count(*) AS n FROM {t} WHERE name IS NOT NULL GROUP BY ALL" for t in (payments, *named)
    ]
    columns = ", ".join(c for c in TABLES["payee"].columns if c not in VAULT)
    return f"""
        WITH named AS ({" UNION ALL ".join(names)}),
        counted AS (SELECT person, name, sum(n) AS n FROM named GROUP BY ALL),
        best AS (SELECT person, arg_max(name, (n, -name)) AS name FROM counted GROUP BY person),
        people AS (
            SELECT person, {columns} FROM parent_payee
            UNION ALL SELECT person, {columns} FROM met_payee WHERE person NOT IN (SELECT person FROM parent_payee))
        SELECT p.*, b.name FROM people AS p LEFT JOIN best AS b USING (person)"""
