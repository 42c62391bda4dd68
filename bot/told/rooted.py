"""Lines of the threads in the rooms."""

from bot import events as e
from bot.ticket import Ticket
from bot.words import ForRoom


def rooted(fact: e.Rooted, ticket: Ticket) -> ForRoom:
    if fact.what == "deleted":
        before = f"{fact.events} events so far: /ticket history {ticket.number}"
        return ForRoom("🧵", f"The old thread was deleted by hand, so this is a new one; {before}")
    return ForRoom("🧵", f"This thread was {fact.what} by hand, but #{ticket.number} is not closed: it is open again")
