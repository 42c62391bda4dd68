"""What the verbs answer that fill a ticket in: its category and fields, its working time, its steps."""

from collections.abc import Iterable, Mapping

from adapters.calls import Call, Said
from bot import access, completeness, steps, timesheet
from bot.config import Settings
from bot.desk import Desk
from bot.durations import worked
from bot.fields import Field, Required, find
from bot.filling import Clash
from bot.people import Person
from bot.speech import say
from bot.ticket import Ticket
from bot.words import Button

ASKING = ("set", "resolve", "close")  # verbs whose forms ask for fields of a ticket
IN_BUTTON = 70  # characters of what a button sets
FIELD = "field:"  # how the inputs of a form begin that are fields: "" in one of them empties it


def set_(desk: Desk, settings: Settings, call: Call) -> Said:
    number = call.ticket
    if call.care.seen is not None:
        return _sent(desk, settings, call, call.care.seen)
    values = {call.value("field"): call.value("value")} if call.value("field") else filled(call.values)
    ticket = desk.set(number, call.by, values, source=call.source)
    return Said(_now(settings, ticket, values), number)


def _sent(desk: Desk, settings: Settings, call: Call, seen: int) -> Said:
    """A form that came up with the version `seen`: what its author left alone stays as a colleague has set it since."""
    number, typed = call.ticket, filled(call.values)
    values, clashes = desk.drafts.changed(number, call.by, typed, seen)
    ticket = desk.set(number, call.by, values, source=call.source) if values else desk.show(number, call.by).ticket
    told = values if values or clashes else typed
    lines = [_now(settings, ticket, told)] if told else []
    lines += [_clash(one) for one in clashes]
    return Said("\n".join(lines), number, buttons=_instead(number, clashes), is_news=bool(clashes))


def _clash(one: Clash) -> str:
    said = {
        "field": completeness.labelled(one.field),
        "now": one.now or say("empty"),
        "typed": one.typed or say("empty"),
    }
    return say("{field} became {now} while your form was open, so your value was not taken: {typed}.", **said)


def _instead(number: int, clashes: list[Clash]) -> tuple[Button, ...]:
    """A button for each that takes the value all the same, where it fits in one."""
    named = [
        (f"{completeness.labelled(one.field)}: {one.typed or say('empty')}", f"{one.field.name} {one.typed}")
        for one in clashes
    ]
    return tuple(Button(label, "set", number, rest.strip()) for label, rest in named if len(rest) <= IN_BUTTON)


def _now(settings: Settings, ticket: Ticket, names: Iterable[str]) -> str:
    meant = [find(settings.settable(ticket.queue), name) for name in names]
    return f"#{ticket.number}: {', '.join(_is(field, completeness.value(ticket, field)) for field in meant)}."


def filled(values: Mapping[str, str]) -> dict[str, str]:
    """What the fields of a form hold, by their names."""
    return {name.removeprefix(FIELD): value for name, value in values.items() if name.startswith(FIELD)}


def complete(desk: Desk, call: Call) -> None:
    """Fill in what the form of another verb asked for besides; what was left empty stays as it was."""
    values = {name: value for name, value in filled(call.values).items() if value.strip()}
    if values and call.number is not None:
        desk.set(call.number, call.by, values, source=f"{call.source}+" if call.source else None)


def time(desk: Desk, settings: Settings, call: Call) -> Said:
    number = call.ticket
    said = f"{call.value('length')} {call.value('what')}".strip()
    if not said:
        ticket, lines = desk.sheet(number, call.by)
        head = say("#{number}: no time is booked.", number=number)
        if ticket.minutes:
            head = say("#{number}: {total} in all.", number=number, total=worked(ticket.minutes))
        return Said("\n".join([head, *lines]), number)
    minutes, what = timesheet.split(said)
    ticket = desk.time(number, call.by, minutes, what, source=call.source)
    return Said(_booked(minutes, ticket), number)


def asked(settings: Settings, verb: str, ticket: Ticket, by: Person) -> list[tuple[Field, str]]:
    """The fields that the form of `verb` asks an agent for, with what they say now: to end a ticket those required."""
    if not access.is_agent(by, settings.queue(ticket.queue)):
        return []
    if verb == "set":
        return [(field, completeness.value(ticket, field)) for field in settings.fields_of(ticket.queue)]
    return [(field, "") for field in completeness.unfilled(ticket, settings, verb)] if verb in ASKING else []


def again(settings: Settings, ticket: Ticket, values: Mapping[str, str]) -> list[tuple[Field, str]]:
    """The fields that a form asked for and that come back with it, as they were filled in."""
    typed = filled(values)
    return [(field, typed[field.name]) for field in settings.fields_of(ticket.queue) if field.name in typed]


def opening(settings: Settings, here: str) -> list[tuple[Field, str]]:
    """The fields that the form of a new ticket asks for, in the queue of the place `here`; required ones first."""
    queue = settings.queue_with(here) or settings.queues[0]
    fields = [field for field in settings.fields_of(queue.name) if field.in_form]
    return [(field, "") for field in sorted(fields, key=lambda one: one.required is Required.NEVER)]


def step(call: Call) -> str:
    """The step of troubleshooting that a note is of. Raises Misunderstood."""
    return steps.named(call.value("step"))


def lines(ticket: Ticket, settings: Settings) -> list[str]:
    """What is filled in, booked and missing: for agents."""
    told = [f"{label}: {value}" for label, value in completeness.filled(ticket, settings)]
    checked = completeness.checked(ticket, settings)
    told += [say("Steps: {steps}", steps=checked)] if checked else []
    lacking = completeness.missing(ticket, settings)
    return [*told, say("Missing: {parts}", parts=", ".join(lacking))] if lacking else told


def _is(field: Field, value: str) -> str:
    if not value:
        return say("{field} is empty", field=completeness.labelled(field))
    return say("{field} is {value}", field=completeness.labelled(field), value=value)


def _booked(minutes: int, ticket: Ticket) -> str:
    said = {"length": worked(abs(minutes)), "total": worked(ticket.minutes), "number": ticket.number}
    if minutes <= 0 and not ticket.minutes:
        return say("Took {length} back; no time is booked on #{number}.", **said)
    if minutes <= 0:
        return say("Took {length} back; {total} in all on #{number}.", **said)
    return say("Booked {length}; {total} in all on #{number}.", **said)
