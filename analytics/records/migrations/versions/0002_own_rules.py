"""The county's own rules, a row for each version."""

import sqlalchemy as sa
from alembic import op

from analytics.records.base import UtcTime

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "own_rule",
        sa.Column("code", sa.String(3), primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("state", sa.String(12), nullable=False, index=True),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("authors", sa.JSON, nullable=False),
        sa.Column("changed_at", UtcTime, nullable=False),
        sa.Column("trial", sa.JSON),
        sa.Column("released_by", sa.String(80)),
        sa.Column("released_at", UtcTime),
        sa.Column("reason", sa.Text, nullable=False),
    )
