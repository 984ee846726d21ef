"""Which table a header is, and which column is which."""

import pytest

from analytics.intake.matching import best_fits, fit_of

TABLES = {
    "payment": "乡镇,村,姓名,身份证号,一卡通账号,开户名,补贴面积(亩),补贴金额(元),发放日期",
    "person": "户号,与户主关系,姓名,公民身份号码,乡镇,村",
    "death": "姓名,身份证号码,死亡日期",
    "cadre": "乡镇,村,姓名,身份证号,职务,任职时间,离任时间",
    "public_employee": "单位,姓名,身份证号,人员类别,进入时间",
    "vehicle": "所有人身份证明号码,车辆类型,注册登记日期,注销日期,车辆价格",
    "property": "权利人证件号,房屋性质,建筑面积,登记时间",
    "company": "姓名,证件号码,企业类型,身份,注册资本(元),登记状态,成立日期",
    "prisoner": "姓名,身份证号,类别,起日,止日",
    "land_right": "户号,承包方代表,身份证号,确权面积(亩)",
    "poverty_household": "户主,身份证号,识别时间,脱贫时间",
    "rate": "项目名称,主管部门,年度,计量单位,补贴标准,标准类型,开始日期,结束日期,发放对象",
    "place": "村代码,村名,乡镇代码,乡镇名",
    "account_role": "账号,账户名称,备案类型,备案日期",
    "disability": "姓名,身份证号,残疾类别,残疾等级",
    "student": "学生姓名,学生身份证号,学校名称,入学时间",
    "bank_return": "账号,户名,退回金额,退回原因,退回日期",
    "machinery": "购机者姓名,购机者身份证号,机具品目,出厂编号,销售价格,单台补贴额,购机日期",
    "project": "项目村,建设内容,计划投资,施工单位,合同价,工程进度,竣工验收日期",
}


@pytest.mark.parametrize("table", TABLES)
def test_a_header_is_recognised_without_any_title(table: str) -> None:
    header = tuple(TABLES[table].split(","))
    best, *others = best_fits(header, "", {})
    assert best.table == table
    assert len(best.columns) == len(header)
    assert all(best.score > f.score + 0.05 for f in others)


def test_headers_with_units_blanks_and_full_width_letters() -> None:
    fit = fit_of("payment", ("身 份 证 号", "补贴金额（元）", "补贴面积[亩]", "打卡日期"), {})
    assert fit.columns == {"person": 0, "amount": 1, "quantity": 2, "pay_date": 3}


def test_likeness_is_taken_from_85_on_only() -> None:
    assert fit_of("payment", ("惠农一卡通的账号", "身份证号", "金额"), {}).columns["account"] == 0
    fit = fit_of("payment", ("证号编码", "金额"), {})
    assert fit.missing == ("person",)
    assert fit.candidates["person"][0].header == "证号编码"


def test_a_name_list_is_no_table() -> None:
    assert best_fits(("姓名", "身份证号", "颜色"), "", {}) == []
