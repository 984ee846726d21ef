"""Pre-payment checks: who asked about which roster, why, and how many rows were to be looked at again."""

import sqlalchemy as sa
from alembic import op

from analytics.records.base import UtcTime

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "precheck",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("asked_at", UtcTime, nullable=False, index=True),
        sa.Column("account", sa.String(80), nullable=False, index=True),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("department", sa.String(200), nullable=False, index=True),
        sa.Column("programme", sa.String(200), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("file_sha256", sa.String(64), nullable=False),
        sa.Column("rows", sa.Integer, nullable=False),
        sa.Column("flagged", sa.Integer),
    )
