"""The office's desk for the field: carries out what townships and departments ask, and answers."""

from analytics.desk.round import DESK, make_round

__all__ = ["DESK", "make_round"]
