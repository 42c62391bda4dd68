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
from bot.speech import later, say, shown, speaking
from bot.tokens import redacted
from bot.words import Button, ForRoom

SHOWN = 3_000  # characters of a mail's source
LISTED = 20
BY_HAND = 1_000  # an arrival that was tried as often as this is to be opened as it is
AGAIN, TICKET, SOURCE = "again", "ticket", "source"
LABELS = ((AGAIN, later("Try again")), (TICKET, later("Open as ticket")), (SOURCE, later("Show source")))


def announce(
    tx: Transaction, settings: Settings, arrival: Arrival, sender: str, subject: str, error: str, now: datetime
) -> None:
    """Tell the room of a mail that could not be read. `sender` and `subject` are as found in it, "" for not at all."""
    queue = settings.queue_of(arrival.lane)
    with speaking(settings.room_tongue(queue.name)):
        head = say(
            "A mail from {sender} ({size} bytes, mailbox {mailbox}) could not be read",
            sender=sender[:120] or say("an unknown sender"), size=f"{len(arrival.body):,}", mailbox=arrival.lane,
        )  # fmt: skip
        buttons = tuple(Button(shown(label), "parked", arrival.id, f"{do} {arrival.id}") for do, label in LABELS)
        about = say("Subject: {subject}", subject=subject[:200] or say("(none found)"))
        why = say("It is parked as number {number}, whole: {error}", number=arrival.id, error=error[:200])
        body = f"{about}\n{why}"
    words = ForRoom("🅿️", redacted(head), redacted(body), buttons=buttons)
    tx.notices.tell(_key(arrival.id), queue.name, queue.rooms, words, now)


def ended(tx: Transaction, arrival: Arrival, fate: Fate, now: datetime) -> None:
    """What was parked and tried again has its fate: its notice says which. Nothing for what was never parked."""
    _answer(tx, arrival.id, f"→ #{fate.ticket}" if fate.ticket else f"→ {fate.name} ({fate.reason})", now)


def asked(tx: Transaction, settings: Settings, by: Person, do: str, number: int, now: datetime) -> list[str]:
    """What is parked in the queues where `by` is an agent, newest first, a line each; or what came of `do`."""
    if do or number:
        return [_act(tx, settings, by, do, number, now)]
    if not any(access.may(by, "parked", queue) for queue in settings.queues):
        raise AgentsOnly
    theirs = [one for one in tx.arrivals.parked(LISTED) if access.may(by, "parked", settings.queue_of(one.lane))]
    return [_line(one) for one in theirs] or [say("Nothing is parked.")]


def _act(tx: Transaction, settings: Settings, by: Person, do: str, number: int, now: datetime) -> str:
    """Do `again`, `ticket` or `source` with what is parked as `number`; what came of it. The second time: nothing."""
    found = tx.arrivals.look(number)
    if found is None:
        if _was_here(tx, settings, by, number):
            return say("Number {number} is not parked any more.", number=number)
        raise _nothing(number)
    if not access.may(by, "parked", settings.queue_of(found.lane)):
        raise _nothing(number)
    if do == SOURCE:
        return _source(found)
    if do not in (AGAIN, TICKET):
        raise Misunderstood(say("Say what shall happen: again, ticket or source, and the number."))
    if do == TICKET and found.kind != "mail":
        raise Misunderstood(say("Only a mail can be opened as a ticket; try this one again."))
    tx.arrivals.retry(number, BY_HAND if do == TICKET else 0)
    with speaking(settings.room_tongue(settings.queue_of(found.lane).name)):
        said = say("{by} has it tried again", by=by.name)
        if do == TICKET:
            said = say("{by} opens it as a ticket", by=by.name)
    _answer(tx, number, said, now)
    if do == TICKET:
        return say("Number {number} is being opened as a ticket.", number=number)
    return say("Number {number} is tried again.", number=number)


def _nothing(number: int) -> NoSuchTicket:
    return NoSuchTicket(say("Nothing is parked as number {number}. /desk parked lists what is.", number=number))


def _line(one: Parked) -> str:
    return f"{one.id} · {one.received_at:%Y-%m-%d %H:%M} UTC · {one.kind} {one.lane} · {one.error[:120]}"


def _source(found: Parked) -> str:
    if found.kind != "mail":
        raise Misunderstood(say("Only the source of a mail can be shown."))
    text = printable(redacted(found.raw[: 4 * SHOWN].decode("utf-8", "replace").replace("\r\n", "\n")))
    plain = "".join(char if char.isprintable() or char in "\n\t" else "·" for char in text)
    rest = (
        "\n… " + say("({size} bytes in all)", size=f"{len(found.raw):,}")
        if len(plain) > SHOWN or len(found.raw) > 4 * SHOWN
        else ""
    )
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
