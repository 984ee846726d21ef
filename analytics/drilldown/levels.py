"""Which level comes next, either way: by place, or by programme."""

from __future__ import annotations

from typing import Literal

from analytics.filters import Filters

Way = Literal["place", "programme"]
WAYS: dict[Way, tuple[str, ...]] = {
    "place": ("township", "village", "household", "person"),
    "programme": ("department", "programme", "year"),
}


def next_level(filters: Filters, way: Way) -> str:
    """The first level of the way below everything chosen on it; "" when only payments are left."""
    steps = WAYS[way]
    chosen = [place for place, name in enumerate(steps) if getattr(filters, name) not in ((), None)]
    below = max(chosen, default=-1) + 1
    return steps[below] if below < len(steps) else ""
