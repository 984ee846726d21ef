"""Exports that wait for a second person; the audit log is looked up by who and by what."""

import sqlalchemy as sa
from alembic import op

from analytics.records.base import UtcTime

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "export_request",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("number", sa.String(8), nullable=False),
        sa.Column("account", sa.String(80), nullable=False, index=True),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("scope", sa.JSON, nullable=False),
        sa.Column("action", sa.String(40), nullable=False),
        sa.Column("filename", sa.String(200), nullable=False),
        sa.Column("media_type", sa.String(100), nullable=False),
        sa.Column("filters", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("rows", sa.Integer, nullable=False),
        sa.Column("plain", sa.Boolean, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("state", sa.String(12), nullable=False, index=True),
        sa.Column("asked_at", UtcTime, nullable=False),
        sa.Column("expires_at", UtcTime, nullable=False, index=True),
        sa.Column("decided_by", sa.String(80)),
        sa.Column("decided_at", UtcTime),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("serial", sa.String(32)),
    )
    op.create_index("ix_audit_line_account", "audit_line", ["account"])
    op.create_index("ix_audit_line_action", "audit_line", ["action"])
