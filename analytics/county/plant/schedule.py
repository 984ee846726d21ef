"""Planting of money held back: half a year's monthly aid paid in December."""

from __future__ import annotations

import numpy as np

from analytics.county.frame import day
from analytics.county.plant.planter import Planter
from analytics.county.programmes import called

_LATE = "天然林管护员补助"
_YEARLY = "农作物良种补贴"


def e05(p: Planter) -> None:
    """The wardens' pay of July to December 2015 came in one lot in December."""
    key = called(_LATE).key
    for chunk in p.payments:
        late = (chunk["programme"] == key) & (chunk["period"] >= 201507) & (chunk["period"] <= 201512)
        chunk["pay_date"] = np.where(late, day(2015, 12, 22), chunk["pay_date"])
    if p.block.number == 0:
        p.truth("E05", np.array([key]), "half of 2015 paid in December", kind="programme")
        p.innocent("E05", np.array([called(_YEARLY).key]), "paid once a year, in December", kind="programme")
