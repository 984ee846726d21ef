"""Plantings that turn on days and sums between approval, arrival and payment."""

from __future__ import annotations

import numpy as np

from analytics.county.frame import Ints, day
from analytics.county.plant.planter import Planter, noted
from analytics.county.programmes import called

_TEACHER = "原民办代课教师教龄补助"
_GRANT = 192_000  # a grade of it, in cents
_IN_TIME = 30
# Money of these programmes and years lay so many days before it was paid.
HELD_BACK = (
    ("农作物良种补贴", 2013, 70),
    ("低产低效林改造补助", 2014, 45),
    ("造林补贴试点", 2015, 65),
    ("肉牛良种补贴", 2015, 50),
    ("油茶种植补助", 2016, 95),
    ("小型农田水利到户补助", 2016, 120),
    ("生猪标准化养殖补助", 2014, _IN_TIME),
    ("省柴节煤灶补助", 2014, _IN_TIME),
)


def e01(p: Planter) -> None:
    """Money that was held back (see the register of arrivals in derived.py)."""
    if p.block.number == 0:
        late = [called(family, year).key for family, year, days in HELD_BACK if days > _IN_TIME]
        in_time = [called(family, year).key for family, year, days in HELD_BACK if days == _IN_TIME]
        p.truth("E01", np.array(late), "paid 45 days and more after the money came", kind="programme")
        p.innocent("E01", np.array(in_time), "paid on the thirtieth day", kind="programme")


def _approve(p: Planter, who: Ints, amount: int, approved_on: int) -> None:
    key = called(_TEACHER).key
    p.record("approval", programme=key, person=who, period=201600, amount=amount, approved_on=approved_on)


def e02(p: Planter) -> None:
    """Approved and not paid."""
    never, part = p.take(25), p.take(15)
    later, arrears = p.take(15), p.take(15)
    for who in (never, part, later, arrears):
        _approve(p, who, _GRANT, day(2016, 11, 2))
    p.yearly(_TEACHER, never, 2015, amount=_GRANT)
    p.truth("E02", never, "approved for 2016, paid for 2015 only")
    p.yearly(_TEACHER, part, 2016, amount=96_000)
    p.truth("E02", part, "half of what was approved")
    p.yearly(_TEACHER, later, 2016, amount=_GRANT, paid_in=2017, month=2)
    p.innocent("E02", later, "2016, paid in 2017-02")
    p.yearly(_TEACHER, arrears, 2017, amount=_GRANT, note=noted("补发"))
    p.innocent("E02", arrears, "paid with the next year's money, marked 补发")


def e04(p: Planter) -> None:
    """Less reached the account than was approved."""
    less, returned = p.take(25), p.take(20)
    rounded, sent_again = p.take(15), p.take(15)
    for who in (less, returned, rounded, sent_again):
        _approve(p, who, _GRANT, day(2016, 11, 2))
    for who, amount in ((less, 162_000), (returned, _GRANT), (rounded, _GRANT - 60), (sent_again, _GRANT)):
        p.yearly(_TEACHER, who, 2016, amount=amount)
    for who, status, on in ((returned, "失败", 19), (sent_again, "失败", 19), (sent_again, "已重发", 28)):
        card = {"account": p.own_account(who), "person": who}
        p.record("bank_return", amount=_GRANT, status=status, date=day(2016, 12, on), **card)
    p.truth("E04", less, "300 yuan less than approved")
    p.truth("E04", returned, "returned by the bank, not sent again")
    p.innocent("E04", rounded, "0.60 yuan of rounding")
    p.innocent("E04", sent_again, "returned by the bank and sent again")


def e06(p: Planter) -> None:
    """Paid on 2016-12-16, approved later."""
    late, same_day, before = p.take(40), p.take(15), p.take(15)
    for who, approved_on in ((late, day(2017, 1, 10)), (same_day, day(2016, 12, 16)), (before, day(2016, 12, 15))):
        _approve(p, who, _GRANT, approved_on)
        p.yearly(_TEACHER, who, 2016, amount=_GRANT)
    p.truth("E06", late, "approved 25 days after the payment")
    p.innocent("E06", same_day, "approved on the day of payment")
    p.innocent("E06", before, "approved the day before")
