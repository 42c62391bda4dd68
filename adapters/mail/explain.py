"""The dry run: a desk in memory takes mails in as the real one would, and tells what it did with each and why.

The mails go in one after the other by the code that runs in production; only what they leave is thrown away.
"""

import base64
import hashlib
import secrets
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from itertools import count, groupby
from typing import Any, ParamSpec, TypeVar

from adapters import ruling, verbs
from adapters.mail.addresses import plain
from adapters.mail.boxes import Found, got_at
from adapters.mail.edge import MailEdge
from adapters.mail.explanation import explained, ruled, unread
from adapters.mail.headers import Headers, head
from adapters.mail.identity import Identity
from adapters.mail.keys.opening import Opening
from adapters.mail.keys.ring import Ring
from adapters.mail.letter import Letter
from adapters.mail.parse import RECIPIENTS
from adapters.mail.reading import Reading
from bot.choosing import Choice
from bot.config import Mailbox, Secret, Settings
from bot.desk import Desk
from bot.events import Acknowledged, Event, Fact, File, Unacknowledged
from bot.fitting import Seen
from bot.inbox import Deed, Inbox
from bot.matching import Rule
from bot.ports import Arrival, Fate, Store

P = ParamSpec("P")
R = TypeVar("R")

BATCH, BATCH_BYTES = 50, 10_000_000
A_MINUTE = timedelta(minutes=1)
NOWHERE = Mailbox("support", "support@desk.invalid", "Support")
MOST = 20  # events that one mail leaves
UNANSWERED = {  # why there is no acknowledgement where no event says so
    "ticketed": "it waits until somebody says which ticket it belongs to",
    "appended": "it goes on a ticket that is there already",
    "ignored": "it opens no ticket",
}


