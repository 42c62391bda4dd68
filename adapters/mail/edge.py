"""What a mail that came asks of the desk: a message from the requester's side, or nothing, and why."""

from functools import partial

from adapters.mail import bounces
from adapters.mail.duplicates import Print, known_as, renamed
from adapters.mail.identity import Identity
from adapters.mail.letter import Attachment, Letter, Sender
from adapters.mail.parse import bare, letter
from adapters.mail.reading import THREADS, Reading
from bot.config import Settings
from bot.desk import Desk
from bot.events import File
from bot.inbox import QUARANTINED, TRIES, Deed
from bot.incoming import Incoming
from bot.people import Person
from bot.ports import Arrival, Fate, Files, NotSent, Store

HOPS = 50
OFTEN = 12  # times that a mail is taken up without an end, before the fault is looked for in the mail
TEXT = 64_000  # characters of a mail that a ticket holds
UNKNOWN = Person("unknown sender", "mail:unknown")


class MailEdge:
    """See `bot.inbox.Understands`. Reading is done on threads of its own; the deed on the desk's."""

    kind = "mail"

    def __init__(
        self, desk: Desk, store: Store, settings: Settings, files: Files, threads: int = THREADS
    ) -> None:  # fmt: skip
        self._desk, self._store, self._files = desk, store, files
        self._settings, self._us = settings, Identity(settings)
        self._reading = Reading(threads)
        self._waits: dict[str, int] = {}  # tries that ended for want of a thread or a disk, which is no mail's fault
        self._waiting: set[str] = set()  # those whose last try ended so

    async def understand(self, arrival: Arrival) -> Deed:
        """Read it. Raises NotSent where that is for us to mend: its files cannot be written, or no thread is free."""
        self._waiting.discard(arrival.source)
        try:
            read, files = await self._reading.do(partial(self._read, arrival))
        except NotSent:
            self._waiting.add(arrival.source)
            self._waits[arrival.source] = self._waits.get(arrival.source, 0) + 1
            raise
        self._waits.pop(arrival.source, None)
        return Deed(partial(self._take, arrival, read, files))

    def park(self, arrival: Arrival, error: str) -> Fate:
        """The last resort: a ticket with the raw mail in it, so that a person can look. None for what only waits."""
        if arrival.source in self._waiting:
            return Fate(QUARANTINED, error)
        try:
            files, where = self._kept((_raw(arrival),)), "It is attached as it came."
        except NotSent as trouble:
            files, where = (), f"It could not be attached: {trouble}. It lies in the mailbox still."
        text = f"A mail that came into the mailbox {arrival.lane} could not be read. {where}"
        message = Incoming(
            UNKNOWN, text, self._settings.queue_of(arrival.lane).name, arrival.source, "",
            subject="A mail that could not be read", files=files,
            silence="the mail could not be read", badge="the mail could not be read",
        )  # fmt: skip
        ticket, _ = self._desk.receive(message)
        return Fate(QUARANTINED, error, ticket.number)

    def close(self) -> None:
        self._reading.close()

    def _read(self, arrival: Arrival) -> tuple[Letter, tuple[File, ...]]:
        waits = self._waits.get(arrival.source, 0)
        if arrival.attempts - waits >= TRIES or arrival.fence - waits >= OFTEN:  # it failed twice, or ends the process
            read = bare(arrival.body, "this mail could not be read; it is attached as it came")
        else:
            read = letter(arrival.body)
        attachments = read.attachments
        if len(read.text) > TEXT:
            attachments = (*attachments, Attachment("text.txt", "text/plain; charset=utf-8", read.text.encode()))
        return read, self._kept(attachments)

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
            from_us = self._us.is_own_copy(read)
            mark = Print(read.sha256, read.date, arrival.received_at)
            source, is_known = known_as(tx, message, mark, from_us)
            if is_known:
                return Fate("ignored", "own_copy" if from_us else "duplicate")
            if source != message.source:
                message = renamed(message, source)
            ticket, is_new = self._desk.receive(message)
            return Fate("ticketed" if is_new else "appended", read.verdict.silence, ticket.number)

    def _ignored(self, read: Letter) -> str:
        if self._us.is_loop(read):
            return "loop"
        return "hops" if read.hops > HOPS else ""

    def _message(self, arrival: Arrival, read: Letter, files: tuple[File, ...]) -> Incoming:
        address = read.sender.address
        return Incoming(
            by=_by(read.sender),
            text=_text(read),
            queue=self._settings.queue_of(arrival.lane).name,
            source=f"mail:{read.message_id}",
            origin=f"mail:{address}" if address else "",
            subject=read.subject,
            answers=() if read.is_report or read.sender.doubt else tuple(f"mail:{one}" for one in read.answers),
            tokens=read.tokens,
            files=files,
            silence=self._silence(read),
            automatic=read.verdict.is_automatic,
            badge=self._badge(read),
        )

    def _silence(self, read: Letter) -> str:
        if read.verdict.silence:
            return read.verdict.silence
        if self._us.has(read.sender.address):
            return "it claims to be from us"
        if self._us.is_sealed(read):
            return "it carries the mark of a mail of ours"
        if read.addressed and not any(self._us.has(address) for address in read.addressed):
            return "our address is in neither To nor Cc"
        return ""

    def _badge(self, read: Letter) -> str:
        claims = "claims to be us" if self._us.has(read.sender.address) else ""
        foreign = read.is_report and not read.report.ids
        unnamed = "a report on a mail that is not ours" if foreign else ""
        return "; ".join(filter(None, (claims, read.sender.doubt, unnamed, read.defect)))


def _by(sender: Sender) -> Person:
    """Who wrote. Of several senders none: what one of them may do, the others may not."""
    if not sender.address:
        return UNKNOWN
    return Person(sender.name or sender.address, f"mail:{sender.address}" if sender.is_one else UNKNOWN.place)


def _text(read: Letter) -> str:
    text = bounces.told(read) if read.is_report and read.report.ids else read.text
    if len(text) > TEXT:
        text = f"{text[:TEXT]}\n[…] (the whole text is attached)"
    return text or ("(no text)" if read.attachments else "(empty mail)")


def _raw(arrival: Arrival) -> Attachment:
    return Attachment("mail.eml", "message/rfc822", arrival.body)
