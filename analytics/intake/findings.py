"""What a department should know about the files it sent: every finding of the quality report in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from analytics.export import File, Head, head_line
from analytics.intake.rejected import rejected_csv, rejected_rows
from analytics.intake.words_tables import bare, fold, synonyms
from analytics.permissions import require
from analytics.schema import TABLES
from analytics.snapshots import Snapshot
from analytics.viewer import Viewer
from analytics.words import Refused, _

# key of a quality report → what it is called, and what the department is asked to do; in the order of weight
FINDINGS: dict[str, tuple[str, str]] = {
    "rejected": ("退回", "改正后重新报送这些行"),
    "id_faults": ("身份证号有误(已保留)", "核对后更正"),
    "names_in_conflict": ("同一身份证号有几个姓名", "核对是否同一人"),
    "duplicates": ("重复行", "核对是否重复发放或重复填报"),
    "off_rate": ("金额不等于数量×标准", "核对数量、标准和金额"),
    "unknown_places": ("乡镇、村名无法识别", "按行政区划改正"),
    "ambiguous_places": ("村名有重名", "填上乡镇"),
    "unknown_programmes": ("项目不在目录内", "核对项目名称,或补报项目目录"),
    "blank_cells": ("空白单元格", "能补的请补齐"),
    "dropped": ("不是数据的行(未计入)", "无须处理"),
}
HARMLESS = frozenset({"dropped"})
# Columns whose blanks are worth asking about: a blank remark, or a blank day of leaving, says what it should.
_WANTED = "person name account amount quantity area pay_date village household relation died_on registered_on".split()
_DETAILS = {
    "unreadable": "无法识别", "length": "位数不对", "date": "出生日期不对", "check_digit": "校验位不对",
    "people": "人", "rows": "行",
}  # fmt: skip
COLUMNS = ("file", "sheet", "kind", "finding", "detail", "count", "ask")


@dataclass(frozen=True)
class Source:
    """One sheet that stands in a snapshot; read = kept + rejected. `data_date` is ISO text or ''."""

    source_file: int
    file: str
    sheet: str
    sent_by: str
    table: str
    data_date: str
    rows_read: int
    rows_kept: int
    rows_rejected: int
    intake: str
    quality: dict[str, Any]

    @property
    def title(self) -> str:
        """What the sheet was taken for."""
        return _(TABLES[self.table].title)


def sources(viewer: Viewer, snapshot: Snapshot) -> list[Source]:
    """The sheets a snapshot stands on, of the viewer's departments, in the order they came."""
    require(viewer, "look")
    mine = viewer.scope.departments
    quality = snapshot.manifest.get("quality", {})
    return [
        _source(given, quality.get(str(given["source_file"]), {}))
        for given in snapshot.manifest.get("sources", [])
        if "source_file" in given and (mine is None or given["department"] in mine)
    ]


def _source(given: dict[str, Any], quality: dict[str, Any]) -> Source:
    return Source(
        source_file=int(given["source_file"]),
        file=given["file"],
        sheet=given.get("sheet") or "",
        sent_by=given.get("sent_by") or _("未注明部门"),
        table=given["target_table"],
        data_date=given.get("data_date") or "",
        rows_read=given.get("rows_read") or 0,
        rows_kept=given.get("rows_kept") or 0,
        rows_rejected=given.get("rows_rejected") or 0,
        intake=given.get("intake") or "",
        quality=quality,
    )


def findings(viewer: Viewer, store: Path, found: list[Source]) -> pa.Table:
    """One row a finding: file, sheet, kind (a key of FINDINGS), finding, detail, count, ask. Nothing personal."""
    require(viewer, "look")
    rows = [row for source in found for row in _of(store, source)]
    types = [pa.string()] * 5 + [pa.int64(), pa.string()]
    return pa.Table.from_pylist(rows, pa.schema(list(zip(COLUMNS, types, strict=True))))


def _of(store: Path, source: Source) -> Iterator[dict[str, Any]]:
    reasons = _reasons(store, source) if source.rows_rejected else {}
    for kind, (finding, ask) in FINDINGS.items():
        counts = reasons if kind == "rejected" else _counts(source, kind)
        for detail, count in sorted(counts.items(), key=lambda c: (-c[1], c[0])):
            said = _(_DETAILS.get(detail, detail))
            yield dict(zip(COLUMNS, (source.file, source.sheet, kind, _(finding), said, count, _(ask)), strict=True))


def _counts(source: Source, kind: str) -> dict[str, int]:
    """What the quality report counted under a kind, without zeros and without blanks nobody misses."""
    given: dict[str, int] = source.quality.get(kind, {})
    counts = {detail: count for detail, count in given.items() if count}
    if kind != "blank_cells":
        return counts
    words = synonyms().get(source.table, {})
    wanted = {word for column in _WANTED for word in words.get(column, ())}
    return {header: n for header, n in counts.items() if {fold(header), bare(header)} & wanted}


def _reasons(store: Path, source: Source) -> dict[str, int]:
    """Reason → rejected rows."""
    rows = rejected_rows(store, source.intake, source.source_file)
    counted = pc.value_counts(rows["reason"]).to_pylist()
    return {c["values"]: c["counts"] for c in counted}


def rejected_file(viewer: Viewer, store: Path, found: list[Source], head: Head) -> File:
    """The rejected rows of these sources (of one intake) as CSV to mend and send again; it holds personal data.

    Refused without the permission to export, for somebody limited to townships (a rejected row has no township that
    could be trusted), or when nothing was rejected.
    """
    require(viewer, "export")
    if viewer.scope.townships is not None:
        raise Refused("退回的行未经分乡镇,只有能看全部乡镇的账号可以导出。未生成文件。")
    rejected = [s for s in found if s.rows_rejected]
    if not rejected:
        raise Refused("没有退回的行,未生成文件。")
    one = rejected[0].source_file if len(rejected) == 1 else None
    payload = rejected_csv(store, rejected[0].intake, one, head_line(head))
    return File(payload, sum(s.rows_rejected for s in rejected))
