"""Alembic's way in: the hub hands over an open connection (store.py)."""

from alembic import context

from kiosk.hub.tables import metadata

context.configure(
    connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True
)
with context.begin_transaction():
    context.run_migrations()
