"""Who asks: every service and every query takes a Viewer first, and every cache is keyed by it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """Where an act lands: a township, a department, both, or neither: then it is the whole county."""

    township: int | None = None
    department: int | None = None


@dataclass(frozen=True)
class Scope:
    """What part of the county somebody may see; None means all of it. Keys are the snapshot's int keys."""

    townships: frozenset[int] | None = None
    departments: frozenset[int] | None = None

    @property
    def whole_county(self) -> bool:
        return self.townships is None and self.departments is None

    def covers(self, place: Place) -> bool:
        """Whether the place lies wholly within: where a part is limited, the place must name one of that part."""
        parts = ((self.townships, place.township), (self.departments, place.department))
        return all(keys is None or key in keys for keys, key in parts)

    def where(self, alias: str) -> str:
        """SQL condition on a relation that has `township` and `department`; keys are ints, so inlining is safe."""
        parts = [
            f"{alias}.{column} IN ({', '.join(str(int(k)) for k in sorted(keys)) or 'NULL'})"
            for column, keys in (("township", self.townships), ("department", self.departments))
            if keys is not None
        ]
        return " AND ".join(parts) or "TRUE"


@dataclass(frozen=True)
class Viewer:
    """An account in a role, seeing a scope. `account` is the sign-in name, or `os:NAME` on the command line."""

    account: str
    role: str
    scope: Scope = Scope()
