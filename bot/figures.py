"""What counts in the numbers of a desk: a ticket's history as figures, one for each thing that is counted.

Pure, and a cache of the history like the ticket itself: whatever was taken back is in no figure. How the numbers are
made of them is in `bot.measures`, and docs/statistics.md says it in words.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from bot import events as e
from bot.apply import apply
from bot.copies import replace
from bot.figure import Figure, Kind
from bot.people import DESK
from bot.standing import REVERTED, standing
from bot.ticket import ENDED, Status, Ticket

SPAM, IMPORTED = "spam", "imported"  # the resolution code, and the tag that the import gives
COUNTING = (
    e.Opened | e.Moved | e.Categorised | e.TimeBooked | e.Surveyed | e.Rated | e.Joined | e.Separated | e.Declined
)

Between = Callable[[datetime, datetime], timedelta]  # how much working time lies between two moments


def is_changed(before: Ticket, event: e.Event, after: Ticket) -> bool:
    """Does `event` change any figure of its ticket?"""
    fact = event.fact
    if isinstance(fact, REVERTED | COUNTING) or (isinstance(fact, e.Replied) and not before.first_replied_at):
        return True
    is_spam = SPAM in (before.resolution, after.resolution) and before.resolution != after.resolution
    was_kept = (before.status in ENDED) == (after.status in ENDED)
    return is_spam or not was_kept or bool(set(_run_out(before, event.at)) - set(_run_out(before, before.updated_at)))


def figures(number: int, history: Sequence[e.Event], between: Between) -> list[Figure]:
    """The figures of a ticket, in the order of its whole `history`."""
    count = _Count(Ticket(number), between)
    for event in standing(list(history)):
        if not isinstance(event.fact, REVERTED) and not (isinstance(event.fact, e.Wrote) and event.fact.is_counted):
            count.add(event)
    return count.made()


def _run_out(ticket: Ticket, now: datetime | None) -> list[tuple[str, datetime]]:
    """The clocks of `ticket` that had run out by `now`, and when they did."""
    clocks = (("first", ticket.first_by), ("next", ticket.next_by), ("resolve", ticket.resolve_by))
    return [(clock, by) for clock, by in clocks if by and now and by < now]


class _Count:
    """A ticket's life, read event by event."""

    def __init__(self, ticket: Ticket, between: Between) -> None:
        self._ticket, self._between = ticket, between
        self._figures: list[Figure] = []
        self._breaches: set[tuple[str, datetime]] = set()
        self._stretches: list[tuple[datetime, datetime]] = []  # when it was our turn
        self._owners: set[str] = set()
        self._answers = 0
        self._is_passed_on = self._is_imported = self._is_quiet = False

    def add(self, event: e.Event) -> None:
        before, self._ticket = self._ticket, apply(self._ticket, event)
        if before.updated_at and before.status not in (*ENDED, Status.PENDING):
            self._passed(before.updated_at, event.at)
        for clock, by in _run_out(before, event.at):
            self._breached(before, event, clock, by)
        self._note(event)
        self._turned(before, event)

    def made(self) -> list[Figure]:
        ticket = self._ticket
        is_counted = not (ticket.joined is not None or ticket.resolution == SPAM or self._is_imported or self._is_quiet)
        last = next((one for one in reversed(self._figures) if one.kind is Kind.RESOLVED), None)
        return [
            replace(
                one, category=ticket.category, is_counted=is_counted or one.kind is Kind.BOOKED,
                booked=ticket.minutes if one is last else 0,
            ) for one in self._figures
        ]  # fmt: skip

    def _note(self, event: e.Event) -> None:
        """What the facts say that concern no status."""
        fact, ticket = event.fact, self._ticket
        match fact:
            case e.Opened():
                self._is_quiet = fact.quiet
                self._put(Kind.CREATED, event)
            case e.Replied():
                self._answers += 1
                self._answered(event)
            case e.Tagged(added) if event.by.place == DESK.place:
                self._is_imported |= IMPORTED in added
            case e.Escalated(rungs=()):
                self._is_passed_on = True
            case e.Surveyed():
                self._put(Kind.SURVEYED, event, agent=ticket.owner or "", agent_name=ticket.owner_name)
            case e.Rated(score):
                self._last(Kind.SURVEYED, score=score)
            case e.TimeBooked(minutes):
                self._put(Kind.BOOKED, event, minutes=minutes, agent=event.by.place, agent_name=event.by.name)
        self._owners |= {ticket.owner} if ticket.owner else set()

    def _turned(self, before: Ticket, event: e.Event) -> None:
        """What a change of queue or status means."""
        was_open, is_open = before.status not in ENDED, self._ticket.status not in ENDED
        if isinstance(event.fact, e.Moved):
            self._is_passed_on = True
            if is_open:
                self._put(Kind.LEFT, event, queue=before.queue)
                self._put(Kind.ARRIVED, event)
        if isinstance(event.fact, e.Opened | e.Joined | e.Separated) or was_open == is_open:
            return
        if isinstance(event.fact, e.Declined) and not is_open:  # it had never come back
            self._forget(Kind.REOPENED)
            self._last(Kind.RESOLVED, came_back=False)
        elif is_open:
            self._last(Kind.RESOLVED, came_back=True)
            self._put(Kind.REOPENED, event)
            self._answers, self._owners, self._is_passed_on = 0, set(), False
        else:
            self._resolved(before, event)

    def _answered(self, event: e.Event) -> None:
        if any(one.kind is Kind.ANSWERED for one in self._figures):
            return
        opened = self._ticket.opened_at or event.at
        self._put(
            Kind.ANSWERED, event, agent=event.by.place, agent_name=event.by.name, minutes=_minutes(event.at - opened),
            working=self._working(opened), is_late=any(clock == "first" for clock, _ in self._breaches),
        )  # fmt: skip

    def _resolved(self, before: Ticket, event: e.Event) -> None:
        began = before.started_at or event.at
        owner = (before.owner, before.owner_name) if before.owner else (event.by.place, event.by.name)
        is_ours = bool(before.owner) or event.by.place not in (before.requester, *before.cc)
        agent, name = owner if is_ours and not owner[0].startswith(DESK.place) else ("", "")
        self._put(
            Kind.RESOLVED, event, agent=agent, agent_name=name, minutes=_minutes(event.at - began),
            working=self._working(began), is_first_contact=self._answers <= 1,
            is_first_level=not self._is_passed_on and len(self._owners) <= 1,
            is_late=any(clock == "resolve" and by > began for clock, by in self._breaches),
        )  # fmt: skip

    def _breached(self, before: Ticket, event: e.Event, clock: str, by: datetime) -> None:
        if (clock, by) not in self._breaches:
            self._breaches.add((clock, by))
            owner = {"agent": before.owner or "", "agent_name": before.owner_name}
            self._put(Kind.BREACHED, event, at=by, queue=before.queue, clock=clock, **owner)

    def _passed(self, start: datetime, end: datetime) -> None:
        """It was our turn meanwhile. What follows on another stretch is one with it: each is rounded down."""
        if self._stretches and self._stretches[-1][1] == start != self._ticket.started_at:
            start = self._stretches.pop()[0]
        self._stretches.append((start, end))

    def _working(self, since: datetime) -> int:
        """Minutes of business time that it was our turn."""
        return _minutes(sum((self._between(*one) for one in self._stretches if one[0] >= since), timedelta()))

    def _put(self, kind: Kind, event: e.Event, **values: object) -> None:
        self._figures.append(Figure(**{"kind": kind, "event": event.id, "at": event.at, "queue": self._ticket.queue,
                                       **values}))  # type: ignore[arg-type]  # fmt: skip

    def _last(self, kind: Kind, **values: object) -> None:
        """Something more is known of the last of a kind."""
        for at in reversed(range(len(self._figures))):
            if self._figures[at].kind is kind:
                self._figures[at] = replace(self._figures[at], **values)  # type: ignore[arg-type]
                return

    def _forget(self, kind: Kind) -> None:
        at = max((at for at, one in enumerate(self._figures) if one.kind is kind), default=None)
        if at is not None:
            del self._figures[at]


def _minutes(length: timedelta) -> int:
    return int(length.total_seconds()) // 60
