"""Lines of the people around a ticket, and which of its watchers a line mentions."""

from typing import assert_never

from bot import events as e
from bot.speech import say
from bot.ticket import Ticket
from bot.words import ForRoom

CALLING = e.Wrote | e.Assigned | e.Escalated | e.Bounced | e.Undelivered  # what who watches wants to hear


def attended(event: e.Event, fact: e.Attended) -> ForRoom:
    by = event.by.name
    match fact:
        case e.Followed(watcher):  # the mention takes them into the thread
            head = say("{name} follows this ticket", name=watcher.name)
            if watcher.place != event.by.place:
                head = say("{by} lets {name} follow: {name} follows this ticket", by=by, name=watcher.name)
            return ForRoom("👀", head, pings=(watcher.place,))
        case e.Unfollowed(watcher):
            head = say("{name} follows this ticket no more", name=watcher.name)
            if watcher.place != event.by.place:
                head = say("{by} took {name} out: {name} follows this ticket no more", by=by, name=watcher.name)
            return ForRoom("👀", head)
        case e.Copied(place):
            head = say("{by} added {address}: answers go there too", by=by, address=_address(place))
            return ForRoom("👥", head)
        case e.Uncopied(place):
            head = say("{by} took {address} out: answers go there no more", by=by, address=_address(place))
            return ForRoom("👥", head)
        case e.Readdressed(_, name, origin, before):
            who = name if _address(origin).lower() == name.lower() else f"{name} ({_address(origin)})"
            head = say("{by} made {name} the requester: answers go there now", by=by, name=who)
            if before:
                head = say(
                    "{by} made {name} the requester, no longer {before}: answers go there now",
                    by=by, name=who, before=before,
                )  # fmt: skip
            return ForRoom("👤", head)
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
    return address if channel == "mail" else say("on {channel}", channel=channel.capitalize())
