"""What the verbs answer that say where a message belongs, and whose are heard."""

from datetime import timedelta

from adapters import times
from adapters.calls import Call, Said, numeral
from bot.blocking import place_of
from bot.config import Settings
from bot.desk import Desk
from bot.durations import duration
from bot.errors import Misunderstood
from bot.stops import Stop


def belongs(desk: Desk, settings: Settings, call: Call) -> Said:
    ticket = desk.belongs(_number(call), call.by, source=call.source)
    return Said(f"It is in #{ticket.number}.", ticket.number)


def separate(desk: Desk, settings: Settings, call: Call) -> Said:
    ticket = desk.separate(_number(call), call.by, source=call.source)
    return Said(f"#{ticket.number} is a ticket of its own.", ticket.number)


def why(desk: Desk, settings: Settings, call: Call) -> Said:
    said = desk.why(_number(call), call.by)
    return Said("\n".join(said) or "Nothing was kept about why it came here.", call.number)


def whole(desk: Desk, settings: Settings, call: Call) -> Said:
    meant = call.value("message")
    if meant and numeral(meant) is None:
        raise Misunderstood(f"“{meant[:40]}” is no message. Leave it out: whole alone means the newest.")
    return Said(desk.whole(_number(call), call.by, numeral(meant)), call.number)


def block(desk: Desk, settings: Settings, call: Call) -> Said:
    if call.number is not None and not call.value("sender"):  # the button below a proposal
        stop = desk.block(call.by, "", number=call.number, source=call.source)
        return Said(_blocked(stop, settings), call.number)
    address, length, reason = _sender(call.value("sender"))
    return Said(_blocked(desk.block(call.by, place_of(address), length, reason), settings))


def unblock(desk: Desk, settings: Settings, call: Call) -> Said:
    address = call.value("sender")
    lifted = desk.unblock(call.by, place_of(address))
    held = next((stop.ticket for stop in lifted if stop.ticket), None)
    if not lifted:
        return Said(f"{address} was not blocked.")
    where = f" What came meanwhile is in #{held}." if held else ""
    return Said(f"{address} is heard again.{where}", held)


def blocked(desk: Desk, settings: Settings, call: Call) -> Said:
    lines = [f"{_who(stop)} {_until(stop, settings)}{_why(stop)}{_held(stop)}" for stop in desk.blocked(call.by)]
    return Said("\n".join(lines) or "Nobody is blocked.")


def _blocked(stop: Stop, settings: Settings) -> str:
    return (
        f"{_who(stop)} is blocked {_until(stop, settings)}. What they write is filed in a closed ticket and shown to "
        f"nobody; /desk unblock {_who(stop)} tells which."
    )


def _sender(text: str) -> tuple[str, timedelta | None, str]:
    """`ann@example.org 30d Spam`: whom, how long, why."""
    address, _, rest = text.partition(" ")
    if not address:
        raise Misunderstood("Whom? Say block ann@example.org 30d Spam.")
    first, _, after = rest.strip().partition(" ")
    length = duration(first)
    return (address, length, after.strip()) if length else (address, None, rest.strip())


def _who(stop: Stop) -> str:
    return stop.place.partition(":")[2] or stop.place


def _until(stop: Stop, settings: Settings) -> str:
    return f"until {times.spell(stop.until_at, settings.timezone)}" if stop.until_at else "for good"


def _why(stop: Stop) -> str:
    by = f" by {stop.by_name}" if stop.by_name else ""
    return f"{by}: {stop.reason}" if stop.reason else by


def _held(stop: Stop) -> str:
    return f" (what came meanwhile: #{stop.ticket})" if stop.ticket else ""


def _number(call: Call) -> int:
    if call.number is None:
        raise Misunderstood(f"Which ticket? Say its number: {call.verb} 42.")
    return call.number
