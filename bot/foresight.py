"""Whom the ladder rings next, and when, in a sentence."""

from collections.abc import Collection

from bot import clocks
from bot.book import Book
from bot.opening import moment
from bot.ports import Transaction
from bot.speech import say
from bot.standby import OnCall
from bot.ticket import Ticket


def told(book: Book, tx: Transaction, ticket: Ticket) -> list[str]:
    """Nothing where no clock of it runs, or each step has rung."""
    ahead = clocks.rings_of(ticket, book.timing.runs(ticket), book.settings.ladder, book.now())
    if not ahead:
        return []
    ring = min(ahead, key=lambda one: one.at)
    excused = tx.roster.excused(ring.at)
    who = dict.fromkeys(filter(None, (_who(book, tx, ticket, name, excused) for name in ring.step.ping)))
    at = moment(ring.at, book.timing.office(ticket.queue))
    return [say("The ladder rings next at {at}: {who}.", at=at, who=", ".join(who) or say("nobody"))]


def _who(book: Book, tx: Transaction, ticket: Ticket, name: str, excused: Collection[str]) -> str:
    """What somebody is called, whom a step names; "" for no watchers. Who is on call stands in for an absent owner."""
    if name == "owner" and ticket.owner in excused:
        name = "oncall"
    match name:
        case "owner" if ticket.owner:
            return ticket.owner_name
        case "watchers":
            return ", ".join(one.name for one in ticket.watchers if one.place not in excused)
        case "oncall" if on_call := OnCall(book, tx).name(ticket.queue):
            return say("{name}, who is on call", name=on_call)
        case "owner" | "supervisors" | "oncall":
            return say("the supervisors")
        case _:
            return name
