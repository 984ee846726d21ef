"""Settings of one installation, from the environment (QINGZHANG_…)."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent


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
    session_idle_minutes: int = 30
    session_hours: int = 12
    export_rows_alone: int = 5_000
    precheck_rows_a_day: int = 20_000
    precheck_uploads_a_day: int = 20

    def database_url(self, store: Path | None = None) -> str:
        """URL of the records database: the one set, else SQLite in the store."""
        return self.records_url or f"sqlite:///{(store or self.store) / 'records.db'}"


def settings() -> Settings:
    """The settings as the environment has them now (cheap; tests change the environment)."""
    return Settings()
