"""What each verb does with its typed arguments: checks their shape, asks the Desk, and says what came of it."""

from datetime import datetime

from adapters import filling, times, tying
from adapters.calls import Call, Said, numeral
from bot import access, wording
from bot.config import Settings
from bot.desk import Desk
from bot.errors import Misunderstood, Unknown
from bot.moments import moment
from bot.people import Person
from bot.speech import say, word
from bot.ticket import ENDED, Priority, Ticket
from bot.told import alerts
from bot.words import Button
from bot.writing import sentence

CODES = ("fixed", "workaround", "known-issue", "by-design", "duplicate", "no-response", "spam")


def open_(desk: Desk, settings: Settings, call: Call) -> Said:
    queue = (settings.queue_with(call.here) or settings.queues[0]).name
    requester, origin = None, call.origin
    if address := call.value("for"):
        if "@" not in address or " " in address:
            raise Misunderstood(
                say("“{address}” is no mail address. Leave it empty to open a ticket for yourself.", address=address)
            )
        requester, origin = Person(address, f"mail:{address.lower()}"), f"mail:{address.lower()}"
    subject, text = call.value("subject"), call.noted("text")
    said = filling.filled(call.values)
    ticket = desk.open(call.by, subject, text, queue, origin, requester, call.files, call.source, said)
    return Said(say("Opened {ticket}.", ticket=wording.title(ticket)), ticket.number)


def show(desk: Desk, settings: Settings, call: Call) -> Said:
    card = desk.show(call.ticket, call.by)
    ticket = card.ticket
    lines, buttons = [_summary(ticket, settings, call.by)], tuple[Button, ...]()
    if access.is_agent(call.by, settings.queue(ticket.queue)):
        buttons = _at_hand(ticket, call.by)
        lines.append(say("Requester: {name}", name=ticket.requester_name))
        lines.append(say("Queue: {queue}", queue=ticket.queue))
        lines += [f"{name}: {moment(at)}" for name, at in _due(ticket) if at]
        lines += filling.lines(ticket, settings)
        lines += wording.faring(card)
        lines += [sentence(one.name, moment(one.since_at)) for one in card.writing]
        lines += [say("Last words: {text}", text=ticket.last_words)] if ticket.last_words else []
    return Said("\n".join(lines), ticket.number, buttons=buttons)


def _at_hand(ticket: Ticket, by: Person) -> tuple[Button, ...]:
    """What is done most with a ticket: whoever was rung reads this far from its thread."""
    if ticket.status in ENDED:
        return ()
    reply = (Button(word("Reply", "button"), "reply", ticket.number, opens=True),) if ticket.has_reader else ()
    if ticket.owner in by.places:
        return reply
    if ticket.owner:
        return Button(word("Take over", "button"), "claim", ticket.number, "--steal"), *reply
    return Button(word("Claim", "button"), "claim", ticket.number), *reply


def history(desk: Desk, settings: Settings, call: Call) -> Said:
    ticket = desk.show(call.ticket, call.by).ticket
    events = desk.history(call.ticket, call.by)
    lines = alerts.history(events, lambda event: wording.history_line(event, ticket))
    return Said("\n".join(lines), ticket.number)


def claim(desk: Desk, settings: Settings, call: Call) -> Said:
    ticket = desk.claim(call.ticket, call.by, bool(call.value("steal")), source=call.source)
    return Said(say("#{number} is yours.", number=ticket.number), ticket.number)


def release(desk: Desk, settings: Settings, call: Call) -> Said:
    ticket = desk.release(call.ticket, call.by, source=call.source)
    return Said(say("#{number} is nobody's now.", number=ticket.number), ticket.number)


def assign(desk: Desk, settings: Settings, call: Call) -> Said:
    if call.agent is None:
        raise Unknown(say("I know nobody called “{name}”. Mention the person: assign @name.", name=call.value("agent")))
    ticket = desk.assign(call.ticket, call.by, call.agent, source=call.source)
    return Said(say("{owner} has #{number} now.", owner=ticket.owner_name, number=ticket.number), ticket.number)


def retry(desk: Desk, settings: Settings, call: Call) -> Said:
    ticket = desk.retry(call.ticket, call.by, _id(call, "post"), source=call.source)
    return Said(say("The answer to #{number} is on its way again.", number=ticket.number), ticket.number)


def note(desk: Desk, settings: Settings, call: Call) -> Said:
    ticket = desk.note(call.ticket, call.by, call.noted("text"), call.files, call.source, filling.step(call))
    return Said(say("Noted on #{number}; only agents see it.", number=ticket.number), ticket.number)


