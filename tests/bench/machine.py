"""What was measured on."""

import platform
from datetime import UTC, datetime
from pathlib import Path

import psutil


def machine() -> str:
    """Processor, cores, memory, system and Python, in one line."""
    memory = psutil.virtual_memory().total / 2**30
    cores = psutil.cpu_count() or 1
    system = f"{platform.system()} {platform.release()}"
    return f"{_processor()}, {cores} cores, {memory:.0f} GiB, {system}, Python {platform.python_version()}"


def now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    named = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return named[0] if named else platform.processor() or platform.machine()
