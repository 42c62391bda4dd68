"""Lines of the threads in the rooms."""

from bot import events as e
from bot.speech import say
from bot.ticket import Ticket
from bot.words import ForRoom


def rooted(fact: e.Rooted, ticket: Ticket) -> ForRoom:
    if fact.what == "deleted":
        head = say(
            "The old thread was deleted by hand, so this is a new one; {n} events so far: /ticket history {number}",
            n=fact.events, number=ticket.number,
        )  # fmt: skip
    elif fact.what == "locked":
        head = say(
            "This thread was locked by hand, but #{number} is not closed: it is open again", number=ticket.number
        )
    else:
        head = say(
            "This thread was archived by hand, but #{number} is not closed: it is open again", number=ticket.number
        )
    return ForRoom("🧵", head)
