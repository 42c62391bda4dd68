"""Messages from the requester's side: taken to the ticket that they belong to, or opening one; and acknowledged."""

from bot import (
    blocking,
    caps,
    folding,
    incidents,
    judging,
    matching,
    monitoring,
    proposing,
    returning,
    tongues,
    watching,
)
from bot.book import Book
from bot.copies import replace
from bot.events import Acknowledged, Opened, Replied, Unacknowledged, Wrote
from bot.incoming import Incoming, guarded
from bot.matching import BADGES, Match, Rule, Standing
from bot.people import DESK, NOBODY
from bot.ports import Transaction
from bot.stops import silence
from bot.subjects import is_another, numbers
from bot.suggesting import suggest
from bot.thanks import is_thanks
from bot.ticket import ENDED, Ticket
from bot.tokens import Tokens, claims, redacted

LOOKED_BACK, SENT = 20, 5  # events among which our last answers are sought, and how many of these


def receive(book: Book, tokens: Tokens, tx: Transaction, message: Incoming) -> tuple[Ticket, bool]:
    """Take a message: append it to the ticket it answers, else open one. Returns the ticket, and if it is new."""
    if not message.is_unheard and (known := tx.tickets.of(message.source)) is not None:
        return watching.join(book, tx, tx.tickets.get(known), message), False
    ticket, is_new = _taken(book, tokens, tx, message)
    if message.refers or message.other_name:
        ours = [ref for ref in message.refers if not claims(ref)]
        tx.tickets.refer(ticket.number, ours, message.other_name)
    return ticket, is_new


def acknowledge(book: Book, tx: Transaction, ticket: Ticket, why_not: str, verdict: str = "") -> Ticket:
    """Tell the requester the number, once, within the caps; otherwise write down why not.

    `verdict` is the one on the sender of a mail, "" where there is none to give.
    """
    reason = why_not or silence(tx.stops.at(ticket.origin, book.now())) or caps.silence(book, tx, ticket, verdict)
    return book.record(tx, ticket, DESK, Unacknowledged(reason) if reason else Acknowledged())


def _taken(book: Book, tokens: Tokens, tx: Transaction, message: Incoming) -> tuple[Ticket, bool]:
    if message.report:
        about = matching.reported(tx, tokens, message)
        message = _clean(message)
        if about is None:
            return _open(book, tx, message, None), True
        number, place = about
        ticket = tx.tickets.get(number)
        return returning.record(book, tx, ticket, message, place, judging.is_too_late(book, ticket)), False
    if stop := blocking.standing(book, tx, message.sender):
        return blocking.file(book, tx, stop, _clean(message))
    if message.alert:
        return monitoring.take(book, tx, _clean(message), message.alert)
    match = matching.found(tx, tokens, message) or matching.alike(tx, message, book.now())
    message = _clean(message)
    if match is None or match.standing is Standing.PROPOSED:
        return _open(book, tx, message, match), True
    ticket = tx.tickets.get(match.number)
    if judging.is_too_late(book, ticket) and not message.automatic:
        return _open(book, tx, message, match, ticket.number), True
    message = replace(message, reply=_own(tx, ticket, message))
    said = _said(ticket, message, match)
    if not (said.automatic or said.third_party or said.unverified or said.files):
        said = replace(said, solved=judging.answered(book, tx, ticket, message.by, message.reply or message.text))
    fact = caps.quiet(book, tx, ticket, said)
    return judging.follow(book, tx, book.write(tx, ticket, message.by, fact, message.source), message.by, fact), False


def _own(tx: Transaction, ticket: Ticket, message: Incoming) -> str:
    """What of the message was written now, also where a program repeats our last answers without a mark."""
    replies = [event.fact.text for event in tx.tickets.recent(ticket.number, LOOKED_BACK)
               if isinstance(event.fact, Replied)][:SENT]  # fmt: skip
    text = message.reply or message.text
    if not (replies and message.is_mail) or (said := folding.own(text, replies)) == text:
        return message.reply
    return said


def _clean(message: Incoming) -> Incoming:
    said = (redacted(one) for one in (message.text, message.reply, message.subject))
    text, reply, subject = said
    return replace(message, text=text, reply=reply, subject=subject)


def _said(ticket: Ticket, message: Incoming, match: Match) -> Wrote:
    is_heard_only = match.standing.is_heard_only or message.automatic
    is_bare = ticket.status in ENDED and not (is_heard_only or message.files)
    is_own_subject = not is_heard_only and ticket.number not in numbers(message.subject)
    strays = message.is_mail and is_own_subject and is_another(message.subject, ticket.subject)
    return Wrote(
        message.text, message.files, _badges(BADGES.get(match.standing, ""), message.badge), message.automatic,
        third_party=match.standing is Standing.THIRD_PARTY,
        rule=match.rule,
        unverified=match.standing is Standing.UNVERIFIED,
        subject=message.subject if strays else "",
        thanks=is_bare and is_thanks(message.reply or message.text, message.by.name),
        shown=message.reply,
        **guarded(message),
    )  # fmt: skip


def _open(
    book: Book, tx: Transaction, message: Incoming, match: Match | None, follows: int | None = None
) -> Ticket:  # fmt: skip
    """A ticket of its own. Nobody is told its number while it may belong to another."""
    mentioned = match.number if match and not follows else None
    candidate = mentioned if mentioned and proposing.may(book, tx, mentioned) else None
    is_asked = bool(match and candidate and match.rule is not Rule.ALIKE)  # that one is only suggested
    tells_at = book.now() + proposing.PATIENCE if is_asked and not message.silence else None
    by = replace(message.by, place=NOBODY) if message.unattributed else message.by
    unattributed = f"unattributed: {message.unattributed}" if message.unattributed else ""
    mentions = f"mentions #{mentioned}" if mentioned and not candidate else ""
    fact = Opened(
        message.subject, message.text, message.queue, by.place, by.name, message.origin, message.files, follows,
        _badges(unattributed, mentions, message.badge), message.automatic, match.rule if match else Rule.NEW,
        candidate, tells_at, shown=message.reply, language=tongues.asks(tx, by), **guarded(message),
    )  # fmt: skip
    ticket = book.write(tx, tx.tickets.new(), by, fact, message.source)
    if is_asked and candidate:
        proposing.propose(book, tx, ticket, fact, candidate)
    ticket = ticket if tells_at else acknowledge(book, tx, ticket, message.silence, message.verdict)
    is_question = not (candidate or message.automatic or message.report)
    if not is_question:
        return ticket
    incidents.notice(book, tx, ticket, message.reply or message.text)
    return suggest(book, tx, ticket, message.reply or message.text)


def _badges(*said: str) -> str:
    return "; ".join(filter(None, said))
