"""What the agents read of each fact, a file for each group as in `bot.facts`. Plain text: channels escape it, once."""

from dataclasses import replace
from typing import assert_never

from bot import events as e
from bot.people import CLOCK, is_rule
from bot.speech import say, shown
from bot.ticket import Ticket
from bot.told.advised import advised
from bot.told.answered import answered
from bot.told.asked import asked
from bot.told.attended import attended, called
from bot.told.ended import ended
from bot.told.judged import judged
from bot.told.placed import placed
from bot.told.rang import rang
from bot.told.rooted import rooted
from bot.told.ruled import ruled
from bot.told.tied import tied
from bot.told.undone import undone
from bot.told.worked import worked
from bot.words import ForRoom


def for_room(event: e.Event, ticket: Ticket) -> ForRoom:
    """The agents' view of `event`, with those whom it calls."""
    said = _said(event, ticket)
    return replace(said, pings=tuple(dict.fromkeys((*said.pings, *called(event, ticket)))))


def _said(event: e.Event, ticket: Ticket) -> ForRoom:
    if is_rule(event.by):
        event = replace(event, by=replace(event.by, name=say("the rule {rule}", rule=event.by.name)))
    by, fact = shown(event.by.name) if event.by.place == CLOCK.place else event.by.name, event.fact
    if isinstance(fact, e.Asked):
        return asked(event, fact, ticket)
    if isinstance(fact, e.Attended):
        return attended(event, fact)
    if isinstance(fact, e.Answered):
        return answered(by, fact, ticket)
    if isinstance(fact, e.Worked):
        return worked(by, fact)
    if isinstance(fact, e.Ended):
        return ended(by, fact)
    if isinstance(fact, e.Rang):
        return rang(event, fact)
    if isinstance(fact, e.Placed):
        return placed(by, fact)
    if isinstance(fact, e.Judged):
        return judged(by, fact, ticket)
    if isinstance(fact, e.Rooted):
        return rooted(fact, ticket)
    if isinstance(fact, e.Tied):
        return tied(by, fact, ticket)
    if isinstance(fact, e.Undone):
        return undone(by, fact)
    if isinstance(fact, e.Advised):
        return advised(fact, ticket)
    if isinstance(fact, e.Ruled):
        return ruled(fact)
    assert_never(fact)
