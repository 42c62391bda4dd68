"""What the clocks and the ladder change."""

from typing import assert_never

from bot import events as e
from bot.copies import replace
from bot.ticket import Ticket

KEPT = 100  # rungs: more than two runs of any ladder


def rang(ticket: Ticket, fact: e.Rang) -> Ticket:
    match fact:
        case e.Escalated():
            return replace(ticket, rungs=(*ticket.rungs, *fact.rungs)[-KEPT:])
        case e.Heeded(until):
            return replace(ticket, climbs_at=until)
        case e.Vacated():
            return replace(ticket, owner=None, owner_name="")
        case e.Retimed(is_roused):
            return replace(ticket, climbs_at=None) if is_roused else ticket
        case _:
            assert_never(fact)
