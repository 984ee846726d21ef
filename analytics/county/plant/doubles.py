"""Plantings of money paid twice: one programme in one period, two that exclude each other, a house built again."""

from __future__ import annotations

from analytics.county.plant.planter import Planter, noted, remarked

_DISABLED = "困难残疾人生活补贴"
_DIBAO = "农村最低生活保障金"
_TEKUN = "农村特困人员供养金"
_SLOPE = "退耕还林粮食和现金补助"
_HOUSE = "农村危房改造补助"


def b01(p: Planter) -> None:
    """One month paid twice."""
    who = p.take(60)
    p.monthly(_DISABLED, who, 201601, 201612)
    p.monthly(_DISABLED, who, 201608, 201608, of=27)
    p.truth("B01", who, "2016-08 paid twice")
    returned = p.take(30)
    p.monthly(_DISABLED, returned, 201601, 201612)
    p.monthly(_DISABLED, returned, 201608, 201608, of=27)
    p.monthly(_DISABLED, returned, 201608, 201608, of=28, quantity=-100, note=noted("冲回"))
    p.innocent("B01", returned, "corrected by a reversal")
    for word in ("补发", "提标", "临时补贴", "慰问"):
        more = p.take(12)
        p.monthly(_DISABLED, more, 201601, 201612)
        p.monthly(_DISABLED, more, 201608, 201608, of=27, note=noted(word), amount=3000)
        p.innocent("B01", more, f"marked {word}")
    _b01_land(p)


def _b01_land(p: Planter) -> None:
    plots, rounds, members = p.take(15), p.take(15), p.take(15)
    p.yearly(_SLOPE, plots, 2016, quantity=310, plot=1)
    p.yearly(_SLOPE, plots, 2016, quantity=260, plot=2, village=_next_village(p))
    p.innocent("B01", plots, "plots in two villages")
    p.yearly(_SLOPE, rounds, 2015, quantity=300)
    p.yearly("新一轮退耕还林补助", rounds, 2015, quantity=200)
    p.innocent("B01", rounds, "two rounds of sloping land")
    p.monthly(_DIBAO, members, 201601, 201612, amount=18_000)
    p.monthly(_DIBAO, members, 201601, 201612, amount=18_000)
    p.innocent("B01", members, "one head listed for two members, every month")


def _next_village(p: Planter) -> int:
    return int(p.block.village[-1])


def b03(p: Planter) -> None:
    """Dibao and tekun in one month."""
    who = p.take(50)
    p.monthly(_DIBAO, who, 201507, 201606)
    p.monthly(_TEKUN, who, 201601, 201612)
    p.truth("B03", who, "the same person in both in the same months")
    moved, family = p.take(30), p.take(30)
    p.monthly(_DIBAO, moved, 201401, 201512)
    p.monthly(_TEKUN, moved, 201601, 201612)
    p.innocent("B03", moved, "dibao ended before tekun began")
    p.monthly(_DIBAO, family, 201601, 201612)
    p.monthly(_TEKUN, p.spouse(family), 201601, 201612)
    p.innocent("B03", family, "another member of the family is on tekun")


def b07(p: Planter) -> None:
    """A house rebuilt twice with the full grant."""
    who = p.take(40)
    for year in (2013, 2016):
        p.yearly(_HOUSE, who, year, amount=2_100_000)
    p.truth("B07", who, "rebuilt twice in full")
    instalments, returned = p.take(20), p.take(15)
    for number, month in ((1, 5), (2, 11)):
        p.yearly(_HOUSE, instalments, 2015, month=month, amount=1_050_000, instalment=number)
    p.innocent("B07", instalments, "two instalments of one approval")
    p.yearly(_HOUSE, returned, 2014, amount=2_100_000)
    p.yearly(_HOUSE, returned, 2014, amount=-2_100_000, note=noted("冲回"), month=8)
    p.yearly(_HOUSE, returned, 2016, amount=2_100_000)
    p.innocent("B07", returned, "the first grant was taken back")
    for first, second, note in (
        ("C级修缮", "D级重建", "repaired as grade C, then rebuilt as D"),
        ("", "因灾再次受损重建", "after a disaster"),
    ):
        rebuilt = p.take(15)
        p.yearly(_HOUSE, rebuilt, 2013, amount=800_000, remark=remarked(first))
        p.yearly(_HOUSE, rebuilt, 2017, amount=2_100_000, remark=remarked(second))
        p.innocent("B07", rebuilt, note)


def e07(p: Planter) -> None:
    """Paid for a period after the programme ended."""
    who, arrears = p.take(60), p.take(30)
    for group in (who, arrears):
        p.land(group, 400)
    p.yearly("农作物良种补贴", who, 2015, quantity=400, month=3)
    p.truth("E07", who, "programme ended 2014-12-31")
    p.yearly("农作物良种补贴", arrears, 2014, quantity=400, paid_in=2015, month=2)
    p.innocent("E07", arrears, "arrears of 2014, paid 2015-02")
