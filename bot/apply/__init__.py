"""The one function that changes a ticket: fact by fact, a file for each group as in `bot.facts`."""

from typing import assert_never

from bot import events as e
from bot.apply.advised import advised
from bot.apply.answered import answered
from bot.apply.asked import asked
from bot.apply.attended import attended
from bot.apply.ended import ended
from bot.apply.judged import judged
from bot.apply.placed import placed
from bot.apply.rang import rang
from bot.apply.ruled import ruled
from bot.apply.tied import tied
from bot.apply.undone import undone
from bot.apply.worked import worked
from bot.copies import replace
from bot.ticket import Ticket, times


def apply(ticket: Ticket, event: e.Event) -> Ticket:
    """The ticket after `event`. Pure; folding a history gives the ticket."""
    return replace(_changed(ticket, event), version=ticket.version + 1, updated_at=event.at, **times(event.due))


def _changed(ticket: Ticket, event: e.Event) -> Ticket:
    fact, at = event.fact, event.at
    if isinstance(fact, e.Asked):
        return asked(ticket, fact, event)
    if isinstance(fact, e.Attended):
        return attended(ticket, fact)
    if isinstance(fact, e.Answered):
        return answered(ticket, fact, event)
    if isinstance(fact, e.Worked):
        return worked(ticket, fact, at)
    if isinstance(fact, e.Ended):
        return ended(ticket, fact, at)
    if isinstance(fact, e.Rang):
        return rang(ticket, fact, at)
    if isinstance(fact, e.Placed):
        return placed(ticket, fact, at)
    if isinstance(fact, e.Judged):
        return judged(ticket, fact, at)
    if isinstance(fact, e.Rooted):  # a thread is where a ticket is shown, and no more
        return ticket
    if isinstance(fact, e.Tied):
        return tied(ticket, fact)
    if isinstance(fact, e.Undone):
        return undone(ticket, fact)
    if isinstance(fact, e.Advised):
        return advised(ticket, fact)
    if isinstance(fact, e.Ruled):
        return ruled(ticket, fact)
    assert_never(fact)
