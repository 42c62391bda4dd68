"""The numbers of the desk, for who may read them. The desk's door is `Desk.statistics`.

Everybody reads those of the queues where they work, as the lists of tickets are theirs; of agents all but supervisors
read their own alone.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot import access, reading
from bot.config import Settings
from bot.errors import AgentsOnly, SupervisorsOnly
from bot.figure import Kind
from bot.filters import Span
from bot.gauges import Gauges, gauges
from bot.measures import Numbers, net, numbers
from bot.people import Person
from bot.periods import USUAL, Period, period
from bot.ports import Store, Transaction
from bot.ports_figures import By, Scope
from bot.speech import say

FRESH = timedelta(minutes=1)  # so long a monitor reads the same
TIMED = (Kind.ANSWERED, Kind.RESOLVED)


@dataclass(frozen=True)
class Step:
    """A day, week or month, from `first` on: what came and went in it, and what was open at its end."""

    first: date
    created: int
    resolved: int
    backlog: int | None


@dataclass(frozen=True)
class Asked:
    """What somebody wants to know: of which queues (None: all they may see), agents and categories, in which time."""

    period: Period
    queues: tuple[str, ...] | None = None
    agents: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()


class Statistics:
    def __init__(self, store: Store, settings: Settings, now: Callable[[], datetime]) -> None:
        self._store, self._settings, self._now = store, settings, now
        self._gauged: tuple[datetime, Gauges] | None = None

    def stats(self, by: Person, asked: Asked) -> Numbers:
        """All of it in one. Raises AgentsOnly, SupervisorsOnly."""
        return next(iter(self.apart(by, asked, By.ALL)), Numbers(backlog=0))

    def apart(self, by: Person, asked: Asked, of: By) -> list[Numbers]:
        """The numbers of each queue, agent or category, who resolved most first."""
        scope = self._scope(by, asked, of)
        with self._store.transaction() as tx:
            found = measured(tx, scope, of, self._now())
        return [one for one in found if one.key] if of is By.AGENT else found

    def steps(self, by: Person, asked: Asked) -> list[Step]:
        """The same time in pieces, for a picture."""
        scope, pieces = self._scope(by, asked), asked.period.steps()
        with self._store.transaction() as tx:
            return _steps(tx, scope, pieces, self._now())

    def gauges(self) -> Gauges:
        """The last 30 days of every queue, for a monitor; counted no more than once a minute."""
        now = self._now()
        if self._gauged is None or abs(now - self._gauged[0]) >= FRESH:
            scope = Scope(period(USUAL, now, "UTC").span, tuple(queue.name for queue in self._settings.queues))
            with self._store.transaction() as tx:
                self._gauged = now, gauges(measured(tx, scope, By.QUEUE, now))
        return self._gauged[1]

    def _scope(self, by: Person, asked: Asked, of: By = By.ALL) -> Scope:
        """Raises AgentsOnly where they are no agent, SupervisorsOnly where they ask for others' numbers."""
        is_supervisor = any(access.is_supervisor(by, queue) for queue in self._settings.queues)
        theirs = reading.working_in(self._settings, by)
        wanted = theirs if asked.queues is None else tuple(one for one in asked.queues if one in theirs)
        if not theirs or not wanted:
            raise AgentsOnly
        is_own = set(asked.agents) == {by.place}
        if not is_supervisor and (of is By.AGENT or asked.agents) and not is_own:
            raise SupervisorsOnly(say("Only supervisors compare agents. Your own numbers: stats agent:me."))
        return Scope(asked.period.span, wanted, asked.agents, asked.categories)


def measured(tx: Transaction, scope: Scope, of: By, now: datetime) -> list[Numbers]:
    """The numbers within `scope`, told apart."""
    spreads = {
        (kind, is_working): tx.figures.spreads(scope, of, kind, is_working)
        for kind in TIMED for is_working in (False, True)
    }  # fmt: skip
    running_out = tx.figures.running_out(scope, of, now)
    return numbers(tx.figures.sums(scope, of), spreads, _backlog(tx, scope, of, now), running_out)


def _backlog(tx: Transaction, scope: Scope, of: By, now: datetime) -> dict[str, int] | None:
    """At the end of the time: what is open now, without what came since then, and with what went."""
    end = scope.span.to_at
    found = dict(tx.figures.backlog(scope, of))
    if end is None or end >= now:
        return found
    if of is By.AGENT or scope.agents:
        return None
    for key, grown in net(tx.figures.sums(replace(scope, span=Span(end)), of)).items():
        found[key] = found.get(key, 0) - grown
    return found


def _steps(tx: Transaction, scope: Scope, pieces: Sequence[tuple[date, Span]], now: datetime) -> list[Step]:
    spans = [span for _, span in pieces]
    created, resolved = (tx.figures.counts(scope, kind, spans) for kind in (Kind.CREATED, Kind.RESOLVED))
    grown = [sum(net(tx.figures.sums(replace(scope, span=span), By.ALL)).values()) for span in spans]
    last = _backlog(tx, replace(scope, span=Span(spans[0].from_at, spans[-1].to_at)), By.ALL, now)
    backlog = [None if last is None else last.get("", 0) - sum(grown[at + 1 :]) for at in range(len(spans))]
    told = zip(pieces, created, resolved, backlog, strict=True)
    return [Step(day, came, went, left) for (day, _), came, went, left in told]
