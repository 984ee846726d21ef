"""What a pasted list led to, as rows for people: each line typed (masked), and whom it means."""

from __future__ import annotations

import pyarrow as pa

from analytics.dossier.find import Found
from analytics.words import _

# Column -> its header, in the order of the file.
TITLES = {
    "line": "行",
    "typed": "查询内容(脱敏)",
    "outcome": "结果",
    "person_title": "姓名 证件号",
    "born_on": "出生日期",
    "sex": "性别",
    "village_title": "村(社区)",
    "payments": "发放笔数",
    "amount": "发放金额(元)",
    "person": "编号",
}


def found_table(found: Found) -> pa.Table:
    """One row for each person found and for each line that led to nobody, in the order typed; TITLES' columns."""
    lines = found.rows["line"].to_pylist()
    several = {line for line in lines if lines.count(line) > 1}
    outcome = [_("同名或共用,须辨认") if line in several else _("找到") for line in lines]
    there = found.rows.append_column("outcome", pa.array(outcome, pa.string()))
    nobody = pa.table({"line": pa.array(found.missing, pa.int32()), "outcome": [_("未找到")] * len(found.missing)})
    rows = pa.concat_tables([there, nobody], promote_options="default").sort_by("line")
    typed = [found.lines[line - 1] for line in rows["line"].to_pylist()]
    return rows.append_column("typed", pa.array(typed, pa.string())).select(list(TITLES))
