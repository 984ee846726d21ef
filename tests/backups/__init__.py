"""Backup and restore, on SQLite and on PostgreSQL."""
