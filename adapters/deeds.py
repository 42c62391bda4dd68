"""What each verb does with its typed arguments: checks their shape, asks the Desk, and says what came of it."""

from datetime import datetime

from adapters import filling, times, tying
from adapters.calls import Call, Said, numeral
from bot import access, wording
from bot.config import Settings
from bot.desk import Desk
from bot.errors import Misunderstood, Unknown
from bot.people import Person
from bot.ticket import Priority, Ticket
from bot.writing import sentence

CODES = ("fixed", "workaround", "known-issue", "by-design", "duplicate", "no-response", "spam")


def open_(desk: Desk, settings: Settings, call: Call) -> Said:
    queue = (settings.queue_with(call.here) or settings.queues[0]).name
    requester, origin = None, call.origin
    if address := call.value("for"):
        if "@" not in address or " " in address:
            raise Misunderstood(f"“{address}” is no mail address. Leave it empty to open a ticket for yourself.")
        requester, origin = Person(address, f"mail:{address.lower()}"), f"mail:{address.lower()}"
    subject, text = call.value("subject"), call.noted("text")
    said = filling.filled(call.values)
    ticket = desk.open(call.by, subject, text, queue, origin, requester, call.files, call.source, said)
    return Said(f"Opened {wording.title(ticket)}.", ticket.number)


def show(desk: Desk, settings: Settings, call: Call) -> Said:
    card = desk.show(_number(call), call.by)
    ticket = card.ticket
    lines = [_summary(ticket, settings, call.by)]
    if access.is_agent(call.by, settings.queue(ticket.queue)):
        lines += [f"Requester: {ticket.requester_name}", f"Queue: {ticket.queue}"]
        lines += [f"{name}: {times.spell(at, settings.timezone)}" for name, at in _due(ticket) if at]
        lines += filling.lines(ticket, settings)
        lines += wording.faring(card)
        lines += [sentence(one.name, times.hour(one.since_at, settings.timezone)) for one in card.writing]
    if ticket.last_words:
        lines.append(f"Last words: {ticket.last_words}")
    return Said("\n".join(lines), ticket.number)


def history(desk: Desk, settings: Settings, call: Call) -> Said:
    ticket = desk.show(_number(call), call.by).ticket
    events = desk.history(_number(call), call.by)
    return Said("\n".join(wording.history_line(event, ticket) for event in events), ticket.number)


def claim(desk: Desk, settings: Settings, call: Call) -> Said:
    ticket = desk.claim(_number(call), call.by, bool(call.value("steal")), source=call.source)
    return Said(f"#{ticket.number} is yours.", ticket.number)


def release(desk: Desk, settings: Settings, call: Call) -> Said:
    ticket = desk.release(_number(call), call.by, source=call.source)
    return Said(f"#{ticket.number} is nobody's now.", ticket.number)


def assign(desk: Desk, settings: Settings, call: Call) -> Said:
    if call.agent is None:
        raise Unknown(f"I know nobody called “{call.value('agent')}”. Mention the person: assign @name.")
    ticket = desk.assign(_number(call), call.by, call.agent, source=call.source)
    return Said(f"{ticket.owner_name} has #{ticket.number} now.", ticket.number)


def retry(desk: Desk, settings: Settings, call: Call) -> Said:
    ticket = desk.retry(_number(call), call.by, _id(call, "post"), source=call.source)
    return Said(f"The answer to #{ticket.number} is on its way again.", ticket.number)


def note(desk: Desk, settings: Settings, call: Call) -> Said:
    ticket = desk.note(_number(call), call.by, call.noted("text"), call.files, call.source, filling.step(call))
    return Said(f"Noted on #{ticket.number}; only agents see it.", ticket.number)


def priority(desk: Desk, settings: Settings, call: Call) -> Said:
    level = call.value("priority").lower()
    if level not in list(Priority):
        raise Misunderstood(f"“{level}” is no priority. There are: {', '.join(Priority)}.")
    ticket = desk.priority(_number(call), call.by, Priority(level), source=call.source)
    return Said(f"#{ticket.number} has priority {ticket.priority}.", ticket.number)


