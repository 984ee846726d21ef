"""What a handful of departments would send: a county of two townships, made at test time; nobody in it is real.

The files carry what five rules ask about: a payee long dead, a village cadre far above the threshold, an owner of a
car on dibao, one account of three households, and a disability allowance above its rate.
"""

from pathlib import Path

from tests.intake.making import resident_id, write_csv, write_xlsx

PLACES = {
    "西庙村": ("519900001201", "519900001", "青禾镇"),
    "小坪村": ("519900001202", "519900001", "青禾镇"),
    "上坡村": ("519900002201", "519900002", "云台镇"),
    "下河村": ("519900002202", "519900002", "云台镇"),
}
PEOPLE = 80  # two to a household, twenty to a village
SURNAMES, GIVEN = "王李张刘陈杨赵黄周吴", "志国秀兰建华玉珍"
DEAD, CADRE, DRIVER, OVERPAID, BORROWERS = 3, 11, 21, 6, (41, 43, 45)
YEARS, MONTHS = (2015, 2016, 2017), range(1, 13)
DIBAO_MONTHLY, DISABILITY_MONTHLY, FOREST_PER_MU = 300, 60, 14.75
LEDGER = "乡镇,村(社区),姓名,身份证号,一卡通账号,开户名,补贴面积(亩),补贴金额(元),发放日期,所属期".split(",")


def department_files(folder: Path) -> list[Path]:
    """Write the files into `folder`; returns their paths."""
    return [
        write_csv(folder / "31_行政区划.csv", ["村代码", "村名", "乡镇代码", "乡镇名"], _places()),
        write_csv(folder / "30_项目与补贴标准.csv", _RATE_HEADER, _rates()),
        write_csv(folder / "20_公安局_户籍人口.csv", _PERSON_HEADER, _persons(), "gb18030"),
        write_xlsx(
            folder / "21_民政局_死亡人员.xlsx", _titled("死亡人员信息", ["姓名", "身份证号码", "死亡日期"], _dead())
        ),
        write_xlsx(folder / "22_组织部_村组干部名册.xlsx", _titled("村组干部名册", _CADRE_HEADER, _cadres())),
        write_csv(folder / "24_车管所_机动车登记.csv", _CAR_HEADER, _cars(), "gb18030"),
        write_xlsx(folder / "01_民政局_农村低保金发放花名册.xlsx", {f"{year}年": _dibao(year) for year in YEARS}),
        write_csv(folder / "05_林业局_生态公益林补偿.csv", LEDGER[:-1], _forest()),
        write_csv(folder / "09_残联_残疾人生活补贴.csv", LEDGER, _disability()),
    ]


_RATE_HEADER = "项目名称,主管部门,年度,计量单位,补贴标准,标准类型,开始日期,结束日期,发放对象".split(",")
_PERSON_HEADER = "户号,与户主关系,姓名,公民身份号码,乡镇,村".split(",")
_CADRE_HEADER = "乡镇,村,姓名,身份证号,职务,任职时间,离任时间".split(",")
_CAR_HEADER = "所有人身份证明号码,车辆类型,注册登记日期,注销日期,车辆价格".split(",")
_PROGRAMMES = (
    ("农村低保金", "民政局", "户·月", "", "补差", "按户"),
    ("生态公益林补偿", "林业局", "亩", FOREST_PER_MU, "定额", "按户"),
    ("残疾人生活补贴", "残联", "人·月", DISABILITY_MONTHLY, "定额", "按人"),
)


def _village(n: int) -> str:
    return list(PLACES)[(n - 1) // 20 % len(PLACES)]


def _name(n: int) -> str:
    return SURNAMES[n % 10] + GIVEN[n % 8] + GIVEN[n // 8 % 8]


def _id(n: int) -> str:
    return resident_id(n, f"{1940 + n % 50}0601")


def _account(n: int) -> str:
    """The borrowers are all paid to one account."""
    return f"62145100000{BORROWERS[0] if n in BORROWERS else n:05d}"


def _where(n: int) -> list[str]:
    village = _village(n)
    return [PLACES[village][2], village]


def _places() -> list[list[str]]:
    return [[code, village, town_code, town] for village, (code, town_code, town) in PLACES.items()]


def _rates() -> list[list[object]]:
    return [
        [name, department, year, unit, rate, kind, f"{YEARS[0]}-01-01", "", to]
        for name, department, unit, rate, kind, to in _PROGRAMMES
        for year in YEARS
    ]


def _persons() -> list[list[str]]:
    return [
        [f"QH{(n + 1) // 2:06d}", "户主" if n % 2 else "配偶", _name(n), _id(n), *_where(n)]
        for n in range(1, PEOPLE + 1)
    ]


def _dead() -> list[list[str]]:
    return [[_name(DEAD), _id(DEAD), "2015-03-01"]]


def _cadres() -> list[list[object]]:
    return [[*_where(CADRE), _name(CADRE), _id(CADRE), "支部书记", "2011-01-10", None]]


def _cars() -> list[list[object]]:
    return [[_id(DRIVER), "小型轿车", "2014-03-01", "", 98000]]


def _titled(title: str, header: list[str], rows: list[list[object]] | list[list[str]]) -> dict[str, list[list[object]]]:
    """A sheet as offices draw it: title and note above the header."""
    return {"Sheet1": [[title], ["填报单位:青禾县  制表日期:2018年1月10日"], header, *rows]}


def _dibao(year: int) -> list[list[object]]:
    """A column a month, a total row below."""
    heads = [n for n in range(1, PEOPLE + 1) if n % 10 == 1]
    header = ["乡镇", "村(社区)", "户主姓名", "身份证号", "一卡通账号", *(f"{month}月" for month in MONTHS), "合计"]
    months: list[object] = [DIBAO_MONTHLY] * len(MONTHS)
    rows = [[*_where(n), _name(n), _id(n), _account(n), *months, DIBAO_MONTHLY * len(MONTHS)] for n in heads]
    total = ["合计", None, None, None, None, *(DIBAO_MONTHLY * len(heads) for _month in MONTHS), None]
    return [[f"青禾县{year}年农村低保金发放花名册"], header, *rows, total]


def _forest() -> list[list[object]]:
    """Every household by its head; the cadre's area is far above anybody's."""
    return [
        [*_where(n), _name(n), _id(n), _account(n), _name(n), area, f"{area * FOREST_PER_MU:.2f}", f"{year}-11-03"]
        for year in YEARS
        for n in range(1, PEOPLE + 1, 2)
        for area in [120.0 if n == CADRE else 8.0 + n % 7]
    ]


def _disability() -> list[list[object]]:
    """Monthly; the dead one is paid on, one is paid double."""
    payees = (DEAD, OVERPAID, *BORROWERS, *range(50, PEOPLE, 3))
    return [
        [
            *_where(n),
            _name(n),
            _id(n),
            _account(n),
            _name(n),
            1,
            amount,
            f"{year}-{month:02d}-15",
            f"{year}-{month:02d}",
        ]
        for year in YEARS
        for month in MONTHS
        for n in payees
        for amount in [DISABILITY_MONTHLY * (1 + (n == OVERPAID))]
    ]
