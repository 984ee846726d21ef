"""A value named once and used often inside one SQL expression."""

from __future__ import annotations


def let_sql(name: str, value: str, body: str) -> str:
    """`body` with `name` standing for `value`, which is written (and computed) only once.

    Nested uses need different names; names end in an underscore, so that no column has one.
    """
    return f"list_transform([{value}], lambda {name}: {body})[1]"
