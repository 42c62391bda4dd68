"""A look over the desk's shoulder: what happened last in its own words, how its posts fare, what the clock does next.

Plain values, as JSON holds them; times are seconds since 1970.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, assert_never

from bot.events import Acknowledged, Event, Replied
from bot.ports import Kind, Standing, Store
from bot.ticket import Ticket
from bot.told import for_room
from bot.words import ForRoom

EVENTS, POSTS, WORDS = 80, 60, 160  # rows, and characters of what somebody wrote
COUNTED = ("pending", "leased", "unknown", "dead")
Row = dict[str, Any]


def look(store: Store, now: datetime, troubles: Mapping[str, str]) -> Row:
    """The newest events and posts, oldest first, and what is due next; `troubles` are the channels'."""
    with store.transaction() as tx:
        events, posts = tx.tickets.latest(EVENTS), tx.posts.latest(POSTS)
        waiting, timed = tx.posts.unsettled(now), tx.tickets.next_timed()
    at, what = (timed and timed.timer) or (None, "")
    return {
        "events": [_event(*one) for one in events],
        "posts": [_post(one) for one in posts],
        "counts": {state: waiting.get(state, 0) for state in COUNTED},
        "next_due_at": at.timestamp() if at else None,
        "next_due": f"#{timed.number} {what}" if timed else "",
        "troubles": dict(troubles),
    }


def _event(event: Event, ticket: Ticket) -> Row:
    said = for_room(event, ticket)
    return {
        "id": event.id, "ticket": event.ticket, "at": event.at.timestamp(), "who": event.by.name,
        "icon": said.icon, "head": _head(said), "text": said.body[:WORDS],
        "kind": type(event.fact).__name__, "pinged": list(said.pings), "subject": ticket.subject[:WORDS],
    }  # fmt: skip


def _head(said: ForRoom) -> str:
    return f"{said.head} {said.at:%Y-%m-%d %H:%M} UTC" if said.at else said.head


def _post(post: Standing) -> Row:
    return {
        "id": post.id, "ticket": post.ticket.number, "at": post.created_at.timestamp(), "place": post.place,
        "kind": post.kind.value, "state": post.state, "attempts": post.attempts, "error": post.error[:WORDS],
        "due_at": post.due_at.timestamp(), "what": _what(post),
    }  # fmt: skip


def _what(post: Standing) -> str:
    """What it is, in a few words."""
    match post.kind:
        case Kind.ROOT:
            return "the card"
        case Kind.LINE:
            return _head(for_room(post.event, post.ticket))
        case Kind.MARK:
            return f"the mark “{post.mark}”"
        case Kind.SETTLED:
            return "an answered question"
        case Kind.REQUESTER:
            return _word(post.event)
        case _:
            assert_never(post.kind)


def _word(event: Event) -> str:
    """What the requester is sent."""
    match event.fact:
        case Replied():
            return f"the answer of {event.by.name}"
        case Acknowledged():
            return "the acknowledgement"
        case _:
            return "a notice"
