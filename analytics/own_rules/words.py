"""What a broken law of a rule says to an inspector: one sentence each, from the words authors of rules read."""

from __future__ import annotations

import re

from analytics.rules.header import BrokenRule
from analytics.words import Refused

# How a BrokenRule reads (after the file's name) -> the sentence; the groups of the pattern fill its fields.
SENTENCES: dict[str, str] = {
    r"the SQL cannot be parsed: (?P<what>.*)": "语句有语法错误:{what}",
    r"law of one SELECT: the file must hold": "语句只能有一个,且须是 SELECT 查询。",
    r"law of one SELECT: (?P<what>.*) is no part": "比对语句中不能有 {what}:只能查询,不能写入或递归。",
    r"law of one SELECT: (?P<what>.*)": "语句不能用作比对:{what}",
    r"law of parameters: \$(?P<what>\w+) is used": "语句用到参数 {what},说明的 parameters 中却没有它。",
    r"law of parameters: \$(?P<what>\w+) is in": "说明的 parameters 中有参数 {what},语句却没有用到它。",
    r"law of columns: the contract's column (?P<what>\w+)": "语句缺少必须返回的列 {what}。",
    r"law of columns: (?P<what>\S+) is no column": "语句多返回了列 {what}。",
    r"law of tables: (?P<what>.*) is no table": "不能读取 {what}:只能读取“可用的表”中列出的表。",
    r"law of functions: (?P<what>\S+) is not": "不能使用函数 {what}:它不在允许的函数之列。",
    r"law of dates: (?P<what>.*): months": "日期加减请用 add_months,不用 {what}。",
    r"law of exact numbers: no cast to a float": "数值须精确,不能转换为浮点数。",
    r"law of exact numbers: (?P<what>.*) is a float": "数值须精确,{what} 是浮点数。",
    r"law of exact numbers: (?P<what>.*) must stand": "{what} 的结果须写在 CAST(… AS DECIMAL(12,2)) 之内。",
    r"law of sorted lists: (?P<what>.*) must stand": "{what} 须写在 list_sort(…) 之内。",
    r"law of own rules: (?P<what>\w+) must be (?P<value>\S+)": "说明中的 {what} 须为 {value}。",
    r"the file must open with": "文本须以 /* … */ 中的说明开头,其后是语句。",
    r"the header is not YAML: (?P<what>.*)": "说明的格式有误:{what}",
    r"header field (?P<what>.*): (?P<value>.*)": "说明中的 {what} 有误:{value}",
    r"the file's name must .* code (?P<what>\w+)": "说明中的 code 写成了 {what},与本规则的编号不同。",
    r"the fence names the parameter (?P<what>\w+)": "说明中的 fence 用到参数 {what},parameters 中却没有它。",
}


def in_words(error: BrokenRule) -> Refused:
    """The sentence for a broken law."""
    _file, _colon, said = str(error).partition(": ")
    for pattern, sentence in SENTENCES.items():
        match = re.match(pattern, said, re.DOTALL)
        if match:
            return Refused(sentence, **{name: _brief(text) for name, text in match.groupdict().items()})
    return Refused("规则不合要求:{what}", what=_brief(said))


def _brief(text: str, most: int = 120) -> str:
    flat = " ".join(re.sub(r"\x1b\[\d+m", "", text).split())
    return flat if len(flat) <= most else flat[:most] + "…"
