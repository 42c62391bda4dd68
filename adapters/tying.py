"""What the verbs answer that merge tickets, split them, link them, and take back what was done last."""

import re

from adapters.calls import Call, Said, numeral
from adapters.filling import FIELD
from bot import events as e
from bot.config import Settings
from bot.desk import Desk
from bot.errors import Misunderstood
from bot.fields import Field, Kind
from bot.folding import shown
from bot.people import Person
from bot.relations import How
from bot.ticket import Ticket
from bot.told import for_room

REMOVE = "remove"
HOWS: dict[str, How | None] = {  # what the other ticket is to this one, or this to the other
    "relates": How.RELATES, "blocks": How.BLOCKS, "blocked-by": How.BLOCKED, "duplicates": How.DUPLICATES,
    "parent": How.CHILD, "child": How.PARENT, REMOVE: None,
}  # fmt: skip
FROM = Field("from", "From which message on", Kind.CHOICE)
SHOWN = 25  # messages that are offered to be split off
ELSEWHERE = frozenset({"merge", "split", "belongs", "separate", "undo", "open", "kb"})  # they answer of another ticket


def merge(desk: Desk, settings: Settings, call: Call) -> Said:
    into = _other(call, "into")
    ticket = desk.ties.merge(call.ticket, call.by, into, source=call.source)
    facts = (event.fact for event in reversed(desk.history(ticket.number, call.by)))
    came = next((one for one in facts if isinstance(one, e.Absorbed) and one.number == call.ticket), None)
    return Said(f"#{call.ticket} is part of #{ticket.number} now{_reading(came, ticket)}.", ticket.number)


def split(desk: Desk, settings: Settings, call: Call) -> Said:
    typed = call.value("from") or call.value(f"{FIELD}{FROM.name}")
    if not typed:
        return Said(_offered(desk, call), call.ticket, is_news=True)
    picked = [numeral(one) or 0 for one in re.findall(r"\d+", typed.partition(" · ")[0])]
    new = desk.ties.split(call.ticket, call.by, picked, follows="," not in typed, source=call.source)
    return Said(f"They are #{new.number} now, asked by {new.requester_name}.", new.number)


def split_from(desk: Desk, ref: str, by: Person, source: str | None) -> Said:
    """From a message that was pointed at."""
    new = desk.ties.split_from(ref, by, source)
    return Said(f"They are #{new.number} now, asked by {new.requester_name}.", new.number)


def link(desk: Desk, settings: Settings, call: Call) -> Said:
    how = call.value("how").lower()
    if how not in HOWS:
        raise Misunderstood(f"How? Say one of: {', '.join(HOWS)}. For example: link {call.ticket} blocks 17.")
    to = _other(call, "to")
    ticket = desk.ties.link(call.ticket, call.by, HOWS[how], to, source=call.source)
    done = f"#{ticket.number} and #{to} have nothing to do with each other any more." if how == REMOVE else ""
    return Said(done or f"#{ticket.number} {how.replace('-', ' ')} #{to}: both cards say so.", ticket.number)


def undo(desk: Desk, settings: Settings, call: Call) -> Said:
    meant = call.value("reply")
    if meant and numeral(meant) is None:
        raise Misunderstood(f"“{meant[:40]}” is no number. Leave it out: undo alone means what you did last.")
    ticket = desk.undo(call.ticket, call.by, numeral(meant), source=call.source)
    last = desk.history(call.ticket, call.by)[-1]
    return Said(f"#{ticket.number}: {for_room(last, ticket).head}.", ticket.number)


def children(desk: Desk, call: Call) -> str:
    """What of the children of the ticket is left to do, for who has just ended it."""
    left = ", ".join(f"#{number}" for number in desk.ties.children(call.ticket, call.by))
    return f" Its children are not done yet: {left}." if left else ""


def elsewhere(call: Call, said: Said) -> str:
    """Where it was done, if the ticket that was named is part of another by now."""
    if call.number is None or said.ticket in (None, call.number) or call.verb in ELSEWHERE:
        return ""
    return moved(call.number, said.ticket)


def moved(number: int, to: int | None) -> str:
    """Where it went what was said to the ticket `number`; "" where it stayed."""
    return f"#{number} is part of #{to} now." if to != number else ""


def messages(desk: Desk, number: int, by: Person) -> list[tuple[Field, str]]:
    """What a form asks that splits: from which of the newest messages on. Raises Refused where there is none."""
    choices = _choices(desk, number, by)
    if not choices:
        raise Misunderstood(f"Nothing on #{number} can be split off: its requester wrote nothing after it was opened.")
    return [(Field(FROM.name, FROM.label, FROM.kind, tuple(choices)), choices[-1])]


def _choices(desk: Desk, number: int, by: Person) -> list[str]:
    """`7 · 12:03 Ann: The printer smokes`; times are UTC."""
    said = desk.ties.messages(number, by)[-SHOWN:]
    return [f"{one.id} · {one.at:%H:%M} {one.by.name}: {' '.join(_words(one).split())}"[:75] for one in said]


def _words(event: e.Event) -> str:
    fact = event.fact
    return (shown(fact) or "(files)") if isinstance(fact, e.Wrote) else ""


def _offered(desk: Desk, call: Call) -> str:
    (field, _), *_ = messages(desk, call.ticket, call.by)
    listed = "\n".join(field.choices)
    how = f"Say split {call.ticket} --from and its number; two with a comma mean just these."
    return f"From which message on? {how}\n{listed}"


def _reading(came: e.Absorbed | None, ticket: Ticket) -> str:
    """Whether who asked the merged ticket gets the answers, where that is somebody else."""
    if came is None or not came.is_anothers:
        return ""
    if came.copied:
        return f"; answers go to {came.requester_name} too"
    return f"; answers go to {ticket.requester_name} alone, and {came.requester_name} is told of nothing"


def _other(call: Call, name: str) -> int:
    number = numeral(call.value(name).lstrip("#"))
    if number is None:
        example = "merge 42 --into 17" if call.verb == "merge" else f"link 42 {call.value('how') or 'blocks'} 17"
        raise Misunderstood(f"Which other ticket? Say its number: {example}.")
    return number
