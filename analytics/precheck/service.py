"""Asking about a roster: who may, how often, and the two answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from analytics.codebook import Codebook, codebook
from analytics.engine import open_engine
from analytics.export import Head
from analytics.naming import period_words
from analytics.permissions import require
from analytics.precheck.due import Due, due
from analytics.precheck.examine import Findings, Step, examine
from analytics.precheck.questions import KINDS, in_order
from analytics.precheck.roster import Part, Roster, read_roster
from analytics.precheck.workbook import dress
from analytics.records import audit, prechecks
from analytics.snapshots import Snapshot, current_snapshot
from analytics.vault import mask
from analytics.viewer import Viewer
from analytics.words import Refused, _

PASSED = "通过"
LOOK_AGAIN = "需核"
_JOINT = " "


@dataclass(frozen=True)
class Asked:
    """What is asked: the keys of the department that pays and of the programme, and why."""

    department: int
    programme: int
    reason: str


@dataclass(frozen=True)
class Line:
    """A row to be looked at again: where it stands, whose it is (masked), and what is asked."""

    sheet: str
    row: int
    name: str
    number: str
    what: str


@dataclass(frozen=True)
class Answer:
    """One answer about a roster; `workbook` is an XLSX with the roster's own cells and two columns more, `number` what
    its head is numbered."""

    rows: int
    lines: tuple[Line, ...]
    workbook: bytes
    number: str

    @property
    def flagged(self) -> int:
        return len(self.lines)


@dataclass(frozen=True)
class Checked:
    """A roster held against the rules; ask `answer` what of it somebody may read."""

    roster: Roster
    due: Due
    head: Head
    findings: Findings


def check(viewer: Viewer, store: Path, path: Path, asked: Asked, step: Step = lambda done, total: None) -> Checked:
    """Hold the roster in `path` against the rules as if it were paid next month, and write down that it was asked.

    Raises Refused without permission or reason, for another's department or programme, over the day's cap, without a
    snapshot, or when the file cannot be read. Snapshot, vault and runs stay as they are.
    """
    snapshot, book = admitted(viewer, store, asked)
    roster = read_roster(path, store)
    titles = (book.title("department", asked.department), book.title("programme", asked.programme))
    noted = prechecks.admit(viewer, *titles, asked.reason, roster.sha256, roster.rows)
    taken = due(open_engine(snapshot), asked.department, asked.programme)
    findings = examine(snapshot, roster, taken, viewer.scope, step)
    prechecks.finish(viewer, noted, len(findings.kinds))
    subject = _("资格预审:{department},{programme},按 {period} 发放核对").format(
        department=titles[0], programme=titles[1], period=period_words(taken.period)
    )
    head = Head(viewer, subject, snapshot.id, reason=audit.without_numbers(asked.reason), audit=audit.head())
    return Checked(roster, taken, head, findings)


def admitted(viewer: Viewer, store: Path, asked: Asked) -> tuple[Snapshot, Codebook]:
    """The snapshot to ask and its units; Refused where the viewer may not ask this."""
    require(viewer, "precheck")
    snapshot = current_snapshot(store)
    if snapshot is None or "payment" not in snapshot.tables:
        raise Refused("还没有发放数据,不能预审。请先导入数据。")
    book = codebook(open_engine(snapshot))
    mine, programme = viewer.scope.departments, book.units["programme"].get(asked.programme)
    if asked.department not in book.units["department"] or (mine is not None and asked.department not in mine):
        raise Refused("这个部门不在您的权限范围内。未作预审,请选择本部门。")
    if programme is None or programme.above not in (0, asked.department):
        raise Refused("这个项目不归所选部门主管。未作预审,请重新选择项目。")
    return snapshot, book


def answer(viewer: Viewer, checked: Checked, full: bool) -> Answer:
    """What a department may read of it (kinds of question, no values), or with `full` the inspectors' sentences.

    Raises Refused when the viewer may not read it in full.
    """
    require(viewer, "precheck_full" if full else "precheck")
    said, roster = _sentences(checked.findings) if full else _kinds(checked.findings), checked.roster
    verdicts = {
        part.sheet.sheet: {row: _verdict(said.get((number, row))) for row in part.rows}
        for number, part in enumerate(roster.parts)
    }
    titles = (_("预审结果"), _("理由") if full else _("需核事项"))
    workbook = dress(roster, verdicts, titles, checked.head)
    return Answer(roster.rows, tuple(_lines(roster, said)), workbook, checked.head.number)


# (part, row) → what is written beside it
Said = dict[tuple[int, int], str]


def _kinds(findings: Findings) -> Said:
    """Nothing but words of KINDS can come out here: no sentence is even looked at."""
    return {place: _("、").join(_(KINDS[k]) for k in in_order(kinds)) for place, kinds in findings.kinds.items()}


def _sentences(findings: Findings) -> Said:
    """The sentences; where all lie outside the viewer's scope, the kinds."""
    told = {place: _JOINT.join(dict.fromkeys(texts)) for place, texts in findings.sentences.items() if texts}
    return _kinds(findings) | told


def _verdict(what: str | None) -> tuple[str, str]:
    return (_(PASSED), "") if what is None else (_(LOOK_AGAIN), what)


def _lines(roster: Roster, said: Said) -> Iterator[Line]:
    """The rows to be looked at again, with the roster's own names and numbers as everybody may see them."""
    own = [{column: _own(part, column) for column in ("name", "person")} for part in roster.parts]
    for (number, row), what in sorted(said.items()):
        name, person = (mask(column, own[number][column].get(row) or "") for column in ("name", "person"))
        yield Line(roster.parts[number].sheet.sheet, row, name, person, what)


def _own(part: Part, column: str) -> dict[int, str | None]:
    """row → what the roster has in this column."""
    if column not in part.plan.columns:
        return {}
    cells = part.sheet.rows.column(part.plan.columns[column]).to_pylist()
    return dict(zip(part.sheet.rows["source_row"].to_pylist(), cells, strict=True))
