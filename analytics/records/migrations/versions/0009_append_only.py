"""PostgreSQL forbids changes of the audit log too, TRUNCATE included (SQLite does so since 0001)."""

from alembic import op

revision = "0009"
down_revision = "0007"

REFUSE = """
CREATE FUNCTION audit_line_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$
"""
FORBID = """
CREATE TRIGGER audit_line_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_line
FOR EACH STATEMENT EXECUTE FUNCTION audit_line_is_append_only()
"""


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(REFUSE)
        op.execute(FORBID)
