"""What the verbs of the shift hand-over answer: the list of what one has open, and what was handed over."""

from dataclasses import replace

from adapters import filling
from adapters.calls import Call, Said, numeral
from adapters.finding import spelled
from bot.config import Settings
from bot.desk import Desk
from bot.errors import Misunderstood, Unknown
from bot.fields import Field
from bot.handover import Outcome, To
from bot.pages import Page
from bot.people import Person, channel_of
from bot.speech import say, several, word
from bot.words import Button

SIZES = {"slack": 10, "discord": 4}  # tickets on a page: a form of Discord's holds five inputs, and one asks to whom
ABOUT = 30  # characters of a ticket above an input


def handover(desk: Desk, settings: Settings, call: Call) -> Said:
    """What the asker has open, or somebody whom they supervise, and the buttons that hand it over."""
    if call.value("agent") and call.agent is None and call.value("page") == "":
        raise Unknown(
            say("I know nobody called “{name}”. Mention the person: handover @name.", name=call.value("agent"))
        )
    page = _load(desk, call.by, call.values, call.here)
    if not page.hits:
        if page.number > 1:
            return Said(say("There is no such page: that was all."))
        return Said(f"{say('Nothing is open: there is nothing to hand over.')} {page.below}".strip())
    to = call.agent.place.rpartition("@")[2] if call.agent else call.value("agent")
    line = f"{page.line} to {to}".strip() if to else page.line
    shown = replace(page, verb="handover", line=line, buttons=_buttons(page, to))
    return Said("\n".join(map(spelled, page.hits)), page=shown)


def handon(desk: Desk, settings: Settings, call: Call) -> Said:
    """Hand over what the form asked for, with the next steps that were typed."""
    steps = {number: text for name, text in filling.filled(call.values).items() if (number := numeral(name))}
    if not steps:
        return handover(desk, settings, call)
    to = call.value("to") or call.agent
    if to is None or (not isinstance(to, Person) and to not in tuple(To)):
        raise Misunderstood(say("Choose who shall have them."))
    outcome = desk.handover.give(
        call.by, steps, to if isinstance(to, Person) else To(to), call.value("from"), call.source
    )
    return Said(_told(outcome), buttons=_rest(outcome), is_refused=not outcome.went)


def asked(desk: Desk, by: Person, values: dict[str, str]) -> list[tuple[Field, str]]:
    """What the form asks for: the next step of each ticket of the page that it was opened from. Raises Refused."""
    found = _load(desk, by, values).hits or _load(desk, by, values | {"page": ""}).hits  # what was on it may be gone
    if not found:
        raise Unknown(say("Nothing is open: there is nothing to hand over."))
    return [(Field(str(one.ticket.number), _label(one.ticket.number, one.ticket.subject)), "") for one in found]


def _load(desk: Desk, by: Person, values: dict[str, str], here: str = "") -> Page:
    number = numeral(values.get("page", "")) or 1
    return desk.handover.load(by, values.get("from", ""), number, SIZES.get(channel_of(by.place), 10), here)


def _label(number: int, subject: str) -> str:
    ticket = f"#{number} {subject}"
    short = ticket if len(ticket) <= ABOUT else f"{ticket[: ABOUT - 1].rstrip()}…"
    return say("Next for {ticket}", ticket=short)


def _buttons(page: Page, to: str) -> tuple[Button, ...]:
    whose = page.line.removeprefix("from ")
    rest = f"--page {page.number}" + (f" --from {whose}" if whose else "")
    return (
        Button(word("Hand to…", "button"), "handon", 0, f"{rest} {to}".strip(), opens=True),
        Button(word("To who is on call…", "button"), "handon", 0, f"{rest} --to {To.ON_CALL}", opens=True),
        Button(word("Give back…", "button"), "handon", 0, f"{rest} --to {To.NOBODY}", opens=True),
    )


def _rest(outcome: Outcome) -> tuple[Button, ...]:
    line = f"from {outcome.whose}" if outcome.whose else ""
    return (Button(word("What is left", "button"), "handover", 0, line),) if outcome.left else ()


def _told(outcome: Outcome) -> str:
    told = []
    for name, numbers in outcome.went.items():
        tickets = ", ".join(f"#{one}" for one in numbers)
        if name:
            told.append(say("Handed over to {name}: {tickets}.", name=name, tickets=tickets))
        else:
            told.append(say("Given back, nobody has them now: {tickets}.", tickets=tickets))
    told += [say("#{number} was left alone: {why}", number=number, why=why) for number, why in outcome.stayed]
    if outcome.left:
        told.append(several("{n} open ticket is left.", "{n} open tickets are left.", outcome.left))
    return "\n".join(told)
