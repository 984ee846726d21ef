"""Months and years as sheet, file and column names write them."""

from __future__ import annotations

import re

_CHINESE = {n: i for i, n in enumerate("一 二 三 四 五 六 七 八 九 十 十一 十二".split(), start=1)}
_MONEY = r"(发放|补贴|补助|实发|应发|兑现)?(金额|资金|标准|额|款)?(\(.*元\))?"
_YEAR_MONTH = re.compile(rf"((?:19|20)\d\d)(?:年|[.\-/]|(?=\d\d))\s*(\d\d?)(?:月份?)?\s*{_MONEY}")
_MONTH = re.compile(rf"(?:(.*?)\s+)?(\d\d?|[一二三四五六七八九十]{{1,2}})月份?\s*{_MONEY}")
_FULL_DATE = re.compile(r"(?:19|20)\d\d\s*(?:年\s*\d+\s*月\s*\d+\s*日|[-./]\d\d?[-./]\d\d?)")
_RANGE = re.compile(r"(?<!\d)((?:19|20)\d\d)年?\s*[-—–~至到]\s*((?:19|20)\d\d)(?!\d)")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_YEAR_AND_MONTH = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:0[1-9]|1[0-2])(?!\d)")
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_CHINESE_YEAR = re.compile(r"[一二][〇○零九][〇○零一二三四五六七八九]{2}(?=年)")


def month_of(name: str) -> int | None:
    """The month a column is for: 1..12, or yyyymm when its name has the year; None for any other column.

    Takes 1月, 一月, 12月份, 1月金额, 2016年1月, 2016.01, 201601, and '2016年 1月' of a two-line header.
    """
    if found := _YEAR_MONTH.fullmatch(name):
        month = int(found[2])
        return int(found[1]) * 100 + month if 1 <= month <= 12 else None
    if found := _MONTH.fullmatch(name):
        month = _CHINESE.get(found[2]) or (int(found[2]) if found[2].isdigit() else 0)
        years = years_in(found[1] or "")
        return (years[0] * 100 if len(years) == 1 else 0) + month if 1 <= month <= 12 else None
    return None


def years_in(text: str) -> list[int]:
    """The years a title, sheet or file name speaks of, ascending; 2015-2017 gives all three.

    Full dates (制表日期:2018年1月10日) say when a table was made, not which year it is about: left out.
    """
    text = _CHINESE_YEAR.sub(lambda m: m[0].translate(_DIGITS), _FULL_DATE.sub(" ", text))
    years = {int(y) for y in _YEAR.findall(text)} | {int(y) for y in _YEAR_AND_MONTH.findall(text)}
    for first, last in _RANGE.findall(text):
        years |= set(range(int(first), int(last) + 1))
    return sorted(years)
