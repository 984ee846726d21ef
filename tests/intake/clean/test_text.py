"""Names folded, texts trimmed, ID numbers found in any text."""

from __future__ import annotations

import csv

from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.intake.clean.names import VARIANTS, name_fold_sql, name_spelling_sql
from analytics.intake.clean.text import find_ids_sql, has_id_shape_sql, trim_sql
from tests.intake.clean.asking import ask
from tests.intake.clean.test_identity import NUMBERS

AROUND = st.text(alphabet="0123456789证件号:，a ", max_size=8)


def test_names_meet_under_one_form_and_keep_their_spelling() -> None:
    cases = {
        "张三（户主）": ("张三", "张三（户主）"), " 张 三 ": ("张三", "张 三"), "張國榮": ("张国荣", "張國榮"),
        "阿卜杜·热西提": ("阿卜杜热西提", "阿卜杜·热西提"), "阿卜杜•热西提": ("阿卜杜热西提", "阿卜杜•热西提"),
        "李四(曾用名李五": ("李四", "李四(曾用名李五"), "ａＢ": ("AB", "ａＢ"), "王⼭": ("王山", "王⼭"),
        "": (None, None), "　": (None, None), None: (None, None), "(户主)": (None, "(户主)"),
    }  # fmt: skip
    assert ask(list(cases), name_fold_sql, name_spelling_sql) == list(cases.values())


def test_variants_lead_to_one_standard_in_one_step() -> None:
    with VARIANTS.open(encoding="utf-8", newline="") as file:
        pairs = {row["variant"]: row["standard"] for row in csv.DictReader(file)}
    assert not set(pairs) & set(pairs.values())
    assert ask(list(pairs), name_fold_sql) == list(pairs.values())


def test_trimming() -> None:
    texts = [" a b ", "\u200b甲\u3000", '="001"', "'001", "=", None, "甲"]
    assert ask(texts, trim_sql) == ["a b", "甲", "001", "001", None, None, "甲"]


@given(st.lists(st.tuples(AROUND, NUMBERS, AROUND), min_size=1, max_size=30))
@settings(deadline=None, max_examples=40)
def test_a_valid_number_is_found_wherever_it_stands(cases: list[tuple[str, str, str]]) -> None:
    texts = [before + number.lower() + after for before, number, after in cases]
    for (_, number, _), (found, shaped) in zip(cases, ask(texts, find_ids_sql, has_id_shape_sql), strict=True):
        assert number in found
        assert shaped


def test_what_only_looks_like_a_number_is_left() -> None:
    texts = ["123456789012345678", "519900194305280160", "6214510000007037", "", None]
    assert ask(texts, find_ids_sql) == [[]] * 5


def test_several_numbers_and_full_width_ones() -> None:
    texts = [
        "见519900194305280169及51990019400128008x",
        "证号５１９９００１９４３０５２８０１６９",
        "残51990019430528016943",
    ]
    first, second = "519900194305280169", "51990019400128008X"
    assert ask(texts, find_ids_sql) == [[second, first], [first], [first]]