class Clock:
    """Stands where it was put."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at


class Unkept:
    """Files that nobody will ask for. See `bot.ports.Files`."""

    def put(self, name: str, content: bytes, content_type: str) -> File:
        return File(name, hashlib.sha256(content).hexdigest(), len(content), content_type)

    def get(self, file: File) -> bytes:
        raise FileNotFoundError(f"{file.name} was not kept.")


@dataclass
class Case:
    """A mail on its way through the desk, and what is known of it: `letter` as it was read, `events` it left."""

    raw: bytes
    at: datetime
    letter: Letter | None = None
    fate: Fate | None = None
    events: list[Event] = field(default_factory=list)


class Watched(MailEdge):
    """The mail edge of a desk whose clock shows the time of the mail in hand; it keeps what is to be told."""

    takes_plain = False

    def __init__(
        self, desk: Desk, store: Store, settings: Settings, clock: Clock, is_known: bool, reading: Reading | None
    ) -> None:  # fmt: skip
        ring = Ring(settings.keys_dir, settings.passphrases, clock)
        super().__init__(desk, store, settings, Unkept(), reading, Opening(ring))
        self._clock, self._is_known = clock, is_known
        self.cases: dict[str, Case] = {}

    def foresee(self, arrival: Arrival) -> None:
        super().foresee(replace(arrival, body=self.cases[arrival.source].raw))

    async def understand(self, arrival: Arrival) -> Deed:
        case = self.cases[arrival.source]
        deed = await super().understand(replace(arrival, body=case.raw))
        return Deed(partial(self._do, case, deed), partial(_settle, case))

    def park(self, arrival: Arrival, error: str) -> Fate:
        case = self.cases[arrival.source]
        parked = partial(super().park, replace(arrival, body=case.raw), error)
        case.fate = self._do(case, Deed(parked))
        return case.fate

    def _take(self, arrival: Arrival, read: Letter, files: tuple[File, ...]) -> Fate:
        self.cases[arrival.source].letter = read
        # who has not said which addresses are his cannot be told that a mail is to none of them
        return super()._take(arrival, read if self._is_known else replace(read, to=(), cc=()), files)

    def _do(self, case: Case, deed: Deed) -> Fate:
        self._clock.at = case.at
        with self._store.transaction() as tx:
            before = max((event.id for event, _ in tx.tickets.latest(1)), default=0)
            fate = deed.do()
            case.events = [event for event, _ in tx.tickets.latest(MOST) if event.id > before]
        return fate


async def rehearsed(
    store: Store, settings: Settings, now: datetime, found: Iterable[Found], reading: Reading | None = None
) -> AsyncIterator[dict[str, Any]]:
    """What would become of each mail in a desk with these settings, in order. Nobody else uses `store`."""
    desk = Rehearsal(store, settings, now, reading)
    try:
        for batch in _batches(found):
            for told in await desk.tell(batch):
                yield told
    finally:
        desk.close()


class Rehearsal:
    """A desk in `store` that takes mails in."""

    def __init__(self, store: Store, settings: Settings, now: datetime, reading: Reading | None = None) -> None:
        self._store, self._now, self._has_rules = store, now, bool(settings.rules)
        self._last: datetime | None = None
        self._arrives, self._works = Clock(now), Clock(now)  # the mails' and the machine's
        is_known = bool(settings.mailboxes)
        settings = _alone(settings)
        self._boxes = {box.name: Identity(replace(settings, mailboxes=(box,))) for box in settings.mailboxes}
        desk = ruling.enlist(Desk(store, settings, self._arrives), settings, verbs.TABLE)
        self._chosen: dict[int, list[Choice]] = {}  # by the event that was looked at
        desk.rules.watcher = self._choose
        self._edge = Watched(desk, store, settings, self._arrives, is_known, reading)
        self._inbox = Inbox(store, self._edge, ask, self._works, "explain")
        self._numbers = count(1)

    async def tell(self, found: Iterable[Found]) -> list[dict[str, Any]]:
        """Take in a few mails, in order. What became of each, in that order, as plain values."""
        keys = {f"explain:{next(self._numbers)}": one for one in found}
        mails = {key: Case(one.raw, self._moved(one.raw)) for key, one in keys.items() if one.raw is not None}
        self._edge.cases = mails
        for box, some in groupby(mails, lambda key: self._box(mails[key].raw)):
            await self._take([Arrival(key, "mail", b"", mails[key].at, lane=box) for key in some])
        return [self._told(mails[key]) | {"file": one.name} if key in mails else unread(one.name, one.error)
                for key, one in keys.items()]  # fmt: skip

    def _choose(self, choice: Choice, seen: Seen) -> None:
        self._chosen.setdefault(seen.event.id if seen.event else 0, []).append(choice)

    def _told(self, case: Case) -> dict[str, Any]:
        """With what each rule that is for such a mail does with it, where there are rules."""
        choices = [choice for event in case.events for choice in self._chosen.get(event.id, ())]
        return _told(case) | ({"rules": [ruled(choice) for choice in choices]} if self._has_rules else {})

    def close(self) -> None:
        self._edge.close()

    async def _take(self, arrivals: list[Arrival]) -> None:
        with self._store.transaction() as tx:
            tx.arrivals.add(arrivals)
        while any(self._edge.cases[one.source].fate is None for one in arrivals):
            if not await self._inbox.work():
                self._works.at += A_MINUTE  # what failed is tried again later

    def _box(self, raw: bytes) -> str:
        """The mailbox that a mail came into: one that it is addressed to, else the first."""
        headers = Headers.of(head(raw)) if len(self._boxes) > 1 else Headers([])
        written_to = plain([value for name in RECIPIENTS for value in headers.raw(name)])
        return next((name for name, us in self._boxes.items() if any(map(us.has, written_to))), next(iter(self._boxes)))

    def _moved(self, raw: bytes) -> datetime:
        """The time of the next mail. One that is older than the last, or tells no time, came some time after it."""
        at = got_at(raw)
        if at is None or at > self._now or (self._last and at < self._last):
            at = self._last + A_MINUTE if self._last else self._now
        self._last = at
        return at


async def ask(operation: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
    """See `bot.ports.Ask`: nobody else asks this desk anything."""
    return operation(*args, **kwargs)


def _batches(found: Iterable[Found]) -> Iterator[list[Found]]:
    """As many mails at once as a mailbox is read in."""
    batch: list[Found] = []
    weight = 0
    for one in found:
        batch.append(one)
        weight += len(one.raw or b"")
        if len(batch) == BATCH or weight > BATCH_BYTES:
            yield batch
            batch, weight = [], 0
    if batch:
        yield batch


def _alone(settings: Settings) -> Settings:
    """What the settings say of mail: there are no rooms to post to, and a mailbox and a key in any case."""
    key = Secret(base64.b64encode(secrets.token_bytes(32)).decode())
    return replace(
        settings,
        queues=tuple(replace(queue, rooms=()) for queue in settings.queues),
        mailboxes=settings.mailboxes or (NOWHERE,),
        reply_secrets=settings.reply_secrets or (("a", key),),
    )


async def _settle(case: Case, fate: Fate) -> None:
    case.fate = fate


def _told(case: Case) -> dict[str, Any]:
    fate = case.fate or Fate("pending")
    read = explained(case.letter) if case.letter else unread("", fate.reason)
    facts = [event.fact for event in case.events]
    why_not = next((fact.reason for fact in facts if isinstance(fact, Unacknowledged)), UNANSWERED.get(fate.name, ""))
    is_acked = any(isinstance(fact, Acknowledged) for fact in facts)
    return read | {
        "fate": f"ignored({fate.reason})" if fate.name == "ignored" else fate.name,
        "ticket": fate.ticket,
        "matched_by": _rule(facts),
        "ack": is_acked,
        "ack_reason": None if is_acked else why_not,
    }


def _rule(facts: list[Fact]) -> str | None:
    """The rule by which it came where it is, or may belong where it is not; None where it answers nothing."""
    if alert := next((alert for fact in facts if (alert := getattr(fact, "alert", None))), None):
        return f"{Rule.MONITOR} {alert.monitor}: {alert.key}"
    rule = next((rule for fact in facts if (rule := getattr(fact, "rule", ""))), Rule.NEW)
    return None if rule in (Rule.NEW, Rule.ALIKE) else str(rule)
