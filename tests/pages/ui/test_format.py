"""How figures are written."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from pages.ui import format


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (Decimal("1320"), "1,320.00"),
        (Decimal("-0.005"), "-0.01"),
        (0, "0.00"),
        (1234567.891, "1,234,567.89"),
        (None, "—"),
    ],
)
def test_yuan(amount: Decimal | float | None, words: str) -> None:
    assert format.yuan(amount) == words


@pytest.mark.parametrize(
    ("amount", "words"),
    [(Decimal("1986000000"), "19.86 亿元"), (Decimal("132000"), "13.20 万元"), (Decimal("9999.99"), "9,999.99 元"),
     (Decimal("-20000"), "-2.00 万元"), (100_000_000, "1.00 亿元"), (None, "—")],
)  # fmt: skip
def test_headline(amount: Decimal | int | None, words: str) -> None:
    assert format.headline(amount) == words


@pytest.mark.parametrize(
    ("yyyymm", "words"), [(201608, "2016年8月"), (201612, "2016年12月"), (201600, "2016年"), (0, "—"), (None, "—")]
)
def test_period(yyyymm: int | None, words: str) -> None:
    assert format.period(yyyymm) == words


def test_days_counts_and_shares() -> None:
    assert format.day(date(2016, 8, 15)) == "2016-08-15"
    assert (format.count(2_034_567), format.share(0.1234)) == ("2,034,567", "12.3%")
    assert (format.day(None), format.count(None), format.share(None), format.minute(None)) == ("—",) * 4


@pytest.mark.parametrize(("days", "words"), [(0, "今天"), (1, "1 天前"), (40, "40 天前")])
def test_age(days: int, words: str) -> None:
    assert format.age(datetime.now(UTC) - timedelta(days=days, minutes=1)) == words


def test_every_tier_has_a_shape_of_its_own() -> None:
    assert format.tier("hard") == "■ 记录直接矛盾"
    assert len({shape for shape, _words in format.TIERS.values()}) == len(format.TIERS) == 4


def test_a_long_sentence_is_cut_by_its_width() -> None:
    said = "公安局死亡登记(数据日期 2018-01-10)载明张某 2016年2月10日死亡"
    assert format.brief(said, 30) == "公安局死亡登记载明张某2016年2月10日死亡"
    assert format.brief(said, 10) == "公安局死亡登记载明张…"


@pytest.mark.parametrize(
    ("township", "village", "words"),
    [("石桥镇", "上河村", "石桥镇 上河村"), ("石桥镇", "未知", "石桥镇"), ("未知", "未知", "—")],
)
def test_places(township: str, village: str, words: str) -> None:
    assert format.place(township, village) == words


def test_a_bare_number_is_said_to_be_an_account() -> None:
    assert format.subject("account", "6214****0333") == "账户 6214****0333"
    assert format.subject("person", "张某某 5199****123X") == "张某某 5199****123X"
