"""That a rule ran changes nothing of a ticket: what it did are facts of their own."""

from bot import events as e
from bot.ticket import Ticket


def ruled(ticket: Ticket, fact: e.Ruled) -> Ticket:
    return ticket
