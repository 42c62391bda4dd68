"""What the verbs answer that are about the ladder's rings and the hours that its clocks count."""

from adapters.calls import Call, Said
from bot.config import Settings
from bot.desk import Desk
from bot.durations import duration
from bot.errors import Misunderstood
from bot.moments import moment
from bot.speech import say
from bot.ticket import Ticket

TOMORROW = "tomorrow"
LATER = ("30m", "60m", "90m", TOMORROW)


def acknowledge(desk: Desk, settings: Settings, call: Call) -> Said:
    return _rests(desk.bell.acknowledge(call.ticket, call.by, call.source))


def later(desk: Desk, settings: Settings, call: Call) -> Said:
    typed = call.value("after").lower()
    if typed not in LATER:
        raise Misunderstood(say("Say how long: {choices}.", choices=", ".join(LATER)))
    return _rests(desk.bell.later(call.ticket, call.by, duration(typed), call.source))


def hours(desk: Desk, settings: Settings, call: Call) -> Said:
    return Said("\n".join(desk.bell.hours(call.by, call.value("queue"))))


def _rests(ticket: Ticket) -> Said:
    assert ticket.climbs_at
    until = moment(ticket.climbs_at)
    return Said(say("The ladder of #{number} rests until {until}.", number=ticket.number, until=until), ticket.number)
