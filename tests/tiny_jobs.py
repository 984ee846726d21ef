"""Real little pieces of work for tests/test_jobs.py: they run in the child process of a job."""

import os
import signal
import time
from pathlib import Path

from analytics.jobs import Progress
from analytics.viewer import Viewer
from analytics.words import Refused


def count(viewer: Viewer, progress: Progress, to: int) -> dict[str, object]:
    """Counts, reporting every step."""
    for done in range(1, to + 1):
        progress.step(done, to, f"第 {done} 步")
    return {"counted": to, "for": viewer.account, "whole": viewer.scope.whole_county}


def wait(viewer: Viewer, progress: Progress, folder: str, seconds: float) -> dict[str, object]:
    """Builds something half-done, waits, and tidies up however it ends."""
    half, whole = Path(folder) / "half", Path(folder) / "whole"
    half.touch()
    try:
        progress.step(1, 2, "一半")
        time.sleep(seconds)
        half.rename(whole)
    finally:
        half.unlink(missing_ok=True)
    return {}


def refuse(viewer: Viewer, progress: Progress) -> dict[str, object]:
    raise Refused("第 {sheet} 张表没有表头。文件未导入。", sheet=3)


def break_down(viewer: Viewer, progress: Progress) -> dict[str, object]:
    raise ValueError("519900199001011234 must not be told")


def die(viewer: Viewer, progress: Progress) -> dict[str, object]:
    os.kill(os.getpid(), signal.SIGKILL)
    return {}
