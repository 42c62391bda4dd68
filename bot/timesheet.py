"""Working time: booked on a ticket, a little of one's own taken back, told by agent."""

import re
from collections.abc import Iterator

from bot import events as e
from bot.book import Book
from bot.durations import duration, worked
from bot.errors import Misunderstood
from bot.people import Person
from bot.ports import Transaction
from bot.speech import later, say, shown
from bot.standing import standing
from bot.ticket import Ticket

SHAPE = re.compile(r"([+−-]?)\s*((?:\d{1,6}\s*[hm](?=[\s\d]|$)\s*)+)(.*)", re.IGNORECASE | re.DOTALL)
MOST = 24 * 60  # minutes that one booking holds
FORM = later("Say how long, in hours and minutes: time 15m, time 1h30m; -5m takes some back.")


def split(text: str) -> tuple[int, str]:
    """`1h 30m Looked at it` as minutes and what they were for. Raises Misunderstood."""
    found = SHAPE.fullmatch(text.strip())
    length = duration(found[2]) if found else None
    if found is None or length is None:
        said = say("“{typed}” does not begin with a length of time.", typed=text.strip()[:40])
        raise Misunderstood(f"{said} {shown(FORM)}")
    minutes = int(length.total_seconds()) // 60
    return -minutes if found[1] in ("-", "−") else minutes, found[3].strip()


def book_time(
    book: Book, tx: Transaction, ticket: Ticket, by: Person, minutes: int, what: str, source: str | None
) -> Ticket:  # fmt: skip
    """Raises Misunderstood for no time, more than a day, or more back than one has booked."""
    if not 0 < abs(minutes) <= MOST:
        raise Misunderstood(f"{say('One booking holds 1 minute to 24 hours.')} {shown(FORM)}")
    if source and tx.tickets.of(source) is not None:
        return ticket
    if minutes < 0:
        own = sum(
            fact.minutes for event, fact in _booked(tx.tickets.history(ticket.number)) if event.by.place == by.place
        )
        if own + minutes < 0:
            raise Misunderstood(
                say(
                    "You have booked {length} on #{number}: no more can be taken back.",
                    length=worked(own), number=ticket.number,
                )
            )  # fmt: skip
    return book.record(tx, ticket, by, e.TimeBooked(minutes, what.strip()), source)


def sheet(history: list[e.Event]) -> list[str]:
    """Each agent with what they booked in all, who booked most first, and below them each booking (times UTC)."""
    theirs: dict[str, list[tuple[e.Event, e.TimeBooked]]] = {}
    for event, fact in _booked(history):
        theirs.setdefault(event.by.place, []).append((event, fact))
    sums = {place: sum(fact.minutes for _, fact in found) for place, found in theirs.items()}
    lines: list[str] = []
    for place in sorted(theirs, key=lambda place: -sums[place]):
        lines.append(f"{theirs[place][-1][0].by.name}: {worked(sums[place])}")
        lines += [f"  {event.at:%Y-%m-%d %H:%M} UTC  {_signed(fact)}" for event, fact in theirs[place]]
    return lines


def _booked(history: list[e.Event]) -> Iterator[tuple[e.Event, e.TimeBooked]]:
    """The bookings that stand: not those that were undone."""
    return ((event, event.fact) for event in standing(history) if isinstance(event.fact, e.TimeBooked))


def _signed(fact: e.TimeBooked) -> str:
    length = f"-{worked(-fact.minutes)}" if fact.minutes < 0 else worked(fact.minutes)
    return f"{length}  {fact.what}".rstrip()
