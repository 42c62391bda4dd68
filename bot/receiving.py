"""Messages from the requester's side: which ticket they belong to, and whether they are acknowledged."""

from datetime import timedelta

from bot.book import Book
from bot.events import Acknowledged, Opened, Unacknowledged, Wrote
from bot.incoming import Incoming
from bot.people import DESK, channel_of
from bot.ports import Transaction
from bot.ticket import Status, Ticket
from bot.tokens import Tokens

MATCHED_BY_THREAD = "matched by thread, sender not authenticated"

# Hard caps against being used as a mail bomb or one half of a loop: (period, in all, to one place).
DAY, BURST = timedelta(days=1), timedelta(minutes=10)
PER_PLACE_A_DAY, IN_ALL_A_BURST = 3, 60


def receive(book: Book, tokens: Tokens, tx: Transaction, message: Incoming) -> tuple[Ticket, bool]:
    """Take a message: append it to the ticket it answers, else open one. Returns the ticket, and if it is new."""
    if (known := tx.tickets.of(message.source)) is not None:
        return tx.tickets.get(known), False
    ticket, badge, third_party = _answered(tokens, tx, message)
    if ticket and not _too_late(book, ticket):
        fact = Wrote(message.text, message.files, badge or message.badge, message.automatic, third_party)
        return book.write(tx, ticket, message.by, fact, message.source), False
    if ticket and message.automatic:
        fact = Wrote(message.text, message.files, message.badge, True, third_party)
        return book.write(tx, ticket, message.by, fact, message.source), False
    return _open(book, tx, message, ticket), True


def acknowledge(book: Book, tx: Transaction, ticket: Ticket, silence: str) -> Ticket:
    """Tell the requester the number, once, within the caps; otherwise write down why not."""
    reason = silence or _capped(book, tx, ticket)
    return book.record(tx, ticket, DESK, Unacknowledged(reason) if reason else Acknowledged())


def _answered(tokens: Tokens, tx: Transaction, message: Incoming) -> tuple[Ticket | None, str, bool]:
    """The ticket a message answers, what is doubtful about that, and if somebody else than its requester wrote.

    A valid token first; then the references it names, where only its requester may go on; never a number alone.
    """
    for text in message.tokens:
        for number in tokens.candidates(text):
            recipient = _recipient(tx, number)
            if recipient and tokens.verify(text, (recipient,)):
                theirs = message.by.place == f"mail:{recipient}"
                return tx.tickets.get(number), "", not theirs
    for ref in message.answers:
        known = tx.tickets.of(ref)
        if known is None or not (seen := tx.tickets.look(known)):
            continue
        theirs = seen.requester == message.by.place
        if channel_of(ref) != "mail":  # the platform let them into that thread
            return tx.tickets.get(known), "", not theirs
        if theirs:
            return tx.tickets.get(known), MATCHED_BY_THREAD, False
    if message.is_conversation and (talk := tx.tickets.talking_at(message.origin)):
        return talk, "", False
    return None, "", False


def _recipient(tx: Transaction, number: int) -> str | None:
    known = tx.tickets.look(number)
    if known is None or channel_of(known.origin) != "mail":
        return None
    return known.origin.partition(":")[2]


def _too_late(book: Book, ticket: Ticket) -> bool:
    """Closed longer ago than its queue's `reopen_days`: what comes now opens a linked follow-up."""
    if ticket.status is not Status.CLOSED or not ticket.updated_at:
        return False
    return book.now() - ticket.updated_at > timedelta(days=book.settings.queue(ticket.queue).reopen_days)


def _open(book: Book, tx: Transaction, message: Incoming, follows: Ticket | None) -> Ticket:
    fact = Opened(
        message.subject, message.text, message.queue, message.by.place, message.by.name, message.origin,
        message.files, follows.number if follows else None, message.badge, message.automatic,
    )  # fmt: skip
    ticket = book.write(tx, tx.tickets.new(), message.by, fact, message.source)
    return acknowledge(book, tx, ticket, message.silence)


def _capped(book: Book, tx: Transaction, ticket: Ticket) -> str:
    if channel_of(ticket.origin) != "mail":
        return "" if ticket.origin else "the requester has no place to answer to"
    if tx.tickets.acknowledged(book.now() - BURST) >= IN_ALL_A_BURST:
        return f"{IN_ALL_A_BURST} acknowledgements went out within 10 minutes"
    if tx.tickets.acknowledged(book.now() - DAY, ticket.origin) >= PER_PLACE_A_DAY:
        return f"{ticket.origin} had {PER_PLACE_A_DAY} acknowledgements within a day"
    return ""
