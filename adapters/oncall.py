"""What /desk oncall answers: who is on call, and what comes of standing in."""

import re
from collections.abc import Sequence
from datetime import datetime

from adapters import times
from adapters.calls import Call, Said, numeral
from bot.config import Settings
from bot.desk import Desk
from bot.durations import duration
from bot.errors import Misunderstood, Unknown
from bot.moments import moment
from bot.people import Person
from bot.speech import say, shown, word
from bot.stand_ins import When
from bot.turns import NO_ROTA, Plan
from bot.words import Button

DOES = ("take", "give", "swap", "drop", "next", "accept", "decline")
FROM = re.compile(r"\bfrom\s+(.+?)(?=\s+(?:until|till|for)\b|$)", re.IGNORECASE | re.DOTALL)
UNTIL = re.compile(r"\b(?:until|till|for)\s+(.+)$", re.IGNORECASE | re.DOTALL)


def oncall(desk: Desk, settings: Settings, call: Call) -> Said:
    where = (call.here, call.value("queue"), call.source)
    do = call.value("do") or {"undo": "drop"}.get(call.value("when").lower(), "")
    if not do and (call.value("when") or call.value("agent")):
        raise Misunderstood(say("Say oncall alone, or oncall and one of these: {known}.", known=", ".join(DOES)))
    match do:
        case "take":
            said = desk.stand_ins.take(call.by, _when(call, settings), *where)
        case "give":
            said = desk.stand_ins.give(call.by, _whom(call), _when(call, settings), *where)
        case "swap":
            said = desk.stand_ins.swap(call.by, _whom(call), *where)
        case "drop":
            said = desk.stand_ins.drop(call.by, *where)
        case "accept" | "decline":
            said = desk.stand_ins.answer(_proposal(call), call.by, do == "accept")
        case _:
            return _shown(desk.turns.plans(call.by, call.value("queue")), do == "next")
    return Said("\n".join(said))


def _shown(plans: Sequence[Plan], are_all: bool) -> Said:
    lines = [line for plan in plans for line in (_listed(plan) if are_all else _now(plan))]
    buttons = (Button(word("Next turns", "button"), "oncall", 0, "next"),) if plans and not are_all else ()
    return Said("\n".join(lines) or shown(NO_ROTA), buttons=buttons)


def _now(plan: Plan) -> list[str]:
    """Who it is now, who would be rung instead, and who is next."""
    first, *later = plan.shifts
    said = {"queue": plan.queue, "name": plan.names.get(first.places, ""), "at": moment(first.ends)}
    if not first.places:
        lines = [say("📟 {queue}: nobody is on call; the supervisors are rung", **said)]
    elif not later:
        lines = [say("📟 {queue}: {name} is on call", **said)]
    elif first.is_stand_in:
        lines = [say("📟 {queue}: {name} stands in until {at}", **said)]
    else:
        lines = [say("📟 {queue}: {name} is on call until {at}", **said)]
    if plan.absent:
        instead = {"absent": ", ".join(plan.absent), "name": plan.names.get(plan.here, "")}
        lines.append(
            say("Not there now: {absent}. {name} is rung instead", **instead)
            if plan.here
            else say("Not there now: {absent}. The supervisors are rung", **instead)
        )
    following = next((shift for shift in later if shift.places), None)
    if following:
        then = {"name": plan.names[following.places], "at": moment(following.begins)}
        lines.append(say("Next: {name}, from {at}", **then))
    return lines


def _listed(plan: Plan) -> list[str]:
    """One shift after the other; of the last, only its beginning lies within what is looked at."""
    lines = [say("📟 {queue}:", queue=plan.queue)]
    for shift in plan.shifts:
        name = plan.names.get(shift.places) or say("nobody")
        said = {"name": name, "begin": moment(shift.begins), "end": moment(shift.ends)}
        if shift is plan.shifts[-1]:
            lines.append(say("from {begin}: {name}", **said))
        elif shift.is_stand_in:
            lines.append(say("{begin} – {end}: {name} (stands in)", **said))
        else:
            lines.append(say("{begin} – {end}: {name}", **said))
    return lines


def _whom(call: Call) -> Person:
    if call.agent:
        return call.agent
    if not call.value("agent"):
        raise Misunderstood(say("With whom? Mention the person: {verb} @name.", verb=f"oncall {call.value('do')}"))
    raise Unknown(say("I know nobody called “{name}”. Mention the person: {verb} @name.", name=call.value("agent"),
                      verb=f"oncall {call.value('do')}"))  # fmt: skip


def _when(call: Call, settings: Settings) -> When:
    """`from friday 17:00 until monday 9am`, each of both or none; what has neither word is an end."""
    typed = call.value("when")
    if call.agent and typed.casefold() in call.agent.name.casefold():
        typed = ""  # the rest of their name, as Slack writes it
    began, ends = FROM.search(typed), UNTIL.search(typed)
    begin = _moment(began[1], call, settings) if began else None
    text = ends[1] if ends else "" if began else typed
    if begin and (length := duration(text)):
        return When(begin, begin + length)
    return When(begin, _moment(text, call, settings) if text else None)


def _moment(text: str, call: Call, settings: Settings) -> datetime:
    return times.moment(text.strip(), call.now, settings.timezone, settings.language)


def _proposal(call: Call) -> int | None:
    """The number of a button's; nothing: the newest that the asker is asked."""
    return numeral(call.value("when"))
