"""A rotation's part in a database: every sealed column and piece sealed by the newest key."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from analytics.records.accounts.models import TwoStep
from analytics.records.accounts.sealing import seal_anew as text_anew
from analytics.records.request_files import place_of
from analytics.records.request_rows import Request, RequestPart
from analytics.records.sealed import seal_anew


def reseal(tx: Session, database: str) -> int:
    """Seal all of a database anew; returns how many rows. A row at a time: files may be large."""
    keys = [(model, tuple(key)) for model in _ANEW for key in tx.execute(select(*inspect(model).primary_key))]
    for model, key in keys:
        row = tx.get_one(model, key)
        _ANEW[model](row, database)
        tx.flush()
        tx.expunge(row)
    return len(keys)


def _two_step(row: TwoStep, database: str) -> None:
    row.secret = text_anew(database, "totp", row.secret, row.account)


def _request(row: Request, _database: str) -> None:
    for column in ("form", "answer"):  # sealed whenever they are written
        flag_modified(row, column)


def _part(row: RequestPart, database: str) -> None:
    flag_modified(row, "name")
    row.content = seal_anew(database, row.content, place_of(row.request, row.way, row.file, row.part))


_ANEW: dict[type[Any], Callable[[Any, str], None]] = {TwoStep: _two_step, Request: _request, RequestPart: _part}
