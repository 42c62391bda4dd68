"""Messages from the requester's side: which ticket they belong to, and whether they are acknowledged."""

from dataclasses import replace
from datetime import timedelta
from itertools import islice

from bot.book import Book
from bot.events import Acknowledged, Opened, Unacknowledged, Wrote
from bot.incoming import Incoming
from bot.people import DESK, channel_of
from bot.ports import Transaction
from bot.ticket import Status, Ticket
from bot.tokens import MOST, Tokens, claims, redacted

MATCHED_BY_THREAD = "matched by thread, sender not authenticated"

# Hard caps against being used as a mail bomb or as one half of a loop. A tag after a plus is the same address.
DAY, BURST = timedelta(days=1), timedelta(minutes=10)
PER_ADDRESS_A_DAY, PER_DOMAIN_A_BURST, IN_ALL_A_BURST = 3, 20, 60


def receive(book: Book, tokens: Tokens, tx: Transaction, message: Incoming) -> tuple[Ticket, bool]:
    """Take a message: append it to the ticket it answers, else open one. Returns the ticket, and if it is new."""
    if (known := tx.tickets.of(message.source)) is not None:
        return tx.tickets.get(known), False
    message = replace(message, text=redacted(message.text), subject=redacted(message.subject))
    ticket, badge, third_party = _answered(tokens, tx, message)
    if ticket and not _too_late(book, ticket):
        fact = Wrote(
            message.text, message.files, "; ".join(filter(None, (badge, message.badge))), message.automatic, third_party
        )
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
    for claim in islice((claim for text in message.tokens for claim in claims(text)), MOST):
        recipient = _recipient(tx, claim.number)
        if recipient and tokens.holds(claim, recipient):
            return tx.tickets.get(claim.number), "", message.by.place != f"mail:{recipient}"
    for ref in message.answers[:MOST]:
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
    channel, _, address = ticket.origin.partition(":")
    if channel != "mail":
        return "" if ticket.origin else "the requester has no place to answer to"
    local, _, domain = address.partition("@")
    a_burst_ago = book.now() - BURST
    if tx.tickets.acknowledged(a_burst_ago) >= IN_ALL_A_BURST:
        return f"{IN_ALL_A_BURST} acknowledgements went out within 10 minutes"
    if tx.tickets.acknowledged(a_burst_ago, domain) >= PER_DOMAIN_A_BURST:
        return f"{PER_DOMAIN_A_BURST} acknowledgements went to {domain} within 10 minutes"
    if tx.tickets.acknowledged(book.now() - DAY, domain, local.partition("+")[0]) >= PER_ADDRESS_A_DAY:
        return f"{address} had {PER_ADDRESS_A_DAY} acknowledgements within a day"
    return ""
