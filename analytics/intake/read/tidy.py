"""Rows that are no data are taken out and counted; 同上 is filled from the row above."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from analytics.intake.read import sheet as kinds
from analytics.intake.read.header import Header, clean_name

Mask = np.ndarray[tuple[int], np.dtype[np.bool_]]

_DITTO = pa.array(["同上", "〃", '"', "″", "“", "”", "''", "..", "同 上"])
_TOTAL_WORDS = pa.array(["合计", "小计", "总计", "合 计", "小 计", "总 计", "合  计", "小  计", "总  计", "本页合计"])
_LABEL_COLUMNS = 4  # 合计 stands in the first columns, maybe behind 序号
_TOTAL = r"(?i)^.{0,12}(合计|总计|共计|累计|grandtotal|total)[:：]?$"
_SUBTOTAL = r"(?i)^.{0,12}(小计|subtotal)[:：]?$"
_SIGNATURE = (
    "^(审核人?|制表人?|填报人?|填表人?|经办人?|复核人?|负责人|单位负责人|分管领导|主管领导|主要领导|"
    "审批人?|签字|签章|公示人|填报单位|填报日期|制表日期|填表日期|打印日期|联系人|联系电话)([:：(（].*)?$"
)
_SIGNATURE_WITH_COLON = "^(.{2,8}(负责人|审核|签字|盖章|签章|制表|经办)人?(\\(.*\\))?)[:：]"
_REMARK = "^(注|备注|说明|填表说明|注意|附注)[:：].*|^第.{1,4}页.*"
_ID = r"^\W*[1-9１-９][0-9０-９]{13,16}[0-9０-９XxＸｘ]\W*$"


def drop_no_data(
    rows: pa.Table, header: Header, raw_header: Sequence[Sequence[str]], titles: Sequence[str]
) -> tuple[pa.Table, dict[str, int]]:
    """`rows` without total, signature, blank … rows, and how many of each kind were there.

    raw_header  the header's lines as the sheet has them: a repeated one looks the same
    titles      texts above the header: printed again on every page
    """
    candidates = np.flatnonzero(_candidates(rows, raw_header))
    if not len(candidates):
        return rows, {}
    found = _classify(rows.take(pa.array(candidates)), header, titles)
    counts = {kind: int(mask.sum()) for kind, mask in found.items() if mask.any()}
    keep = np.ones(rows.num_rows, dtype=bool)
    keep[candidates[np.logical_or.reduce(list(found.values()))]] = False
    return (rows.filter(pa.array(keep)) if counts else rows), counts


def fill_ditto(rows: pa.Table) -> pa.Table:
    """同上, 〃 and the like replaced by the value above (several in a row too)."""
    for at, name in enumerate(rows.column_names):
        column = rows.column(name)
        if name == "source_row" or not pc.any(ditto := pc.is_in(column, value_set=_DITTO)).as_py():
            continue
        marked = pc.if_else(ditto, pa.scalar(None, pa.string()), pc.fill_null(column, ""))
        filled = pc.fill_null_forward(marked)
        rows = rows.set_column(at, name, pc.if_else(pc.equal(filled, ""), pa.scalar(None, pa.string()), filled))
    return rows


def drop_empty_columns(rows: pa.Table, names: Sequence[str]) -> tuple[pa.Table, tuple[str, ...]]:
    """Without columns that have neither a name nor a value; the others are c0..cN again."""
    kept = [i for i, name in enumerate(names) if name or rows.column(i).null_count < rows.num_rows]
    columns = {f"c{at}": rows.column(i) for at, i in enumerate(kept)}
    return pa.table({**columns, "source_row": rows.column("source_row")}), tuple(names[i] for i in kept)


def _candidates(rows: pa.Table, raw_header: Sequence[Sequence[str]]) -> Mask:
    """Rows worth a closer look, found cheaply: a gap where others have none, a total's label, a header's name."""
    mask = np.zeros(rows.num_rows, dtype=bool)
    names = [c for c in rows.column_names if c != "source_row"]
    for at, name in enumerate(names):
        column = rows.column(name)
        if 0 < column.null_count <= rows.num_rows // 2 or rows.num_rows < 1000:
            mask |= _flags(pc.is_null(column)) if rows.num_rows >= 1000 else True
        labels = [line[at] for line in raw_header if at < len(line) and line[at]]
        known = pa.concat_arrays([_TOTAL_WORDS, pa.array(labels, pa.string())]) if at < _LABEL_COLUMNS else labels
        mask |= _flags(pc.is_in(column, value_set=pa.array(known, pa.string())))
    return mask


def _classify(rows: pa.Table, header: Header, titles: Sequence[str]) -> dict[str, Mask]:
    """Kind → mask over `rows`; a row is of the first kind that fits."""
    columns = [_squeezed(rows.column(c)) for c in rows.column_names if c != "source_row"]
    filled = np.sum([_flags(pc.is_valid(c)) for c in columns], axis=0)
    lead = pc.coalesce(*columns)
    no_id = ~_any_matches(columns, _ID)
    alone = _alone(columns, lead)
    same = np.sum([_flags(pc.equal(c, n)) for c, n in zip(columns, header.names, strict=False) if n], axis=0)
    named = sum(map(bool, header.names))
    labels = [*columns[:_LABEL_COLUMNS], lead]
    found = {
        kinds.BLANK: filled == 0,
        kinds.REPEATED_HEADER: _repeats(columns, header, same, named),
        kinds.REPEATED_TITLE: alone & _flags(pc.is_in(lead, value_set=pa.array(map(clean_name, titles), pa.string()))),
        kinds.SUBTOTAL: no_id & _any_matches(labels, _SUBTOTAL),
        kinds.TOTAL: no_id & _any_matches(labels, _TOTAL),
        kinds.SIGNATURE: no_id & (_any_matches([lead], _SIGNATURE) | _any_matches([lead], _SIGNATURE_WITH_COLON)),
        kinds.REMARK: no_id & alone & _any_matches([lead], _REMARK),
    }
    taken = np.zeros(rows.num_rows, dtype=bool)
    for kind, mask in found.items():
        found[kind] = mask & ~taken
        taken |= mask
    return found


def _repeats(columns: list[pa.ChunkedArray], header: Header, same: Mask, named: int) -> Mask:
    """The header once more: most names equal, or each line of a two-line one with nothing but its words."""
    if header.lines == 1:
        return same >= max(2, (named + 1) // 2)
    parts = [set(name.split(" ")) | {name} for name in header.names]
    filled = np.sum([_flags(pc.is_valid(c)) for c in columns], axis=0)
    hits = np.sum(
        [_flags(pc.is_in(c, value_set=pa.array(sorted(p), pa.string()))) for c, p in zip(columns, parts, strict=False)],
        axis=0,
    )
    repeated: Mask = (hits >= 2) & (hits == filled)
    return repeated


def _alone(columns: list[pa.ChunkedArray], lead: pa.ChunkedArray) -> Mask:
    """One text in the row, maybe repeated by a merged cell."""
    different = [_flags(pc.fill_null(pc.not_equal(c, lead), False)) for c in columns]
    alone: Mask = ~np.logical_or.reduce(different)
    return alone


def _squeezed(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Without any blanks, NULL when nothing is left, full-width brackets as they are in header names."""
    bare = pc.replace_substring_regex(column, r"[\s\x{3000}\x{200b}\x{feff}]+", "")
    bare = pc.replace_substring(pc.replace_substring(bare, "（", "("), "）", ")")
    return pc.if_else(pc.equal(bare, ""), pa.scalar(None, pa.string()), bare)


def _any_matches(columns: Sequence[pa.ChunkedArray], pattern: str) -> Mask:
    mask: Mask = np.logical_or.reduce([_flags(pc.match_substring_regex(c, pattern)) for c in columns])
    return mask


def _flags(mask: pa.ChunkedArray) -> Mask:
    flags: Mask = np.asarray(pc.fill_null(mask, False).to_numpy(zero_copy_only=False), dtype=bool)
    return flags
