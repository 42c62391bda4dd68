"""Run by alembic, with the connection of `storage.migrate.migrate`."""

from alembic import context

from storage.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
    transactional_ddl=True,  # ours begin with BEGIN, also on SQLite
)
with context.begin_transaction():
    context.run_migrations()
