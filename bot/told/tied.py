"""Lines of merging, splitting and linking."""

from typing import assert_never

from bot import events as e
from bot.relations import SENTENCES, How
from bot.speech import say
from bot.ticket import Ticket
from bot.words import ForRoom


def tied(by: str, fact: e.Tied, ticket: Ticket) -> ForRoom:
    match fact:
        case e.Absorbed(pinged=pinged, left_out=left_out):
            head = _absorbed(by, fact, ticket)
            if left_out:
                addresses = ", ".join(place.partition(":")[2] for place in left_out)
                full = say("No more can read along than do now, so no answers go to {addresses}.", addresses=addresses)
                head = f"{head}. {full}"
            return ForRoom("🔗", head, pings=pinged)
        case e.Linked(number, how):
            return ForRoom("🔗", f"{by}: this ticket {_said(how, number)}")
        case e.Unlinked(number, how):
            return ForRoom("🔗", f"{by}: no longer so that this ticket {_said(how, number)}")
        case e.Freed(number, pinged):
            return ForRoom("🟢", f"#{number} has ended: nothing blocks this ticket any more", pings=pinged)
        case e.Split(number, events, name=name):
            what = "a message" if len(events) == 1 else f"{len(events)} messages"
            return ForRoom("✂️", f"{by} split {what} of {name} off: they are #{number} now")
        case _:
            assert_never(fact)


def _absorbed(by: str, fact: e.Absorbed, ticket: Ticket) -> str:
    other = f"#{fact.number} “{fact.subject}”" if fact.subject else f"#{fact.number}"
    more = {"by": by, "other": other, "name": fact.requester_name, "requester": ticket.requester_name}
    if not fact.is_anothers:
        return say("{by} merged {other} into this ticket", **more)
    if fact.copied:
        return say("{by} merged {other} into this ticket, which {name} asked: answers go there too", **more)
    if fact.left_out:
        return say("{by} merged {other} into this ticket, which {name} asked", **more)
    return say("{by} merged {other} into this ticket, which {name} asked: answers go to {requester} alone", **more)


def _said(how: str, number: int) -> str:
    return SENTENCES[How(how)].format(number)
