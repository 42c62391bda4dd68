"""Whom the ladder rings next, and when, and until when it rests, in sentences."""

from collections.abc import Collection

from bot import clocks
from bot.book import Book
from bot.emphasis import bold
from bot.events import Heeded
from bot.moments import moment
from bot.ports import Transaction
from bot.speech import say
from bot.standby import OnCall
from bot.ticket import Ticket


def told(book: Book, tx: Transaction, ticket: Ticket) -> list[str]:
    """Nothing where no clock of it runs, or each step has rung and it does not rest."""
    ahead = clocks.rings_of(ticket, book.timing.runs(ticket), book.settings.ladder, book.now())
    if not ahead:
        return _rests(book, tx, ticket)
    ring = min(ahead, key=lambda one: one.at)
    excused = tx.roster.excused(ring.at)
    who = dict.fromkeys(filter(None, (_who(book, tx, ticket, name, excused) for name in ring.step.ping)))
    at = moment(ring.at)
    rings = say("{who}: rung next, {at}.", who=bold(", ".join(who) or say("nobody")), at=at)
    return [*_rests(book, tx, ticket), rings]


def _rests(book: Book, tx: Transaction, ticket: Ticket) -> list[str]:
    """Until when, and who looks after it, while a clock runs."""
    until = ticket.climbs_at
    if not until or not ticket.updated_at or until <= ticket.updated_at or not book.timing.runs(ticket):
        return []
    heeded = (event.by.name for event in reversed(tx.tickets.history(ticket.number)) if isinstance(event.fact, Heeded))
    at = moment(until)
    return [say("The ladder rests until {until}: {who} looks after it.", who=bold(next(heeded, "")), until=at)]


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
