"""The small store with a run of all rules over it; made once, then copied."""

import shutil
import tempfile
from functools import lru_cache
from pathlib import Path

import pytest

from analytics.permissions import operator
from analytics.rules import Run, open_run, run
from tests.support.small_store import small_store


def compared_store(store: Path) -> Run:
    """Put snapshot, vault and run into `store`."""
    made, run_id = _made()
    shutil.copytree(made, store, dirs_exist_ok=True)
    return open_run(store, run_id)


@lru_cache(maxsize=1)
def _made() -> tuple[Path, str]:
    store = Path(tempfile.mkdtemp(prefix="compared-"))
    with pytest.MonkeyPatch.context() as environment:  # logged elsewhere: the test that comes first has its own log
        environment.setenv("QINGZHANG_STORE", tempfile.mkdtemp(prefix="log-"))
        return store, run(store, small_store(store), operator()).id
