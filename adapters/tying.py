"""What the verbs answer that merge tickets, split them, link them, and take back what was done last."""

import re

from adapters import times
from adapters.calls import Call, Said, numeral
from adapters.filling import FIELD
from bot import events as e
from bot import folding, relations
from bot.config import Settings
from bot.desk import Desk
from bot.errors import Misunderstood
from bot.fields import Field, Kind
from bot.people import Person
from bot.relations import How
from bot.speech import say
from bot.ticket import Ticket
from bot.told import for_room

REMOVE = "remove"
HOWS: dict[str, How | None] = {  # what the other ticket is to this one, or this to the other
    "relates": How.RELATES, "blocks": How.BLOCKS, "blocked-by": How.BLOCKED, "duplicates": How.DUPLICATES,
    "parent": How.CHILD, "child": How.PARENT, REMOVE: None,
}  # fmt: skip
FROM = "from"  # the field of the form that splits
SHOWN = 25  # messages that are offered to be split off
ELSEWHERE = frozenset({"merge", "split", "belongs", "separate", "undo", "open", "kb"})  # they answer of another ticket


def merge(desk: Desk, settings: Settings, call: Call) -> Said:
    into = _other(call, "into")
    ticket = desk.ties.merge(call.ticket, call.by, into, source=call.source)
    facts = (event.fact for event in reversed(desk.history(ticket.number, call.by)))
    came = next((one for one in facts if isinstance(one, e.Absorbed) and one.number == call.ticket), None)
    return Said(_merged(call.ticket, came, ticket), ticket.number)


def split(desk: Desk, settings: Settings, call: Call) -> Said:
    typed, chosen = call.value("from"), call.value(f"{FIELD}{FROM}").splitlines()
    if not typed and not chosen:
        return Said(_offered(desk, call), call.ticket, is_news=True)
    said = [one.partition(" · ")[0] for one in chosen] or re.findall(r"\d+", typed.partition(" · ")[0])
    picked = [numeral(one) or 0 for one in said]
    new = desk.ties.split(call.ticket, call.by, picked, not chosen and "," not in typed, call.source)
    return _apart(new)


def split_from(desk: Desk, ref: str, by: Person, source: str | None) -> Said:
    """From a message that was pointed at."""
    new = desk.ties.split_from(ref, by, source)
    return _apart(new)


def _apart(new: Ticket) -> Said:
    return Said(say("They are #{number} now, asked by {name}.", number=new.number, name=new.requester_name), new.number)


def link(desk: Desk, settings: Settings, call: Call) -> Said:
    how = call.value("how").lower()
    if how not in HOWS:
        known = ", ".join(HOWS)
        raise Misunderstood(
            say("How? Say one of: {known}. For example: link {number} blocks 17.", known=known, number=call.ticket)
        )
    to = _other(call, "to")
    tied = HOWS[how]
    number = desk.ties.link(call.ticket, call.by, tied, to, source=call.source).number
    if tied is None:
        gone = say("#{number} and #{other} have nothing to do with each other any more.", number=number, other=to)
        return Said(gone, number)
    tie = relations.sentence(tied, to)
    return Said(say("#{number}: {tie}. Both cards say so.", number=number, tie=tie), number)


def undo(desk: Desk, settings: Settings, call: Call) -> Said:
    meant = call.value("reply")
    if meant and numeral(meant) is None:
        raise Misunderstood(
            say("“{typed}” is no number. Leave it out: undo alone means what you did last.", typed=meant[:40])
        )
    ticket = desk.undo(call.ticket, call.by, numeral(meant), source=call.source)
    last = desk.history(call.ticket, call.by)[-1]
    return Said(f"#{ticket.number}: {for_room(last, ticket).head}.", ticket.number)


def children(desk: Desk, call: Call) -> str:
    """What of the children of the ticket is left to do, for who has just ended it."""
    left = ", ".join(f"#{number}" for number in desk.ties.children(call.ticket, call.by))
    return say("Its children are not done yet: {left}.", left=left) if left else ""


def elsewhere(call: Call, said: Said) -> str:
    """Where it was done, if the ticket that was named is part of another by now."""
    if call.number is None or said.ticket in (None, call.number) or call.verb in ELSEWHERE:
        return ""
    return moved(call.number, said.ticket)


def moved(number: int, to: int | None) -> str:
    """Where it went what was said to the ticket `number`; "" where it stayed."""
    return say("#{number} is part of #{other} now.", number=number, other=to) if to != number else ""


def messages(desk: Desk, number: int, by: Person) -> list[tuple[Field, str]]:
    """What a form asks that splits: which of the newest messages. Raises Refused where there is none."""
    timezone = desk.ties.timezone(number, by)
    choices = _choices(desk, number, by, timezone)
    if not choices:
        raise Misunderstood(
            say(
                "Nothing on #{number} can be split off: its requester wrote nothing after it was opened.", number=number
            )
        )
    only = choices[0] if len(choices) == 1 else ""
    label = say("Which messages ({timezone})", timezone=timezone)
    return [(Field(FROM, label, Kind.CHOICE, tuple(choices), many=True), only)]


def _choices(desk: Desk, number: int, by: Person, timezone: str) -> list[str]:
    """`7 · 12:03 Ann: The printer smokes`, each one line; times are those of the queue's zone."""
    said = desk.ties.messages(number, by)[-SHOWN:]
    lines = [f"{one.id} · {times.hour(one.at, timezone)} {one.by.name}: {_words(one)}" for one in said]
    return [" ".join(line.split())[:75] for line in lines]


def _words(event: e.Event) -> str:
    fact = event.fact
    return (folding.shown(fact) or say("(files)")) if isinstance(fact, e.Wrote) else ""


def _offered(desk: Desk, call: Call) -> str:
    (field, _), *_ = messages(desk, call.ticket, call.by)
    listed = "\n".join(field.choices)
    how = say(
        "From which message on? Say split {number} --from and its number; two with a comma mean just these.",
        number=call.ticket,
    )
    return f"{how} {field.label}:\n{listed}"


def _merged(number: int, came: e.Absorbed | None, ticket: Ticket) -> str:
    """What became of it, and whether who asked it gets the answers, where that is somebody else."""
    said = {"number": number, "other": ticket.number, "name": ticket.requester_name}
    if came is None or not came.is_anothers:
        return say("#{number} is part of #{other} now.", **said)
    if came.copied:
        return say("#{number} is part of #{other} now; answers go to {asker} too.", **said, asker=came.requester_name)
    return say(
        "#{number} is part of #{other} now; answers go to {name} alone, and {asker} is told of nothing.",
        **said, asker=came.requester_name,
    )  # fmt: skip


def _other(call: Call, name: str) -> int:
    number = numeral(call.value(name).lstrip("#"))
    if number is None:
        example = "merge 42 --into 17" if call.verb == "merge" else f"link 42 {call.value('how') or 'blocks'} 17"
        raise Misunderstood(say("Which other ticket? Say its number: {example}.", example=example))
    return number
