"""What the verbs answer that only the requester says: solved or not yet, and how well they were helped."""

from adapters.calls import Call, Said, numeral
from bot.config import Settings
from bot.desk import Desk
from bot.errors import Misunderstood
from bot.questions import Questions, questions
from bot.speech import say
from bot.ticket import Ticket


def solved(desk: Desk, settings: Settings, call: Call) -> Said:
    ticket = desk.verdicts.solved(call.ticket, call.by, call.source)
    return _said(_in(settings, ticket).confirmed, ticket)


def unsolved(desk: Desk, settings: Settings, call: Call) -> Said:
    ticket = desk.verdicts.unsolved(call.ticket, call.by, call.value("missing"), call.source)
    return _said(_in(settings, ticket).open_again, ticket)


def rate(desk: Desk, settings: Settings, call: Call) -> Said:
    score = numeral(call.value("score"))
    if score is None:
        raise Misunderstood(say("Say a number from 1 to 5, and a comment if you like: rate 42 5 Thank you!"))
    ticket = desk.verdicts.rate(call.ticket, call.by, score, call.value("comment"), call.source)
    return _said(_in(settings, ticket).rated, ticket)


def _in(settings: Settings, ticket: Ticket) -> Questions:
    return questions(settings.tongue(ticket.queue, ticket.language))


def _said(text: str, ticket: Ticket) -> Said:
    return Said(text.replace("{number}", str(ticket.number)), ticket.number)
