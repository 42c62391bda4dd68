"""Senders that agents block: what they write is filed where it can be found, shown to nobody, and answered by nothing.

All that comes of one sender while a block stands goes into one closed ticket. Nothing is lost, and nothing is heard.
"""

from dataclasses import replace
from datetime import timedelta

from bot.book import Book
from bot.errors import Misunderstood
from bot.events import Closed, Opened, Unacknowledged, Wrote
from bot.incoming import Incoming
from bot.matching import Rule
from bot.people import DESK, Person, channel_of
from bot.ports import Transaction
from bot.proposing import separate
from bot.speech import later, say, speaking
from bot.stops import Halt, Stop, silence, untagged
from bot.ticket import Status, Ticket

USUAL, LONGEST = timedelta(days=30), timedelta(days=36_500)
BADGE = later("blocked sender")


def block(
    book: Book, tx: Transaction, by: Person, place: str, length: timedelta | None = None, reason: str = ""
) -> Stop:
    """Block a sender, or block them anew. Raises Misunderstood for who cannot be blocked."""
    if place.partition(":")[2].lower() in {box.address.lower() for box in book.settings.mailboxes}:
        raise Misunderstood(say("That is our own address: it cannot be blocked."))
    now = book.now()
    standing = tx.stops.at(place, now).get(Halt.BLOCKED)
    kept = standing.ticket if standing else None
    stop = Stop(place, Halt.BLOCKED, now, now + min(length or USUAL, LONGEST), reason, by.name, kept)
    tx.stops.put(stop)
    return stop


def standing(book: Book, tx: Transaction, sender: str) -> Stop | None:
    """The block that stands against a sender, under whatever tag he writes."""
    found = (tx.stops.at(place, book.now()).get(Halt.BLOCKED) for place in dict.fromkeys((sender, untagged(sender))))
    return next(filter(None, found), None)


def block_sender(book: Book, tx: Transaction, ticket: Ticket, by: Person, source: str | None) -> Stop:
    """Block who opened `ticket`; it belongs nowhere else then, and is closed."""
    place = ticket.origin or ticket.requester
    if not place:
        raise Misunderstood(say("#{number} has no sender who could be blocked.", number=ticket.number))
    standing = tx.stops.at(place, book.now()).get(Halt.BLOCKED)
    stop = standing or block(book, tx, by, place, reason=f"#{ticket.number}")
    if ticket.candidate:
        ticket = separate(book, tx, ticket, by, None)
    if ticket.status is not Status.CLOSED:
        with speaking(book.settings.room_tongue(ticket.queue)):
            note = say("{address} is blocked", address=place.partition(":")[2])
        ticket = book.record(tx, ticket, by, Closed("spam", note), source)
    if ticket.tells_at:
        book.record(tx, ticket, DESK, Unacknowledged(silence({Halt.BLOCKED: stop})))
    return stop


def file(book: Book, tx: Transaction, stop: Stop, message: Incoming) -> tuple[Ticket, bool]:
    """File what a blocked sender wrote. Returns the ticket that holds it, and if that is new."""
    if stop.ticket:
        held = Wrote(
            message.text, message.files, message.badge or BADGE, message.automatic, rule=Rule.BLOCKED, quiet=True,
            shown=message.reply,
        )  # fmt: skip
        return book.write(tx, tx.tickets.get(stop.ticket), message.by, held, message.source), False
    opened = Opened(
        message.subject, message.text, message.queue, message.by.place, message.by.name, message.origin,
        message.files, badge=BADGE, automatic=message.automatic, rule=Rule.BLOCKED, quiet=True,
        shown=message.reply,
    )  # fmt: skip
    ticket = book.write(tx, tx.tickets.new(), message.by, opened, message.source)
    tx.stops.put(replace(stop, ticket=ticket.number))
    return book.record(tx, ticket, DESK, Unacknowledged(silence({Halt.BLOCKED: stop}))), True


def place_of(address: str) -> str:
    """The place that `address` names: a mail's address, or a place as it is. Raises Misunderstood."""
    if channel_of(address) in ("mail", "slack", "discord") and ":" in address:
        return address
    local, at, host = address.strip("<>").lower().rpartition("@")
    if not (local and at and "." in host) or " " in address:
        raise Misunderstood(
            say("“{typed}” is no mail address. Say whom: block ann@example.org 30d Spam.", typed=address[:80])
        )
    return f"mail:{local}@{host}"
