"""Looking somebody up, for a reason that is logged: 一人一档, 一户一档, 一村一档."""

from analytics.dossier.files import HouseholdFile, PersonFile, household_file, person_file
from analytics.dossier.find import MOST_LINES, Found, find
from analytics.dossier.village import VillageFile, village_file

__all__ = [
    "MOST_LINES",
    "Found",
    "HouseholdFile",
    "PersonFile",
    "VillageFile",
    "find",
    "household_file",
    "person_file",
    "village_file",
]
