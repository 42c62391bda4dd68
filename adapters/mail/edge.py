"""What a mail that came asks of the desk: a message from the requester's side, or nothing, and why."""

import asyncio
from collections import Counter
from functools import partial

from adapters.mail import alerts, bounces
from adapters.mail.duplicates import Print, known_as, renamed
from adapters.mail.envelopes import envelope
from adapters.mail.identity import Identity
from adapters.mail.keys.opening import Opening
from adapters.mail.letter import Attachment, Letter, Nature, Sender
from adapters.mail.natures import BY_SUBJECT, LISTED, ROBOT, ROBOTS
from adapters.mail.reading import Job, Reading
from adapters.mail.shapes import shapes
from bot import monitoring
from bot.config import Settings
from bot.copies import replace
from bot.desk import Desk
from bot.events import File
from bot.inbox import QUARANTINED, TRIES, Deed
from bot.incoming import Incoming
from bot.parking import BY_HAND
from bot.people import NOBODY, Person
from bot.placing import PROBABLY
from bot.ports import Arrival, Fate, Files, NotSent, Store
from bot.speech import later
from bot.tokens import redacted

HOPS = 50
# Times that a mail is taken up without an end, before the fault is looked for in the mail. Many are taken ahead and
# never begun where a process is killed again and again.
OFTEN = 30
UNREAD = "this mail could not be read; it is attached as it came"
GLIMPSE = 160  # characters of an automatic answer that are shown
TEXT = 64_000  # characters of a mail that a ticket holds
BESIDE = 10  # addresses besides ours that agents are told of
_Read = tuple[Letter, tuple[File, ...] | None]  # a letter, and its files where they are kept already
UNKNOWN = Person("unknown sender", NOBODY)


