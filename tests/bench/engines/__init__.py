"""Nine rules answered by four engines over the same snapshot, each written in its engine's own idiom.

Every module here has `contestant(snapshot)`, a context manager. It gives a function; each call of that is one round:
an iterator of (step, hits), where a step is "open" (what a round needs before its first rule, no hits) or the code
of a rule. Whatever happens between two steps is in the time of the second.
"""

from collections.abc import Callable, Iterator

# (subject key, programme, year, amount in 分): what must agree between engines
Hit = tuple[int, int, int, int]
Answers = Callable[[], Iterator[tuple[str, list[Hit]]]]

RULES = ("A01", "A02", "A05", "A15", "B03", "C12", "D01", "D02", "E07")
# module -> how it is called
ENGINES = {"house": "清账 (DuckDB)", "pandas_rules": "pandas", "polars_rules": "polars", "postgres": "PostgreSQL"}
OPEN = "open"
