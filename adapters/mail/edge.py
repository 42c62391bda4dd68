"""What a mail that came asks of the desk: a message from the requester's side, or nothing, and why."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from adapters.mail import bounces
from adapters.mail.duplicates import known_as, renamed
from adapters.mail.identity import Identity
from adapters.mail.letter import Attachment, Letter, Nature
from adapters.mail.parse import bare, letter
from bot.config import Settings
from bot.desk import Desk
from bot.events import File
from bot.inbox import TRIES, Deed
from bot.incoming import Incoming
from bot.people import Person
from bot.ports import Arrival, Fate, Files, Store

HOPS = 50
OFTEN = 12  # times that a mail is taken up without an end, before the fault is looked for in the mail
TEXT = 64_000  # characters of a mail that a ticket holds
UNKNOWN = Person("unknown sender", "mail:unknown")
REPORTS = (Nature.BOUNCE, Nature.COMPLAINT, Nature.RECEIPT)


class MailEdge:
    """See `bot.inbox.Understands`. Reading is done on threads of its own; the deed on the desk's."""

    kind = "mail"

    def __init__(self, desk: Desk, store: Store, settings: Settings, files: Files) -> None:
        self._desk, self._store, self._files = desk, store, files
        self._settings, self._us = settings, Identity(settings)
        self._threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="mail")

    async def understand(self, arrival: Arrival) -> Deed:
        loop = asyncio.get_running_loop()
        read, files = await loop.run_in_executor(self._threads, self._read, arrival)
        return Deed(partial(self._take, arrival, read, files))

    def park(self, arrival: Arrival, error: str) -> Fate:
        """The last resort: a ticket with the raw mail in it, so that a person can look."""
        text = f"A mail that came into the mailbox {arrival.lane} could not be read. It is attached as it came."
        message = Incoming(
            UNKNOWN, text, self._settings.queue_of(arrival.lane).name, arrival.source, "",
            subject="A mail that could not be read", files=self._kept((_raw(arrival),)),
            silence="the mail could not be read", badge="the mail could not be read",
        )  # fmt: skip
        ticket, _ = self._desk.receive(message)
        return Fate("quarantined", error, ticket.number)

    def close(self) -> None:
        self._threads.shutdown(wait=False)

    def _read(self, arrival: Arrival) -> tuple[Letter, tuple[File, ...]]:
        if arrival.attempts >= TRIES or arrival.fence >= OFTEN:  # reading it whole failed twice, or ends the process
            read = bare(arrival.body, "this mail could not be read; it is attached as it came")
        else:
            read = letter(arrival.body)
        attachments = read.attachments
        if len(read.text) > TEXT:
            attachments = (*attachments, Attachment("text.txt", "text/plain; charset=utf-8", read.text.encode()))
        return read, self._kept(attachments)

    def _kept(self, attachments: tuple[Attachment, ...]) -> tuple[File, ...]:
        return tuple(self._files.put(one.name, one.content, one.content_type) for one in attachments)

    def _take(self, arrival: Arrival, read: Letter, files: tuple[File, ...]) -> Fate:
        with self._store.transaction() as tx:
            if reason := self._ignored(read):
                return Fate("ignored", reason)
            message = self._message(arrival, read, files)
            from_us = self._us.is_own_copy(read)
            source, is_known = known_as(tx, message, read.sha256, from_us)
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
        is_report = read.verdict.nature in REPORTS
        return Incoming(
            by=Person(read.sender.name or address, f"mail:{address}") if address else UNKNOWN,
            text=_text(read),
            queue=self._settings.queue_of(arrival.lane).name,
            source=f"mail:{read.message_id}",
            origin=f"mail:{address}" if address else "",
            subject=read.subject,
            answers=() if is_report else tuple(f"mail:{one}" for one in read.answers),
            tokens=read.report.ids if is_report else (*read.recipients, *read.answers),
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
        if read.addressed and not any(self._us.has(address) for address in read.addressed):
            return "our address is in neither To nor Cc"
        return ""

    def _badge(self, read: Letter) -> str:
        claims = "claims to be us" if self._us.has(read.sender.address) else ""
        foreign = read.verdict.nature in REPORTS and not read.report.ids
        unnamed = "a report on a mail that is not ours" if foreign else ""
        return "; ".join(filter(None, (claims, read.sender.doubt, unnamed, read.defect)))


def _text(read: Letter) -> str:
    text = bounces.told(read) if read.verdict.nature in REPORTS and read.report.ids else read.text
    if len(text) > TEXT:
        text = f"{text[:TEXT]}\n[…] (the whole text is attached)"
    return text or ("(no text)" if read.attachments else "(empty mail)")


def _raw(arrival: Arrival) -> Attachment:
    return Attachment("mail.eml", "message/rfc822", arrival.body)
