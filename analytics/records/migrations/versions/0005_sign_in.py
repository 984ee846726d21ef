"""Sessions that still owe something, the second step, accounts of a provider, failures also by known browser."""

import sqlalchemy as sa
from alembic import op

from analytics.records.base import UtcTime

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("session", sa.Column("stage", sa.String(12), nullable=False, server_default="full"))
    op.add_column("account", sa.Column("password_changed_at", UtcTime))
    op.add_column("account", sa.Column("oidc_subject", sa.String(64)))
    op.create_index("ix_account_oidc_subject", "account", ["oidc_subject"], unique=True)
    op.create_table(
        "two_step",
        sa.Column("account", sa.String(80), sa.ForeignKey("account.name"), primary_key=True),
        sa.Column("secret", sa.String(200), nullable=False),
        sa.Column("since", UtcTime),
        sa.Column("last_code", sa.Integer, nullable=False),
        sa.Column("recovery", sa.JSON, nullable=False),
    )
    # Counts of the last day at most: begun anew.
    op.drop_table("failed_sign_in")
    op.create_table(
        "failed_try",
        sa.Column("key_sha256", sa.String(64), primary_key=True),
        sa.Column("name_sha256", sa.String(64), nullable=False, index=True),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("last_at", UtcTime, nullable=False, index=True),
    )
