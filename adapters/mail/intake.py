"""One loop per mailbox that writes down what came, and nothing else. What it means is `edge.py`'s."""

import asyncio
import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import ParamSpec, TypeVar

from imapclient.exceptions import LoginError

from adapters.mail import mailbox as imap
from adapters.mail.cursor import Cursor, Ledger
from adapters.mail.oauth import Key, enter
from adapters.mail.servers import Server
from bot.config import Mailbox
from bot.ports import Ask, Store

log = logging.getLogger(__name__)

P = ParamSpec("P")
R = TypeVar("R")

POLL = 60.0  # seconds between looks, whatever IDLE says
STANDBY = 10.0  # seconds between looks whether the process that reads it still lives
BACKOFF = (1.0, 5.0, 15.0, 60.0)  # seconds before the next try to connect
LOGIN = 60.0  # seconds at least after a refused login: servers lock accounts


class Intake:
    """Reads one mailbox into the store. `run` never ends by itself; `trouble` says why it reads nothing, if so."""

    def __init__(
        self, mailbox: Mailbox, store: Store, ask: Ask, now: Callable[[], datetime], owner: str,
        woken: Callable[[], None] = lambda: None, poll: float = POLL, backoff: tuple[float, ...] = BACKOFF,
        login_backoff: float = LOGIN, key: Key | None = None,
        found: Callable[[str, list[str]], None] = lambda mailbox, refs: None,
    ) -> None:  # fmt: skip
        """`found` is told, on the desk's thread, of mails that lay on the server and had been overlooked."""
        self._box, self._ask, self._woken, self._key, self._found = mailbox, ask, woken, key, found
        self._ledger = Ledger(store, mailbox.name, owner, now)
        self._poll, self._backoff, self._login_backoff = poll, backoff, login_backoff
        self._lasts = timedelta(seconds=max(3 * poll, 180))
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix=f"imap-{mailbox.name}")
        self._line: imap.Mailbox | None = None
        self._failures = 0
        self.trouble = ""
        self.read_at: float | None = None  # time.monotonic() of the last complete look

    async def run(self) -> None:
        """Read, for ever: whatever breaks, connect again and go on from the cursor."""
        try:
            while True:
                pause = await self._session()
                await asyncio.sleep(pause)
        finally:
            await self._close()

    async def _session(self) -> float:
        """Read until something breaks. Returns the seconds to wait before the next try."""
        try:
            while (held := await self._ask(self._ledger.take, self._lasts)) is not None:
                await self._round(*held)
            await self._hang_up()
            self.trouble = ""
            return min(self._poll, STANDBY)  # another process reads it; look again whether it still does
        except LoginError as error:
            self.trouble = f"Mailbox {self._box.name}: the server refuses our login ({_said(error)})"
            wait = self._login_backoff
        except Exception as error:
            self.trouble = f"Mailbox {self._box.name} cannot be read: {_said(error)}"
            wait = self._backoff[min(self._failures, len(self._backoff) - 1)]
        self._failures += 1
        log.warning("%s; next try in %.0f s", self.trouble, wait)
        with suppress(Exception):  # the database may be what is down
            await self._ask(self._ledger.failed, self.trouble)
        await self._hang_up()
        return wait

    async def _round(self, fence: int, cursor: Cursor) -> None:
        """Fetch what is new, then wait for more."""
        if self._line is None:
            self._line = await enter(self._key, self._box.imap, self._connect, LoginError)
        line = self._line
        cursor = cursor.under(await self._on_thread(line.look))
        batches = line.after(cursor.uid)
        while (mails := await self._on_thread(next, batches, None)) is not None:
            if not mails:
                continue
            cursor = Cursor(cursor.uidvalidity, mails[-1].uid)
            if await self._ask(self._ledger.add, mails, cursor, fence, self._lasts):
                self._woken()
            with suppress(Exception):  # a courtesy: a dead line shows itself at the next look
                await self._on_thread(line.mark, [mail.uid for mail in mails])
        if await self._ask(self._ledger.looked):
            await self._sweep(line, cursor, fence)
        self._failures, self.trouble, self.read_at = 0, "", time.monotonic()
        await self._wait(line)

    async def _sweep(self, line: imap.Mailbox, cursor: Cursor, fence: int) -> None:
        """Fetch what lies on the server below the cursor and was never written down."""
        listed = await self._on_thread(line.uids)
        missing = await self._ask(self._ledger.missing, cursor.uidvalidity, listed)
        batches = line.bring(missing)
        while (mails := await self._on_thread(next, batches, None)) is not None:
            if not mails:
                continue
            if await self._ask(self._ledger.add, mails, cursor, fence, self._lasts):
                self._woken()
        if missing:
            refs = [f"{cursor.uidvalidity}/{uid}" for uid in missing]
            await self._ask(self._found, self._box.name, refs)
        await self._ask(self._ledger.swept)

    async def _connect(self, server: Server) -> imap.Mailbox:
        return await self._on_thread(imap.Mailbox, server)

    async def _wait(self, line: imap.Mailbox) -> None:
        if line.can_idle:
            await self._on_thread(line.wait, self._poll)
        else:
            await asyncio.sleep(self._poll)

    async def _hang_up(self) -> None:
        line, self._line = self._line, None
        if line:
            await self._on_thread(line.close)

    async def _close(self) -> None:
        if self._line:
            self._line.abort()  # its thread may sit in a wait
            self._line.close()
            self._line = None
        self._thread.shutdown(wait=False)
        await self._ask(self._ledger.drop)

    async def _on_thread(self, operation: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        return await asyncio.get_running_loop().run_in_executor(self._thread, partial(operation, *args, **kwargs))


def _said(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
