"""Mail out: words to the requester, over SMTP."""

import asyncio
import re

from adapters.mail import compose
from adapters.mail.servers import Server
from adapters.mail.submission import ServerRefused, submit
from bot.config import Mailbox, Settings
from bot.ports import Card, Files, Post, Receipt, Undeliverable, Unsure
from bot.words import ForRequester, ForRoom

PATIENCE = 60.0  # seconds for each step of the conversation
LINES = 4  # mails under way at once: as many may be sent twice if we are killed, and servers mind more
OWN_ID = re.compile(rb"^Message-ID:\s*(<[^<>\s]+>)", re.MULTILINE | re.IGNORECASE)


class MailChannel:
    """See `bot.ports.Channel`. Mail has no rooms and no cards: only words for a requester can be sent."""

    name = "mail"

    def __init__(self, settings: Settings, files: Files, patience: float = PATIENCE) -> None:
        self._settings, self._files, self._patience = settings, files, patience
        self._lines = asyncio.Semaphore(LINES)
        self.trouble = ""

    def compose(self, post: Post, words: ForRoom | ForRequester | None) -> bytes | None:
        """The bytes that every try sends. Raises Undeliverable, or OSError where a file cannot be read."""
        return compose.mail(post, _wanted(words), self._mailbox(post), self._settings, self._files.get)

    async def send(self, post: Post, words: ForRoom | ForRequester | None) -> Receipt:
        said, mailbox = _wanted(words), self._mailbox(post)
        raw = post.payload or compose.mail(post, said, mailbox, self._settings, self._files.get)
        sender = "" if said.automatic else mailbox.address
        try:
            server = Server.of(mailbox.smtp.reveal())
            async with self._lines:
                await submit(server, sender, compose.recipient(post), raw, post.attempts, self._patience)
        except ServerRefused as error:
            self.trouble = f"Mailbox {mailbox.name}: {error}"
            raise
        except Unsure as error:
            if post.is_unknown:  # one retry: a server that takes each and says nothing would deliver dozens
                raise Undeliverable(f"{error}, twice: it may have arrived, or not") from error
            raise
        self.trouble = ""
        return Receipt(_ref(raw))

    async def find(self, post: Post) -> Receipt | None:
        """Nobody can be asked where a mail went: the same bytes go again, and receivers fold them by their id."""
        return None

    async def draw(self, card: Card) -> None:
        """Mail shows no cards."""

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
