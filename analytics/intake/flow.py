"""One intake from files to snapshot: read, plan, stage, resolve, check, publish; all of it or nothing."""

from __future__ import annotations

import errno
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, Protocol

import duckdb

from analytics.durable import sha256_of
from analytics.intake import payments
from analytics.intake.columns import without_ids
from analytics.intake.mapping import Entry, HeaderRows, read_mapping, stored_entries
from analytics.intake.parent import attach_parent, connect, sources_of
from analytics.intake.plan import FilePlan
from analytics.intake.planning import plan_sheet
from analytics.intake.quality import quality_report
from analytics.intake.read import read_file, unpivot_months, walk
from analytics.intake.registers import merge_registers
from analytics.intake.report import IntakeReport, SheetReport
from analytics.intake.resolve import resolve_places, resolve_programmes
from analytics.intake.staging import StagedSheet, Staging
from analytics.intake.writing import Publication
from analytics.schema import TABLES
from analytics.snapshots import Snapshot, current_snapshot, store_lock
from analytics.vault import Vault
from analytics.words import Refused, _

OnConflict = Literal["ask", "replace", "add"]
_INTERRUPTED = "导入已中断。没有导入任何文件,数据未变。需要时请重新导入。"
_NO_SPACE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class Progress(Protocol):
    """Whoever wants to know how far an intake is."""

    def step(self, done: int, total: int, message: str = "") -> None:
        """`done` of `total` steps; `message` is one phrase without personal data."""


def intake(
    store: Path,
    paths: Iterable[Path],
    *,
    mapping: Path | None = None,
    on_conflict: OnConflict = "ask",
    progress: Progress | None = None,
) -> IntakeReport:
    """Take files (and folders of files) into a new snapshot of `store`.

    mapping      a TOML mapping that goes before the store's own
    on_conflict  what to do with a payment file of which over 20 % of rows already stand
    Files that cannot be taken in are named in the report with one sentence, and the others go on. Raises Refused
    when nothing can be done at all (a path or mapping is missing, another intake runs, the disk is full, Ctrl-C);
    the store then is as it was.
    """
    given = read_mapping(mapping) if mapping else []
    files = walk(paths)
    with _one_sentence(), store_lock(store):
        run = _Intake(store, [*stored_entries(store), *given], on_conflict, connect())
        try:
            return run.run(files, progress)
        finally:
            run.con.close()


def preview(path: Path, store: Path | None = None, mapping: Path | None = None) -> FilePlan:
    """What each sheet of a file is taken for, column by column, with candidates; nothing is stored.

    store    whose departments' mappings are heeded
    Raises Refused when the file cannot be read.
    """
    entries = [*(stored_entries(store) if store else []), *(read_mapping(mapping) if mapping else [])]
    with connect() as con:
        return plan_file(con, path, entries)


def plan_file(con: duckdb.DuckDBPyConnection, path: Path, entries: list[Entry]) -> FilePlan:
    """Read a file and plan its sheets; sheets without a table are in `sheets` with no plan of their own."""
    read = read_file(path, HeaderRows(entries, path.name))
    tables = tuple(unpivot_months(s) for s in read if not s.skipped)
    skipped = tuple(s for s in read if s.skipped)
    return FilePlan(path.name, (*tables, *skipped), tuple(plan_sheet(con, s, entries) for s in tables))


