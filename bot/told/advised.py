"""Lines of what the knowledge base has to say."""

from bot import events as e
from bot.ticket import Ticket
from bot.words import Button, ForRoom


def advised(fact: e.Advised, ticket: Ticket) -> ForRoom:
    buttons = (
        Button("Read", "kb", ticket.number, f"show {fact.article}"),
        Button("Insert", "kb", ticket.number, f"insert {fact.article}"),
        Button("Not helpful", "kb", ticket.number, f"down {fact.article}"),
    )
    return ForRoom("💡", f"Perhaps: {fact.title}", buttons=buttons)
