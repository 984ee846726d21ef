"""Backup and restore: a folder with everything an installation needs to stand again, made while people work."""

from analytics.backups.make import back_up
from analytics.backups.restore import restore

__all__ = ["back_up", "restore"]
