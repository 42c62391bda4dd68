"""Who is rung as “on call” at this moment: the first in turn who is there, else the queue's supervisors."""

from collections.abc import Sequence

from bot import shifts
from bot.book import Book
from bot.events import Escalated
from bot.ports import Transaction
from bot.shifts import Places
from bot.ticket import Ticket
from bot.turns import is_there, there


class OnCall:
    """Each queue is looked up once: a tick rings for many tickets."""

    def __init__(self, book: Book, tx: Transaction) -> None:
        self._book, self._tx = book, tx
        self._known: dict[str, tuple[Places, tuple[str, ...]]] = {}

    def places(self, queue: str) -> Places:
        """All places of the one person, on whatever chats; or the supervisors."""
        return self._look(queue)[0] or self._book.settings.queue(queue).supervisors

    def name(self, queue: str) -> str:
        """That of the one person; "" where nobody is on call, or nobody of them is there."""
        here = self._look(queue)[0]
        return shifts.name(self._tx, here) if here else ""

    def may_read(self, place: str, ticket: Ticket) -> bool:
        """Is it nobody who left its queue and those that follow it, or said that they are away?"""
        settings = self._book.settings
        queues = settings.queue(ticket.queue), *settings.named(ticket.watching)
        return is_there(self._tx, (place,), self._book.now(), *queues)

    def absent(self, queue: str) -> tuple[str, ...]:
        """The names of those who are passed over."""
        return self._look(queue)[1]

    def _look(self, queue: str) -> tuple[Places, tuple[str, ...]]:
        if queue not in self._known:
            now = self._book.now()
            chain = shifts.chain(self._book, self._tx, queue, now)
            here, absent = there(self._tx, chain, now, self._book.settings.queue(queue))
            self._known[queue] = here, tuple(shifts.name(self._tx, one) for one in absent)
        return self._known[queue]


def alarm(book: Book, tx: Transaction, ticket: Ticket, reason: str) -> Escalated:
    """Somebody rings for a ticket: its supervisors, and who is on call."""
    on_call = OnCall(book, tx)
    meant = dict.fromkeys((*book.settings.queue(ticket.queue).supervisors, *on_call.places(ticket.queue)))
    return Escalated(reason, tuple(meant), absent=on_call.absent(ticket.queue))


def names(book: Book, tx: Transaction, queues: Sequence[str]) -> tuple[str, ...]:
    """Who is on call for the queues; with the queue, where there are several."""
    on_call = OnCall(book, tx)
    found = [(queue, name) for queue in queues if (name := on_call.name(queue))]
    return tuple(f"{name} ({queue})" if len(queues) > 1 else name for queue, name in found)
