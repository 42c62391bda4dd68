"""Takes an old mailbox in as tickets: read as the intake reads, filed as history, each mail with one fate."""

import asyncio
import hashlib
import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from adapters.mail.boxes import Spot, why
from adapters.mail.duplicates import Print, known_as, renamed
from adapters.mail.edge import UNREAD, MailEdge
from adapters.mail.identity import Identity
from adapters.mail.importing_talks import Heading, heading, talks
from adapters.mail.letter import Attachment, Letter
from adapters.mail.parse import bare
from adapters.mail.reading import Reading
from bot.book import Book
from bot.config import Settings
from bot.desk import Desk
from bot.events import File
from bot.importing import Filing, Old
from bot.inbox import TRIES
from bot.incoming import Incoming
from bot.people import Person
from bot.ports import Arrival, Fate, Files, NotSent, Store, Transaction

log = logging.getLogger(__name__)

KIND = "import"
RAW = "message/rfc822"
DUPLICATE, KNOWN, UNREADABLE = "ignored(duplicate)", "known from before", "unreadable"
PORTION = 50  # mails that are filed in one transaction
WAITS = 60  # times to wait for a process or a disk before giving up
PAUSE = 0.5  # seconds between them


@dataclass(frozen=True)
class Plan:
    """What is wanted: into which queue; since when talks stay open, if at all; are rooms told; or nothing written?"""

    queue: str
    open_since: datetime | None = None
    is_posted: bool = False
    is_dry: bool = False


@dataclass(frozen=True)
class Sheet:
    """A mail that was read: its bytes, what it says, and what tells it from another of its id."""

    arrival: Arrival
    old: Old
    mark: Print


class Unwritten(Exception):
    """It was only tried: nothing of it is kept."""


@dataclass(frozen=True)
class Part:
    """Mails of one talk, known by its number among the talks."""

    talk: int
    mails: Sequence[Heading]
    is_open: bool


class Importer:
    """`now` is when the import began. `ends` are its books: how many mails ended how. `troubles` are sentences."""

    def __init__(
        self, store: Store, settings: Settings, files: Files, desk: Desk, now: datetime, worker: str, plan: Plan,
        reading: Reading | None = None,
    ) -> None:  # fmt: skip
        self._store, self._now, self._worker, self._plan = store, now, worker, plan
        self._lane = next(iter(settings.queue(plan.queue).mailboxes), "")
        self._book = Book(settings, lambda: now)
        self._reader = Reader(desk, store, settings, files, reading)
        self._us = Identity(settings)
        self._tickets: dict[int, int] = {}  # of talks
        self._seen: set[str] = set()
        self.ends: Counter[str] = Counter()
        self.troubles: list[str] = []

    def gather(self, spots: Iterable[tuple[Spot, bool]]) -> list[list[Part]]:
        """The talks of mails, each mail with whether we sent it, in such portions as `take` takes.

        What cannot be read is a trouble, and in the books.
        """
        found: list[Heading] = []
        for spot, is_sent in spots:
            try:
                found.append(heading(spot, self._us, is_sent, self._now))
            except OSError as error:
                self._lost(UNREADABLE, 1, f"{spot.name}: {why(error)}")
        return list(_portions(talks(found), self._plan.open_since))

    async def take(self, portion: Sequence[Part]) -> None:
        """File a few talks.

        Raises NotSent or OSError where it cannot go on. What was filed before stays, and is known the next time.
        """
        sheets = iter(await asyncio.gather(*(self._read(one) for part in portion for one in part.mails)))
        self._file([(part, [one for one in islice(sheets, len(part.mails)) if one]) for part in portion])

    def close(self) -> None:
        self._reader.close()

    def _lost(self, end: str, many: int, sentence: str) -> None:
        self.ends[end] += many
        self.troubles.append(sentence)

    async def _read(self, one: Heading) -> Sheet | None:
        try:
            raw = one.spot.read()
        except OSError as error:
            self._lost(UNREADABLE, 1, f"{one.spot.name}: {why(error)}")
            return None
        arrival = Arrival(f"{KIND}:{hashlib.sha256(raw).hexdigest()}", KIND, raw, one.at, lane=self._lane)
        message, letter = await self._reader.read(arrival)
        message = replace(message, queue=self._plan.queue, badge=letter.defect if one.is_ours else message.badge)
        to = next((Person(to.name or to.address, f"mail:{to.address}") for to in letter.to if to.address), None)
        return Sheet(arrival, Old(message, one.at, one.is_ours, to), Print(letter.sha256, letter.date, one.at))

    def _file(self, filed: list[tuple[Part, list[Sheet]]]) -> None:
        """All in one transaction; where that fails, each talk by itself: the others are not to blame."""
        numbers, ends, seen = dict(self._tickets), Counter(self.ends), set(self._seen)
        try:
            with self._store.transaction() as tx:
                new = self._new(tx, [sheet for _, sheets in filed for sheet in sheets])
                for part, sheets in filed:
                    self._file_one(tx, part, sheets, new)
                if self._plan.is_dry:
                    raise Unwritten
        except Unwritten:
            self._tickets = numbers
        except (NotSent, OSError):
            raise
        except Exception as error:
            self._tickets, self.ends, self._seen = numbers, ends, seen
            if len(filed) > 1:
                for one in filed:
                    self._file([one])
                return
            log.exception("a talk could not be filed")
            names = ", ".join(one.spot.name for one in filed[0][0].mails)
            self._lost("failed", len(filed[0][1]), f"{names}: could not be filed ({type(error).__name__}).")

    def _file_one(self, tx: Transaction, part: Part, sheets: Sequence[Sheet], new: dict[str, Arrival]) -> None:
        number = self._tickets.get(part.talk)
        olds = [sheet.old for sheet in sheets]
        filing = Filing(self._book, tx, olds, number, part.is_open, self._plan.is_posted)
        for sheet in sheets:
            source = sheet.arrival.source
            if source in self._seen:
                self.ends[DUPLICATE] += 1
            elif source in new:
                fate = _filed(tx, filing, sheet)
                tx.arrivals.settle(new[source], fate, self._now)
                self.ends[DUPLICATE if fate.name == "ignored" else fate.name] += 1
            else:
                self.ends[KNOWN] += 1
            self._seen.add(source)
        filing.end()
        if filing.number:
            self._tickets[part.talk] = filing.number

    def _new(self, tx: Transaction, sheets: Sequence[Sheet]) -> dict[str, Arrival]:
        """Those that no earlier import has filed, by source: arrivals that are to be settled in this transaction."""
        tx.arrivals.add(list({sheet.arrival.source: sheet.arrival for sheet in sheets}.values()))
        new: dict[str, Arrival] = {}
        while leased := tx.arrivals.lease(KIND, self._worker, self._now, PORTION):
            new |= {arrival.source: arrival for arrival in leased}
        return new


