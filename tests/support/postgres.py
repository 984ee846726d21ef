"""A PostgreSQL server of the tests' own, in a temporary folder, on a socket in it, for as long as it is needed."""

import os
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo
from sqlalchemy import URL

# Nothing is kept: what a crash would lose is nobody's.
THROWAWAY = {"fsync": "off", "listen_addresses": ""}
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


class Server:
    """A server in a folder of its own, which asks for its password. It can be stopped and started again."""

    def __init__(self, settings: Mapping[str, str]) -> None:
        self._tools, self._settings = binaries(), {**THROWAWAY, **settings}
        self.folder = Path(tempfile.mkdtemp(prefix="pg-"))
        self.password = f"p@ss/w:{secrets.token_hex(8)}"
        # PostgreSQL refuses root, so root lends another user.
        user = _user()
        self._as = {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []} if user else {}
        (self.folder / "password").write_text(self.password)
        if user:
            shutil.chown(self.folder, user)
            shutil.chown(self.folder / "password", user)
        make = "initdb -D data -U bench -A scram-sha-256 --pwfile password -E UTF8 --locale=C --no-sync".split()
        subprocess.run([self._tools / make[0], *make[1:]], check=True, stdout=subprocess.DEVNULL, **self._around())

    def address(self, database: str = "postgres") -> str:
        """As libpq takes it."""
        return make_conninfo(host=str(self.folder), user="bench", password=self.password, dbname=database)

    def url(self, database: str) -> str:
        """As QINGZHANG_…_URL takes it."""
        parts = URL.create(
            "postgresql+psycopg", "bench", self.password, database=database, query={"host": str(self.folder)}
        )
        return parts.render_as_string(hide_password=False)

    def start(self) -> None:
        options = [part for name, value in self._settings.items() for part in ("-c", f"{name}={value}")]
        command = [self._tools / "postgres", "-D", "data", "-k", str(self.folder), *options]
        log = subprocess.DEVNULL
        self._process = subprocess.Popen(command, stdout=log, stderr=log, **self._around())
        _ready(self.address(), self._process)

    def stop(self) -> None:
        """As an administrator in a hurry: connections are cut."""
        self._process.send_signal(signal.SIGINT)
        self._process.wait(PATIENCE_SECONDS)

    def _around(self) -> dict[str, Any]:
        return {"cwd": self.folder, **self._as}


@contextmanager
def server(settings: Mapping[str, str] = MappingProxyType({})) -> Iterator[Server]:
    """A server with an empty database."""
    made = Server(settings)
    try:
        made.start()
        yield made
        made.stop()
    finally:
        shutil.rmtree(made.folder, ignore_errors=True)


def _user() -> str:
    """Whom the server runs as when we are root; empty: ourselves."""
    if os.getuid() != 0:
        return ""
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _ready(address: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            psycopg.connect(address).close()
            return
        except psycopg.OperationalError:
            time.sleep(0.1)
    raise RuntimeError("PostgreSQL did not start")
