"""The migrations: a database is brought to the newest schema, or refused when it is newer than we are."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

ONE_AT_A_TIME = 7_316_521  # any number: the advisory lock that replicas take to migrate


class NewerSchema(Exception):
    """The database was written by a newer Deskbell: start that version, or restore the backup made before it."""

    def __init__(self, found: str) -> None:
        super().__init__(f"{' '.join((self.__doc__ or '').split())} (It is at {found}.)")


def migrate(engine: Engine) -> None:
    """Bring the database to the newest schema, in one transaction: all of it or nothing. Raises NewerSchema."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ONE_AT_A_TIME})
        _refuse_newer(config, connection)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def version(engine: Engine) -> str | None:
    """The revision that the database is at; None when it is empty."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def _refuse_newer(config: Config, connection: Connection) -> None:
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    found = MigrationContext.configure(connection).get_current_heads()
    if unknown := [revision for revision in found if revision not in known]:
        raise NewerSchema(", ".join(unknown))
