"""What holds while the server runs: uploads stay in memory, and no error's text reaches the log."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st
from anyio import create_task_group, sleep, to_thread
from sqlalchemy.exc import SQLAlchemyError
from starlette.formparsers import MultiPartParser

from analytics.records.audit import anchor_all
from analytics.settings import settings
from analytics.workbench.shelf import sweep

MEGABYTE = 1024 * 1024
SWEEP_EVERY_SECONDS = 60


@asynccontextmanager
async def lifespan(_app: object) -> AsyncIterator[None]:
    """Called by st.App at start."""
    keep_uploads_in_memory()
    keep_data_out_of_the_log()
    async with create_task_group() as tasks:
        tasks.start_soon(_sweep_often)
        yield
        tasks.cancel_scope.cancel()


async def _sweep_often() -> None:
    """Uploaded lists go with their session, also one that only fell idle; the end of a day of the log is anchored."""
    while True:
        try:
            await to_thread.run_sync(sweep, settings().store)
            await to_thread.run_sync(anchor_all)
        except (SQLAlchemyError, OSError) as error:  # a database locked now is no reason to stop for ever
            logging.getLogger(__name__).warning("sweep failed: %s", type(error).__name__)
        await sleep(SWEEP_EVERY_SECONDS)


def keep_uploads_in_memory() -> None:
    """Starlette would put uploads over 1 MB into a temporary file, in clear."""
    MultiPartParser.spool_max_size = (st.get_option("server.maxUploadSize") + 1) * MEGABYTE


def keep_data_out_of_the_log() -> None:
    """Streamlit logs a page's error with its text, which may hold a name; errors.py logs kind and place."""
    logging.getLogger("streamlit.error_util").addFilter(_without_page_errors)


def _without_page_errors(record: logging.LogRecord) -> bool:
    return record.msg != "Uncaught app execution"
