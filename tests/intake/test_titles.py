"""What file names and titles say."""

import pytest

from analytics.intake.titles import core, department_in, programme_title, year_of


@pytest.mark.parametrize(
    ("text", "department", "title"),
    [
        ("01_民政局_农村低保金发放花名册_2015-2017.xlsx", "民政局", "农村低保金"),
        ("02_民政局_低保补发扣回_2016.csv", "民政局", "低保"),
        ("04_林业局_退耕还林补贴兑现表.xls", "林业局", "退耕还林补贴"),
        ("2016年第一季度高龄津贴打卡发放表.xlsx", "", "高龄津贴"),
        ("青禾县精准扶贫产业到户补助发放明细", "", "精准扶贫产业到户补助"),
        ("种粮大户补贴(已停)", "", "种粮大户补贴"),
        ("Sheet1", "", ""),
        ("数据", "", ""),
    ],
)
def test_programme_title_drops_what_is_no_name(text: str, department: str, title: str) -> None:
    assert programme_title(text, department) == title


def test_two_titles_of_one_programme_have_one_core() -> None:
    assert core("退耕还林政策补助资金") == core("退耕还林补贴") == "退耕还林"
    assert core("农村低保金") != core("城市低保金")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("08_民政局_高龄津贴.txt", "民政局"),
        ("青禾县农业农村局地力保护补贴.xlsx", "农业局"),
        ("23_财政局_财政供养人员.xls", "财政局"),
        ("花名册.xlsx", ""),
    ],
)
def test_department_in_a_file_name(text: str, name: str) -> None:
    assert department_in(text) == name


def test_year_of_the_first_text_that_names_one() -> None:
    assert year_of("2015年", "农村低保金_2015-2017") == 2015
    assert year_of("Sheet1", "2015-2017") is None
