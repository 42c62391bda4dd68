"""The desk's own mail, wired as `house.py` wires it, but without chats: posts for rooms are queued and stay so."""

import asyncio
import base64
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from adapters.mail.app import MailApp
from adapters.mail.reading import SIZE
from bench.corpus import DESK
from bench.threads import Clocked
from bot.config import Mailbox, Queue, Secret, Settings
from bot.desk import Desk
from bot.inbox import Inbox
from bot.outbox import Outbox
from bot.ports import Arrival
from bot.rounds import Bell, Round
from house import calm_collector
from storage.engine import connect
from storage.files import FileStore
from storage.migrate import migrate
from storage.store import SqlStore

ROOMS = ("slack:C0SUPPORT", "discord:118000000000000001")
KEY = base64.b64encode(b"a key that guards only this run!").decode()


def settings(imap_url: str, directory: Path, smtp_url: str = "") -> Settings:
    """One queue that has a mailbox and a room in each chat."""
    return Settings(
        queues=(Queue("support", mailboxes=("support",), rooms=ROOMS),),
        mailboxes=(Mailbox("support", DESK, "Support", Secret(imap_url), Secret(smtp_url)),),
        database_url=Secret(f"sqlite:///{directory / 'desk.db'}"),
        files_dir=directory / "files",
        reply_secrets=(("a", Secret(KEY)),),
    )


def now() -> datetime:
    return datetime.now(UTC)


class Wired:
    """From IMAP to committed tickets."""

    def __init__(self, settings: Settings) -> None:
        self.engine = connect(settings.database_url.reveal())
        migrate(self.engine)
        self.store, self.ask = SqlStore(self.engine), Clocked()
        self.desk = Desk(self.store, settings, now)
        self._mail = MailApp(settings, self.desk, self.store, FileStore(settings.files_dir), self.ask, now, "bench")
        self._inbox = Inbox(self.store, self._mail, self.ask, now, "bench")
        self._outbox = Outbox(self.store, self.desk, settings, self._mail.channel, self.ask, now, "bench")
        self._wanted = 0

    async def warm(self) -> None:
        """As a desk that has been running: the processes that read mails have started."""
        calm_collector()
        mails = (Arrival(f"warm/{number}", "mail", b"", now()) for number in range(2 * SIZE))
        await asyncio.gather(*map(self._mail.understand, mails))

    async def take_in(self, number: int) -> None:
        """Read the mailbox until `number` arrivals were taken in; stop there, as a crash would."""
        self._wanted, self._done = number, asyncio.Event()
        bell = Bell()
        self.store.listeners.append(bell.ring)
        work = Round("mail inbox", self._work, bell, now)
        tasks = [asyncio.create_task(work.run()), asyncio.create_task(self._mail.run())]
        await self._done.wait()
        for task in tasks:
            task.cancel()
        self._stopped = asyncio.gather(*tasks, return_exceptions=True)

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        """Read the mailbox and answer by mail while the block lasts."""
        self._wanted, self._done, bell = sys.maxsize, asyncio.Event(), Bell()
        self.store.listeners.append(bell.ring)
        rounds = {"mail inbox": self._inbox.work, "mail outbox": self._outbox.carry}
        tasks = [asyncio.create_task(Round(name, work, bell, now).run()) for name, work in rounds.items()]
        tasks += [asyncio.create_task(self._mail.run())]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            self._stopped = asyncio.gather(*tasks, return_exceptions=True)

    async def close(self) -> None:
        await self._stopped
        self.ask.close()
        self.engine.dispose()

    async def _work(self) -> int:
        under_way = await self._inbox.work()
        if not under_way and await self.ask(self._settled) >= self._wanted:
            self._done.set()
        return under_way

    def _settled(self) -> int:
        with self.store.transaction() as tx:
            ledger = tx.arrivals.ledger()
        return sum(count for (_, fate), count in ledger.items() if fate != "pending")
