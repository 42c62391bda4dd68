"""Lines of merging, splitting and linking."""

from typing import assert_never

from bot import events as e
from bot import relations
from bot.relations import How
from bot.speech import say, several
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
            return ForRoom("🔗", f"{by}: {relations.sentence(How(how), number)}")
        case e.Unlinked(number, how):
            said = relations.sentence(How(how), number)
            return ForRoom("🔗", say("{by}: no longer so: {said}", by=by, said=said))
        case e.Freed(number, pinged):
            head = say("#{number} has ended: nothing blocks this ticket any more", number=number)
            return ForRoom("🟢", head, pings=pinged)
        case e.Split(number, events, name=name):
            head = several(
                "{by} split a message of {name} off: it is #{number} now",
                "{by} split {n} messages of {name} off: they are #{number} now",
                len(events), by=by, name=name, number=number,
            )  # fmt: skip
            return ForRoom("✂️", head)
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
