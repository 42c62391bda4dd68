"""Mails that could not be read: they are parked in sight, can be looked at safely, tried again, or worked on by hand.

A parked mail is no ticket until somebody says so: its sender is not known, nobody can be answered, and the same mail
read well after a mend must not be a second one.
"""

from datetime import datetime

from bot import access
from bot.config import Settings
from bot.errors import AgentsOnly, Misunderstood, NoSuchTicket
from bot.people import Person
from bot.ports import Arrival, Fate, Parked, Transaction
from bot.printable import printable
from bot.tokens import redacted
from bot.words import Button, ForRoom

SHOWN = 3_000  # characters of a mail's source
LISTED = 20
BY_HAND = 1_000  # an arrival that was tried as often as this is to be opened as it is
AGAIN, TICKET, SOURCE = "again", "ticket", "source"
LABELS = ((AGAIN, "Try again"), (TICKET, "Open as ticket"), (SOURCE, "Show source"))


def announce(
    tx: Transaction, settings: Settings, arrival: Arrival, sender: str, subject: str, error: str, now: datetime
) -> None:
    """Tell the room of a mail that could not be read. `sender` and `subject` are as found in it, "" for not at all."""
    queue = settings.queue_of(arrival.lane)
    size = f"{len(arrival.body):,} bytes"
    head = f"A mail from {sender[:120] or 'an unknown sender'} ({size}, mailbox {arrival.lane}) could not be read"
    buttons = tuple(Button(label, "parked", arrival.id, f"{do} {arrival.id}") for do, label in LABELS)
    body = f"Subject: {subject[:200] or '(none found)'}\nIt is parked as number {arrival.id}, whole: {error[:200]}"
    words = ForRoom("🅿️", redacted(head), redacted(body), buttons=buttons)
    tx.notices.tell(_key(arrival.id), queue.name, queue.rooms, words, now)


def ended(tx: Transaction, arrival: Arrival, fate: Fate, now: datetime) -> None:
    """What was parked and tried again has its fate: its notice says which. Nothing for what was never parked."""
    became = f"It is #{fate.ticket} now" if fate.ticket else f"It was {fate.name} ({fate.reason})"
    _answer(tx, arrival.id, became, now)


def asked(tx: Transaction, settings: Settings, by: Person, do: str, number: int, now: datetime) -> list[str]:
    """What is parked in the queues where `by` is an agent, newest first, a line each; or what came of `do`."""
    if do or number:
        return [_act(tx, settings, by, do, number, now)]
    if not any(access.may(by, "parked", queue) for queue in settings.queues):
        raise AgentsOnly
    theirs = [one for one in tx.arrivals.parked(LISTED) if access.may(by, "parked", settings.queue_of(one.lane))]
    return [_line(one) for one in theirs] or ["Nothing is parked."]


def _act(tx: Transaction, settings: Settings, by: Person, do: str, number: int, now: datetime) -> str:
    """Do `again`, `ticket` or `source` with what is parked as `number`; what came of it. The second time: nothing."""
    found = tx.arrivals.look(number)
    if found is None:
        if _was_here(tx, settings, by, number):
            return f"Number {number} is not parked any more."
        raise NoSuchTicket(f"Nothing is parked as number {number}. /desk parked lists what is.")
    if not access.may(by, "parked", settings.queue_of(found.lane)):
        raise NoSuchTicket(f"Nothing is parked as number {number}. /desk parked lists what is.")
    if do == SOURCE:
        return _source(found)
    if do not in (AGAIN, TICKET):
        raise Misunderstood("Say what shall happen: again, ticket or source, and the number.")
    if do == TICKET and found.kind != "mail":
        raise Misunderstood("Only a mail can be opened as a ticket; try this one again.")
    tx.arrivals.retry(number, BY_HAND if do == TICKET else 0)
    said = f"{by.name} opens it as a ticket" if do == TICKET else f"{by.name} has it tried again"
    _answer(tx, number, said, now)
    return f"Number {number} is being opened as a ticket." if do == TICKET else f"Number {number} is tried again."


def _line(one: Parked) -> str:
    return f"{one.id} · {one.received_at:%Y-%m-%d %H:%M} UTC · {one.kind} {one.lane} · {one.error[:120]}"


def _source(found: Parked) -> str:
    if found.kind != "mail":
        raise Misunderstood("Only the source of a mail can be shown.")
    text = printable(redacted(found.raw[: 4 * SHOWN].decode("utf-8", "replace").replace("\r\n", "\n")))
    plain = "".join(char if char.isprintable() or char in "\n\t" else "·" for char in text)
    rest = f"\n… ({len(found.raw):,} bytes in all)" if len(plain) > SHOWN or len(found.raw) > 4 * SHOWN else ""
    return plain[:SHOWN] + rest


def _answer(tx: Transaction, number: int, said: str, now: datetime) -> None:
    stands = tx.notices.of(_key(number))
    if stands:
        words = stands[0].words
        head = words.head.partition(" · ")[0]
        told = ForRoom(words.icon, f"{head} · {said}", words.body)
        tx.notices.tell(_key(number), stands[0].queue, [one.place for one in stands], told, now)


def _was_here(tx: Transaction, settings: Settings, by: Person, number: int) -> bool:
    stands = tx.notices.of(_key(number))
    return bool(stands) and access.may(by, "parked", settings.queue(stands[0].queue))


def _key(number: int) -> str:
    return f"parked:{number}"
