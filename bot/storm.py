"""Storm mode: when more tickets come than a room can show, they are taken in all the same and shown bit by bit.

A chat takes about one message a second. Once that many roots wait for a room, those of further tickets are held back;
one line tells how many, and is edited in place. They follow, the oldest first, as fast as the room takes them; whoever
works on a held ticket has it there at once.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.config import Settings
from bot.events import Event, Opened
from bot.ports import Draft, Kind, Transaction
from bot.speech import later, say, several, speaking
from bot.ticket import Ticket
from bot.words import ForRoom

MOST = 60  # roots that wait for a room; the next ones are held
FEW = 20  # as many are let go at once, when fewer wait
SHOWN = 5  # of the newest, in the digest
SILENCE = later("more mail comes than can be shown")


def rooms(tx: Transaction, settings: Settings, event: Event, ticket: Ticket) -> list[str]:
    """The rooms that this new ticket is held back from: none where its requester did not open it himself."""
    fact = event.fact
    if not isinstance(fact, Opened) or event.by.place != fact.requester or fact.quiet:
        return []
    # until all that was held is shown, what comes stands in line behind it
    crowded = tx.held.crowded(settings.queue(ticket.queue).rooms, MOST)
    return [room for room in settings.queue(ticket.queue).rooms if room in crowded]


def without(drafts: Sequence[Draft], held: Sequence[str]) -> list[Draft]:
    """The drafts but those for rooms that are told later."""
    return [draft for draft in drafts if draft.place not in held]


def opened(drafts: Sequence[Draft], held: Mapping[str, int]) -> list[Draft]:
    """The drafts; a root that was `held` until now brings along the words that opened the ticket."""
    told: list[Draft] = []
    for draft in drafts:
        if draft.kind is Kind.ROOT and draft.place in held:
            told += _first(draft.place, held[draft.place])
        else:
            told.append(draft)
    return told


def follow(tx: Transaction, settings: Settings, now: datetime) -> None:
    """Let go what the rooms can take, and bring their digests up to date. Asked every few seconds."""
    for room, (_, since) in tx.held.places().items():
        if not tx.leases.value(_name(room)):
            tx.leases.keep(_name(room), since.isoformat())
        if tx.posts.roots_waiting(room, FEW) < FEW:
            for number in tx.held.next(room, FEW):
                _let_go(tx, number, now)
        _digest(tx, settings, room, now)


def _let_go(tx: Transaction, number: int, now: datetime) -> None:
    for place, event in tx.held.release(number).items():
        for draft in _first(place, event):
            tx.posts.queue(number, draft, now)


def _digest(tx: Transaction, settings: Settings, room: str, now: datetime) -> None:
    began = datetime.fromisoformat(tx.leases.value(_name(room)))
    count, _ = tx.held.places().get(room, (0, began))
    queue = settings.queue_with(room) or settings.queues[0]
    with speaking(settings.room_tongue(queue.name)):
        words = _words(tx, room, queue.name, count, began)
    tx.notices.tell(f"{_name(room)}:{began.isoformat()}", queue.name, (room,), words, now)
    if not count:
        tx.leases.keep(_name(room), "")


def _words(tx: Transaction, room: str, queue: str, count: int, began: datetime) -> ForRoom:
    since = f"{began:%H:%M} UTC"
    if not count:
        over = say("The storm that began at {since} is over: every ticket has its thread here", since=since)
        return ForRoom("🌤️", over)
    newest = [
        f"#{ticket.number} {ticket.subject or say('(no subject)')}"[:120] for ticket in tx.held.newest(room, SHOWN)
    ]
    how = say(
        "See them all: /desk list queue:{queue} status:new. Claim one, and it is here at once: /ticket claim NUMBER. "
        "The others follow by themselves, the oldest first.",
        queue=queue,
    )
    head = several(
        "Since {since} more comes in than can be shown: {count} new ticket waits for its thread",
        "Since {since} more comes in than can be shown: {count} new tickets wait for their threads",
        count, since=since, count=f"{count:,}",
    )  # fmt: skip
    return ForRoom("🌊", head, "\n".join((*newest, "", how)))


def _first(place: str, event: int) -> tuple[Draft, Draft]:
    return Draft(place, Kind.ROOT, event=event), Draft(place, Kind.LINE, event=event)


def _name(room: str) -> str:
    return f"storm:{room}"
