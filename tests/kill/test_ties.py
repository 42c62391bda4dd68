"""What concerns two tickets is done on both or on neither: a process dies at one statement after the other."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from functools import partial, reduce
from itertools import count
from typing import Any

import psycopg
import pytest
from sqlalchemy import Connection, event

from bot.apply import apply
from bot.desk import Desk
from bot.incoming import Incoming
from bot.relations import How
from bot.ticket import Ticket
from storage.engine import connect
from storage.store import SqlStore
from storage.tables import METADATA
from tests.conftest import ANN, BOB, SETTINGS, SUE, Clock

DIED, DONE = 9, 0  # how a child ended
STEPS = {"sqlite": 2, "postgresql": 7}  # statements between two deaths: a connection to the server takes its time
Deed = Callable[[Desk], object]


def split(desk: Desk) -> object:
    return desk.ties.split(1, BOB, [desk.ties.messages(1, BOB)[0].id])


def merge(desk: Desk) -> object:
    return desk.ties.merge(2, BOB, 1)


def link(desk: Desk) -> object:
    return desk.ties.link(1, BOB, How.BLOCKS, 2)


def undo(desk: Desk) -> object:
    return desk.undo(1, BOB)


DEEDS: dict[str, tuple[Deed | None, Deed]] = {
    "merge": (None, merge), "split": (None, split), "link": (None, link),
    "undo of a merge": (merge, undo), "undo of a split": (split, undo), "undo of a link": (link, undo),
}  # fmt: skip


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest) -> str:
    found: str = request.getfixturevalue(f"fresh_{request.param}")
    return found


def asked(url: str) -> Desk:
    """A desk with two tickets of Ann's, of which the first got two mails."""
    engine = connect(url)
    METADATA.create_all(engine)
    desk = Desk(SqlStore(engine), SETTINGS, Clock())
    for at, answers in enumerate(((), ("mail:<0@x>",), ())):
        said = (f"Words {at}.", "support", f"mail:<{at}@x>", ANN.place, f"Matter {at}", answers)
        desk.receive(Incoming(ANN, *said, verdict="pass"))
    desk.claim(2, SUE)
    engine.dispose()
    return desk


def books(url: str) -> tuple[list[object], list[object]]:
    """All events and all posts, once it is seen that each row is what its history amounts to."""
    engine = connect(url)
    with SqlStore(engine).transaction() as tx:
        events = list[object]()
        for number in count(1):
            row = tx.tickets.look(number)
            if row is None:
                break
            history = tx.tickets.history(number)
            assert reduce(apply, history, Ticket(number)) == row
            events += history
        posts: list[object] = [(one.id, one.place, one.state) for one in tx.posts.latest(999)]
    engine.dispose()
    return events, posts


def dying(url: str, deed: Deed, after: int) -> int:
    """Do it in a process that is gone before its statement number `after`; how that process ended."""
    if child := os.fork():
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    try:
        left = iter(range(after))
        engine = connect(url)

        def counted(*_: object) -> None:
            if next(left, None) is None:
                os._exit(DIED)

        def committed(_: Connection) -> None:
            counted()

        event.listen(engine, "connect", partial(overhear, counted))
        event.listen(engine, "commit", committed)
        deed(Desk(SqlStore(engine), SETTINGS, Clock()))
    except BaseException:
        os._exit(1)
    os._exit(DONE)


def overhear(counted: Callable[..., None], connection: Any, _record: object) -> None:
    """Count what the driver is given: what is prepared goes there past SQLAlchemy's own events."""
    if isinstance(connection, sqlite3.Connection):
        connection.set_trace_callback(counted)
        return

    class Heard(psycopg.Cursor[Any]):
        def execute(self, *args: Any, **kwargs: Any) -> Any:
            counted()
            return super().execute(*args, **kwargs)

        def executemany(self, *args: Any, **kwargs: Any) -> None:
            counted()
            super().executemany(*args, **kwargs)

    connection.cursor_factory = Heard


def cut(url: str, deed: Deed) -> Iterator[int]:
    """Each number of statements after which it dies, and what became of it, until it lives through it."""
    for after in count(0, STEPS[url.partition(":")[0]]):
        if (ended := dying(url, deed, after)) == DONE:
            return
        assert ended == DIED
        yield after


@pytest.mark.parametrize("name", DEEDS)
def test_a_process_that_dies_at_any_statement_leaves_all_of_it_or_nothing(url, name):
    before, deed = DEEDS[name]
    desk = asked(url)
    if before:
        before(desk)
    untouched = books(url)

    cuts = 0
    for _ in cut(url, deed):
        cuts += 1
        assert books(url) == untouched
    assert cuts > 2
    assert books(url) != untouched
