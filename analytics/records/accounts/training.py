"""The one account of training mode: made at the first start, its random password printed once.

`python -m analytics.records.accounts.training [--new-password]` is what `make run` calls before it serves.
"""

from __future__ import annotations

import sys

from analytics.permissions import operator
from analytics.records.accounts.accounts import account_exists, create_account, reset_password
from analytics.records.accounts.passwords import random_password
from analytics.words import _

NAME = "training"


def training_account(*, new_password: bool = False) -> str | None:
    """Make the training account if there is none; returns its password when it is new, else None."""
    if account_exists(NAME):
        return reset_password(operator(), NAME) if new_password else None
    password = random_password()
    create_account(operator(), NAME, password, role="training", must_change=False)
    return password


def main(arguments: list[str]) -> None:
    password = training_account(new_password="--new-password" in arguments)
    if password:
        print(_("培训账号:{name}   密码:{password}   (只显示这一次)").format(name=NAME, password=password))
    else:
        print(_("培训账号:{name}(已有)。忘记密码:在命令后加 --new-password").format(name=NAME))


if __name__ == "__main__":
    main(sys.argv[1:])
