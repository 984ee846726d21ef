"""Reading department files: bytes to sheets of text, nothing interpreted yet."""

from analytics.intake.read.files import first_lines, grids, read_file, walk
from analytics.intake.read.month_names import years_in
from analytics.intake.read.months import month_columns, unpivot_months
from analytics.intake.read.sheet import Sheet

__all__ = ["Sheet", "first_lines", "grids", "month_columns", "read_file", "unpivot_months", "walk", "years_in"]
