"""Grants: changes of an account's role and scope, who asked, who decided."""

import sqlalchemy as sa
from alembic import op

from analytics.records.base import UtcTime

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "account_grant",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("account", sa.String(80), sa.ForeignKey("account.name"), nullable=False, index=True),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("scope", sa.JSON, nullable=False),
        sa.Column("old_role", sa.String(40), nullable=False),
        sa.Column("old_scope", sa.JSON, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("state", sa.String(12), nullable=False, index=True),
        sa.Column("asked_by", sa.String(80), nullable=False),
        sa.Column("asked_at", UtcTime, nullable=False),
        sa.Column("decided_by", sa.String(80)),
        sa.Column("decided_at", UtcTime),
        sa.Column("note", sa.Text, nullable=False),
    )
