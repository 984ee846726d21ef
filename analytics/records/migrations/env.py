"""Alembic's entry: runs the versions inside the transaction db.upgrade opened."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
