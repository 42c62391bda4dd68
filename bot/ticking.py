"""What happens by itself: snoozed tickets wake, resolved ones close, and the ladder rings."""

from datetime import datetime

from bot import clocks, judging, receiving, surveys, wording
from bot.book import Book
from bot.config import Settings, Step
from bot.events import Closed, Escalated, Retimed, Rung, Woke
from bot.people import CLOCK
from bot.ports import Transaction
from bot.ticket import Ticket


def run(book: Book, tx: Transaction, ticket: Ticket, now: datetime) -> Ticket:
    """Do what the time asks of `ticket`, one thing at a time."""
    if ticket.wake_at and ticket.wake_at <= now:
        return book.record(tx, ticket, CLOCK, Woke())
    if ticket.close_at and ticket.close_at <= now:
        return surveys.ask(book, tx, book.record(tx, ticket, CLOCK, Closed()))
    if ticket.warn_at and ticket.warn_at <= now:
        return judging.warn(book, tx, ticket)
    if ticket.tells_at and ticket.tells_at <= now:  # nobody has decided where it belongs
        return receiving.acknowledge(book, tx, ticket, "", "gray")
    return ring(book, tx, ticket, now)


def ring(book: Book, tx: Transaction, ticket: Ticket, now: datetime) -> Ticket:
    """Ring the ladder: of all the steps whose time has come, on all clocks, once, the highest of each.

    So after a night of downtime there is one ping, not six. The source makes the same step on the same run of a
    clock impossible to record twice, whoever ticks.
    """
    settings = book.settings
    running = clocks.running(ticket, settings.policy(ticket.priority), book.calendar)
    rungs: list[Rung] = []
    pinged: list[str] = []
    for clock, (start, due_by) in running.items():
        passed = _passed(book, (start, due_by), now)
        if passed > clocks.rung_so_far(ticket, clock, due_by):
            rungs.append(Rung(clock, due_by, passed))
            pinged += whom(settings.ladder[passed - 1], ticket, settings)
    if not rungs:  # the settings have changed since the time was set
        return book.record(tx, ticket, CLOCK, Retimed())
    worst = min(rungs, key=lambda rung: rung.due_by)
    reason = wording.overdue(worst.clock, worst.due_by <= now, ticket, ticket.owner_name)
    source = f"clock:{ticket.number}/{worst.clock}/{worst.step}/{worst.due_by.isoformat()}"
    fact = Escalated(reason, tuple(dict.fromkeys(pinged)), tuple(rungs))
    return book.record(tx, ticket, CLOCK, fact, source)


def whom(step: Step, ticket: Ticket, settings: Settings) -> list[str]:
    """The places and groups a step pings. Where nobody owns the ticket, the supervisors stand in for the owner."""
    supervisors = settings.queue(ticket.queue).supervisors
    meant: list[str] = []
    for name in step.ping:
        if name == "owner" and ticket.owner:
            meant.append(ticket.owner)
        elif name in ("owner", "supervisors"):
            meant += supervisors
        else:
            meant.append(name)
    return meant


def _passed(book: Book, run: tuple[datetime, datetime], now: datetime) -> int:
    """How many steps of the ladder have passed on a run of a clock."""
    times = [clocks.ring_time(step, *run, book.calendar) for step in book.settings.ladder]
    return sum(at <= now for at in times)
