"""What the clocks and the ladder change."""

from datetime import datetime
from typing import assert_never

from bot import events as e
from bot.copies import replace
from bot.ticket import Ticket

KEPT = 100  # rungs: more than two runs of any ladder


def rang(ticket: Ticket, fact: e.Rang, at: datetime) -> Ticket:
    match fact:
        case e.Escalated():
            return replace(ticket, rungs=(*ticket.rungs, *fact.rungs)[-KEPT:])
        case e.Heeded(until):
            return replace(ticket, climbs_at=until)
        case e.Vacated():
            return replace(ticket, owner=None, owner_name="")
        case e.Retimed(is_roused, is_anew):
            ticket = replace(ticket, climbs_at=None) if is_roused else ticket
            return _begun_anew(ticket, at) if is_anew else ticket
        case _:
            assert_never(fact)


def _begun_anew(ticket: Ticket, at: datetime) -> Ticket:
    """What began later than `at` begins then."""
    started, waiting = (began and min(began, at) for began in (ticket.started_at, ticket.waiting_since_at))
    pauses = tuple((begin, end) for begin, end in ticket.pauses if begin <= end <= at)
    return replace(ticket, started_at=started, waiting_since_at=waiting, pauses=pauses)
