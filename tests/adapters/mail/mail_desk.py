"""The whole desk between real mail wires: a pretend provider, the unmodified intake, inbox, outbox and channel."""

import asyncio
import tempfile
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from pathlib import Path

from adapters.mail.channel import MailChannel
from adapters.mail.edge import MailEdge
from adapters.mail.intake import Intake
from adapters.serial import Serial
from bot.audit import audit, troubles
from bot.config import Secret
from bot.desk import Desk
from bot.filters import Filter
from bot.inbox import Inbox
from bot.outbox import Outbox
from sandbox.faults import Faults
from sandbox.journal import Journal
from sandbox.mail.server import PROVIDER, MailSandbox
from storage.files import FileStore
from storage.store import SqlStore
from tests.adapters.mail.readings import READING
from tests.conftest import SETTINGS, Clock
from tests.databases import in_memory

SUPPORT = "support@desk.example"
ANN = "ann@example.org"


class MailDesk:
    """`mail` is the provider; everything between its IMAP and its SMTP is the product."""

    def __init__(self, mail: MailSandbox, clock: Clock, faults: Faults, directory: Path) -> None:
        self.mail, self.clock, self.faults = mail, clock, faults
        self.engine = in_memory()
        self.store, self.ask, self.files = SqlStore(self.engine), Serial(), FileStore(directory)
        urls = {"imap": Secret(mail.imap_url(SUPPORT)), "smtp": Secret(mail.smtp_url(SUPPORT))}
        box = replace(SETTINGS.mailboxes[0], authserv_id=(PROVIDER,), **urls)
        self.settings = replace(SETTINGS, mailboxes=(box,))
        self.desk = Desk(self.store, self.settings, clock)
        self.edge = MailEdge(self.desk, self.store, self.settings, self.files, READING)
        self.channel = MailChannel(self.settings, self.files, patience=5)
        self.inbox = Inbox(self.store, self.edge, self.ask, clock, "tests")
        self.outbox = Outbox(self.store, self.desk, self.settings, self.channel, self.ask, clock, "tests")
        self._woken = asyncio.Event()
        self._tasks = []
        self.fates = {}

    def intake(self, imap_url=None, owner="tests", poll=0.2, woken=None):
        box = self.settings.mailboxes[0]
        box = replace(box, imap=Secret(imap_url)) if imap_url else box
        return Intake(box, self.store, self.ask, self.clock, owner, woken or self._woken.set, poll, (0.01,), 0.05)

    def run(self, intake=None):
        """Start reading; and taking in and sending, whenever something was read."""
        self._tasks.append(asyncio.create_task((intake or self.intake()).run()))
        if len(self._tasks) == 1:
            self._tasks.append(asyncio.create_task(self._work()))
        return self._tasks[-1]

    async def halt(self):
        """Stop all of it at once, as a crash would."""
        for task in self._tasks:
            task.cancel()
        for task in self._tasks:
            with suppress(asyncio.CancelledError):
                await task
        self._tasks = []

    async def settle(self):
        """Take in and send what is there now, and tell the journal that it is done."""
        while await self.inbox.work() + await self.outbox.carry():
            pass
        self.fates = await self.ask(self._ledger)
        self.mail.journal.record("desk", "wire", "SETTLED", dict(self.fates))

    def wake(self):
        self._woken.set()

    async def _work(self):
        while True:
            await self._woken.wait()
            self._woken.clear()
            await self.settle()

    async def decided(self, count):
        """Until `count` mails have their fate."""
        await self.mail.wait_for(lambda: sum(self.fates.values()) >= count)

    async def said(self, number):
        """The names of the ticket's facts, in order."""
        return [type(event.fact).__name__ for event in await self.history(number)]

    async def history(self, number):
        return await self.ask(self._history, number)

    async def tickets(self):
        return await self.ask(self._tickets)

    async def cursor(self):
        return await self.ask(self._cursor)

    async def adds_up(self):
        """Do the books show that nothing is lost, of what came in and of what went out?"""
        found = await self.ask(self._audit)
        [box] = found.mailboxes
        return box.seen == sum(box.fates.values()) and troubles(found, self.clock()) == []

    def _audit(self):
        with self.store.transaction() as tx:
            return audit(tx, ("support",))

    def _ledger(self):
        with self.store.transaction() as tx:
            return {fate: n for (kind, fate), n in tx.arrivals.ledger().items() if kind == "mail" and fate != "pending"}

    def _history(self, number):
        with self.store.transaction() as tx:
            return tx.tickets.history(number)

    def _tickets(self):
        with self.store.transaction() as tx:
            return tx.tickets.search(Filter(), 100)

    def _cursor(self):
        with self.store.transaction() as tx:
            return tx.leases.value("mailbox:support")


@asynccontextmanager
async def mail_desk(clock=None):
    clock, faults = clock or Clock(), Faults()
    mail = MailSandbox(clock, faults, Journal(clock))
    await mail.start()
    mail.add(SUPPORT)
    mail.add(ANN)
    with tempfile.TemporaryDirectory() as directory:
        world = MailDesk(mail, clock, faults, Path(directory))
        try:
            yield world
        finally:
            await world.halt()
            world.edge.close()
            world.ask.close()
            world.engine.dispose()
            await mail.stop()
