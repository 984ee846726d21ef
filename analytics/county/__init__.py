"""The training county: a fictional county at full size, with planted cases and innocent look-alikes."""

from analytics.county.assemble import build

__all__ = ["build"]
