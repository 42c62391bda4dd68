"""Mail's edge: reads every mailbox, understands what came, and carries the answers."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from adapters.mail.channel import MailChannel
from adapters.mail.checks import check
from adapters.mail.edge import MailEdge
from adapters.mail.intake import Intake
from bot.config import Settings
from bot.desk import Desk
from bot.health import Finding
from bot.inbox import Deed
from bot.ports import Arrival, Ask, Fate, Files, Store


class MailApp:
    """`channel` carries posts, `run` reads, `understand` and `park` are asked by the inbox, `check` by doctor."""

    name = kind = "mail"
    takes_plain = False  # what cannot be read becomes a ticket only when nothing is down

    def __init__(
        self, settings: Settings, desk: Desk, store: Store, files: Files, ask: Ask, now: Callable[[], datetime],
        worker: str,
    ) -> None:  # fmt: skip
        self._mailboxes = [box for box in settings.mailboxes if box.imap]
        self._intakes = [Intake(box, store, ask, now, worker) for box in self._mailboxes]
        self._edge = MailEdge(desk, store, settings, files)
        self.channel = MailChannel(settings, files)

    @property
    def trouble(self) -> str:
        """What is wrong with any mailbox or with sending; one sentence each, "" while all is well."""
        return " ".join(filter(None, (self.channel.trouble, *(intake.trouble for intake in self._intakes))))

    async def run(self) -> None:
        """Read every mailbox until cancelled; a dead one does not hinder the others."""
        for_ever = asyncio.get_running_loop().create_future()  # also where mail is only sent
        try:
            await asyncio.gather(for_ever, *(intake.run() for intake in self._intakes))
        finally:
            self._edge.close()

    async def understand(self, arrival: Arrival) -> Deed:
        """What a mail asks for."""
        return await self._edge.understand(arrival)

    def park(self, arrival: Arrival, error: str) -> Fate:
        """A mail that failed for the last time becomes a ticket with its bytes attached."""
        return self._edge.park(arrival, error)

    async def check(self) -> list[Finding]:
        """Log in to every mailbox and its outgoing server, for `deskbell doctor`."""
        found = await asyncio.gather(*(check(box) for box in self._mailboxes))
        return [finding for findings in found for finding in findings]
