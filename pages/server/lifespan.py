"""What holds while the server runs: uploads stay in memory, and no error's text reaches the log."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial

import streamlit as st
from anyio import create_task_group, sleep, to_thread
from starlette.formparsers import MultiPartParser

from analytics.desk import make_round
from analytics.faces import here
from analytics.memory_folder import keep_temporary_files_in_memory
from analytics.records.audit import anchor_all
from analytics.settings import settings
from analytics.workbench.shelf import sweep

MEGABYTE = 1024 * 1024
SWEEP_EVERY_SECONDS, ROUND_EVERY_SECONDS = 60, 10


@asynccontextmanager
async def lifespan(_app: object) -> AsyncIterator[None]:
    """Called by st.App at start."""
    keep_uploads_in_memory()
    keep_temporary_files_in_memory()
    keep_data_out_of_the_log()
    async with create_task_group() as tasks:
        if here().own:
            tasks.start_soon(_often, anchor_all, SWEEP_EVERY_SECONDS)
        if here().own == "records":
            tasks.start_soon(_often, partial(sweep, settings().store), SWEEP_EVERY_SECONDS)
            tasks.start_soon(_often, partial(make_round, settings().store), ROUND_EVERY_SECONDS)
        yield
        tasks.cancel_scope.cancel()


async def _often(work: Callable[[], None], seconds: int) -> None:
    """Uploaded lists go with their session, also one that only fell idle; requests of the field are carried out;
    the end of a day of the audit log is anchored."""
    while True:
        try:
            await to_thread.run_sync(work)
        except Exception as error:  # noqa: BLE001 - a round that fails must not end the server
            logging.getLogger(__name__).warning("%s failed: %s", work, type(error).__name__)
        await sleep(seconds)


def keep_uploads_in_memory() -> None:
    """Starlette would put uploads over 1 MB into a temporary file, in clear."""
    MultiPartParser.spool_max_size = (st.get_option("server.maxUploadSize") + 1) * MEGABYTE


def keep_data_out_of_the_log() -> None:
    """Streamlit logs a page's error with its text, which may hold a name; errors.py logs kind and place."""
    logging.getLogger("streamlit.error_util").addFilter(_without_page_errors)
    logging.getLogger("uvicorn.error").addFilter(_without_trace)


def _without_trace(record: logging.LogRecord) -> bool:
    """The server tells a route's error with its text; kind and place stand in the log under a number already."""
    record.exc_info = record.exc_text = None
    return True


def _without_page_errors(record: logging.LogRecord) -> bool:
    return record.msg != "Uncaught app execution"
