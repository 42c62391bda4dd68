"""What the verbs answer that say where a message belongs, and whose are heard."""

from datetime import timedelta

from adapters.calls import Call, Said, numeral
from bot.blocking import place_of
from bot.config import Settings
from bot.desk import Desk
from bot.durations import duration
from bot.emphasis import bold
from bot.errors import Misunderstood
from bot.moments import moment
from bot.speech import say
from bot.stops import Stop


def belongs(desk: Desk, settings: Settings, call: Call) -> Said:
    ticket = desk.belongs(call.ticket, call.by, source=call.source)
    return Said(say("It is in #{number}.", number=ticket.number), ticket.number)


def separate(desk: Desk, settings: Settings, call: Call) -> Said:
    ticket = desk.separate(call.ticket, call.by, source=call.source)
    return Said(say("#{number} is a ticket of its own.", number=ticket.number), ticket.number)


def why(desk: Desk, settings: Settings, call: Call) -> Said:
    """In groups; what grows with the ticket comes last, where a chat cuts it."""
    number, by = call.ticket, call.by
    came = desk.why(number, by) or [say("Nothing was kept about why it came here.")]
    groups = [
        (f"⏱️ {bold(say('Clocks'))}", desk.bell.reasons(number, by)),
        (f"🔔 {bold(say('Who is rung next'))}", desk.bell.ahead(number, by)),
        (f"🙋 {bold(say('Who has it, and why'))}", desk.assignment.why(number, by)),
        (f"📨 {bold(say('Messages and rules'))}", came),
    ]
    return Said("\n\n".join("\n".join([head, *map(_listed, said)]) for head, said in groups if said), number)


def _listed(said: str) -> str:
    """What it is about, and below it what more there is to say of that."""
    return "• " + said.replace("\n", "\n   ◦ ")


def whole(desk: Desk, settings: Settings, call: Call) -> Said:
    meant = call.value("message")
    if meant and numeral(meant) is None:
        raise Misunderstood(
            say("“{typed}” is no message. Leave it out: whole alone means the newest.", typed=meant[:40])
        )
    return Said(desk.whole(call.ticket, call.by, numeral(meant)), call.number)


def block(desk: Desk, settings: Settings, call: Call) -> Said:
    if call.number is not None and not call.value("sender"):  # the button below a proposal
        stop = desk.block(call.by, "", number=call.number, source=call.source)
        return Said(_blocked(stop), call.number)
    address, length, reason = _sender(call.value("sender"))
    return Said(_blocked(desk.block(call.by, place_of(address), length, reason)))


def unblock(desk: Desk, settings: Settings, call: Call) -> Said:
    address = call.value("sender")
    lifted = desk.unblock(call.by, place_of(address))
    held = next((stop.ticket for stop in lifted if stop.ticket), None)
    if not lifted:
        return Said(say("{address} was not blocked.", address=address))
    if not held:
        return Said(say("{address} is heard again.", address=address))
    said = say("{address} is heard again. What came meanwhile is in #{number}.", address=address, number=held)
    return Said(said, held)


def blocked(desk: Desk, settings: Settings, call: Call) -> Said:
    lines = [_line(stop) for stop in desk.blocked(call.by)]
    return Said("\n".join(lines) or say("Nobody is blocked."))


def _blocked(stop: Stop) -> str:
    return say(
        "{sender} is blocked {until}. What they write is filed in a closed ticket and shown to nobody; "
        "/desk unblock {sender} tells which.",
        sender=_who(stop), until=_until(stop),
    )  # fmt: skip


def _sender(text: str) -> tuple[str, timedelta | None, str]:
    """`ann@example.org 30d Spam`: whom, how long, why."""
    address, _, rest = text.partition(" ")
    if not address:
        raise Misunderstood(say("Whom? Say block ann@example.org 30d Spam."))
    first, _, after = rest.strip().partition(" ")
    length = duration(first)
    return (address, length, after.strip()) if length else (address, None, rest.strip())


def _who(stop: Stop) -> str:
    return stop.place.partition(":")[2] or stop.place


def _until(stop: Stop) -> str:
    if not stop.until_at:
        return say("for good")
    return say("until {at}", at=moment(stop.until_at))


def _line(stop: Stop) -> str:
    """Who, until when, by whom and why, and where what came meanwhile is."""
    said = {"sender": _who(stop), "until": _until(stop), "by": stop.by_name}
    line = say("{sender} {until} by {by}", **said) if stop.by_name else say("{sender} {until}", **said)
    line = f"{line}: {stop.reason}" if stop.reason else line
    return f"{line} {say('(what came meanwhile: #{number})', number=stop.ticket)}" if stop.ticket else line
