"""What `/desk me` answers to an agent who is away, and back again."""

from adapters import times
from adapters.calls import Call, Said
from bot.attendance import Absence
from bot.config import Settings
from bot.desk import Desk
from bot.errors import Misunderstood
from bot.moments import moment
from bot.people import Person
from bot.roster import Member
from bot.speech import say, several

DOES = ("away", "back")


def say_so(desk: Desk, settings: Settings, call: Call, do: str, what: str) -> Said:
    """`away until Monday 9am`, `away` without an end, `back`."""
    if do == "back":
        if what:
            raise Misunderstood(say("Say me back alone, when you are; before that, me away until Monday 9am."))
        desk.attendance.back(call.by)
        return Said(say("You are here again. Tickets that went back to their queue stay there."))
    typed = what[len("until") :].strip() if what.lower().startswith("until ") else what
    until = times.moment(typed, call.now, settings.timezone, settings.language) if typed else None
    absence = desk.attendance.away(call.by, until)
    said = [_away(absence.member), say("Meanwhile no ticket is given to you, and who stands in is rung.")]
    return Said(" ".join([*said, *_left(absence)]))


def now(desk: Desk, by: Person) -> str:
    """Whether they are away, by their own word; "" where they are not."""
    member = desk.attendance.leave(by)
    return _away(member) if member else ""


def _away(member: Member) -> str:
    if member.away_until:
        return say("You are away until {time}.", time=moment(member.away_until))
    return say("You are away until you say: /desk me back")


def _left(absence: Absence) -> list[str]:
    """What they let go of at once, as the queue does not wait so long."""
    return [
        several(
            "That is longer than {queue} waits: your ticket there is given back.",
            "That is longer than {queue} waits: your {n} tickets there are given back.",
            many, queue=queue,
        )
        for queue, many in absence.left
    ]  # fmt: skip
