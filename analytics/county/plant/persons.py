"""Plantings that turn on who somebody is: the dead, the imprisoned, on the payroll, too young."""

from __future__ import annotations

from analytics.county.frame import NONE, day
from analytics.county.plant.planter import Planter

_DISABLED = "困难残疾人生活补贴"
_DIBAO = "农村最低生活保障金"
_TEKUN = "农村特困人员供养金"
_LAND = "耕地地力保护补贴"


def a01(p: Planter) -> None:
    """Paid after death."""
    for count, died, programme, last in (
        (60, day(2015, 5, 11), _DISABLED, 201604),
        (40, day(2016, 2, 10), _TEKUN, 201712),
        (20, day(2014, 9, 25), _DISABLED, 201503),
    ):
        who = p.take(count)
        p.record("death", person=who, died_on=died, source="殡仪馆火化登记")
        p.monthly(programme, who, 201401, last)
        p.truth("A01", who, f"{programme} until {last}")
    _a01_innocents(p)


def _a01_innocents(p: Planter) -> None:
    arrears, year_of_death, grace, funeral = p.take(20), p.take(20), p.take(20), p.take(20)
    everybody = (arrears, year_of_death, grace, funeral)
    for who in everybody:
        p.record("death", person=who, died_on=day(2015, 5, 11), source="公安户籍注销")
    p.monthly(_DISABLED, arrears, 201501, 201504, late_months=5)
    p.innocent("A01", arrears, "arrears for months lived, paid later")
    p.yearly("农村老党员生活补贴", year_of_death, 2014, 2015, month=9)
    p.innocent("A01", year_of_death, "yearly payment for the year of death")
    p.monthly(_DISABLED, grace, 201401, 201506)
    p.innocent("A01", grace, "one month of grace")
    p.yearly("惠民丧葬补助", funeral, 2015, month=7)
    p.innocent("A01", funeral, "funeral aid after the death")


def a02(p: Planter) -> None:
    """On dibao while holding a public post."""
    for count, programme, first, last in ((90, _DIBAO, 201601, 201612), (30, _TEKUN, 201407, 201512)):
        who = p.take(count)
        _employ(p, who, "在编在职", day(2010, 7, 1))
        p.monthly(programme, who, first, last)
        p.truth("A02", who, f"in post since 2010, {programme}")
    hired, left = p.take(25), p.take(25)
    _employ(p, hired, "在编在职", day(2016, 3, 1))
    p.monthly(_DIBAO, hired, 201401, 201512)
    p.innocent("A02", hired, "hired 2016-03, dibao ended 2015-12")
    _employ(p, left, "在编在职", day(2005, 7, 1), day(2014, 12, 31))
    p.monthly(_DIBAO, left, 201501, 201606)
    p.innocent("A02", left, "left the post 2014-12, dibao from 2015-01")
    for category in ("遗属", "离退休", "临聘", "村干部", "公益岗"):
        who = p.take(12)
        _employ(p, who, category, day(2010, 7, 1))
        p.monthly(_DIBAO, who, 201601, 201612)
        p.innocent("A02", who, f"not a post holder: {category}")


def _employ(p: Planter, who: object, category: str, since: int, until: int = NONE) -> None:
    p.record("public_employee", person=who, employer="乡镇人民政府", category=category, starts_on=since, ends_on=until)


def a05(p: Planter) -> None:
    """On assistance while in prison."""
    who = p.take(40)
    _sentence(p, who, "收监")
    p.monthly(_DIBAO, who, 201501, 201612)
    p.truth("A05", who, "in prison 2015-08..2017-08")
    for kind in ("缓刑", "假释", "社区矫正"):
        outside = p.take(10)
        _sentence(p, outside, kind)
        p.monthly(_DIBAO, outside, 201501, 201612)
        p.innocent("A05", outside, f"not in prison: {kind}")
    before, after, land = p.take(10), p.take(10), p.take(10)
    _sentence(p, before, "收监")
    p.monthly(_DIBAO, before, 201401, 201507)
    p.innocent("A05", before, "assistance ended before the sentence")
    _sentence(p, after, "收监")
    p.monthly(_DIBAO, after, 201709, 201712)
    p.innocent("A05", after, "assistance began after release")
    _sentence(p, land, "收监")
    p.land(land, 400)
    p.yearly(_LAND, land, 2016, 2017, quantity=400)
    p.innocent("A05", land, "land money only")


def _sentence(p: Planter, who: object, kind: str) -> None:
    p.record("prisoner", person=who, kind=kind, starts_on=day(2015, 8, 3), ends_on=day(2017, 8, 2))


def a15(p: Planter) -> None:
    """Old-age allowance below its age."""
    who = p.take(50)
    p.block.born[who] = day(1943, 5, 20) + who % 300
    p.yearly("高龄津贴(80周岁以上)", who, 2014, 2015, 2016)
    p.truth("A15", who, "under 80")
    birthday = p.take(30)
    p.block.born[birthday] = day(1936, 11, 27)
    p.yearly("高龄津贴(80周岁以上)", birthday, 2016, month=11, of=8)
    p.innocent("A15", birthday, "eightieth birthday in the month of payment")


def a17(p: Planter) -> None:
    """Number with a wrong check character."""
    who = p.take(60)
    p.block.fault[who] = 1 + who % 9
    p.monthly(_DISABLED, who, 201601, 201612)
    p.truth("A17", who, "check digit")
    converted = p.take(30)
    p.fifteen.append(converted)
    p.monthly(_DISABLED, converted, 201601, 201612)
    p.innocent("A17", converted, "15 digits in the file that convert")
    sound = p.take(30)
    p.monthly(_DISABLED, sound, 201601, 201612)
    p.innocent("A17", sound, "a sound number, written in full width or lower case in the file")


def a18(p: Planter) -> None:
    """Several names on one number."""
    who = p.take(40)
    p.monthly(_DISABLED, who, 201501, 201512)
    p.monthly(_DISABLED, who, 201601, 201612, name_of=p.spouse(who))
    p.truth("A18", who, "one number, two names")
    spelled = p.take(30)
    p.monthly(_DISABLED, spelled, 201501, 201612)
    p.spellings += [(int(k), form) for k in spelled for form in ("{0} {1}", "{0}{1}(户主)", "{0}·{1}")]
    p.innocent("A18", spelled, "one name in several spellings")


def a27(p: Planter) -> None:
    """Land money under a dead head."""
    gone, living, changed = p.take(40), p.take(60), p.take(40)
    everyone = p.family(gone)
    p.record("death", person=everyone, died_on=day(2015, 3, 2) + everyone % 40, source="公安户籍注销")
    for who in (living, changed):
        p.record("death", person=who, died_on=day(2015, 3, 2), source="公安户籍注销")
    for who in (gone, living, changed):
        p.land(who, 450)
    p.yearly("退耕还林粮食和现金补助", gone, 2014, 2015, 2016, 2017, quantity=420)
    p.truth("A27", gone, "nobody of the household lives")
    p.yearly(_LAND, living, 2016, 2017, quantity=450)
    p.truth("A27", living, "head died 2015, members live, name not changed")
    p.innocent("A01", living, "land money of a living family under the dead head's name")
    p.yearly("退耕还林粮食和现金补助", changed, 2014, 2015, quantity=420)
    p.yearly("退耕还林粮食和现金补助", p.spouse(changed), 2016, 2017, quantity=420)
    p.innocent("A27", changed, "changed to the widow within the year")
