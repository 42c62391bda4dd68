"""Lines of the people around a ticket, and which of its watchers a line mentions."""

from typing import assert_never

from bot import events as e
from bot.ticket import Ticket
from bot.words import ForRoom

CALLING = e.Wrote | e.Assigned | e.Escalated | e.Bounced | e.Undelivered  # what who watches wants to hear


def attended(event: e.Event, fact: e.Attended) -> ForRoom:
    by = event.by.name
    match fact:
        case e.Followed(watcher):  # the mention takes them into the thread
            who = by if watcher.place == event.by.place else f"{by} lets {watcher.name} follow: {watcher.name}"
            return ForRoom("👀", f"{who} follows this ticket", pings=(watcher.place,))
        case e.Unfollowed(watcher):
            who = by if watcher.place == event.by.place else f"{by} took {watcher.name} out: {watcher.name}"
            return ForRoom("👀", f"{who} follows this ticket no more")
        case e.Copied(place):
            return ForRoom("👥", f"{by} added {_address(place)}: answers go there too")
        case e.Uncopied(place):
            return ForRoom("👥", f"{by} took {_address(place)} out: answers go there no more")
        case e.Readdressed(_, name, origin, before):
            where = "" if _address(origin).lower() == name.lower() else f" ({_address(origin)})"
            was = f", no longer {before}" if before else ""
            return ForRoom("👤", f"{by} made {name}{where} the requester{was}: answers go there now")
        case _:
            assert_never(fact)


def called(event: e.Event, ticket: Ticket) -> tuple[str, ...]:
    """The watchers whom the line of `event` mentions: not for what no person wrote, nor what they did themselves."""
    fact = event.fact
    if not isinstance(fact, CALLING) or (isinstance(fact, e.Wrote) and fact.automatic):
        return ()
    return tuple(one.place for one in ticket.watchers if one.place != event.by.place)


def _address(place: str) -> str:
    channel, _, address = place.partition(":")
    return address if channel == "mail" else f"on {channel.capitalize()}"