class _Intake:
    """The steps of one intake, under the store's lock."""

    def __init__(
        self, store: Path, entries: list[Entry], on_conflict: OnConflict, con: duckdb.DuckDBPyConnection
    ) -> None:
        self.store, self.entries, self.on_conflict, self.con = store, entries, on_conflict, con
        self.parent: Snapshot | None = current_snapshot(store)
        self.report = IntakeReport()
        self.hashes: dict[int, str] = {}
        self.file_names: dict[int, str] = {}
        vault = Vault(store)
        vault.attach(con)
        attach_parent(con, self.parent)
        first = con.execute("SELECT coalesce(max(source_file), 0) + 1 FROM parent_source").fetchall()[0][0]
        self.staging = Staging(con, vault, int(first))

    def run(self, files: list[Path], progress: Progress | None) -> IntakeReport:
        """All steps; the report has no snapshot when there was nothing to take in."""
        total = len(files) + 2
        for number, path in enumerate(files):
            if progress:
                progress.step(number, total, without_ids(path.name))
            self._take(number, path)
        if self.staging.sheets:
            if progress:
                progress.step(len(files), total, _("合并与核对"))
            self._finish()
        if progress:
            progress.step(total, total, "")
        return self.report

    def _take(self, number: int, path: Path) -> None:
        """Stage one file; or note that it stands already, or why it is refused."""
        digest = sha256_of(path)
        known = {s.get("sha256") for s in sources_of(self.parent)} | set(self.hashes.values())
        if digest in known:
            self.report.unchanged.append(without_ids(path.name))
            return
        try:
            plan = plan_file(self.con, path, self.entries)
            if plan.problems:
                raise Refused("{sentence}", sentence="\n".join(plan.problems))
        except Refused as refused:
            self.report.refused.append((without_ids(path.name), without_ids(str(refused))))
            return
        self.hashes[number], self.file_names[number] = digest, without_ids(path.name)
        self.report.skipped += [
            (without_ids(s.file), without_ids(s.sheet), s.skipped) for s in plan.sheets if s.skipped
        ]
        for sheet, sheet_plan in zip(plan.sheets, plan.plans, strict=False):
            if sheet_plan.table != "none":
                _check_sum(self.staging.stage(sheet, sheet_plan, number), self.staging)

    def _finish(self) -> None:
        staging = self.staging
        resolve_places(staging)
        book = resolve_programmes(staging)
        registers = merge_registers(staging)
        self._complete(registers)
        payments.make_payments(staging)
        self._settle_conflicts()
        if not staging.sheets:
            return
        quality = quality_report(staging, book.unlisted)
        publication = Publication(self.store, self.parent, staging, self.hashes)
        snapshot = publication.publish(registers, quality)
        self.report.snapshot, self.report.intake = snapshot.id, publication.intake_id
        self.report.sheets = [_sheet_report(s, quality[s.source_file]) for s in staging.sheets]

    def _complete(self, registers: list[str]) -> None:
        """Empty or parent tables where this intake brings none, so that later steps need not ask."""
        if "rate" not in registers:
            self.con.execute("CREATE VIEW final_rate AS SELECT * FROM parent_rate")
        self.staging.create("payment")
        self.con.execute("CREATE TABLE replaced (payment_no BIGINT, year INTEGER)")

    def _settle_conflicts(self) -> None:
        """Payment files that repeat what stands: refused, or put in its place, or added."""
        if self.on_conflict == "add":
            return
        over = {n: s for n, s in payments.standing_shares(self.staging).items() if s > payments.STANDS_AT}
        if self.on_conflict == "replace":
            payments.mark_replaced(self.staging)
            return
        for number, share in sorted(over.items()):
            self.report.refused.append(
                (self.file_names[number], payments.standing_refusal(self.file_names[number], share))
            )
            self.report.standing.append(self.file_names[number])
            self.hashes.pop(number)
        payments.forget(self.staging, set(over))


def _check_sum(sheet: StagedSheet, staging: Staging) -> None:
    """rows read = rows kept + rows rejected, or nothing is taken in at all."""
    if sheet.rows_read != sheet.rows_kept + staging.rejected[-1].num_rows:
        raise Refused(
            "文件“{file}”读到 {read} 行,保留 {kept} 行,退回 {rejected} 行,合计不符。没有导入任何文件,请联系维护人员。",
            file=sheet.file,
            read=sheet.rows_read,
            kept=sheet.rows_kept,
            rejected=staging.rejected[-1].num_rows,
        )


def _sheet_report(sheet: StagedSheet, quality: dict[str, object]) -> SheetReport:
    plan = sheet.plan
    return SheetReport(
        source_file=sheet.source_file,
        file=sheet.file,
        sheet=sheet.sheet,
        table=plan.table,
        title=_(TABLES[plan.table].title),
        department=plan.department,
        rows_read=sheet.rows_read,
        rows_kept=sheet.rows_kept,
        rows_rejected=sheet.rows_read - sheet.rows_kept,
        columns=plan.mapped,
        ignored=plan.ignored,
        remarks=plan.remarks,
        quality=quality,
    )


@contextmanager
def _one_sentence() -> Iterator[None]:
    """A full disk, too little memory and Ctrl-C (which a running query sees first) become one sentence."""
    try:
        yield
    except duckdb.OutOfMemoryException:
        raise Refused("内存不足。没有导入任何文件,数据未变。请调高 QINGZHANG_MEMORY,或把文件分几次导入。") from None
    except (KeyboardInterrupt, duckdb.InterruptException):
        raise Refused(_INTERRUPTED) from None
    except RuntimeError as error:  # what a query that sees Ctrl-C raises
        if "interrupted" not in str(error):
            raise
        raise Refused(_INTERRUPTED) from None
    except OSError as error:
        if error.errno not in _NO_SPACE:
            raise
        raise Refused("磁盘空间不足。没有导入任何文件,数据未变。请腾出空间后再试。") from None


__all__ = ["IntakeReport", "OnConflict", "Progress", "intake", "preview"]
