"""Mails of ours that come back, and other news of them: the requester got nothing, or did after all."""

from bot.book import Book
from bot.events import Bounced, Reported
from bot.incoming import Incoming, Report
from bot.matching import Rule
from bot.ports import Draft, Kind, Mark, Transaction
from bot.speech import later
from bot.stops import DEAD_FOR, Halt, Stop
from bot.ticket import Ticket


def record(
    book: Book, tx: Transaction, ticket: Ticket, message: Incoming, place: str, is_too_late: bool
) -> Ticket:  # fmt: skip
    """Write down what a report tells of a mail to `place` of `ticket`, or of one that went into it.

    One that failed `is_too_late` for a ticket long closed.
    """
    report = message.report or Report("")
    is_known = Halt.UNWELCOME in tx.stops.at(place, book.now())
    _stop(book, tx, place, report)
    about = tx.posts.answer(message.answers) or 0
    if report.what == "failed" and place == ticket.origin and not is_too_late:
        _mark(book, tx, ticket, message)
        reason = report.reason or later("it came back")
        pinged = () if ticket.trouble else _whom(book, ticket)  # once: whoever has a mail of ours can return it often
        fact = Bounced(reason, message.text, message.files, pinged, Rule.REPORT, place, about)
        return book.write(tx, ticket, message.by, fact, message.source)
    is_lost = report.what == "failed" and place in ticket.cc  # the requester got it all the same
    pinged = _whom(book, ticket) if is_lost or (report.what == "complained" and not is_known) else ()
    news = Reported(report.what, message.text, message.files, pinged, Rule.REPORT, place, about)
    return book.write(tx, ticket, message.by, news, message.source)


def _whom(book: Book, ticket: Ticket) -> tuple[str, ...]:
    """Its owner; where nobody has it, the agents of the room."""
    queue = book.settings.queue(ticket.queue)
    return (ticket.owner,) if ticket.owner else queue.agents or queue.supervisors


def _stop(book: Book, tx: Transaction, place: str, report: Report) -> None:
    """Of whom a report names only the one whom we wrote to counts."""
    now, address = book.now(), place.partition(":")[2].lower()
    if report.what == "complained":
        tx.stops.put(Stop(place, Halt.UNWELCOME, now))
    elif report.what == "failed" and address in report.dead:
        tx.stops.put(Stop(place, Halt.DEAD, now, now + DEAD_FOR, report.reason))


def _mark(book: Book, tx: Transaction, ticket: Ticket, message: Incoming) -> None:
    """Show it on the message that holds the answer, in every room."""
    answer = tx.posts.answer(message.answers)
    if answer is None:
        return
    for place in tx.cards.threads(ticket.number):
        if place != ticket.origin:
            draft = Draft(place, Kind.MARK, Mark.FAILED, answer)
            tx.posts.queue(ticket.number, draft, book.now())