def _portions(found: Iterable[list[Heading]], open_since: datetime | None) -> Iterator[list[Part]]:
    """Talks in the order of their beginnings, some short ones together; a long one in pieces."""
    portion: list[Part] = []
    for number, talk in enumerate(found):
        is_open = open_since is not None and talk[-1].at > open_since
        for start in range(0, len(talk), PORTION):
            mails = talk[start : start + PORTION]
            if sum(len(part.mails) for part in portion) + len(mails) > PORTION:
                yield portion
                portion = []
            portion.append(Part(number, mails, is_open))
    if portion:
        yield portion


def equation(ends: Counter[str]) -> str:
    """The books of an import: all that was seen is the sum of what became of it."""
    parts = " + ".join(f"{count} {end}" for end, count in sorted(ends.items()) if count)
    return f"{ends.total()} mail{'s' * (ends.total() != 1)} = {parts or 0}"


class Reader(MailEdge):
    """The mail edge, asked only what a mail says."""

    def __init__(
        self, desk: Desk, store: Store, settings: Settings, files: Files, reading: Reading | None = None
    ) -> None:  # fmt: skip
        super().__init__(desk, store, settings, files, reading)
        self._said: dict[str, tuple[Incoming, Letter]] = {}

    async def read(self, arrival: Arrival) -> tuple[Incoming, Letter]:
        """What a mail says; of one that breaks its reader, the headers. Raises NotSent where that must wait longer."""
        tries = waits = 0
        while tries < TRIES:
            try:
                (await self.understand(replace(arrival, attempts=tries + 1))).do()
                return self._said.pop(arrival.source)
            except NotSent:
                if (waits := waits + 1) > WAITS:
                    raise
                await asyncio.sleep(PAUSE)
            except Exception:
                tries += 1
                log.warning("%s: try %s failed", arrival.source, tries, exc_info=True)
        self._take(arrival, bare(arrival.body, UNREAD), self._kept((Attachment("mail.eml", RAW, arrival.body),)))
        return self._said.pop(arrival.source)

    def _take(self, arrival: Arrival, read: Letter, files: tuple[File, ...]) -> Fate:
        self._said[arrival.source] = self._message(arrival, read, files), read
        return Fate("done")


def _filed(tx: Transaction, filing: Filing, sheet: Sheet) -> Fate:
    message = sheet.old.message
    source, is_known = known_as(tx, message, sheet.mark, sheet.old.is_ours)
    if is_known:
        return Fate("ignored", "duplicate")
    named = message if source == message.source else renamed(message, source)
    is_new = filing.add(replace(sheet.old, message=named))
    return Fate("ticketed" if is_new else "appended", "imported", filing.number)
