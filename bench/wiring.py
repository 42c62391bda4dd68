"""The desk's own intake, wired as `main.py` wires it, but without outboxes: posts are queued and stay so."""

import asyncio
import base64
from datetime import UTC, datetime
from pathlib import Path

from adapters.mail.app import MailApp
from bench.corpus import DESK
from bench.threads import Clocked
from bot.config import Mailbox, Queue, Secret, Settings
from bot.desk import Desk
from bot.inbox import Inbox
from bot.rounds import Bell, Round
from storage.engine import connect
from storage.files import FileStore
from storage.migrate import migrate
from storage.store import SqlStore

ROOMS = ("slack:C0SUPPORT", "discord:118000000000000001")
KEY = base64.b64encode(b"a key that guards only this run!").decode()


def settings(imap_url: str, directory: Path) -> Settings:
    """One queue that has a mailbox and a room in each chat."""
    return Settings(
        queues=(Queue("support", mailboxes=("support",), rooms=ROOMS),),
        mailboxes=(Mailbox("support", DESK, "Support", Secret(imap_url)),),
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
        desk = Desk(self.store, settings, now)
        self._mail = MailApp(settings, desk, self.store, FileStore(settings.files_dir), self.ask, now, "bench")
        self._inbox = Inbox(self.store, self._mail, self.ask, now, "bench")
        self._wanted = 0

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
