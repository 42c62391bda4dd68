"""Lines of the clocks and the ladder."""

from typing import assert_never

from bot import events as e
from bot.places import is_room
from bot.speech import later, say, shown, word
from bot.words import Button, ForRoom

IMPORTED = later("Its clocks count from the import on: what was due before is not rung for")
LATE = {
    "first": later("First response to #{number} is overdue; {who} has it"),
    "next": later("Next response to #{number} is overdue; {who} has it"),
    "resolve": later("Resolution of #{number} is overdue; {who} has it"),
}
SOON = {
    "first": later("First response to #{number} is due soon; {who} has it"),
    "next": later("Next response to #{number} is due soon; {who} has it"),
    "resolve": later("Resolution of #{number} is due soon; {who} has it"),
}
VACATED = {
    "left": later("{name} has left the agents of {queue}: #{number} is nobody's again"),
    "away": later("{name} is away for longer than {queue} waits: #{number} is nobody's again"),
}


def rang(event: e.Event, fact: e.Rang) -> ForRoom:
    match fact:
        case e.Escalated(reason, pinged, rungs) if rungs and reason != IMPORTED:
            worst = min(rungs, key=lambda rung: rung.due_by)
            head = overdue(worst.clock, worst.due_by <= event.at, event.ticket, fact.owner_name)
            told = tuple(place for place in pinged if place not in fact.gathered and not is_room(place))
            body = say("{name} is away: who stands in is rung.", name=fact.owner_name) if fact.is_away else ""
            return ForRoom("🔔", head, _joined(body, _passed(fact)), pings=told, buttons=_buttons(event.ticket))
        case e.Escalated(reason, pinged, rungs):
            head = shown(reason) if rungs else say("{by} rings: {reason}", by=event.by.name, reason=reason)
            return ForRoom("🔔", head, _passed(fact), pings=pinged)
        case e.Heeded(until, is_later=False):
            return ForRoom("🙋", say("{by} looks after it: the ladder rests until", by=event.by.name), at=until)
        case e.Heeded(until):
            return ForRoom("💤", say("{by} put the ring off until", by=event.by.name), at=until)
        case e.Vacated(name, queue, cause, pinged):
            head = shown(VACATED[cause], name=name, queue=queue, number=event.ticket)
            return ForRoom("👤", head, pings=() if fact.is_gathered else pinged)
        case e.Retimed(is_roused=True):
            said = say("The clocks were set anew: the ladder had been put to rest by a clock that was ahead")
            return ForRoom("⏱️", said)
        case e.Retimed(is_anew=True):
            said = say("The clocks were set anew, and begin now: they had begun by a clock that was ahead")
            return ForRoom("⏱️", said)
        case e.Retimed():
            return ForRoom("⏱️", say("The clocks were set anew: the settings have changed"))
        case _:
            assert_never(fact)


def _joined(*lines: str) -> str:
    return "\n".join(filter(None, lines))


def _passed(fact: e.Escalated) -> str:
    return say("On call, but not there: {names}.", names=", ".join(fact.absent)) if fact.absent else ""


def _buttons(number: int) -> tuple[Button, ...]:
    return (
        Button(word("Acknowledge", "button"), "acknowledge", number),
        Button(word("Snooze…", "button"), "later", number, opens=True),
        Button(word("Take over", "button"), "claim", number, "--steal"),
        Button(word("Hand to…", "button"), "assign", number, opens=True),
    )


def overdue(clock: str, is_late: bool, number: int, owner: str) -> str:
    """Why the ladder rings, in one sentence."""
    return shown((LATE if is_late else SOON)[clock], number=number, who=owner or say("nobody"))
