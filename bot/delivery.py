"""How an answer fares at each place that it goes to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot import events as e
from bot.speech import say


class State(StrEnum):
    QUEUED = "queued"
    SENT = "sent"  # the wire took it, and tells no more
    DELIVERED = "delivered"
    BOUNCED = "bounced"
    DEAD = "dead"  # given up: a person may send it again


@dataclass(frozen=True)
class Delivery:
    """`reason` is why it waits, came back or was given up."""

    place: str
    state: State
    reason: str = ""


ARRIVED = ("delivered", "relayed", "expanded", "opened", "deleted")  # what reports of the mail call it
CHATS = ("slack:", "discord:")  # where what was taken stands before its reader's eyes
ICONS = {
    State.QUEUED: "⏳", State.SENT: "✅", State.DELIVERED: "✅", State.BOUNCED: "⚠️", State.DEAD: "⚠️",
}  # fmt: skip


def posted(place: str, state: str, error: str) -> Delivery:
    """By the state of its post in the outbox."""
    if state == "sent":
        return Delivery(place, State.DELIVERED if place.startswith(CHATS) else State.SENT)
    return Delivery(place, State.DEAD if state == "dead" else State.QUEUED, error)


def told(deliveries: Sequence[Delivery], reply: int, news: Iterable[e.Fact]) -> tuple[Delivery, ...]:
    """The same after what came back of the answer `reply`, oldest first. What names no place is of the only one."""
    known = {one.place: one for one in deliveries}
    for fact in news:
        if not isinstance(fact, e.Bounced | e.Reported) or fact.reply not in (0, reply):
            continue
        place = fact.place or (deliveries[0].place if len(deliveries) == 1 else "")
        if place not in known or known[place].state in (State.DEAD, State.QUEUED):
            continue
        if isinstance(fact, e.Bounced) or fact.what == "failed":
            known[place] = replace(known[place], state=State.BOUNCED, reason=getattr(fact, "reason", ""))
        elif fact.what in ARRIVED:
            known[place] = replace(known[place], state=State.DELIVERED)
    return tuple(known.values())


def is_lost(deliveries: Sequence[Delivery]) -> bool:
    """Did it come back from somewhere, or was it given up?"""
    return any(one.state in (State.BOUNCED, State.DEAD) for one in deliveries)


def is_done(deliveries: Sequence[Delivery]) -> bool:
    """Did it leave for all of its places, and was lost at none?"""
    return all(one.state in (State.SENT, State.DELIVERED) for one in deliveries)


def is_dead(deliveries: Sequence[Delivery]) -> bool:
    """Was it given up somewhere, and could be sent again?"""
    return any(one.state is State.DEAD for one in deliveries)


def sentence(one: Delivery, who: str) -> str:
    """How it fares at `who`, as the card says it."""
    name, why = {"who": who}, f": {one.reason}" if one.reason else ""
    match one.state:
        case State.QUEUED:
            said = say("The newest answer is on its way to {who}", **name) + why
        case State.SENT:
            said = say("The newest answer was sent to {who}", **name)
        case State.DELIVERED:
            said = say("The newest answer was delivered to {who}", **name)
        case State.BOUNCED:
            said = say("The newest answer to {who} came back", **name) + why
        case State.DEAD:
            said = say("The newest answer to {who} could not be delivered", **name) + why
    return f"{ICONS[one.state]} {said}"
