"""PostgreSQL's own pg_dump and pg_restore; the password is in their environment, never on a command line."""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
from pathlib import Path

from sqlalchemy import URL

from analytics.records.dialects import CONNECT
from analytics.words import Refused

NOT_COPIED = "{name} 库没有备份成功,备份没有完成,写到一半的已经清除。请核对数据库是否正常、磁盘是否已满后再试。"
NOT_RESTORED = "{name} 库没有恢复成功,未恢复。请核对数据库是否正常、账号是否有建表权限后再试。"
HOME = Path("/usr/lib/postgresql")  # where Debian puts each version


def tool(name: str) -> Path:
    """The newest one on this machine; Refused when there is none."""
    homes = sorted(HOME.glob(f"*/bin/{name}"), key=lambda path: float(path.parent.parent.name))
    found = homes[-1] if homes else shutil.which(name)
    if not found:
        raise Refused(
            "本机没有 {tool},未执行。请安装 PostgreSQL 客户端(Debian:apt-get install postgresql-client)。", tool=name
        )
    return Path(found)


def dump(url: URL, snapshot: str, target: Path) -> None:
    """Write a database, as a snapshot sees it, in pg_restore's own format."""
    options = ["--format=custom", f"--snapshot={snapshot}", f"--file={target}"]
    _run("pg_dump", url, [*options, *_WITHOUT], NOT_COPIED)


def put_back(url: URL, copied: Path) -> None:
    """Put a dump into an empty database, all of it or nothing."""
    options = ["--single-transaction", "--exit-on-error", *_WITHOUT]
    _run("pg_restore", url, [*options, str(copied)], NOT_RESTORED)


# Whoever restores owns it; roles of the old server may be missing on the new one.
_WITHOUT = ("--no-owner", "--no-privileges")


def _run(name: str, url: URL, options: list[str], sentence: str) -> None:
    """Its own words are not passed on: they name host and user, and may quote a row."""
    secret = url.password or url.query.get("password")
    bare = url._replace(drivername="postgresql", password=None).difference_update_query(["password"])  # set() keeps it
    address = bare.render_as_string(hide_password=False)
    around = {"PGCONNECT_TIMEOUT": str(CONNECT["connect_timeout"]), **({"PGPASSWORD": str(secret)} if secret else {})}
    command = [str(tool(name)), "--no-password", f"--dbname={address}", *options]
    done = subprocess.run(command, env={**os.environ, **around}, stderr=subprocess.DEVNULL, check=False)
    if done.returncode:
        logging.getLogger(__name__).error("%s ended with %d", name, done.returncode)
        raise Refused(sentence, name=url.database)
