"""A pretend mail provider: mailboxes for the desk and its customers over real IMAP and SMTP, on loopback."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr
from typing import TypeVar
from urllib.parse import quote

from sandbox.faults import Faults
from sandbox.journal import Exchange, Journal
from sandbox.mail.boxes import Accounts, Box, Contents
from sandbox.mail.imap import ImapServer
from sandbox.mail.letters import Attached, answering, quoted, vouched, written
from sandbox.mail.smtp import SmtpServer

T = TypeVar("T")
PROVIDER = "mx.sandbox"  # how it signs what it says of senders: that its own customers are who they say
PASSWORD = "sandbox"  # noqa: S105  (opens nothing but this pretence)


class MailSandbox:
    """`mail.send(...)` is a customer writing; `mail.inbox("ann@example.org")` is what she finds."""

    def __init__(self, clock: Callable[[], datetime], faults: Faults, journal: Journal) -> None:
        self._clock, self.journal = clock, journal
        self.accounts = Accounts()
        self.imap = ImapServer(self.accounts, faults, journal)
        self.smtp = SmtpServer(self.knows, self.deliver, faults, journal)
        self._waiting: set[asyncio.Event] = set()
        journal.listeners.append(self._changed)

    async def start(self, imap: int = 0, smtp: int = 0) -> None:
        """Listen on loopback, on these ports; 0 takes any free one."""
        await self.imap.start(imap)
        await self.smtp.start(smtp)

    async def stop(self) -> None:
        await self.smtp.stop()
        await self.imap.stop()
        self.journal.listeners.remove(self._changed)

    def add(self, address: str) -> Box:
        """A person or a desk with that address, who has a mailbox from now on."""
        return self.accounts.add(_bare(address), PASSWORD)

    def knows(self, address: str) -> bool:
        return _bare(address) in self.accounts.boxes

    def imap_url(self, address: str) -> str:
        return f"imap://{quote(_bare(address), safe='')}:{PASSWORD}@127.0.0.1:{self.imap.port}/INBOX"

    def smtp_url(self, address: str) -> str:
        return f"smtp://{quote(_bare(address), safe='')}:{PASSWORD}@127.0.0.1:{self.smtp.port}"

    async def deliver(self, address: str, raw: bytes) -> bool:
        """Put `raw` into the mailbox of `address`, as its provider would. False where there is none."""
        if not self.knows(address):
            return False
        uid = await self.add(address).put(raw, self._clock())
        self.journal.record("imap", "desk", "DELIVERED", {"to": address, "uid": uid, "raw": raw})
        return True

    def inbox(self, address: str) -> list[EmailMessage]:
        """What lies in that mailbox, oldest first."""
        return [message_from_bytes(raw, policy=policy.default) for raw in self.add(address).raws.values()]

    async def send(
        self, from_addr: str, to: str, subject: str, text: str, attachments: list[Attached] | None = None,
        in_reply_to: EmailMessage | None = None, headers: dict[str, str] | None = None,
    ) -> EmailMessage:  # fmt: skip
        """A customer writes to the desk. They get a mailbox if they have none. Returns the mail."""
        self.add(from_addr)
        letter = vouched(written(self._clock(), from_addr, to, subject, text, attachments), PROVIDER)
        if in_reply_to:
            answering(letter, in_reply_to)
        for name, value in (headers or {}).items():
            del letter[name]
            letter[name] = value
        await self.deliver(to, letter.as_bytes())
        return letter

    async def reply(self, address: str, message: EmailMessage, text: str) -> EmailMessage:
        """`address` answers `message` in their mail program, with the original quoted below."""
        to = str(message["Reply-To"] or message["From"])
        subject = str(message["Subject"] or "")
        subject = subject if subject.lower().startswith("re:") else f"Re: {subject}"
        whole = f"{text}\n\n{quoted(message)}\n"
        return await self.send(address, to, subject, whole, in_reply_to=message)

    async def wait_for(self, predicate: Callable[[], T], timeout: float = 10) -> T:  # noqa: ASYNC109
        """Until `predicate()` is true: asked again at each exchange. Raises TimeoutError after `timeout` seconds."""
        changed = asyncio.Event()
        self._waiting.add(changed)
        try:
            async with asyncio.timeout(timeout):
                while not (found := predicate()):
                    await changed.wait()
                    changed.clear()
                return found
        finally:
            self._waiting.discard(changed)

    def state(self) -> dict[str, Contents]:
        """Every mailbox, by address."""
        return {address: boxes.inbox.state() for address, boxes in self.accounts.boxes.items()}

    def restore(self, state: dict[str, Contents]) -> None:
        for address, kept in state.items():
            self.add(address).restore(kept)

    def _changed(self, _exchange: Exchange) -> None:
        for event in self._waiting:
            event.set()


def _bare(address: str) -> str:
    """Whose mailbox it is: without display name, case and the tag after a plus."""
    local, _, domain = parseaddr(address)[1].lower().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"
