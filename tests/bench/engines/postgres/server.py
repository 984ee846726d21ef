"""A PostgreSQL server of this bench's own, in a temporary folder, on a socket in it, for as long as it is needed."""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import psycopg

# What an administrator would set for one analyst on this machine; the rest stays as it comes.
SETTINGS = {
    "shared_buffers": "512MB",
    "work_mem": "256MB",
    "maintenance_work_mem": "256MB",
    "effective_cache_size": "2GB",
    "random_page_cost": "1.1",
    "max_parallel_workers_per_gather": str(psutil.cpu_count() or 2),
    "max_wal_size": "4GB",
    "jit": "off",
    "fsync": "off",
    "listen_addresses": "",
}
PATIENCE_SECONDS = 30


class AbsentError(Exception):
    """No PostgreSQL on this machine."""


def binaries() -> Path:
    """The folder of initdb and postgres, the newest version there is; AbsentError when there is none."""
    homes = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: float(p.parent.name))
    on_path = shutil.which("postgres")
    found = [home for home in [*homes, *([Path(on_path).parent] if on_path else [])] if (home / "initdb").exists()]
    if not found:
        raise AbsentError("PostgreSQL is not on this machine (Debian: apt-get install postgresql)")
    return found[-1]


def server_version() -> str:
    """As `postgres --version` says it, the number alone."""
    said = subprocess.run([binaries() / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
    return said.split()[2]


@contextmanager
def server() -> Iterator[str]:
    """Start a server with an empty database; gives its address. PostgreSQL refuses root, so root lends another user."""
    tools, folder, user = binaries(), Path(tempfile.mkdtemp(prefix="pg-")), _user()
    if user:
        shutil.chown(folder, user)
    data = folder / "data"
    as_user = {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []} if user else {}
    make = [tools / "initdb", "-D", data, "-U", "bench", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
    subprocess.run(make, check=True, stdout=subprocess.DEVNULL, cwd=folder, **as_user)
    options = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
    start = [tools / "postgres", "-D", data, "-k", folder, *options]
    log = subprocess.DEVNULL
    process = subprocess.Popen(start, stdout=log, stderr=log, cwd=folder, **as_user)
    try:
        yield _ready(f"host={folder} user=bench dbname=postgres", process)
    finally:
        process.terminate()
        process.wait(PATIENCE_SECONDS)
        shutil.rmtree(folder, ignore_errors=True)


def _user() -> str:
    """Whom the server runs as when we are root; empty: ourselves."""
    if os.getuid() != 0:
        return ""
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _ready(address: str, process: subprocess.Popen[bytes]) -> str:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            psycopg.connect(address).close()
            return address
        except psycopg.OperationalError:
            time.sleep(0.1)
    raise RuntimeError("PostgreSQL did not start")
