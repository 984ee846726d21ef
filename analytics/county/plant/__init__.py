"""What is planted in the clean county: for each rule cases that must be found and look-alikes that must not."""

from analytics.county.plant.planter import Planter
from analytics.county.plant.table import PLANTINGS

__all__ = ["PLANTINGS", "Planter", "plant_all"]


def plant_all(planter: Planter) -> None:
    """Plant every rule, always in the same order, each on people no other planting uses."""
    for planting in PLANTINGS:
        planting(planter)