def queue(desk: Desk, settings: Settings, call: Call) -> Said:
    ticket = desk.queue(_number(call), call.by, call.value("queue"), source=call.source)
    return Said(f"#{ticket.number} is in the queue {ticket.queue} now.", ticket.number)


def tag(desk: Desk, settings: Settings, call: Call) -> Said:
    words = call.value("tags").lower().replace(",", " ").split()
    add = tuple(word.lstrip("+#") for word in words if not word.startswith("-"))
    remove = tuple(word[1:] for word in words if word.startswith("-"))
    if not all((*add, *remove)) or not words:
        raise Misunderstood("Name the tags: tag +billing -spam.")
    ticket = desk.tag(_number(call), call.by, add, remove, source=call.source)
    return Said(f"#{ticket.number} is tagged: {', '.join(ticket.tags) or 'nothing'}.", ticket.number)


def subject(desk: Desk, settings: Settings, call: Call) -> Said:
    ticket = desk.subject(_number(call), call.by, call.value("subject"), source=call.source)
    return Said(f"Now called {wording.title(ticket)}.", ticket.number)


def pend(desk: Desk, settings: Settings, call: Call) -> Said:
    text = call.value("until")
    until = times.moment(text, call.now, settings.timezone, settings.language) if text else None
    ticket = desk.pend(_number(call), call.by, until, source=call.source)
    what = f"until {times.spell(until, settings.timezone)}" if until else "until the requester writes"
    return Said(f"#{ticket.number} waits {what}.", ticket.number)


def resolve(desk: Desk, settings: Settings, call: Call) -> Said:
    filling.complete(desk, call)
    ticket = desk.resolve(_number(call), call.by, _code(call), call.value("note"), source=call.source)
    return Said(f"#{ticket.number} is {ticket.status}.{tying.children(desk, call)}", ticket.number)


def close(desk: Desk, settings: Settings, call: Call) -> Said:
    filling.complete(desk, call)
    ticket = desk.close(_number(call), call.by, _code(call), call.value("note"), source=call.source)
    return Said(f"#{ticket.number} is closed.{tying.children(desk, call)}", ticket.number)


def reopen(desk: Desk, settings: Settings, call: Call) -> Said:
    ticket = desk.reopen(_number(call), call.by, source=call.source)
    return Said(f"#{ticket.number} is {ticket.status}.", ticket.number)


def escalate(desk: Desk, settings: Settings, call: Call) -> Said:
    ticket = desk.escalate(_number(call), call.by, call.value("reason"), source=call.source)
    rung = bool(settings.queue(ticket.queue).supervisors)
    told = "The supervisors were rung" if rung else "This queue has no supervisors set; the room was told"
    return Said(f"{told}: #{ticket.number}.", ticket.number)


def _summary(ticket: Ticket, settings: Settings, by: Person) -> str:
    is_agent = access.is_agent(by, settings.queue(ticket.queue))
    return wording.summary(ticket) if is_agent else wording.public_summary(ticket)


def _due(ticket: Ticket) -> list[tuple[str, datetime | None]]:
    return [("First response", ticket.first_by), ("Next response", ticket.next_by), ("Resolution", ticket.resolve_by)]


def _number(call: Call) -> int:
    if call.number is None:
        raise Misunderstood(f"Which ticket? Say its number: {call.verb} 42.")
    return call.number


def _id(call: Call, name: str) -> int | None:
    value = call.value(name)
    if value and numeral(value) is None:
        raise Misunderstood(f"“{value[:40]}” is no number. Leave it out: {call.verb} alone means the newest.")
    return numeral(value)


def _code(call: Call) -> str:
    code = call.value("code").lower()
    if code and code not in CODES:
        raise Misunderstood(f"“{code}” is no resolution code. There are: {', '.join(CODES)}.")
    return code
