"""`bot.ports.Store` on SQL: transactions."""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import OperationalError

from storage.alarms import SqlAlarms
from storage.arrivals import SqlArrivals
from storage.articles import SqlArticles
from storage.cards import SqlCards
from storage.drafting import SqlDrafting
from storage.duties import SqlDuties
from storage.figures import SqlFigures
from storage.heaps import SqlHeaps
from storage.held import SqlHeld
from storage.labels import SqlLabels
from storage.leases import SqlLeases
from storage.macros import SqlMacros
from storage.news import News
from storage.notices import SqlNotices
from storage.people import SqlPeople
from storage.posts import SqlPosts
from storage.proofs import SqlProofs
from storage.roster import SqlRoster
from storage.saved_views import SqlSavedViews
from storage.shares import SqlShares
from storage.stops import SqlStops
from storage.tickets import SqlTickets


class SqlTransaction:
    """One unit of work on one connection."""

    def __init__(self, connection: Connection, news: News) -> None:
        self.tickets = SqlTickets(connection, news)
        self.posts = SqlPosts(connection, news)
        self.cards = SqlCards(connection, news)
        self.arrivals = SqlArrivals(connection, news)
        self.leases = SqlLeases(connection)
        self.notices = SqlNotices(connection, news)
        self.held = SqlHeld(connection)
        self.people = SqlPeople(connection)
        self.stops = SqlStops(connection)
        self.proofs = SqlProofs(connection)
        self.drafting = SqlDrafting(connection, news)
        self.macros = SqlMacros(connection)
        self.articles = SqlArticles(connection)
        self.views = SqlSavedViews(connection)
        self.labels = SqlLabels(connection)
        self.figures = SqlFigures(connection)
        self.heaps = SqlHeaps(connection)
        self.roster = SqlRoster(connection)
        self.duty = SqlDuties(connection)
        self.alarms = SqlAlarms(connection)
        self.shares = SqlShares(connection)
        self._sql = connection
        self._last: dict[str, Callable[[], None]] = {}

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """What is done in it is undone where it raises, and nothing else."""
        last = dict(self._last)
        try:
            with self._sql.begin_nested():
                yield
        except BaseException:
            self._last = last
            self.tickets.forget()
            raise

    def at_end(self, name: str, work: Callable[[], None]) -> None:
        """Do it when all else is done, right before the commit: once, if the same is asked for twice."""
        self._last[name] = work

    def finish(self) -> None:
        """Do what was left for the end, and what that leaves in turn."""
        while self._last:
            self._last.pop(next(iter(self._last)))()


class StoreDown(OSError):
    """The database cannot be reached or written now: nobody's fault who asked, and worth asking again."""


class SqlStore:
    """The database. `listeners` are called after each commit that made work for an outbox or inbox."""

    def __init__(self, engine: Engine) -> None:
        self.listeners: list[Callable[[], None]] = []
        self._engine = engine
        self._current = threading.local()
        # SQLite has one writer: threads queue here, where nobody has to poll for the file's lock.
        self._turn: AbstractContextManager[object] = (
            threading.RLock() if engine.dialect.name == "sqlite" else nullcontext()
        )

    @contextmanager
    def transaction(self) -> Iterator[SqlTransaction]:
        """A transaction; asked for inside another on the same thread, the very same one."""
        outer: SqlTransaction | None = getattr(self._current, "transaction", None)
        if outer is not None:
            yield outer
            return
        news = News()
        try:
            with self._turn, self._engine.begin() as connection:
                self._current.transaction = SqlTransaction(connection, news)
                try:
                    yield self._current.transaction
                    self._current.transaction.finish()
                finally:
                    self._current.transaction = None
        except OperationalError as error:
            raise StoreDown(str(error.orig)) from error
        if news.is_fresh:
            for listener in self.listeners:
                listener()
