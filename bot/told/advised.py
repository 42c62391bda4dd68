"""Lines of what the knowledge base has to say."""

from bot import events as e
from bot.speech import say, word
from bot.ticket import Ticket
from bot.words import Button, ForRoom


def advised(fact: e.Advised, ticket: Ticket) -> ForRoom:
    buttons = (
        Button(word("Read", "button"), "kb", ticket.number, f"show {fact.article}"),
        Button(word("Insert", "button"), "kb", ticket.number, f"insert {fact.article}"),
        Button(word("Not helpful", "button"), "kb", ticket.number, f"down {fact.article}"),
    )
    return ForRoom("💡", say("Perhaps: {title}", title=fact.title), buttons=buttons)
