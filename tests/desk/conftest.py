"""The county that rosters are held against, as its own tests have it."""

from tests.precheck.conftest import snapshot, taken_in

__all__ = ["snapshot", "taken_in"]
