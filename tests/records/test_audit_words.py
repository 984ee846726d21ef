"""Every act that is logged has its words, and a detail is told as old value and new."""

import ast
import re
from collections.abc import Iterator

import pytest

from analytics.records.audit_words import ACTS, FIELDS, told
from analytics.settings import ROOT

CODE = re.compile(r"[a-z_]+(\.[a-z_]+)+")


def logged() -> Iterator[tuple[str, str]]:
    """(code or beginning of codes ending in a dot, where) of every act given to audit.append, and of every dotted code
    written in a module that hands one on by a variable."""
    for path in (ROOT / "analytics").rglob("*.py"):
        module = ast.parse(path.read_text("utf-8"))
        calls = [c for c in ast.walk(module) if isinstance(c, ast.Call) and _is_append(c)]
        for call in calls:
            yield from ((code, path.name) for code in _codes(call.args[2]))
        if any(isinstance(call.args[2], ast.Name) for call in calls):
            texts = (c.value for c in ast.walk(module) if isinstance(c, ast.Constant) and isinstance(c.value, str))
            yield from ((text, path.name) for text in texts if CODE.fullmatch(text) and text.count(".") == 1)


def _is_append(call: ast.Call) -> bool:
    """audit.append(tx, viewer, action, …), or append where it is imported by its name alone."""
    return ast.unparse(call.func) in ("audit.append", "append") and len(call.args) >= 3


def _codes(action: ast.expr) -> Iterator[str]:
    for part in ast.walk(action):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value


def test_every_act_has_a_title() -> None:
    found = list(logged())
    assert len(found) > 40, "the search itself must find them"
    unsaid = [one for one in found if one[0] not in ACTS and not _begins(one[0])]
    assert sorted(set(unsaid)) == []


def test_every_key_of_a_detail_has_a_name() -> None:
    calls = [c for path in (ROOT / "analytics").rglob("*.py") for c in ast.walk(ast.parse(path.read_text("utf-8")))]
    keys = {word.arg.removeprefix("old_") for c in calls if isinstance(c, ast.Call) and _is_append(c)
            for word in c.keywords if word.arg}  # fmt: skip
    assert len(keys) > 30 and keys - FIELDS.keys() - {"old", "new"} == set()


def _begins(code: str) -> bool:
    return code.endswith(".") and any(known.startswith(code) for known in ACTS)


def test_acts_of_a_table_have_titles_too() -> None:
    from analytics.own_rules.states import TRANSITIONS

    assert {f"own_rule.{act}" for act in TRANSITIONS} <= ACTS.keys()


@pytest.mark.parametrize(
    ("detail", "words"),
    [
        ({"old_state": "waiting", "state": "approved", "rows": 12}, "状态 待批准 → 已批准;行数 12"),
        ({"old": {"A01.grace_months": 1}, "new": {"A01.grace_months": 2}}, "A01.grace_months 1 → 2"),
        ({"old_version": "abc"}, "版本 原为 abc"),
        ({"plain": True, "run": "", "filters": "乡镇=青禾镇"}, "筛选条件 乡镇=青禾镇;含全号 是"),
        ({"added": [{"rule": "C12", "value": "1500"}]}, "新增 {规则=C12、取值=1500}"),
        ({"found": list(range(30))}, "找到 " + "、".join(map(str, range(20))) + "等 30 项"),
        ({"role": "analyst", "scope": {"departments": None, "townships": None}}, "角色 数据比对中心;数据范围 全县"),
        ({"scope": {"departments": None, "townships": [1, 2]}}, "数据范围 乡镇 1、2"),
        ({"old_role": "", "role": "leader"}, "角色 未授权 → 主要负责人"),
        ({"by": "password", "owed": "full"}, "方式 密码;还差 无"),
        ({}, ""),
    ],
)
def test_a_detail_in_words(detail: dict[str, object], words: str) -> None:
    assert told(detail).replace(";", ";") == words.replace(";", ";")
