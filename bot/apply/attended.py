"""What the people around a ticket change."""

from typing import assert_never

from bot import events as e
from bot.copies import replace
from bot.ticket import Ticket


def attended(ticket: Ticket, fact: e.Attended) -> Ticket:
    match fact:
        case e.Followed(watcher):
            return replace(ticket, watchers=(*_without(ticket, watcher.place), watcher))
        case e.Unfollowed(watcher):
            return replace(ticket, watchers=_without(ticket, watcher.place))
        case e.Copied(place):
            left = tuple(one for one in ticket.former if one != place)
            return replace(ticket, cc=(*ticket.cc, place), former=left)
        case e.Uncopied(place):
            return replace(ticket, cc=tuple(one for one in ticket.cc if one != place), former=_left(ticket, place))
        case e.Readdressed():
            return _readdressed(ticket, fact)
        case _:
            assert_never(fact)


def _readdressed(ticket: Ticket, fact: e.Readdressed) -> Ticket:
    """What was doubtful about who asked before, and about where they are reached, is nobody's now."""
    theirs = (fact.requester, fact.origin)
    return replace(
        ticket, requester=fact.requester, requester_name=fact.requester_name, origin=fact.origin, badge="", trouble="",
        cc=tuple(one for one in ticket.cc if one not in theirs),
        former=tuple(one for one in _left(ticket, ticket.requester, ticket.origin) if one not in theirs),
    )  # fmt: skip


def _without(ticket: Ticket, place: str) -> tuple[e.Watcher, ...]:
    return tuple(one for one in ticket.watchers if one.place != place)


def _left(ticket: Ticket, *places: str) -> tuple[str, ...]:
    """Those who were of the requester's side once: what we gave them to answer to still names this ticket."""
    return tuple(dict.fromkeys((*ticket.former, *filter(None, places))))
