"""Mail's edge: reads every mailbox, understands what came, and carries the answers."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from functools import partial

from adapters.mail.channel import MailChannel
from adapters.mail.checks import check
from adapters.mail.cursor import Ledger
from adapters.mail.edge import MailEdge
from adapters.mail.intake import Intake
from adapters.mail.keys import checks
from adapters.mail.keys.opening import Opening
from adapters.mail.keys.ring import Ring
from adapters.mail.oauth import keys
from adapters.mail.sweeping import compare
from bot.config import Settings
from bot.desk import Desk
from bot.health import Finding
from bot.inbox import Deed
from bot.ports import Arrival, Ask, Fate, Files, Store


class MailApp:
    """`channel` carries posts, `run` reads, `understand` and `park` are asked by the inbox, `check` by doctor."""

    name = kind = "mail"
    takes_plain, ahead = MailEdge.takes_plain, MailEdge.ahead

    def __init__(
        self, settings: Settings, desk: Desk, store: Store, files: Files, ask: Ask, now: Callable[[], datetime],
        worker: str,
    ) -> None:  # fmt: skip
        self._mailboxes = [box for box in settings.mailboxes if box.imap]
        self._keys = keys(settings.mailboxes, store, ask, now, worker)
        self._intakes = [
            Intake(box, store, ask, now, worker, key=self._keys.get(box.name), found=desk.ledger.found)
            for box in self._mailboxes
        ]
        self._compare = [
            partial(compare, box, ask, Ledger(store, box.name, worker, now), self._keys.get(box.name))
            for box in self._mailboxes
        ]
        self._ring = Ring(settings.keys_dir, settings.passphrases, now)
        self._settings = settings
        self._edge = MailEdge(desk, store, settings, files, opening=Opening(self._ring))
        self.channel = MailChannel(settings, files, keys=self._keys, ring=self._ring)

    @property
    def trouble(self) -> str:
        """What is wrong with any mailbox or with sending; one sentence each, "" while all is well."""
        return " ".join(filter(None, (self.channel.trouble, *(intake.trouble for intake in self._intakes))))

    async def run(self) -> None:
        """Read every mailbox until cancelled; a dead one does not hinder the others."""
        for_ever = asyncio.get_running_loop().create_future()  # also where mail is only sent
        try:
            watch = checks.watch(self._ring)
            await asyncio.gather(for_ever, watch, *(intake.run() for intake in self._intakes))
        finally:
            self._edge.close()

    def foresee(self, arrival: Arrival) -> None:
        self._edge.foresee(arrival)

    def is_ready(self, arrival: Arrival) -> bool:
        return self._edge.is_ready(arrival)

    def forget(self, arrival: Arrival) -> None:
        self._edge.forget(arrival)

    async def understand(self, arrival: Arrival) -> Deed:
        """What a mail asks for."""
        return await self._edge.understand(arrival)

    def park(self, arrival: Arrival, error: str) -> Fate:
        """A mail that failed for the last time waits in sight for a person."""
        return self._edge.park(arrival, error)

    async def check(self) -> list[Finding]:
        """Log in to every mailbox and its outgoing server, and compare what lies there, for `deskbell doctor`."""
        found = await asyncio.gather(*(check(box, self._keys.get(box.name)) for box in self._mailboxes))
        compared = await asyncio.gather(*(one() for one in self._compare))
        of_keys = await asyncio.to_thread(checks.findings, self._settings, self._ring)
        return [*(finding for findings in found for finding in findings), *compared, *of_keys]
