"""Resident ID numbers, against python-stdnum and plain Python."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.cn.ric import calc_check_digit

from analytics.intake.clean.identity import (
    born_on_sql,
    id_clean_sql,
    id_fault_sql,
    id_kind_sql,
    is_valid_id_sql,
    opaque_id_sql,
    sex_sql,
)
from tests.intake.clean.asking import ask

BIRTHS = st.dates(date(1900, 1, 1), date(1999, 12, 31))
FULL_WIDTH = str.maketrans("0123456789Xx", "０１２３４５６７８９Ｘｘ")


def number(born: date, sequence: int) -> str:
    body = f"519900{born:%Y%m%d}{sequence:03d}"
    return body + calc_check_digit(body + "0")  # it leaves the last character out


NUMBERS = st.builds(number, BIRTHS, st.integers(0, 999))
NOISE = st.sampled_from([" {}", "{}\u3000", '="{}"', "'{}", "{}\u200b", "“{}”", "\t{}\n", "{}"])


@given(st.lists(st.tuples(NUMBERS, NOISE, st.booleans(), st.booleans()), min_size=1, max_size=40))
@settings(deadline=None, max_examples=40)
def test_noise_never_changes_a_valid_number(cases: list[tuple[str, str, bool, bool]]) -> None:
    raw = []
    for valid, noise, lower, wide in cases:
        text = valid.lower() if lower else valid
        raw.append(noise.format(text.translate(FULL_WIDTH) if wide else text))
    expected = [(n, "18", None, date.fromisoformat(f"{n[6:10]}-{n[10:12]}-{n[12:14]}")) for n, *_ in cases]
    assert ask(raw, id_clean_sql, id_kind_sql, id_fault_sql, born_on_sql) == expected


@given(st.lists(NUMBERS, min_size=1, max_size=40))
@settings(deadline=None, max_examples=40)
def test_fifteen_digits_are_widened(numbers: list[str]) -> None:
    short = [n[:6] + n[8:17] for n in numbers]
    assert ask(short, id_clean_sql, id_kind_sql, id_fault_sql) == [(n, "15", None) for n in numbers]


SHAPED = st.from_regex(r"[1-9][0-9]{16}[0-9X]", fullmatch=True)
DATED = st.builds(lambda n, check: n[:17] + check, NUMBERS, st.sampled_from("0123456789X"))


@given(st.lists(SHAPED | DATED | NUMBERS, min_size=1, max_size=40))
@settings(deadline=None, max_examples=60)
def test_faults_agree_with_plain_python(numbers: list[str]) -> None:
    assert ask(numbers, id_fault_sql) == [_fault(n) for n in numbers]
    assert ask(numbers, is_valid_id_sql) == [_fault(n) is None for n in numbers]
    assert ask(numbers, sex_sql) == ["男" if int(n[16]) % 2 else "女" for n in numbers]


def _fault(text: str) -> str | None:
    try:
        born = date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return "date"
    if not 1850 <= born.year <= 2099:
        return "date"
    return None if calc_check_digit(text) == text[17] else "check_digit"


@given(st.lists(st.text(max_size=25), min_size=1, max_size=40))
@settings(deadline=None, max_examples=60)
def test_any_text_is_judged_without_error(texts: list[str]) -> None:
    for clean, kind, fault in ask(texts, id_clean_sql, id_kind_sql, id_fault_sql):
        assert (clean is None) == (fault == "unreadable")
        assert (kind == "bad") == (fault is not None)


def test_what_is_unreadable_and_what_is_kept_with_its_fault() -> None:
    cases = {
        None: (None, "unreadable"), "": (None, "unreadable"), " \u3000": (None, "unreadable"),
        "5.11E+17": (None, "unreadable"), "5.19900194305280E+17": (None, "unreadable"), "无": (None, "unreadable"),
        "5199**********0169": (None, "unreadable"),
        "51990019430528016": ("51990019430528016", "length"), "E12345678": ("E12345678", "length"),
        "519900194302300169": ("519900194302300169", "date"),
        "519900194305280160": ("519900194305280160", "check_digit"),
        "519900430230016": ("519900194302300160", "date"),
    }  # fmt: skip
    assert ask(list(cases), id_clean_sql, id_fault_sql) == list(cases.values())


def test_opaque_ids_are_only_trimmed() -> None:
    assert ask([" S-0017 ", "5.11E+17", "　", None], opaque_id_sql) == ["S-0017", "5.11E+17", None, None]
