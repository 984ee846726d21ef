"""Department files → clean tables → a new snapshot. `intake` takes files in; `preview` shows what it would do."""

from analytics.intake.flow import OnConflict, Progress, intake, preview
from analytics.intake.mapping import save_mapping
from analytics.intake.plan import Candidate, FilePlan, SheetPlan
from analytics.intake.rejected import rejected_csv, rejected_rows
from analytics.intake.report import IntakeReport, SheetReport

__all__ = [
    "Candidate",
    "FilePlan",
    "IntakeReport",
    "OnConflict",
    "Progress",
    "SheetPlan",
    "SheetReport",
    "intake",
    "preview",
    "rejected_csv",
    "rejected_rows",
    "save_mapping",
]