class MailEdge:
    """See `bot.inbox.Understands`. Mails are read by processes of their own; the deed is done on the desk's thread."""

    kind = "mail"
    takes_plain = False  # what cannot be read becomes a ticket only when nothing is down
    ahead = 15  # a mail says the same whatever became of those before it

    def __init__(
        self, desk: Desk, store: Store, settings: Settings, files: Files, reading: Reading | None = None,
        opening: Opening | None = None,
    ) -> None:  # fmt: skip
        """Without an `opening` nobody looks at signatures, and all that is encrypted stays shut."""
        self._desk, self._store, self._files = desk, store, files
        self._settings, self._us = settings, Identity(settings)
        self._reading, self._opening = reading or Reading(), opening
        self._begun: dict[str, Job[_Read]] = {}  # foreseen, and not asked for yet
        self._waits: Counter[str] = Counter()  # tries that ended for want of a process or a disk: no mail's fault

    async def understand(self, arrival: Arrival) -> Deed:
        """Read it. Raises NotSent where it is to wait: its files cannot be written, or it cannot be read yet."""
        if arrival.attempts > BY_HAND:
            return await self._unread(arrival)
        try:
            job = self._begun.pop(arrival.source, None) or self._begin(arrival)
            read, files = await self._reading.result(arrival.source, job)
            if files is None:
                read = await self._opened(arrival, read)
                files = await asyncio.to_thread(self._kept, (*_attached(read), *read.protection.private_files))
        except NotSent:
            self._waits[arrival.source] += 1
            raise
        self._waits.pop(arrival.source, None)
        return Deed(partial(self._take, arrival, read, files))

    def foresee(self, arrival: Arrival) -> None:
        """Begin to read it."""
        if arrival.attempts <= BY_HAND and arrival.is_whole:
            self._begun[arrival.source] = self._begin(arrival)

    def is_ready(self, arrival: Arrival) -> bool:
        """Was it read, and is nothing left to be opened? That may take longer than those before it can wait."""
        job = self._begun.get(arrival.source)
        if job is None or not job.future.done():
            return False
        return job.future.exception() is not None or job.future.result()[1] is not None

    def forget(self, arrival: Arrival) -> None:
        """Nobody needs to read it now. It would be in the way of those that are needed, and of itself."""
        if job := self._begun.pop(arrival.source, None):
            job.future.cancel()

    def park(self, arrival: Arrival, error: str) -> Fate:
        """It failed for the last time: its room is told, and a person decides. See `bot.parking`."""
        self._desk.ledger.park(arrival, *envelope(arrival.body), error)
        return Fate(QUARANTINED, error)

    def close(self) -> None:
        self._reading.close()

    def _begin(self, arrival: Arrival) -> Job[_Read]:
        servers = self._settings.mailbox(arrival.lane).authserv_id
        return self._reading.begin(arrival.source, arrival.body, servers, self._defect(arrival), self._read)

    def _read(self, letter: Letter) -> _Read:
        """Keep its files at once, on the thread that read it, where they are what they seem."""
        is_shut = self._opening and (letter.protection.signed or letter.protection.encrypted)
        return letter, None if is_shut else self._kept((*_attached(letter), *letter.protection.private_files))

    async def _opened(self, arrival: Arrival, letter: Letter) -> Letter:
        assert self._opening, "without it nothing is shut"
        servers = self._settings.mailbox(arrival.lane).authserv_id
        again = partial(self._reading.read, f"{arrival.source}#within", trusted=servers)
        return await self._opening.opened(arrival.body, letter, self._settings.queue_of(arrival.lane), again)

    async def _unread(self, arrival: Arrival) -> Deed:
        """A ticket with the mail in it as it came, because somebody wants it so."""
        files = await asyncio.to_thread(self._kept, (_raw(arrival),))
        text = f"A mail that came into the mailbox {arrival.lane} could not be read. It is attached as it came."
        why = "the mail could not be read"
        message = Incoming(
            UNKNOWN, text, self._settings.queue_of(arrival.lane).name, arrival.source, "",
            subject="A mail that could not be read", files=files, silence=why, badge=why,
        )  # fmt: skip
        return Deed(lambda: Fate("ticketed", why, self._desk.receive(message)[0].number))

    def _defect(self, arrival: Arrival) -> str:
        """Why only its headers are read now, if so: it failed twice, or ends this very process again and again."""
        is_deadly = arrival.fence - self._waits[arrival.source] >= OFTEN
        return UNREAD if arrival.attempts >= TRIES or is_deadly else ""

    def _kept(self, attachments: tuple[Attachment, ...]) -> tuple[File, ...]:
        try:
            return tuple(self._files.put(one.name, one.content, one.content_type) for one in attachments)
        except OSError as error:
            raise NotSent(f"the files cannot be written: {error.strerror or type(error).__name__}") from error

    def _take(self, arrival: Arrival, read: Letter, files: tuple[File, ...]) -> Fate:
        with self._store.transaction() as tx:
            if reason := self._ignored(read):
                return Fate("ignored", reason)
            message = self._message(arrival, read, files)
            if self._settings.monitors:
                message = alerts.told(message, read, arrival, self._settings)
            from_us = self._us.is_own_copy(read)
            mark = Print(read.sha256, read.date, arrival.received_at)
            source, is_known = known_as(tx, message, mark, from_us)
            if is_known:
                if not from_us:  # it may have come to the mailbox of another queue, which is to know
                    self._desk.receive(replace(message, source=source))
                return Fate("ignored", "own_copy" if from_us else "duplicate")
            if source != message.source:
                message = renamed(message, source)
            if message.alert and (moot := monitoring.moot(tx, message.alert, message.is_believed)):
                return Fate("ignored", moot)
            ticket, is_new = self._desk.receive(replace(message, is_unheard=True))
            return Fate("ticketed" if is_new else "appended", read.verdict.silence, ticket.number)

    def _ignored(self, read: Letter) -> str:
        if self._us.is_loop(read):
            return "loop"
        return "hops" if read.hops > HOPS else ""

    def _message(self, arrival: Arrival, read: Letter, files: tuple[File, ...]) -> Incoming:
        address, box = read.sender.address, self._settings.mailbox(arrival.lane)
        ids = read.report.ids if read.is_report else read.answers
        named = read.report.ids if read.is_report else (*read.in_reply_to, *read.references)
        is_believed = not self._us.has(address)  # from us would be sealed: it goes on nothing
        seen = len(files) - len(read.protection.private_files)
        return Incoming(
            by=replace(_by(read.sender), language=read.language),
            text=_text(read),
            queue=self._settings.queue_of(arrival.lane).name,
            source=f"mail:{read.message_id}",
            origin=f"mail:{address}" if address else "",
            subject=read.subject,
            answers=tuple(f"mail:{one}" for one in ids) if is_believed else (),
            tokens=shapes(read.fields) if is_believed else (),
            files=files[:seen],
            silence=self._silence(read, box.own_lists),
            automatic=read.verdict.is_automatic,
            badge=self._badge(read),
            refers=tuple(f"mail:{one}" for one in named),
            reply=_reply(read),
            verdict=read.authentication.verdict,
            is_sure=not read.sender.doubt,
            unattributed=_unattributed(read),
            report=bounces.news(read) if read.is_report else None,
            encrypted=read.protection.encrypted,
            private=read.protection.private[:TEXT],
            private_files=files[seen:],
            signed="" if read.protection.is_odd else read.protection.signature,
            beside=self._beside(read),
        )

    def _silence(self, read: Letter, own_lists: tuple[str, ...]) -> str:
        is_own = bool(read.lists) and set(read.lists) <= set(own_lists)  # then the list says nothing of the mail
        if read.verdict.silence and not (is_own and read.verdict.silence == LISTED):
            return read.verdict.silence
        if self._us.has(read.sender.address):
            return later("it claims to be from us")
        if self._us.is_sealed(read):
            return later("it carries the mark of a mail of ours")
        if read.addressed and not any(self._us.has(address) for address in read.addressed):
            return later("our address is in neither To nor Cc")
        return ""

    def _beside(self, read: Letter) -> tuple[str, ...]:
        """Whom else it was sent to: that makes nobody a participant, but an agent can."""
        others = (one for one in read.addressed if one != read.sender.address and not self._us.has(one))
        return tuple(dict.fromkeys(others))[:BESIDE]

    def _badge(self, read: Letter) -> str:
        claims = later("claims to be us") if self._us.has(read.sender.address) else ""
        foreign = read.is_report and not read.report.ids
        unnamed = later("a report on a mail that is not ours") if foreign else ""
        signed = read.protection.signature if read.protection.is_odd else ""
        likely = PROBABLY if read.verdict.rule == BY_SUBJECT else ""
        return "; ".join(filter(None, (claims, read.sender.doubt, unnamed, likely, read.defect, signed)))