def priority(desk: Desk, settings: Settings, call: Call) -> Said:
    level = call.value("priority").lower()
    if level not in list(Priority):
        raise Misunderstood(
            say("“{typed}” is no priority. There are: {known}.", typed=level, known=", ".join(Priority))
        )
    ticket = desk.priority(call.ticket, call.by, Priority(level), source=call.source)
    said = say("#{number} has priority {priority}.", number=ticket.number, priority=word(ticket.priority, "priority"))
    return Said(said, ticket.number)


def queue(desk: Desk, settings: Settings, call: Call) -> Said:
    ticket = desk.queue(call.ticket, call.by, call.value("queue"), source=call.source)
    said = say("#{number} is in the queue {queue} now.", number=ticket.number, queue=ticket.queue)
    return Said(said, ticket.number)


def tag(desk: Desk, settings: Settings, call: Call) -> Said:
    words = call.value("tags").lower().replace(",", " ").split()
    add = tuple(word.lstrip("+#") for word in words if not word.startswith("-"))
    remove = tuple(word[1:] for word in words if word.startswith("-"))
    if not all((*add, *remove)) or not words:
        raise Misunderstood(say("Name the tags: tag +billing -spam."))
    ticket = desk.tag(call.ticket, call.by, add, remove, source=call.source)
    if not ticket.tags:
        return Said(say("#{number} is tagged: nothing.", number=ticket.number), ticket.number)
    said = say("#{number} is tagged: {tags}.", number=ticket.number, tags=", ".join(ticket.tags))
    return Said(said, ticket.number)


def subject(desk: Desk, settings: Settings, call: Call) -> Said:
    ticket = desk.subject(call.ticket, call.by, call.value("subject"), source=call.source)
    return Said(say("Now called {ticket}.", ticket=wording.title(ticket)), ticket.number)


def pend(desk: Desk, settings: Settings, call: Call) -> Said:
    text = call.value("until")
    until = times.moment(text, call.now, settings.timezone, settings.language) if text else None
    ticket = desk.pend(call.ticket, call.by, until, source=call.source)
    if until is None:
        return Said(say("#{number} waits until the requester writes.", number=ticket.number), ticket.number)
    return Said(say("#{number} waits until {at}.", number=ticket.number, at=moment(until)), ticket.number)


def resolve(desk: Desk, settings: Settings, call: Call) -> Said:
    filling.complete(desk, call)
    ticket = desk.resolve(call.ticket, call.by, _code(call), call.value("note"), source=call.source)
    return Said(f"{_now(ticket)} {tying.children(desk, call)}".strip(), ticket.number)


def close(desk: Desk, settings: Settings, call: Call) -> Said:
    filling.complete(desk, call)
    ticket = desk.close(call.ticket, call.by, _code(call), call.value("note"), source=call.source)
    return Said(f"{_now(ticket)} {tying.children(desk, call)}".strip(), ticket.number)


def reopen(desk: Desk, settings: Settings, call: Call) -> Said:
    ticket = desk.reopen(call.ticket, call.by, source=call.source)
    return Said(_now(ticket), ticket.number)


def escalate(desk: Desk, settings: Settings, call: Call) -> Said:
    ticket = desk.escalate(call.ticket, call.by, call.value("reason"), source=call.source)
    if any(ticket.queue in rota.queues for rota in settings.rotas):
        return Said(
            say("The supervisors and who is on call were rung: #{number}.", number=ticket.number), ticket.number
        )
    if settings.queue(ticket.queue).supervisors:
        return Said(say("The supervisors were rung: #{number}.", number=ticket.number), ticket.number)
    said = say("This queue has no supervisors set; the room was told: #{number}.", number=ticket.number)
    return Said(said, ticket.number)


def _now(ticket: Ticket) -> str:
    return say("#{number} is {status}.", number=ticket.number, status=word(ticket.status, "status"))


def _summary(ticket: Ticket, settings: Settings, by: Person) -> str:
    is_agent = access.is_agent(by, settings.queue(ticket.queue))
    return wording.summary(ticket) if is_agent else wording.public_summary(ticket)


def _due(ticket: Ticket) -> list[tuple[str, datetime | None]]:
    return [
        (say("First response"), ticket.first_by), (say("Next response"), ticket.next_by),
        (say("Resolution"), ticket.resolve_by),
    ]  # fmt: skip


def _id(call: Call, name: str) -> int | None:
    value = call.value(name)
    if value and numeral(value) is None:
        said = say(
            "“{typed}” is no number. Leave it out: {verb} alone means the newest.", typed=value[:40], verb=call.verb
        )
        raise Misunderstood(said)
    return numeral(value)


def _code(call: Call) -> str:
    code = call.value("code").lower()
    if code and code not in CODES:
        raise Misunderstood(
            say("“{typed}” is no resolution code. There are: {known}.", typed=code, known=", ".join(CODES))
        )
    return code
