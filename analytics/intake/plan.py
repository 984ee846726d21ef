"""What a file is taken for, sheet by sheet and column by column: the plan people confirm and mappings keep."""

from __future__ import annotations

from dataclasses import dataclass, field

from analytics.intake.read import Sheet


@dataclass(frozen=True)
class Candidate:
    """A header that may be meant for a column; score 0 to 100, 100 = a known synonym."""

    index: int
    header: str
    score: float


@dataclass(frozen=True)
class SheetPlan:
    """How one sheet is read.

    table        table of the contract ('' when undecided, 'none' when a mapping leaves the sheet out)
    columns      contract column → index of the sheet's column
    candidates   contract column → headers that may be meant, best first
    constants    contract column → text that stands for every row
    units        contract column → factor (10000 for 万元)
    problems     one sentence each, with the TOML line to add; empty when the plan can be carried out
    asks         the same as questions: 'table', or contract columns to be named; a page offers the answers
    remarks      what people should know but need not answer
    opaque       payees have no resident ID: their numbers are taken as they are
    adds         the register's rows are added to those that stand
    """

    file: str
    sheet: str
    title: str
    header: tuple[str, ...]
    table: str = ""
    columns: dict[str, int] = field(default_factory=dict)
    candidates: dict[str, tuple[Candidate, ...]] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    units: dict[str, int] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    department: str = ""
    opaque: bool = False
    adds: bool = False
    data_date: str = ""
    note: str = ""
    header_row: int | None = None

    @property
    def ignored(self) -> tuple[str, ...]:
        """Headers no column was found for."""
        return tuple(h for i, h in enumerate(self.header) if h and i not in self.columns.values())

    @property
    def mapped(self) -> dict[str, str]:
        """contract column → header, as people read it."""
        return {column: self.header[at] for column, at in self.columns.items()}


@dataclass(frozen=True)
class FilePlan:
    """All sheets of one file; `sheets` and `plans` run side by side."""

    file: str
    sheets: tuple[Sheet, ...]
    plans: tuple[SheetPlan, ...]

    @property
    def problems(self) -> tuple[str, ...]:
        """Every sentence that keeps this file out."""
        return tuple(p for plan in self.plans for p in plan.problems)