def _by(sender: Sender) -> Person:
    """Who wrote. Of several senders none: what one of them may do, the others may not."""
    if not sender.address:
        return UNKNOWN
    return Person(sender.name or sender.address, f"mail:{sender.address}" if sender.is_one else UNKNOWN.place)


def _unattributed(read: Letter) -> str:
    """Why whoever is named in From is not taken for the one who asks."""
    if read.authentication.verdict == "fail":
        return "its sender's domain disowns it"
    if read.is_report:
        return "it is a report"
    return ROBOT if ROBOTS.match(read.sender.address) else ""


def _text(read: Letter) -> str:
    text = bounces.told(read) if read.is_report and read.report.ids else read.text
    if len(text) > TEXT:
        text = f"{text[:TEXT]}\n[…] (the whole text is attached)"
    return text or ("(no text)" if read.attachments else "(empty mail)")


def _reply(read: Letter) -> str:
    """What of its text is shown at once; "" where that is all. Of an automatic answer one line is enough."""
    reply = read.reply.strip()
    if read.verdict.nature is Nature.AUTO_REPLY:
        reply = _short(reply)
    return "" if read.is_report or reply == read.text.strip() else reply[:TEXT]


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= GLIMPSE else f"{words[:GLIMPSE]}…"


def _attached(read: Letter) -> tuple[Attachment, ...]:
    """Its files; and its text, where that is more than a ticket holds."""
    if len(read.text) <= TEXT:
        return read.attachments
    return (*read.attachments, Attachment("text.txt", "text/plain; charset=utf-8", redacted(read.text).encode()))


def _raw(arrival: Arrival) -> Attachment:
    return Attachment("mail.eml", "message/rfc822", arrival.body)
