"""Amounts, against decimal arithmetic and cn2an."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import cn2an
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.intake.clean.money import money_fault_sql, money_sql
from tests.intake.clean.asking import ask

AMOUNTS = st.decimals(Decimal("-9999999"), Decimal("9999999"), places=4)
WIDE = str.maketrans("0123456789.,-()", "０１２３４５６７８９．，－（）")
FORMS = {
    "plain": lambda d: f"{d}",
    "commas": lambda d: f"{d:,}",
    "sign": lambda d: f"¥{d:,}",
    "wide sign": lambda d: f"￥ {d}",
    "unit": lambda d: f"{d}元",
    "brackets": lambda d: f"({-d:,})" if d < 0 else f"{d}",
    "wide brackets": lambda d: f"({-d})".translate(WIDE) if d < 0 else f"{d}".translate(WIDE),
    "trailing minus": lambda d: f"{-d}-" if d < 0 else f"{d}",
    "full width": lambda d: f" {d:,}\u3000".translate(WIDE),
    "formula text": lambda d: f'="{d}"',
    "currency": lambda d: f"人民币{d}元整",
}


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


@given(st.lists(st.tuples(AMOUNTS, st.sampled_from(sorted(FORMS))), min_size=1, max_size=60))
@settings(deadline=None, max_examples=60)
def test_every_form_of_an_amount(cases: list[tuple[Decimal, str]]) -> None:
    texts = [FORMS[form](amount) for amount, form in cases]
    assert ask(texts, money_sql, money_fault_sql) == [(_cents(amount), None) for amount, _ in cases]


@given(st.lists(st.decimals(Decimal("-99999"), Decimal("99999"), places=6), min_size=1, max_size=40))
@settings(deadline=None, max_examples=30)
def test_a_column_in_ten_thousands(amounts: list[Decimal]) -> None:
    assert ask([str(a) for a in amounts], lambda c: money_sql(c, 10_000)) == [_cents(a * 10_000) for a in amounts]


@given(st.lists(st.integers(1, 99_999_999), min_size=1, max_size=40), st.sampled_from(["low", "up", "rmb"]))
@settings(deadline=None, max_examples=60)
def test_chinese_numerals_against_cn2an(amounts: list[int], style: str) -> None:
    texts = [cn2an.an2cn(a, style) for a in amounts]
    assert ask(texts, money_sql) == [Decimal(a) for a in amounts]


@given(st.lists(st.text(alphabet="0123456789.-+()元万百十一二¥ ", max_size=10), min_size=1, max_size=60))
@settings(deadline=None, max_examples=60)
def test_a_text_is_an_amount_a_fault_or_blank(texts: list[str]) -> None:
    for amount, fault in ask(texts, money_sql, money_fault_sql):
        assert amount is None or fault is None


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("10,824.00", "10824.00"), ("¥-136.00", "-136.00"), ("1.2万元", "12000.00"), ("1.2万", "12000.00"),
        ("壹佰零伍元叁角贰分", "105.32"), ("伍角", "0.50"), ("负一百元", "-100.00"), ("十五", "15.00"),
        ("贰拾元整", "20.00"), ("三万零五十", "30050.00"), ("0.005", "0.01"), ("-0.005", "-0.01"), ("1.004999", "1.00"),
    ],
)  # fmt: skip
def test_amounts(text: str, amount: str) -> None:
    assert ask([text], money_sql, money_fault_sql) == [(Decimal(amount), None)]


@pytest.mark.parametrize("text", ["abc", "1.2.3", "一千二", "二百五", "99999999999", "12 人次", "--5", "(5", "5.1E+3"])
def test_unreadable_amounts_are_told(text: str) -> None:
    assert ask([text], money_sql, money_fault_sql) == [(None, "unreadable")]


@pytest.mark.parametrize("text", [None, "", " ", "-", "/", "—", "无"])
def test_blank_amounts_are_no_fault(text: str | None) -> None:
    assert ask([text], money_sql, money_fault_sql) == [(None, None)]


def test_an_amount_that_names_its_own_unit_is_not_multiplied_twice() -> None:
    assert ask(["1.2万元", "一千二百元"], lambda c: money_sql(c, 10_000)) == [Decimal("12000"), Decimal("1200")]
