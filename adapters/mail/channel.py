"""Mail out: words to the requester, over SMTP."""

import asyncio
import logging
import re
from collections.abc import Mapping

from adapters.mail import codes, compose
from adapters.mail.addresses import is_address
from adapters.mail.keys.ring import Ring
from adapters.mail.keys.wrapping import Wrapping
from adapters.mail.oauth import Key, enter
from adapters.mail.oauth_grant import NoToken
from adapters.mail.servers import Server
from adapters.mail.submission import LoginRefused, ServerRefused, submit
from bot.config import Mailbox, Settings
from bot.ports import Card, Files, Notice, Post, Receipt, Undeliverable, Unsure
from bot.proofs import SUBJECT
from bot.words import ForRequester, ForRoom

log = logging.getLogger(__name__)

PATIENCE = 60.0  # seconds for each step of the conversation
LINES = 4  # mails under way at once: as many may be sent twice if we are killed, and servers mind more
OWN_ID = re.compile(rb"^Message-ID:\s*(<[^<>\s]+>)", re.MULTILINE | re.IGNORECASE)


class MailChannel:
    """See `bot.ports.Channel`. Mail has no rooms and no cards: only words for a requester can be sent."""

    name = "mail"

    def __init__(
        self, settings: Settings, files: Files, patience: float = PATIENCE, keys: Mapping[str, Key] | None = None,
        ring: Ring | None = None,
    ) -> None:  # fmt: skip
        """`keys` are those of the mailboxes that log in by token; without a `ring` nothing is signed or encrypted."""
        self._wrapping = Wrapping(settings, ring) if ring else None
        self._settings, self._files, self._patience, self._keys = settings, files, patience, keys or {}
        self._lines = asyncio.Semaphore(LINES)
        self._troubles: dict[str, str] = {}  # by mailbox: that one works says nothing about the others
        self.trouble = ""

    def compose(self, post: Post, words: ForRoom | ForRequester | None) -> bytes | None:
        """The bytes that every try sends. Raises Undeliverable, or OSError where a file cannot be read."""
        mailbox = self._mailbox(post)
        raw = compose.mail(post, _wanted(words), mailbox, self._settings, self._files.get)
        if self._wrapping is None:
            return raw
        return self._wrapping.wrapped(raw, post, mailbox, compose.recipient(post, self._settings))

    async def send(self, post: Post, words: ForRoom | ForRequester | None) -> Receipt:
        said, mailbox = _wanted(words), self._mailbox(post)
        raw = post.payload or self.compose(post, said) or b""
        sender = "" if said.automatic else mailbox.address
        try:
            async with self._lines:
                await self._submit(mailbox, sender, compose.recipient(post, self._settings), raw, post.attempts)
        except ServerRefused as error:
            self._tell(mailbox, f"Mailbox {mailbox.name}: {error}")
            raise
        except Unsure as error:
            if post.is_unknown:  # one retry: a server that takes each and says nothing would deliver dozens
                raise Undeliverable(f"{error}, twice: it may have arrived, or not") from error
            raise
        self._tell(mailbox, "")
        return Receipt(_ref(raw))

    async def find(self, post: Post) -> Receipt | None:
        """Nobody can be asked where a mail went: the same bytes go again, and receivers fold them by their id."""
        return None

    async def draw(self, card: Card) -> None:
        """Mail shows no cards."""

    async def announce(self, notice: Notice) -> str:
        """Nor has it rooms: but a code that proves an address leaves as a mail of its own."""
        if not notice.key.startswith(SUBJECT):
            raise Undeliverable("a notice stands in a room")
        mailbox, to = self._settings.mailbox_of(notice.queue), notice.place.partition(":")[2]
        if mailbox is None or not is_address(to):
            return ""
        raw = codes.mail(notice, mailbox, self._settings)
        try:
            async with self._lines:
                await self._submit(mailbox, "", to, raw, notice.attempts)
        except Undeliverable as error:  # who asked for it learns nothing of that, and nobody waits for it
            log.warning("a code to a mail address could not be delivered: %s", error)
        return _ref(raw)

    async def _submit(self, mailbox: Mailbox, sender: str, recipient: str, raw: bytes, attempts: int) -> None:
        async def go(server: Server) -> None:
            await submit(server, sender, recipient, raw, attempts, self._patience)

        try:
            await enter(self._keys.get(mailbox.name), mailbox.smtp, go, LoginRefused)
        except NoToken as error:
            raise ServerRefused(str(error), error.wait) from error

    def _tell(self, mailbox: Mailbox, trouble: str) -> None:
        self._troubles[mailbox.name] = trouble
        self.trouble = " ".join(filter(None, self._troubles.values()))

    def _mailbox(self, post: Post) -> Mailbox:
        mailbox = self._settings.mailbox_of(post.ticket.queue)
        if mailbox is None:
            raise Undeliverable("no mailbox is configured to send from")
        return mailbox


def _wanted(words: ForRoom | ForRequester | None) -> ForRequester:
    if not isinstance(words, ForRequester):
        raise Undeliverable("only words for a requester leave by mail")
    return words


def _ref(raw: bytes) -> str:
    found = OWN_ID.search(raw)
    return f"mail:{found[1].decode('ascii', 'replace')}" if found else ""
