"""The accounts of training mode: one a role, one password for all, printed once; over invented people only.

`training` may do everything; `reviewer` is the second person that some things take.
"""

from __future__ import annotations

from collections.abc import Mapping

from analytics.faces import grantable
from analytics.permissions import operator
from analytics.records.accounts.accounts import account_exists, create_account, reset_password
from analytics.records.accounts.passwords import random_password
from analytics.viewer import Scope

SECOND = "reviewer"
# Roles that make sense for a part of the county only.
_FIRST = frozenset({1})
SCOPES: Mapping[str, Scope] = {
    "stationed": Scope(departments=_FIRST),
    "department": Scope(departments=_FIRST),
    "township_inspector": Scope(townships=_FIRST),
}


def names() -> dict[str, str]:
    """Sign-in name → role of every training account."""
    return {role: role for role in reversed(grantable())} | {SECOND: "training"}


def training_accounts(*, new_password: bool = False) -> str | None:
    """Make what is missing of the training accounts; returns the one password of them all when it is new, else None."""
    missing = [name for name in names() if not account_exists(name)]
    if not missing and not new_password:
        return None
    password = random_password()
    for name, role in names().items():
        if name in missing:
            create_account(operator(), name, password, role, SCOPES.get(role), must_change=False)
        else:
            reset_password(operator(), name, password=password, must_change=False)
    return password
