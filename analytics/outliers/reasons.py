"""Why a row is strange, in words: each feature's share of the score, the largest first."""

from __future__ import annotations

from string import Formatter
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from analytics.outliers.method import FEATURES
from analytics.words import language

# {times}: value ÷ the peers' median · {value}, {typical}: as measured · {above}: the feature itself
WORDS: dict[str, dict[str, str]] = {
    "zh": {
        "amount": "金额为{peers}中位数的 {times} 倍",
        "deviation": "金额超出{peers}通常波动幅度的 {above} 倍",
        "largest": "单笔最大金额为{peers}中位数的 {times} 倍",
        "quantity": "申报面积为{peers}中位数的 {times} 倍",
        "area": "申报面积为本户登记面积的 {value} 倍({peers}中位数 {typical} 倍)",
        "growth": "平均每笔金额为本户往年中位数的 {value} 倍({peers}中位数 {typical} 倍)",
        "programmes": "当年领取 {value} 个项目({peers}中位数 {typical} 个)",
        "accounts": "发放到 {value} 个账户({peers}中位数 {typical} 个)",
        "payees": "由 {value} 人领取({peers}中位数 {typical} 人)",
        "december": "12 月发放占全年 {percent}%({peers}中位数 {typical_percent}%)",
    },
    "en": {
        "amount": "amount {times} times the median of {peers}",
        "deviation": "amount beyond the median of {peers} by {above} times its usual spread",
        "largest": "largest single payment {times} times the median of {peers}",
        "quantity": "claimed area {times} times the median of {peers}",
        "area": "claimed area {value} times the household's registered area (median of {peers}: {typical})",
        "growth": "mean payment {value} times the median of its own earlier years (median of {peers}: {typical})",
        "programmes": "{value} programmes in the year (median of {peers}: {typical})",
        "accounts": "paid to {value} accounts (median of {peers}: {typical})",
        "payees": "drawn by {value} people (median of {peers}: {typical})",
        "december": "{percent}% of the year paid in December (median of {peers}: {typical_percent}%)",
    },
}
PEERS: dict[str, dict[str, str]] = {
    "zh": {"village": "同村", "township": "同乡镇", "county": "全县", "none": ""},
    "en": {"village": "its village", "township": "its township", "county": "the county", "none": ""},
}
SEPARATOR = {"zh": ";", "en": "; "}
_TYPE = pa.list_(
    pa.struct(
        [
            ("feature", pa.string()),
            ("value", pa.float64()),
            ("typical", pa.float64()),
            ("contribution", pa.float32()),
            ("words", pa.string()),
        ]
    )
)


def reasons_of(rows: pa.Table, tongue: str | None = None) -> pa.ListArray:
    """For each row of a ranking a list of {feature, value, typical, contribution, words}, largest contribution first.

    Only features that make the row stranger are named. `tongue`: zh or en; default the language spoken here.
    """
    tongue = tongue or language()
    shares = np.column_stack([rows[f"contribution_{name}"].to_numpy() for name in FEATURES])
    order = np.argsort(-shares, axis=1, kind="stable")
    named = np.take_along_axis(shares, order, axis=1) > 0
    row, place = np.nonzero(named)
    flat = _structs(rows, row, order[row, place], tongue)
    offsets = np.concatenate([[0], np.cumsum(named.sum(axis=1))]).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(offsets), flat, type=_TYPE)


def in_one_sentence(reasons: pa.ListArray | pa.ChunkedArray, tongue: str | None = None) -> pa.Array:
    """The words of each row's reasons, joined; empty for a row that has none."""
    if isinstance(reasons, pa.ChunkedArray):
        reasons = reasons.combine_chunks()
    words = pa.ListArray.from_arrays(reasons.offsets, pc.struct_field(reasons.values, "words"))
    return pc.binary_join(words, SEPARATOR[tongue or language()])


def _structs(rows: pa.Table, row: NDArray[Any], feature: NDArray[Any], tongue: str) -> pa.StructArray:
    """One struct for each pair of row number and feature number, in the order given."""
    parts, places = [_TYPE.value_type], []
    tables: list[pa.Table] = []
    for number, name in enumerate(FEATURES):
        here = np.flatnonzero(feature == number)
        places.append(here)
        tables.append(_told(rows.take(pa.array(row[here])), name, tongue))
    together = pa.concat_tables(tables).take(pa.array(np.argsort(np.concatenate(places), kind="stable")))
    columns = [together[field.name].combine_chunks() for field in parts[0]]
    return pa.StructArray.from_arrays(columns, fields=list(parts[0]))


def _told(rows: pa.Table, name: str, tongue: str) -> pa.Table:
    """The fields of _TYPE for one feature of the rows given."""
    measure = FEATURES[name][0]
    value, typical = rows[f"value_{measure}"].combine_chunks(), rows[f"typical_{measure}"].combine_chunks()
    peers = PEERS[tongue]
    known = {
        "value": _number(value),
        "typical": _number(typical),
        "times": _number(pc.divide(value, pc.if_else(pc.greater(typical, 0), typical, None))),
        "above": _number(rows[f"feature_{name}"].combine_chunks().cast(pa.float64())),
        "percent": _number(pc.multiply(value, 100.0), 0),
        "typical_percent": _number(pc.multiply(typical, 100.0), 0),
        "peers": pa.array(peers.values()).take(pc.index_in(rows["level"].combine_chunks(), pa.array(peers.keys()))),
    }
    return pa.table(
        {
            "feature": pa.repeat(name, len(rows)),
            "value": value,
            "typical": typical,
            "contribution": rows[f"contribution_{name}"].combine_chunks(),
            "words": _filled(WORDS[tongue][name], known, len(rows)),
        },
        schema=pa.schema(list(_TYPE.value_type)),
    )


def _number(values: pa.Array, decimals: int = 1) -> pa.Array:
    """Numbers as people write them: 8.2, 12, never 8.0 or 1e+07."""
    text = pc.cast(pc.cast(pc.round(values, decimals), pa.decimal128(24, decimals), safe=False), pa.string())
    return pc.replace_substring_regex(text, r"\.0$", "")


def _filled(template: str, known: dict[str, pa.Array], rows: int) -> pa.Array:
    """The template with its fields filled from columns, for all rows at once."""
    parts: list[pa.Array] = []
    for text, field, _spec, _conversion in Formatter().parse(template):
        parts += [pa.repeat(text, rows)] + ([known[field]] if field else [])
    return pc.binary_join_element_wise(*parts, "")
