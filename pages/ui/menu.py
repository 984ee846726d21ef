"""The pages, as a table: section → (file under pages/, title, icon, url path, in the menu?)."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from analytics.permissions import may
from analytics.settings import settings
from analytics.viewer import Viewer

PAGES = Path(__file__).resolve().parent.parent


class Page(NamedTuple):
    """A page that who has one of `actions` (none: everybody) can open; `listed` False: reached from elsewhere only."""

    file: str
    title: str
    icon: str
    url_path: str
    actions: tuple[str, ...] = ("look",)
    listed: bool = True
    faces: tuple[str, ...] = ("office",)

    @property
    def path(self) -> Path:
        return PAGES / self.file


# Who keeps accounts, grants, approves or reads the log sees the list of accounts.
FIELD, BOTH = ("field",), ("office", "field")
KEEPERS = ("accounts", "grants", "approve_grants", "audit")
MENU: dict[str, tuple[Page, ...]] = {
    "看": (
        Page("look/overview.py", "总览", ":material/dashboard:", "overview"),
        Page("look/drilldown.py", "下钻", ":material/account_tree:", "drilldown"),
    ),
    "查": (
        Page("find/rules.py", "规则", ":material/rule:", "rules"),
        Page("find/own_rules.py", "自定规则", ":material/edit_note:", "own_rules", ("own_rules",)),
        Page("find/outliers.py", "离群", ":material/scatter_plot:", "outliers"),
        Page("find/suspects.py", "疑点", ":material/help_center:", "suspects"),
        Page("find/suspect.py", "疑点详情", ":material/plagiarism:", "suspect", listed=False),
        Page("find/workbench.py", "比对工作台", ":material/compare:", "workbench", ("workbench",)),
        Page("find/dossier.py", "查人", ":material/person_search:", "dossier", ("dossier",)),
        Page("find/village.py", "一村一档", ":material/holiday_village:", "village", ("dossier",)),
    ),
    "办": (
        Page("field/send.py", "报送", ":material/outbox:", "send", ("field_ask",), faces=("field",)),
        Page(
            "field/sent.py", "报送记录", ":material/inbox:", "sent", ("field_ask", "field_supervise"), faces=("field",)
        ),
        Page("keep/field_desk.py", "部门报送", ":material/move_to_inbox:", "field_desk", ("field_desk",)),
    ),
    "管": (
        Page("keep/intake.py", "数据", ":material/upload_file:", "intake", ("intake", "look")),
        Page("keep/precheck.py", "资格预审", ":material/fact_check:", "precheck", ("precheck",)),
        Page("keep/snapshots.py", "快照", ":material/inventory_2:", "snapshots"),
        Page("keep/reference.py", "参照数据", ":material/tune:", "reference"),
        Page("keep/accounts.py", "账号", ":material/group:", "accounts", KEEPERS, faces=BOTH),
        Page("keep/jobs.py", "任务", ":material/pending_actions:", "jobs", ("jobs",)),
        Page("keep/exports.py", "导出", ":material/download:", "exports", ("export", "approve_exports", "audit")),
        Page("keep/audit.py", "审计日志", ":material/history:", "audit", ("audit",), faces=BOTH),
        Page("keep/my_account.py", "我的账号", ":material/account_circle:", "my_account", (), listed=False, faces=BOTH),
    ),
}


def menu() -> dict[str, list[Page]]:
    """The sections that have pages on this face, with the pages; in training mode those of every face."""
    face, every = settings().face, settings().training
    there = {section: [page for page in pages if every or face in page.faces] for section, pages in MENU.items()}
    return {section: pages for section, pages in there.items() if pages}


def allowed(viewer: Viewer, page: Page) -> bool:
    """Whether the viewer has what the page takes; the services behind it ask again."""
    return not page.actions or any(may(viewer, action) for action in page.actions)


def url_paths() -> list[str]:
    """The address of every page; the first is the one that opens at "/"."""
    return [page.url_path for pages in menu().values() for page in pages]
