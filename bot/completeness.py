"""What a ticket should tell, and does not yet: shown to its agents, asked for, and required only where a queue says so.

Priority counts once somebody has said it, be it that normal is right.
"""

from bot import access
from bot.config import PARTS, Settings
from bot.durations import worked
from bot.errors import Incomplete
from bot.fields import CATEGORY, LANGUAGE, Field, Required
from bot.listing import listed
from bot.people import CONCERNED, Person
from bot.speech import later, say, shown, word
from bot.steps import checklist
from bot.ticket import ENDED, Status, Ticket
from bot.words import Button

SAID = {
    "contact": later("contact"), "details": later("details"), "priority": later("priority"),
    CATEGORY: later("category"), "owner": later("owner"), "code": later("resolution code"),
    "note": later("closing note"),
}  # fmt: skip
OURS = {CATEGORY: later("Category"), LANGUAGE: later("Language")}
ENDING = ("code", "note")  # asked for when it ends
WORKING = ("priority", "owner")  # of no use any more then
BARE = ("spam", "duplicate")  # codes of what deserves no paperwork


def value(ticket: Ticket, field: Field) -> str:
    """What it says in a field; "" where that is empty."""
    own = {CATEGORY: ticket.category, LANGUAGE: ticket.language}
    return own[field.name] if field.name in own else dict(ticket.fields).get(field.name, "")


def labelled(field: Field) -> str:
    """What it is called: its own label, or ours of what every ticket has."""
    return shown(OURS[field.name]) if field.name in OURS else field.label


def filled(ticket: Ticket, settings: Settings) -> list[tuple[str, str]]:
    """What is filled in, booked and noted at its end: label and value. Fields of a queue that it left are kept."""
    own = settings.fields_of(ticket.queue)
    left = [one for one in settings.fields if one not in own]
    told = [(labelled(field), value(ticket, field)) for field in (*own, *left)]
    if CATEGORY not in {field.name for field in own}:
        told.insert(0, (say("Category"), ticket.category))
    told.append((say("Language"), ticket.language if ticket.language != settings.tongue(ticket.queue) else ""))
    told.append((say("Time"), worked(ticket.minutes) if ticket.minutes else ""))
    told.append((say("Closing note"), ticket.closing_note))
    return [(label, said) for label, said in told if said]


def checked(ticket: Ticket, settings: Settings) -> str:
    """The checklist of troubleshooting, once a step was noted, or where the queue always shows it."""
    return checklist(ticket) if ticket.steps or settings.queue(ticket.queue).steps else ""


def missing(ticket: Ticket, settings: Settings) -> tuple[str, ...]:
    """What its card asks for, in words: nothing any more of one that is closed for good."""
    if ticket.status is Status.CLOSED:
        return ()
    asked = [part for part in PARTS if part not in (WORKING if ticket.status in ENDED else ENDING)]
    has_categories = bool(settings.queue(ticket.queue).categories)
    parts = [shown(SAID[part]) for part in asked if (part != CATEGORY or has_categories) and _lacks(ticket, part)]
    return (*parts, *(field.label for field in _empty(ticket, settings, tuple(Required)[1:])))


def unfilled(ticket: Ticket, settings: Settings, verb: str) -> tuple[Field, ...]:
    """The fields without which `verb`, resolve or close, is refused to an agent."""
    stopping = (Required.RESOLVE,) if verb == "resolve" else (Required.RESOLVE, Required.CLOSE)
    return _empty(ticket, settings, stopping, with_category=True)


def want(settings: Settings, ticket: Ticket, by: Person, verb: str, code: str, note: str) -> None:
    """Raises Incomplete where an agent would end a ticket that does not tell what its queue requires."""
    queue = settings.queue(ticket.queue)
    if code in BARE or not access.is_agent(by, queue):
        return
    given = {"code": code or ticket.resolution, "note": note.strip() or ticket.closing_note}
    parts = [
        shown(SAID[part])
        for part in PARTS
        if part in queue.required and part != CATEGORY and not given.get(part) and _lacks(ticket, part)
    ]
    fields = unfilled(ticket, settings, verb)
    if lacking := [*parts, *(shown(SAID[CATEGORY]) if field.name == CATEGORY else field.label for field in fields)]:
        told = {"number": ticket.number, "lacking": listed(lacking)}
        said = say("#{number} cannot be closed yet: its queue wants to know {lacking} first.", **told)
        if verb == "resolve":
            said = say("#{number} cannot be resolved yet: its queue wants to know {lacking} first.", **told)
        raise Incomplete(said, _mending(ticket, verb, bool(fields)))


def _mending(ticket: Ticket, verb: str, has_fields: bool) -> tuple[Button, ...]:
    label = word("Resolve…", "button") if verb == "resolve" else word("Close…", "button")
    form = Button(label, verb, ticket.number, opens=True)
    return (Button(word("Fill in…", "button"), "set", ticket.number, opens=True), form) if has_fields else (form,)


def _lacks(ticket: Ticket, part: str) -> bool:
    told: dict[str, object] = {
        "contact": ticket.origin or ticket.requester == CONCERNED or ticket.checks,  # machines read no answers
        "details": ticket.last_words.strip(),
        "priority": ticket.is_rated,
        CATEGORY: ticket.category, "owner": ticket.owner, "code": ticket.resolution, "note": ticket.closing_note,
    }  # fmt: skip
    return not told[part]


def _empty(
    ticket: Ticket, settings: Settings, when: tuple[Required, ...], with_category: bool = False
) -> tuple[Field, ...]:
    fields = settings.fields_of(ticket.queue)
    return tuple(
        one for one in fields
        if one.required in when and (with_category or one.name != CATEGORY) and not value(ticket, one)
    )  # fmt: skip
