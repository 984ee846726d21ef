"""Settings of one installation, from the environment (QINGZHANG_…)."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent


# Each database, and its home in the store: the field's is a folder of its own, as its process opens nothing else.
DATABASES = {"records": "", "field": "field"}


class Settings(BaseSettings):
    """Every setting has a safe default; README lists them."""

    model_config = SettingsConfigDict(env_prefix="QINGZHANG_")

    store: Path = ROOT / "data" / "store"
    face: Literal["office", "field", "public"] = "office"
    training: bool = False
    threads: int = os.cpu_count() or 2
    memory: str = "2GB"
    spark_master: str = "local[2]"
    records_url: str = ""
    field_url: str = ""
    # A file system in memory: uploads and temporary files never touch a disk.
    memory_disk: Path = Path("/dev/shm")
    session_idle_minutes: int = 30
    session_hours: int = 12
    # Names under which this server answers, parted by commas; none: loopback only.
    hosts: str = ""
    vault_key: SecretStr = SecretStr("")
    vault_key_before: SecretStr = SecretStr("")
    field_key: SecretStr = SecretStr("")
    field_key_before: SecretStr = SecretStr("")
    # Behind a TLS proxy. Said here and not read from a header, which anybody could send.
    tls: bool = False
    totp_required: bool = False
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr = SecretStr("")
    oidc_claims: Path | None = None
    export_rows_alone: int = 5_000
    precheck_rows_a_day: int = 20_000
    precheck_uploads_a_day: int = 20

    def database_url(self, name: str = "records") -> str:
        """URL of a database of DATABASES: the one set, else SQLite in its home."""
        set_url: str = getattr(self, f"{name}_url")
        return set_url or f"sqlite:///{self.home_of(name) / f'{name}.db'}"

    def home_of(self, database: str) -> Path:
        """The folder that holds a database, its key and what else is of it alone."""
        return self.store / DATABASES[database]


def settings() -> Settings:
    """The settings as the environment has them now (cheap; tests change the environment)."""
    return Settings()
