"""How numbers, money, dates and tiers are written. Pure functions of values."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from itertools import accumulate

from analytics.words import _, language

# Each language counts large sums its own way; largest first.
_LARGE = {
    "zh": ((Decimal(100_000_000), "{value} 亿元"), (Decimal(10_000), "{value} 万元")),
    "en": ((Decimal(1_000_000_000), "¥{value} bn"), (Decimal(1_000_000), "¥{value} m")),
}
TIERS = {
    "hard": ("■", "记录直接矛盾"),
    "indicator": ("▲", "需实地核实"),
    "statistical": ("●", "统计异常"),
    "data": ("◇", "数据待纠"),
}
NOTHING = "—"
_DATA_DATE = re.compile(r" ?\((?:数据日期|data of) [\d-]+\)")
# A cell breaks its lines at blanks: Chinese does without them; English, wrapped by the word, fills a cell less.
_BLANKS = {"zh": "", "en": " "}
_WIDTH = {"zh": 2.0, "en": 1.6}
_LAST_NARROW = 0x2E7F  # what follows in Unicode is as wide as it is high


def yuan(amount: Decimal | int | float | None) -> str:
    """For tables: 1,320.00"""
    return NOTHING if amount is None else f"{_cents(amount):,.2f}"


def headline(amount: Decimal | int | float | None) -> str:
    """For headlines: 19.86 亿元, 13.20 万元, 960.00 元; in English ¥1.99 bn, ¥13.20 m, ¥960.00"""
    if amount is None:
        return NOTHING
    exact = _cents(amount)
    for unit, template in _LARGE[language()]:
        if abs(exact) >= unit:
            return template.format(value=f"{_cents(exact / unit):,.2f}")
    return _("{value} 元").format(value=f"{exact:,.2f}")


def count(number: int | None) -> str:
    """12,345"""
    return NOTHING if number is None else f"{number:,d}"


def share(part: float | None) -> str:
    """0.1234 → 12.3%"""
    return NOTHING if part is None else f"{part:.1%}"


def period(yyyymm: int | None) -> str:
    """201608 → 2016年8月; 201600 (a yearly payment) → 2016年"""
    if not yyyymm:
        return NOTHING
    year, month = divmod(yyyymm, 100)
    return _("{year}年{month}月").format(year=year, month=month) if month else _("{year}年").format(year=year)


def day(moment: date | None) -> str:
    """2016-08-15"""
    return NOTHING if moment is None else moment.strftime("%Y-%m-%d")


def minute(moment: datetime | None) -> str:
    """2016-08-15 09:30, in the machine's own time"""
    return NOTHING if moment is None else moment.astimezone().strftime("%Y-%m-%d %H:%M")


def age(moment: datetime) -> str:
    """今天, 1 天前, 12 天前"""
    days = (datetime.now(UTC) - moment).days
    return _("{days} 天前").format(days=days) if days > 0 else _("今天")


def subject(kind: str, title: str) -> str:
    """What a subject is called; a bare number is said to be an account."""
    return f"{_('账户')} {title}" if kind == "account" else title


def brief(sentence: str, characters: int) -> str:
    """The beginning of a sentence for a narrow cell that holds so many Chinese characters; data dates left out."""
    plain, room = _DATA_DATE.sub("", sentence).replace(" ", _BLANKS[language()]), characters * _WIDTH[language()]
    widths = accumulate(2 if ord(sign) > _LAST_NARROW else 1 for sign in plain)
    fits = sum(width <= room for width in widths)
    return plain if fits == len(plain) else plain[:fits] + "…"


def tier(code: str) -> str:
    """hard → ■ 记录直接矛盾: shape and word, never colour alone."""
    shape, words = TIERS[code]
    return f"{shape} {_(words)}"


def plain(text: str) -> str:
    """Text that says in Markdown what it says: masked numbers hold stars, and brackets may stand in names."""
    return "".join(f"\\{sign}" if sign in "\\*_[]`$~#|<>" else sign for sign in text)


def _cents(amount: Decimal | int | float) -> Decimal:
    return Decimal(str(amount)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def place(township: str, village: str) -> str:
    """石桥镇 上河村; what is unknown is left out."""
    unknown = _("未知")
    return " ".join(part for part in (township, village) if part and part != unknown) or NOTHING
