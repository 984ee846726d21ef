"""The pages, as a table: section → (file under pages/, title, icon, url path, in the menu?)."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

PAGES = Path(__file__).resolve().parent.parent


class Page(NamedTuple):
    """A page somebody can open; `listed` False: reached from other pages only."""

    file: str
    title: str
    icon: str
    url_path: str
    listed: bool = True

    @property
    def path(self) -> Path:
        return PAGES / self.file


MENU: dict[str, tuple[Page, ...]] = {
    "看": (
        Page("look/overview.py", "总览", ":material/dashboard:", "overview"),
        Page("look/drilldown.py", "下钻", ":material/account_tree:", "drilldown"),
    ),
    "查": (
        Page("find/rules.py", "规则", ":material/rule:", "rules"),
        Page("find/own_rules.py", "自定规则", ":material/edit_note:", "own_rules"),
        Page("find/outliers.py", "离群", ":material/scatter_plot:", "outliers"),
        Page("find/suspects.py", "疑点", ":material/help_center:", "suspects"),
        Page("find/suspect.py", "疑点详情", ":material/plagiarism:", "suspect", listed=False),
        Page("find/workbench.py", "比对工作台", ":material/compare:", "workbench"),
        Page("find/dossier.py", "查人", ":material/person_search:", "dossier"),
        Page("find/village.py", "一村一档", ":material/holiday_village:", "village"),
    ),
    "办": (),
    "管": (
        Page("keep/intake.py", "数据", ":material/upload_file:", "intake"),
        Page("keep/precheck.py", "资格预审", ":material/fact_check:", "precheck"),
        Page("keep/snapshots.py", "快照", ":material/inventory_2:", "snapshots"),
        Page("keep/reference.py", "参照数据", ":material/tune:", "reference"),
        Page("keep/jobs.py", "任务", ":material/pending_actions:", "jobs"),
        Page("keep/exports.py", "导出", ":material/outbox:", "exports"),
        Page("keep/audit.py", "审计日志", ":material/history:", "audit"),
    ),
}


def menu() -> dict[str, list[Page]]:
    """The sections that have pages, with the pages whose file is there."""
    there = {section: [page for page in pages if page.path.exists()] for section, pages in MENU.items()}
    return {section: pages for section, pages in there.items() if pages}


def url_paths() -> list[str]:
    """The address of every page; the first is the one that opens at "/"."""
    return [page.url_path for pages in menu().values() for page in pages]
