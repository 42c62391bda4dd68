"""The ladder rings: each step once on a run of a clock, all that are due at once, and nobody ten times in a minute."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.book import Book
from bot.calling import called
from bot.clocks import Ring
from bot.events import Escalated, Retimed
from bot.people import CLOCK, channel_of
from bot.places import is_person, is_room
from bot.ports import Transaction
from bot.speech import several, speaking, word
from bot.standby import OnCall
from bot.ticket import Ticket
from bot.told.rang import overdue
from bot.words import Button, ForRoom

SEVERAL = 3  # rings at once for one person that become one message
PRESSED = 5  # of them that have a button there


@dataclass(frozen=True)
class Call:
    """What rings for a ticket now, and whom that calls; nothing where its times are stale.

    `is_away`: its owner is meant, but said that they are away. `absent` are the names of those on call who are passed
    over, and `direct` the people who are told by direct message, too.
    """

    ticket: Ticket
    rings: Sequence[Ring]
    places: tuple[str, ...]
    is_away: bool = False
    absent: tuple[str, ...] = ()
    direct: tuple[str, ...] = ()

    @property
    def worst(self) -> Ring:
        return min(self.rings, key=lambda ring: ring.rung.due_by)


def ring(book: Book, tx: Transaction, tickets: Sequence[Ticket], now: datetime) -> None:
    """Ring for the tickets. Whoever is called for several of a room gets one message there that names them all."""
    excused = tx.roster.excused(now) if tickets else frozenset()
    on_call = OnCall(book, tx)
    calls = [_call(book, ticket, now, on_call, excused) for ticket in tickets]
    theirs = defaultdict[tuple[str, str], list[Call]](list)
    for call in calls:
        for place in call.places:
            if room := _room(book, call, place):
                theirs[place, room].append(call)
    busy = {spot: own for spot, own in theirs.items() if len(own) >= SEVERAL}
    for call in calls:
        _record(book, tx, call, {place for (place, _), own in busy.items() if call in own}, now)
    for (place, room), own in busy.items():
        with speaking(book.settings.tongue_in(room, own[0].ticket.queue)):
            _gather(tx, place, room, own, now)


def _room(book: Book, call: Call, place: str) -> str | None:
    """Where a person is told of the ticket among others: its own queue's first room on their chat, and no other's."""
    rooms = book.settings.queue(call.ticket.queue).rooms if not is_room(place) else ()
    return next((room for room in rooms if channel_of(room) == channel_of(place)), None)


def _call(book: Book, ticket: Ticket, now: datetime, on_call: OnCall, excused: Collection[str]) -> Call:
    rings = book.timing.ringing(ticket, now)
    steps, private = [one.step for one in rings], [one.step for one in rings if one.step.dm]
    is_away = ticket.owner in excused and any("owner" in one.step.ping for one in rings)
    places, told = (called(some, ticket, book.settings, on_call.places, excused) for some in (steps, private))
    is_rung = is_away or any("oncall" in step.ping for step in steps)
    absent = on_call.absent(ticket.queue) if is_rung else ()
    return Call(ticket, rings, places, is_away, absent, _directly(ticket, told, on_call))


def _directly(ticket: Ticket, places: Sequence[str], on_call: OnCall) -> tuple[str, ...]:
    """The people among the places who may read it still; whoever asked it is told nothing."""
    others = (place for place in places if is_person(place) and place != ticket.requester)
    return tuple(place for place in others if on_call.may_read(place, ticket))


def _record(book: Book, tx: Transaction, call: Call, busy: Collection[str], now: datetime) -> None:
    """So after a night of downtime there is one ping, not six.

    The source makes the same step on the same run of a clock impossible to record twice, whoever ticks.
    """
    ticket = call.ticket
    if not call.rings:  # the settings have changed since the time was set, or it came when nobody works
        book.record(tx, ticket, CLOCK, Retimed())
        return
    worst = call.worst.rung
    reason = _late(call, now)
    source = f"clock:{ticket.number}/{worst.clock}/{worst.step}/{worst.since.isoformat() if worst.since else ''}"
    gathered = tuple(place for place in call.places if place in busy)
    rungs = tuple(one.rung for one in call.rings)
    fact = Escalated(reason, call.places, rungs, ticket.owner_name, gathered, call.is_away, call.absent)
    book.write(tx, ticket, CLOCK, fact, None if tx.tickets.of(source) else source)
    for room in filter(is_room, call.places):
        with speaking(book.settings.tongue_in(room, ticket.queue)):
            head = _late(call, now)
        tx.notices.once(f"ring:{source}", ticket.queue, (room,), ForRoom("🔔", head, ticket.subject), now)
    with speaking(book.settings.room_tongue(ticket.queue)):
        buttons = (Button(word("Acknowledge", "button"), "acknowledge", ticket.number), _card(ticket))
        words = ForRoom("🔔", _late(call, now), ticket.subject, buttons=buttons)
    alone = [place for place in call.direct if place not in busy]
    tx.notices.once(f"direct:{source}", ticket.queue, alone, words, now)


def _gather(tx: Transaction, place: str, room: str, calls: Sequence[Call], now: datetime) -> None:
    key, queue = f"rings:{place}:{now.isoformat()}", calls[0].ticket.queue
    tx.notices.once(key, queue, (room,), replace(_listed(calls, now), pings=(place,)), now)
    if direct := [call for call in calls if place in call.direct]:
        tx.notices.once(f"{key}/{room}", queue, (place,), _listed(direct, now), now)


def _listed(calls: Sequence[Call], now: datetime) -> ForRoom:
    head = several("{n} ticket needs you", "{n} tickets need you", len(calls))
    lines = "\n".join(f"{_late(call, now)} · {call.ticket.subject}" for call in calls)
    return ForRoom("🔔", head, lines, buttons=tuple(_card(call.ticket) for call in calls[:PRESSED]))


def _card(ticket: Ticket) -> Button:
    """What leads from the ring to the ticket."""
    return Button(f"#{ticket.number}", "show", ticket.number)


def _late(call: Call, now: datetime) -> str:
    worst = call.worst.rung
    return overdue(worst.clock, worst.due_by <= now, call.ticket.number, call.ticket.owner_name)
