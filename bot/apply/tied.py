"""What merging, splitting and linking change on each ticket of a pair."""

from typing import assert_never

from bot import events as e
from bot.apply.undone import restored
from bot.copies import replace
from bot.relations import How, link
from bot.ticket import Ticket


def tied(ticket: Ticket, fact: e.Tied) -> Ticket:
    match fact:
        case e.Absorbed(number, copied=copied):
            left = tuple(one for one in ticket.former if one not in copied)
            taken = replace(ticket, cc=tuple(dict.fromkeys((*ticket.cc, *copied))), former=left)
            return _with(taken, link(How.PART, number))
        case e.Linked(number, how):
            return _with(ticket, link(How(how), number))
        case e.Unlinked(number, how):
            gone = link(How(how), number)
            return replace(ticket, links=tuple(one for one in ticket.links if one != gone))
        case e.Split():
            return restored(ticket, fact.was)
        case e.Freed():
            return ticket
        case _:
            assert_never(fact)


def _with(ticket: Ticket, one: str) -> Ticket:
    return replace(ticket, links=tuple(dict.fromkeys((*ticket.links, one))))
