"""Three processes tick at once on PostgreSQL, and one is killed amid its writing: each step rings once."""

import os
import signal
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import event, select

from bot.desk import Desk
from bot.events import Escalated
from bot.ports import Kind
from storage.engine import connect
from storage.store import SqlStore
from storage.tables import METADATA, POST
from tests.conftest import ANN, ROOM, SETTINGS, Clock
from tests.kill.test_ties import overhear

TICKETS, STEPS = 120, 5  # the desk's own ladder: 75 %, 100 %, 150 %, and that twice more
HOUR = timedelta(hours=1)


def hours(start: datetime) -> Iterator[datetime]:
    """By the hour, until the clock of the first response has rung through."""
    return (start + HOUR * number for number in range(10))


def live(url: str, start: int, dies_after: int | None) -> None:
    """What each process does: wait for the others, then tick at one half hour after the other."""
    clock, left = Clock(), iter(range(dies_after or 0))
    engine = connect(url)

    def counted(*_: object) -> None:
        if dies_after and next(left, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(engine, "connect", partial(overhear, counted))
    desk = Desk(SqlStore(engine), SETTINGS, clock)
    os.read(start, 1)
    for at in hours(clock.time):
        clock.time = at
        while desk.tick():
            pass


def spawn(url: str, start: int, dies_after: int | None) -> int:
    if child := os.fork():
        return child
    try:
        live(url, start, dies_after)
    except BaseException:
        os._exit(1)
    os._exit(0)


def test_three_processes_of_which_one_is_killed_ring_each_step_once(fresh_postgres):
    engine = connect(fresh_postgres)
    METADATA.create_all(engine)
    desk = Desk(SqlStore(engine), SETTINGS, Clock())
    numbers = [desk.open(ANN, f"Matter {number}", "", "support", ANN.place).number for number in range(TICKETS)]
    engine.dispose()

    start, go = os.pipe()
    children = [spawn(fresh_postgres, start, dies_after) for dies_after in (300, None, None)]
    os.write(go, b"123")
    ends = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    os.close(start)
    os.close(go)
    assert ends == [-signal.SIGKILL, 0, 0]

    engine = connect(fresh_postgres)
    with SqlStore(engine).transaction() as tx:
        histories = {number: tx.tickets.history(number) for number in numbers}
    with engine.connect() as connection:
        lines = select(POST.c.event).where(POST.c.place == ROOM, POST.c.kind == Kind.LINE.value)
        posts = Counter(connection.scalars(lines))
    engine.dispose()
    for number, history in histories.items():
        rings = [one for one in history if isinstance(one.fact, Escalated)]
        rungs = [(rung.clock, rung.step) for one in rings for rung in one.fact.rungs]
        assert sorted(rungs) == [("first", step) for step in range(1, STEPS + 1)], number
        assert [posts[one.id] for one in rings] == [1] * len(rings), number
