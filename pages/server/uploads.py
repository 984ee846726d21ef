"""Uploads stay in memory: Starlette would put those over 1 MB into a temporary file, in clear."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st
from starlette.formparsers import MultiPartParser

MEGABYTE = 1024 * 1024


@asynccontextmanager
async def in_memory_uploads(_app: object) -> AsyncIterator[None]:
    """For the server's lifetime, raise the parser's limit above the largest upload that is accepted."""
    MultiPartParser.spool_max_size = (st.get_option("server.maxUploadSize") + 1) * MEGABYTE
    yield
