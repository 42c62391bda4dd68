"""A ticket told from its beginning: all of it for supervisors, or what its requester has heard and said.

What was taken back or is held still was never heard. What came encrypted, or left so, is told of private queues only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot import access, reading, wording
from bot import errors as no
from bot import events as e
from bot.config import Settings
from bot.people import Person
from bot.ports import Transaction
from bot.routing import is_public, publicly
from bot.speech import later, say, shown
from bot.ticket import Ticket
from bot.told import for_room

LOCKED = later("(This was encrypted, and is not repeated here.)")


class Reach(StrEnum):
    PUBLIC = "public"  # what the requester may read
    FULL = "full"  # with notes and everything that happened


@dataclass(frozen=True)
class Entry:
    """One thing that was said or done: `text` is what somebody wrote, untrusted. `internal`: no requester's to read."""

    at: datetime
    head: str
    text: str = ""
    files: tuple[e.File, ...] = ()
    internal: bool = False


@dataclass(frozen=True)
class Transcript:
    """`facts` are the lines above it, name and value, as data: `shown` where they are read."""

    desk: str
    ticket: Ticket
    reach: Reach
    made_at: datetime
    facts: tuple[tuple[str, str], ...]
    entries: tuple[Entry, ...]

    @property
    def files(self) -> tuple[e.File, ...]:
        return tuple(file for entry in self.entries for file in entry.files)


def transcript(
    tx: Transaction, settings: Settings, ticket: Ticket, by: Person, reach: Reach, now: datetime
) -> Transcript:
    """Raises SupervisorsOnly where all of it is asked for by somebody else."""
    queue = settings.queue(ticket.queue)
    if reach is Reach.FULL and not access.is_supervisor(by, queue):
        raise no.SupervisorsOnly
    return written(tx, settings, ticket, reach, now)


def written(tx: Transaction, settings: Settings, ticket: Ticket, reach: Reach, now: datetime) -> Transcript:
    """The same for whoever has that right already."""
    is_full = reach is Reach.FULL
    events = tx.tickets.history(ticket.number) if is_full else reading.requesters(tx, ticket, ticket.requester)
    locked = not settings.queue(ticket.queue).private
    entries = [_full(one, ticket, locked) if is_full else _public(one, ticket, settings, locked) for one in events]
    facts = _facts(ticket, is_full)
    return Transcript(settings.name, ticket, reach, now, facts, tuple(filter(None, entries)))


def _facts(ticket: Ticket, is_full: bool) -> tuple[tuple[str, str], ...]:
    known = [(later("Requester"), ticket.requester_name), (later("Status"), ticket.status.value)]
    if ticket.opened_at:
        known.append((later("Opened"), f"{ticket.opened_at:%Y-%m-%d %H:%M} UTC"))
    if is_full:
        known += [
            (later("Address"), wording.whereabouts(ticket)),
            (later("Queue"), ticket.queue),
            (later("Owner"), ticket.owner_name),
        ]
        known += [
            (later("Priority"), ticket.priority.value),
            (later("Tags"), ", ".join(ticket.tags)),
            (later("Ended"), ticket.resolution),
        ]
    return tuple((name, value) for name, value in known if value)


def _full(event: e.Event, ticket: Ticket, locked: bool) -> Entry:
    said, fact = for_room(event, ticket), event.fact
    text, files = said.whole or said.body, said.files
    if isinstance(fact, e.Opened | e.Wrote) and fact.private and not locked:
        text, files = fact.private, fact.private_files
    until = f" {said.at:%Y-%m-%d %H:%M} UTC" if said.at else ""
    is_theirs = (is_public(fact) and publicly(event) == event) or event.by.place == ticket.requester
    return _unlocked(Entry(event.at, f"{said.head}{until}", text, files, not is_theirs), fact, locked)


def _public(event: e.Event, ticket: Ticket, settings: Settings, locked: bool) -> Entry | None:
    """What is public is told in the very words that went out; of what the requester did, what all can see anyway."""
    who, fact = event.by.name, event.fact
    if isinstance(fact, e.Opened | e.Wrote):
        text, files = (fact.private, fact.private_files) if fact.private and not locked else (fact.text, fact.files)
        return Entry(event.at, say("{who} wrote", who=who), text, files)
    if is_public(fact):
        said = wording.for_requester(event, ticket, settings)
        return _unlocked(
            Entry(
                event.at,
                say("{who} wrote", who=said.by),
                _unlinked(said.text) if said.automatic else said.text,
                said.files,
            ),
            fact,
            locked,
        )
    if isinstance(fact, e.Closed):
        return Entry(event.at, say("{who} closed it", who=who))
    return Entry(event.at, say("{who} reopened it", who=who)) if isinstance(fact, e.Reopened) else None


def _unlinked(text: str) -> str:
    """Without the lines of links by which only the requester shall answer."""
    return "\n".join(row for row in text.split("\n") if "/solved/" not in row).strip()


def _unlocked(entry: Entry, fact: e.Fact, locked: bool) -> Entry:
    """An answer that left encrypted is not handed on in the clear."""
    is_secret = locked and isinstance(fact, e.Replied) and bool(fact.encrypted)
    return Entry(entry.at, entry.head, shown(LOCKED), (), entry.internal) if is_secret else entry


def sizes(files: Sequence[e.File]) -> list[str]:
    """Each file in words: `photo.jpg (12 kB)`."""
    return [f"{file.name or say('file')} ({max(1, round(file.size / 1000)):,} kB)" for file in files]
