"""Owners who are gone let go of their tickets: a batch at a time, in working hours, and those are told who stand in."""

from collections.abc import Mapping
from datetime import datetime

from bot.absences import Cause, cause
from bot.book import Book
from bot.config import Queue
from bot.events import Vacated
from bot.people import DESK, channel_of
from bot.ports import Transaction
from bot.roster import Member
from bot.speech import later, say, several, shown, speaking
from bot.words import ForRoom

BATCH = 50  # tickets of one transaction
SEVERAL = 3  # tickets at once that become one message
WHY = {
    Cause.LEFT: later("{name} has left the agents of {queue}"),
    Cause.AWAY: later("{name} is away for longer than {queue} waits"),
}


def release(book: Book, tx: Transaction, now: datetime) -> int:
    """Make some tickets of one owner nobody's. Returns how many; call again until none is left.

    Two processes take different tickets: each is locked, and once it is nobody's it is found no more.
    """
    known = {one.person.place: one for one in tx.roster.members()}
    for member in filter(None, map(known.get, tx.roster.owners())):
        gone = leaves(book, member, now)
        for name, many in (tx.roster.owns(member.person.place) if gone else {}).items():
            queue = book.settings.queue(name).name
            done = _some(book, tx, member, gone[queue], name, many) if queue in gone and _works(book, queue, now) else 0
            if done:
                return done
    return 0


def leaves(book: Book, member: Member, now: datetime) -> Mapping[str, Cause]:
    """The queues where their tickets are not theirs any more, and why."""
    found = {one.name: cause(member, one, book.timing.calendar(one.name), now) for one in book.settings.queues}
    return {name: why for name, why in found.items() if why}


def _works(book: Book, queue: str, now: datetime) -> bool:
    """Nobody is rung at night: what is let go of then waits until somebody works."""
    return book.timing.calendar(queue).opening(now) <= now


def _some(book: Book, tx: Transaction, member: Member, why: Cause, name: str, many: int) -> int:
    queue, now = book.settings.queue(name), book.now()
    tickets = tx.roster.owned(member.person.place, name, BATCH)
    called = tuple(place for place in queue.supervisors if place != member.person.place)
    since = member.left_at or member.away_since
    key = f"vacated:{name}:{member.person.place}:{since.isoformat() if since else now.date()}"
    if many >= SEVERAL and tickets:
        _gather(book, tx, key, member, why, queue, called, many)
    is_gathered = bool(tx.notices.of(key))
    for ticket in tickets:
        fact = Vacated(member.person.name, queue.name, why.value, called, is_gathered)
        book.record(tx, ticket, DESK, fact)
    return len(tickets)


def _gather(
    book: Book, tx: Transaction, key: str, member: Member, why: Cause, queue: Queue, called: tuple[str, ...], many: int
) -> None:  # fmt: skip
    """One message for all of them, in the first room of the queue on each chat; once, however many batches it takes."""
    rooms = {channel_of(room): room for room in reversed(queue.rooms)}
    for channel, room in rooms.items():
        with speaking(book.settings.tongue_in(room, queue.name)):
            head = shown(WHY[why], name=member.person.name, queue=queue.name)
            body = several("{n} ticket is nobody's again.", "{n} tickets are nobody's again.", many)
            listed = say("/desk list owner:none queue:{queue} lists what nobody has.", queue=queue.name)
        pings = tuple(place for place in called if channel_of(place) == channel)
        tx.notices.once(key, queue.name, (room,), ForRoom("👤", head, f"{body} {listed}", pings=pings), book.now())
