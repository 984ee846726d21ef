"""Requests of the field, their sealed files, and the names its forms offer."""

import sqlalchemy as sa
from alembic import op

from analytics.records.base import UtcTime

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "request",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("state", sa.String(12), nullable=False, index=True),
        sa.Column("account", sa.String(80), nullable=False, index=True),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("scope", sa.JSON, nullable=False),
        sa.Column("township", sa.Integer, index=True),
        sa.Column("department", sa.Integer, index=True),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("form", sa.LargeBinary, nullable=False),
        sa.Column("asked_at", UtcTime, nullable=False, index=True),
        sa.Column("answered_at", UtcTime),
        sa.Column("answer", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "request_part",
        sa.Column("request", sa.String(32), sa.ForeignKey("request.id"), primary_key=True),
        sa.Column("way", sa.String(3), primary_key=True),
        sa.Column("file", sa.Integer, primary_key=True),
        sa.Column("part", sa.Integer, primary_key=True),
        sa.Column("name", sa.LargeBinary, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "field_unit",
        sa.Column("unit", sa.String(20), primary_key=True),
        sa.Column("key", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("above", sa.Integer, nullable=False),
    )
