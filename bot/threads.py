"""Threads that somebody deletes, archives or locks by hand: noticed, mended, and said; never again and again.

`Desk.threads` is the door. A closed ticket's thread may rest, and one that is gone comes back when something is said.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.book import Book
from bot.events import Disturbed
from bot.people import DESK
from bot.ports import Store, Transaction
from bot.speech import say, speaking
from bot.ticket import Status, Ticket
from bot.words import ForRoom

DAY, BURST = timedelta(days=1), timedelta(minutes=10)
A_DAY, A_BURST = 3, 10  # of one ticket, and of all within ten minutes
LOOKED_BACK = 50  # events
DELETED = "deleted"
OPENS = timedelta(minutes=1)  # until the thread of a ticket that was taken up again is open


class Threads:
    def __init__(self, store: Store, now: Callable[[], datetime], book: Book) -> None:
        self._store, self._now, self._book = store, now, book

    def gone(self, thread: str, has_card: bool = False, is_needed: bool = False) -> Ticket | None:
        """The thread or its card was deleted. The ticket, where it was one of ours in a room, and known to be there.

        Where it `has_card` still, the next word opens the thread below that again. `is_needed`: something waits to be
        said in it, so that it is made anew whatever the ticket's state.
        """
        with self._store.transaction() as tx:
            found = self._found(tx, thread)
            if found and has_card:
                return _below(self._book, tx, *found)
            return _anew(self._book, tx, *found, thread, is_needed) if found else None

    def shut(self, thread: str, what: str) -> Ticket | None:
        """The thread was `archived` or `locked`, and not by us: that of a ticket that is not closed is opened again."""
        with self._store.transaction() as tx:
            found = self._found(tx, thread)
            if found is None or found[0].status is Status.CLOSED or _is_often(self._book, tx, found[0]):
                return None
            ticket, place = found
            if _opens(ticket, self._now()):
                return None
            return self._book.record(tx, ticket, DESK, Disturbed(place, what))

    def _found(self, tx: Transaction, thread: str) -> tuple[Ticket, str] | None:
        """The ticket whose thread this is, and the room; None for a requester's own, and for what is no card's."""
        number = tx.tickets.of(thread)
        rooms = tx.cards.threads(number) if number is not None else {}
        place = next((room for room, known in rooms.items() if known == thread), None)
        if number is None or place is None:
            return None
        ticket = tx.tickets.get(number)
        return None if place == ticket.origin else (ticket, place)


def _opens(ticket: Ticket, now: datetime) -> bool:
    """Was it taken up again just now? Then we shut its thread ourselves, and open it with the line that says so."""
    started = ticket.started_at
    return started is not None and started != ticket.opened_at and now - started < OPENS


def _anew(book: Book, tx: Transaction, ticket: Ticket, place: str, thread: str, is_needed: bool) -> Ticket:
    is_often = _is_often(book, tx, ticket)
    if not is_needed and (is_often or ticket.status is Status.CLOSED):
        tx.cards.leave(ticket.number, place)
        if is_often:
            _tell(book, tx, ticket, place)
        return ticket
    tx.cards.lost(ticket.number, thread, book.now())
    if is_often:
        return ticket
    return book.record(tx, ticket, DESK, Disturbed(place, DELETED, ticket.version))


def _below(book: Book, tx: Transaction, ticket: Ticket, place: str) -> Ticket | None:
    if ticket.status is Status.CLOSED or _is_often(book, tx, ticket):
        return None
    return book.record(tx, ticket, DESK, Disturbed(place, DELETED, ticket.version))


def _is_often(book: Book, tx: Transaction, ticket: Ticket) -> bool:
    """Does somebody do this again and again, to one ticket or to many?"""
    since = book.now() - DAY
    events = tx.tickets.recent(ticket.number, LOOKED_BACK)
    mine = sum(isinstance(event.fact, Disturbed) and event.at > since for event in events)
    return mine >= A_DAY or tx.tickets.disturbed(book.now() - BURST) >= A_BURST


def _tell(book: Book, tx: Transaction, ticket: Ticket, place: str) -> None:
    queue = book.settings.queue(ticket.queue)
    with speaking(book.settings.tongue_in(place, ticket.queue)):
        said = say("Threads are deleted here again and again. They come back when something is said on their tickets")
    tx.notices.once(f"threads:{place}:{book.now():%Y-%m-%d}", queue.name, (place,), ForRoom("🧵", said), book.now())
