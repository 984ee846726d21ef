"""The tables a county edits: their columns, what may stand in them, and which dates must not overlap.

`seeds` lie in data/reference/*.csv; an edit makes a new version under the store. Tables called *_edit lie over what
the departments' files say: a row there takes the place of the snapshot's, or stands beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Type = Literal["text", "number", "integer", "date", "flag"]
SQL: dict[Type, str] = {
    "text": "VARCHAR",
    "number": "DECIMAL(12,4)",
    "integer": "INTEGER",
    "date": "DATE",
    "flag": "BOOLEAN",
}


@dataclass(frozen=True)
class Field:
    """One column. `of` names where its values come from: a table.column of the reference or snapshot, or a list."""

    name: str
    title: str
    type: Type = "text"
    required: bool = True
    of: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class EditTable:
    """One table. Rows alike in `key` must not overlap in time (valid_from, valid_to); without dates they are unique."""

    name: str
    title: str
    about: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]

    @property
    def dated(self) -> bool:
        return any(field.name == "valid_from" for field in self.fields)

    def field(self, name: str) -> Field:
        return next(field for field in self.fields if field.name == name)


_FROM = Field("valid_from", "生效日", "date")
_TO = Field("valid_to", "失效日", "date", required=False)
_BASIS = Field("basis", "依据")
_KIND = "programme_kind.kind"
_PROGRAMME, _TOWNSHIP, _VILLAGE = "programme.code", "township.code", "place.code"

TABLES: dict[str, EditTable] = {
    table.name: table
    for table in (
        EditTable(
            "threshold",
            "阈值和参数",
            "规则参数的县定值:类别留空的改规则参数的默认值,写明类别的只用于该类项目。",
            (
                Field("rule", "规则编号"),
                Field("parameter", "参数"),
                Field("kind", "项目类别", required=False, of=_KIND),
                Field("value", "取值", "number"),
                _BASIS,
            ),
            ("rule", "parameter", "kind"),
        ),
        EditTable(
            "programme_kind",
            "项目类别",
            "每类项目是否为救助、是否看家庭财产、是否为土地类补贴,按人还是按户发放,以及识别它的关键词。",
            (
                Field("kind", "项目类别"),
                Field("assistance", "救助", "flag"),
                Field("means_tested", "看家庭财产", "flag"),
                Field("land", "土地类", "flag"),
                Field("paid_to", "发放对象", choices=("person", "household", "plot")),
                Field("keywords", "关键词(以 | 分隔)", required=False),
            ),
            ("kind",),
        ),
        EditTable(
            "exclusion",
            "互斥项目",
            "不得同时享受的两类项目,按人、按户或按地块。",
            (
                Field("kind_a", "项目类别一", of=_KIND),
                Field("kind_b", "项目类别二", of=_KIND),
                Field("scope", "范围", choices=("person", "household", "plot")),
                _FROM,
                _TO,
                _BASIS,
            ),
            ("kind_a", "kind_b", "scope"),
        ),
        EditTable(
            "dibao_line",
            "低保标准",
            "城乡低保每人每月标准(元)。",
            (
                Field("kind", "类别", of=_KIND),
                Field("monthly", "每人每月(元)", "number"),
                _FROM,
                _TO,
                _BASIS,
            ),
            ("kind",),
        ),
        EditTable(
            "resale_ban",
            "限期转让",
            "享受购置补贴的机具在几年内不得转让。",
            (Field("kind", "机具类别"), Field("years", "年限", "integer"), _FROM, _TO, _BASIS),
            ("kind",),
        ),
        EditTable(
            "programme_edit",
            "项目信息更正",
            "更正部门报送的项目信息;留空的列沿用原值。",
            (
                Field("programme", "项目代码", of=_PROGRAMME),
                Field("kind", "项目类别", required=False, of=_KIND),
                Field("min_age", "最低年龄", "integer", required=False),
                Field("max_age", "最高年龄", "integer", required=False),
                Field("ends_on", "停止日期", "date", required=False),
                Field("on_card", "打卡发放", "flag", required=False),
                Field("on_policy_list", "清单内", "flag", required=False),
                _BASIS,
            ),
            ("programme",),
        ),
        EditTable(
            "rate_edit",
            "补贴标准更正",
            "某项目有一行,即以这里的各行取代部门报送的全部标准。",
            (
                Field("programme", "项目代码", of=_PROGRAMME),
                Field("rate_kind", "标准类型", choices=("per_unit", "graded", "top_up")),
                Field("phase", "阶段", required=False),
                Field("township", "乡镇代码", required=False, of=_TOWNSHIP),
                _FROM,
                _TO,
                Field("unit", "计量单位", required=False),
                Field("unit_rate", "单位标准(元)", "number", required=False),
                Field("cap", "封顶(元)", "number", required=False),
                _BASIS,
            ),
            ("programme", "phase", "township", "unit_rate", "cap"),
        ),
        EditTable(
            "place_edit",
            "区划变更补充",
            "部门文件没有的撤并、更名。",
            (
                Field("township", "原乡镇代码", of=_TOWNSHIP),
                Field("village", "原村代码", required=False, of=_VILLAGE),
                Field("change", "变更", choices=("撤并", "更名", "划转")),
                Field("date", "日期", "date"),
                Field("into_code", "并入(代码)", required=False),
                _BASIS,
            ),
            ("township", "village", "date"),
        ),
        EditTable(
            "account_edit",
            "备案账户补充",
            "供养机构、学校、村集体等账户和监护、代领备案;账号和证件号在保险库中,这里只见编号。",
            (
                Field("account", "账户编号", "integer"),
                Field(
                    "role",
                    "身份",
                    choices=("供养机构", "福利机构", "学校", "村集体", "合作社", "监护人", "代领备案"),
                ),
                Field("for_person", "对应人员编号", "integer", required=False),
                Field("valid_from", "起", "date", required=False),
                Field("valid_to", "止", "date", required=False),
                _BASIS,
            ),
            ("account", "role", "for_person"),
        ),
    )
}

# What rules and the engine read: name -> columns with DuckDB types.
COLUMNS: dict[str, dict[str, str]] = {
    name: {field.name: SQL[field.type] for field in table.fields} for name, table in TABLES.items()
}
