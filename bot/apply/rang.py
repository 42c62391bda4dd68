"""What the clocks and the ladder change."""

from dataclasses import replace

from bot import events as e
from bot.ticket import Ticket


def rang(ticket: Ticket, fact: e.Rang) -> Ticket:
    if isinstance(fact, e.Retimed):
        return ticket
    last = {rung.clock: rung for rung in (*ticket.rungs, *fact.rungs)}
    return replace(ticket, rungs=tuple(last.values()))
