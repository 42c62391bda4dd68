"""How the database is opened: pragmas read back, writers that wait, one process a file."""

import json
import threading

import pytest
from sqlalchemy import text

from storage.engine import AlreadyRunning, claim_alone, connect, dumps, loads
from storage.tables import METADATA


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path}/desk.db"


def test_the_pragmas_that_keep_promises_are_set_on_every_connection(url):
    wanted = {"journal_mode": "wal", "foreign_keys": 1, "busy_timeout": 10000, "synchronous": 2}
    engine = connect(url)
    for _ in range(2):
        with engine.connect() as connection:
            assert {name: connection.execute(text(f"PRAGMA {name}")).scalar() for name in wanted} == wanted
        engine.dispose()


def test_writers_that_read_first_wait_instead_of_failing(url):
    engine = connect(url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE counter (value INTEGER)"))
        connection.execute(text("INSERT INTO counter VALUES (0)"))

    def count() -> None:
        for _ in range(25):
            with engine.begin() as connection:
                value = connection.execute(text("SELECT value FROM counter")).scalar_one()
                connection.execute(text("UPDATE counter SET value = :value"), {"value": value + 1})

    threads = [threading.Thread(target=count) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with engine.connect() as connection:
        assert connection.execute(text("SELECT value FROM counter")).scalar_one() == 200


def test_a_sqlite_file_serves_one_process(url):
    held = claim_alone(url)
    with pytest.raises(AlreadyRunning, match=r"desk\.db open"):
        claim_alone(url)
    held.close()
    claim_alone(url).close()


@pytest.mark.parametrize("free", ["sqlite://", "sqlite:///:memory:", "postgresql://localhost/desk"])
def test_what_is_not_a_file_needs_no_claim(free):
    assert claim_alone(free) is None


@pytest.mark.parametrize("url", ["postgresql://u@h/d", "postgresql+psycopg://u@h/d"])
def test_postgresql_means_psycopg(url):
    assert connect(url).dialect.driver == "psycopg"


def test_memory_is_one_database_for_all_threads():
    engine = connect("sqlite://")
    METADATA.create_all(engine)
    seen = []
    thread = threading.Thread(target=lambda: seen.append(engine.connect().execute(text("SELECT * FROM ticket")).all()))
    thread.start()
    thread.join()

    assert seen == [[]]


def test_only_plain_values_become_json():
    with pytest.raises(TypeError, match="object cannot be written"):
        dumps(object())


@pytest.mark.parametrize("said", ["[]", "{}", b"[]", b"{}", '[1, {"a": []}]', b'{"a": "\xc3\xa4"}'])
def test_what_is_read_from_json_is_what_was_written_and_belongs_to_who_read_it(said):
    assert loads(said) == json.loads(said)
    assert loads(said) is not loads(said)
