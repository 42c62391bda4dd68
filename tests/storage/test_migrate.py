"""The migrations build exactly the tables, on both databases, and refuse what is newer."""

import re

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect, text

from storage.engine import connect
from storage.migrate import NewerSchema, migrate, version
from storage.tables import METADATA


def emptied(engine: Engine) -> Engine:
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA IF EXISTS migrated CASCADE"))
        connection.execute(text("CREATE SCHEMA migrated"))
    return engine


@pytest.fixture
def migrated_engine(request, engine_kind):
    if engine_kind == "sqlite":
        engine = connect("sqlite://")
    else:
        url = request.getfixturevalue("postgres")
        emptied(connect(url)).dispose()
        engine = connect(f"{url}&options=-csearch_path%3Dmigrated")
    migrate(engine)
    yield engine
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def engine_kind(request):
    return request.param


@pytest.fixture
def declared_engine(request, engine_kind):
    return request.getfixturevalue(engine_kind)


def shape(engine: Engine) -> dict[str, object]:
    """All that an inspector can say of every table, checks and indexes included."""
    told = inspect(engine)
    return {
        f"{table}.{what}": by_name(getattr(told, f"get_{what}")(table))
        for table in METADATA.tables
        for what in ("columns", "check_constraints", "indexes", "unique_constraints", "foreign_keys")
    }


def by_name(things: list[dict[str, object]]) -> list[str]:
    return sorted(re.sub(r" object at 0x\w+", "", repr(sorted(thing.items()))) for thing in things)


def test_the_migrations_build_exactly_the_tables(migrated_engine, declared_engine):
    migrated, declared = shape(migrated_engine), shape(declared_engine)
    assert migrated == declared
    assert sum(len(found) for name, found in declared.items() if name.endswith("check_constraints")) == 11


def test_nothing_is_left_to_generate(migrated_engine):
    with migrated_engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_name": is_ours})
        assert compare_metadata(context, METADATA) == []


def is_ours(name: str | None, kind: str, _parents: object) -> bool:
    """The index of words is no table of the metadata: SQLite's is a virtual one with tables of its own."""
    return kind != "table" or not str(name).startswith("sought")


def test_both_build_the_same_index_of_words(migrated_engine, declared_engine):
    def index(engine: Engine) -> list[str]:
        told = inspect(engine)
        names = [name for name in told.get_table_names() if name.startswith("sought")]
        return [repr((told.get_columns(name), told.get_indexes(name))) for name in sorted(names)]

    assert by_name([{"index": index(migrated_engine)}]) == by_name([{"index": index(declared_engine)}])
    assert index(migrated_engine)


def test_sqlite_says_the_same_words_for_both():
    def words(engine: Engine) -> set[str]:
        with engine.connect() as connection:
            rows = connection.execute(text("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL"))
            told = [" ".join(sql.split()) for (sql,) in rows if "alembic" not in sql]
        return {" ".join(sorted(re.split(r", (?=CONSTRAINT)| \)$", sql))) for sql in told}

    declared, migrated = connect("sqlite://"), connect("sqlite://")
    METADATA.create_all(declared)
    migrate(migrated)
    assert words(migrated) == words(declared)


def test_migrating_twice_is_migrating_once(migrated_engine):
    before = version(migrated_engine)
    migrate(migrated_engine)
    assert version(migrated_engine) == before == "0001"


def test_a_newer_schema_is_refused_with_one_sentence_and_left_alone(migrated_engine):
    with migrated_engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(NewerSchema, match=r"newer Deskbell.*9999"):
        migrate(migrated_engine)
    assert version(migrated_engine) == "9999"


def test_a_migration_that_breaks_leaves_nothing_and_runs_again():
    engine = connect("sqlite://")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE post (id INTEGER)"))  # in the way
    with pytest.raises(Exception, match="already exists"):
        migrate(engine)
    assert inspect(engine).get_table_names() == ["post"]

    with engine.begin() as connection:
        connection.execute(text("DROP TABLE post"))
    migrate(engine)
    assert version(engine) == "0001"
