"""The accounts of training mode: made at the first start, their random passwords printed once. There are two, since
some things (the release of an own rule) take a second person.

`python -m analytics.records.accounts.training [--new-password]` is what `make run` calls before it serves.
"""

from __future__ import annotations

import sys

from analytics.permissions import operator
from analytics.records.accounts.accounts import account_exists, create_account, reset_password
from analytics.records.accounts.passwords import random_password
from analytics.words import _

NAMES = ("training", "reviewer")


def training_account(name: str = NAMES[0], *, new_password: bool = False) -> str | None:
    """Make a training account if there is none of this name; returns its password when it is new, else None."""
    if account_exists(name):
        return reset_password(operator(), name) if new_password else None
    password = random_password()
    create_account(operator(), name, password, role="training", must_change=False)
    return password


def main(arguments: list[str]) -> None:
    for name in NAMES:
        password = training_account(name, new_password="--new-password" in arguments)
        if password:
            print(_("培训账号:{name}   密码:{password}   (只显示这一次)").format(name=name, password=password))
        else:
            print(_("培训账号:{name}(已有)。忘记密码:在命令后加 --new-password").format(name=name))


if __name__ == "__main__":
    main(sys.argv[1:])
