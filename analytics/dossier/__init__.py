"""Looking somebody up, for a reason that is logged: 一人一档, 一户一档, 一村一档."""

from analytics.dossier.files import File, HouseholdFile, PersonFile, household_file, open_file, person_file
from analytics.dossier.find import MOST_LINES, Found, find
from analytics.dossier.found_file import found_table
from analytics.dossier.village import VillageFile, village_file

__all__ = [
    "MOST_LINES",
    "File",
    "Found",
    "HouseholdFile",
    "PersonFile",
    "VillageFile",
    "find",
    "found_table",
    "household_file",
    "open_file",
    "person_file",
    "village_file",
]
