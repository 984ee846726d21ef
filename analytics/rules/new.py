"""A new rule's files: its SQL under its header, and its fixture folder; complete, so that its author only edits."""

from __future__ import annotations

import re
from pathlib import Path

from analytics.rules.catalogue import HOME, catalogue
from analytics.settings import ROOT
from analytics.words import Refused

SCAFFOLD = Path(__file__).parent / "scaffold"
FIXTURES = ROOT / "tests" / "rules"
_CODE, _SLUG = re.compile(r"[A-Z]\d\d"), re.compile(r"[a-z][a-z0-9_]*")


def new_rule(code: str, slug: str = "new", home: Path = HOME, fixtures: Path = FIXTURES) -> list[Path]:
    """Write sql/<code>_<slug>.sql and the fixture folder <code>/; returns the files written.

    The rule is complete and passes its fixtures as it is. Raises Refused, and writes nothing, when the code or slug
    is not of the form A01 and lower_case, or the code is taken.
    """
    if not _CODE.fullmatch(code) or not _SLUG.fullmatch(slug):
        raise Refused("规则编号须为一个大写字母加两位数字(如 H01),名称须为小写英文、数字和下划线。没有写任何文件。")
    folder = fixtures / code
    if code in catalogue(home) or folder.exists():
        raise Refused("规则编号 {code} 已被占用,没有写任何文件。请换一个编号。", code=code)
    folder.mkdir(parents=True)
    places = {"rule.sql": home / "sql" / f"{code}_{slug}.sql"}
    return [_written(path, code, places.get(path.name, folder / path.name)) for path in sorted(SCAFFOLD.iterdir())]


def _written(scaffold: Path, code: str, target: Path) -> Path:
    text = scaffold.read_text(encoding="utf-8").replace("code: CODE", f"code: {code}")
    target.write_text(text, encoding="utf-8")
    return target
