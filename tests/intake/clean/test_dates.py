"""Dates and periods, against plain Python."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.intake.clean.dates import date_fault_sql, date_sql, period_fault_sql, period_sql
from tests.intake.clean.asking import ask

DAYS = st.dates(date(1931, 1, 1), date(2099, 12, 31))
FULL_WIDTH = str.maketrans("0123456789-/.", "０１２３４５６７８９－／．")


def _chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    return (
        ("" if tens < 2 else "一二三"[tens - 1])
        + ("十" if tens else "")
        + ("〇一二三四五六七八九"[ones] if ones else "")
    )


def _chinese_year(day: date) -> str:
    return "".join("〇一二三四五六七八九"[int(c)] for c in str(day.year))


FORMS = {
    "iso": lambda d: d.isoformat(),
    "slashes": lambda d: f"{d.year}/{d.month}/{d.day}",
    "dots": lambda d: f"{d.year}.{d.month}.{d.day}",
    "digits": lambda d: f"{d:%Y%m%d}",
    "characters": lambda d: f"{d.year}年{d.month}月{d.day}日",
    "numerals": lambda d: f"{_chinese_year(d)}年{_chinese(d.month)}月{_chinese(d.day)}日",
    "with time": lambda d: f"{d.isoformat()} 10:11:12",
    "T": lambda d: f"{d.isoformat()}T00:00:00.000",
    "serial": lambda d: str((d - date(1899, 12, 30)).days),
    "serial with time": lambda d: f"{(d - date(1899, 12, 30)).days}.75",
    "spaced": lambda d: f"\u3000{d.year} 年 {d.month} 月 {d.day} 日 ",
    "full width": lambda d: d.isoformat().translate(FULL_WIDTH),
    "quoted": lambda d: f"'{d.isoformat()}",
}


@given(st.lists(st.tuples(DAYS, st.sampled_from(sorted(FORMS))), min_size=1, max_size=60))
@settings(deadline=None, max_examples=60)
def test_every_form_of_every_day(cases: list[tuple[date, str]]) -> None:
    texts = [FORMS[form](day) for day, form in cases]
    expected = [(day, None, day.year * 100 + day.month) for day, _ in cases]
    assert ask(texts, date_sql, date_fault_sql, period_sql) == expected


@given(st.lists(st.tuples(st.integers(1800, 2200), st.integers(0, 14), st.integers(0, 33)), min_size=1, max_size=60))
@settings(deadline=None, max_examples=60)
def test_days_that_do_not_exist_are_refused(parts: list[tuple[int, int, int]]) -> None:
    texts = [f"{y}-{m:02d}-{d:02d}" for y, m, d in parts] + [f"{y}/{m}/{d}" for y, m, d in parts]
    assert ask(texts, date_sql) == [_day(*p) for p in parts] * 2


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if 1800 <= year <= 2099 else None
    except ValueError:
        return None


@given(st.lists(st.text(alphabet="0123456789-/.年月日十一二 ", max_size=12), min_size=1, max_size=60))
@settings(deadline=None, max_examples=60)
def test_a_text_is_a_date_a_fault_or_blank(texts: list[str]) -> None:
    for text, (day, fault) in zip(texts, ask(texts, date_sql, date_fault_sql), strict=True):
        assert (day is None) or (fault is None)
        assert (day is not None or fault is not None) == bool(text.strip())


def test_months_stand_for_their_first_day() -> None:
    texts = ["2016年8月", "2016-08", "2016.8", "201608", "二〇一六年十二月"]
    assert ask(texts, date_sql) == [date(2016, 8, 1)] * 4 + [date(2016, 12, 1)]


def test_two_digit_years_are_refused_by_name() -> None:
    texts = ["16-8-5", "16.8", "16年8月5日", "'16/08/05"]
    assert ask(texts, date_sql, date_fault_sql) == [(None, "two_digit_year")] * 4


def test_what_is_no_date() -> None:
    texts = ["不详", "2016", "8/5/2016", "300", "99999", "20161301", "2016-02-30"]
    assert ask(texts, date_sql, date_fault_sql) == [(None, "unreadable")] * 7
    assert ask([None, "", "　"], date_sql, date_fault_sql) == [(None, None)] * 3


def test_periods() -> None:
    cases = {
        "2016-08": (201608, None), "201608": (201608, None), "2016年8月份": (201608, None), "2016": (201600, None),
        "2016年度": (201600, None), "2016年": (201600, None), "2016-08-15": (201608, None),
        "2016-13": (None, "unreadable"), "2016-02-30": (None, "unreadable"), "16年8月": (None, "two_digit_year"),
        "2016年第3季度": (None, "span"), "2016年1-6月": (None, "span"), "2016年上半年": (None, "span"),
        None: (None, None), "": (None, None),
    }  # fmt: skip
    assert ask(list(cases), period_sql, period_fault_sql) == list(cases.values())
