"""GET /health: whether this server can do its work, for a watchdog; tells nothing about what is in it."""

from __future__ import annotations

import logging

from anyio import to_thread
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import JSONResponse

from analytics.records.db import reading
from analytics.words import Refused

log = logging.getLogger(__name__)


async def health(_request: Request) -> JSONResponse:
    """200 {"status": "ok"}, or 503 when the records database does not answer."""
    well = await to_thread.run_sync(_database_answers)
    return JSONResponse({"status": "ok" if well else "database"}, 200 if well else 503)


async def alive(_request: Request) -> JSONResponse:
    """The same for a face without a database."""
    return JSONResponse({"status": "ok"})


def _database_answers() -> bool:
    try:
        with reading() as tx:
            return tx.scalar(text("SELECT 1")) == 1
    except (SQLAlchemyError, OSError, Refused) as error:
        log.error("records database: %s", type(error).__name__)
        return False
