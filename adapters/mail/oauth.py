"""A mailbox's key where it logs in by token: one token for reading and sending, fresh whenever somebody needs it."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TypeVar

from adapters.mail.oauth_grant import Grant, NoToken, fetch, issuer
from adapters.mail.oauth_vault import Vault
from adapters.mail.servers import Server
from bot.config import Mailbox, OAuth, Secret
from bot.logins import warning
from bot.ports import Ask, Store

log = logging.getLogger(__name__)

R = TypeVar("R")

AHEAD = timedelta(minutes=5)  # a token is renewed so long before it ends
YOUNG = timedelta(minutes=5)  # a token refused in its first minutes is not stale: another would be refused too
WAITS = tuple(timedelta(seconds=s) for s in (5, 15, 60, 300))  # after failures in a row
RENEW = "Make a new one, put it into the environment and restart."
BUSY, TRIES = 1.0, 60  # seconds between two looks whether another process is done, and how many


@dataclass(frozen=True)
class _Held:
    token: str = field(repr=False)
    got_at: datetime
    renew_at: datetime
    ends_at: datetime


class Key:
    """Gets tokens for one mailbox. A stale one is renewed once for all who wait for it."""

    def __init__(self, mailbox: str, oauth: OAuth, vault: Vault, ask: Ask, now: Callable[[], datetime]) -> None:
        self.issuer = issuer(oauth)
        self._mailbox, self._oauth, self._vault, self._ask, self._now = mailbox, oauth, vault, ask, now
        self._held: _Held | None = None
        self._renewal: asyncio.Task[None] | None = None
        self._failure: NoToken | None = None
        self._failures = 0
        self._rest_until: datetime | None = None
        self._refresh_ends_at: datetime | None = None
        self._unkept = ""  # a refresh token that the store did not take yet
        self._warned: set[tuple[str, int]] = set()

    def beside(self) -> "Key":
        """The same key for a process that only looks while the desk runs, as doctor does."""
        return Key(self._mailbox, self._oauth, self._vault.beside(), self._ask, self._now)

    async def token(self) -> str:
        """A token that is good for some minutes. Raises NoToken."""
        return (await self._good()).token

    async def enter(self, server: Server, go: Callable[[Server], Awaitable[R]], refused: type[Exception]) -> R:
        """`go` to the server with a token; once more with a fresh one where it is `refused` and may be stale.

        Raises what `go` raises, or NoToken.
        """
        held = await self._good()
        try:
            return await go(replace(server, token=held.token))
        except refused:
            if self._now() - held.got_at < YOUNG:
                raise
        if self._held is held:
            self._held = None
        return await go(replace(server, token=await self.token()))

    def warnings(self) -> list[str]:
        """What of this login ends within 14 days, one sentence each."""
        return [sentence for _, _, sentence in self._endings()]

    async def _good(self) -> _Held:
        if self._held is None or self._now() >= self._held.renew_at:
            if self._renewal is None or self._renewal.done():
                self._renewal = asyncio.create_task(self._renew())
            await asyncio.shield(self._renewal)  # who asked may go; what the provider gives must be kept all the same
        if self._held and self._now() < self._held.ends_at:
            return self._held
        raise self._refusal()

    def _refusal(self) -> NoToken:
        failure = self._failure or NoToken("The token ended too soon.")
        wait = max(self._rest_until - self._now(), timedelta(seconds=1)) if self._rest_until else WAITS[0]
        return NoToken(failure.reason, failure.mend, wait)

    async def _renew(self) -> None:
        """Put a fresh token, or why there is none, where all who wait will look."""
        if self._rest_until and self._now() < self._rest_until:
            return
        try:
            grant = await self._granted()
        except NoToken as error:
            self._fail(error)
        except Exception as error:  # its text may hold what must not be told
            self._fail(NoToken(f"The store cannot be asked for the refresh token ({type(error).__name__})."))
        else:
            self._take(grant)
        self._warn()

    def _take(self, grant: Grant) -> None:
        now = self._now()
        ahead = min(AHEAD, grant.lasts / 2)
        self._held = _Held(grant.token, now, now + grant.lasts - ahead, now + grant.lasts)
        self._failure, self._failures, self._rest_until = None, 0, None
        # a provider that gives a new refresh token each time says how long that one would last, which is no end
        lasts = None if grant.refresh_token else grant.refresh_lasts
        self._refresh_ends_at = now + lasts if lasts else None

    def _fail(self, error: NoToken) -> None:
        wait = error.wait or WAITS[min(self._failures, len(WAITS) - 1)]
        self._failure, self._rest_until = error, self._now() + wait
        self._failures += 1
        log.warning("Mailbox %s: %s Next try in %.0f s", self._mailbox, error, wait.total_seconds())

    async def _granted(self) -> Grant:
        if not self._oauth.refresh_in:
            return await asyncio.to_thread(fetch, self._oauth, "")
        fence, kept = await self._opened()
        try:
            grant = await asyncio.to_thread(fetch, self._oauth, self._unkept or kept)
        except NoToken:
            await self._ask(self._vault.shut, fence)
            raise
        self._unkept = grant.refresh_token or self._unkept
        try:
            await self._ask(self._vault.shut, fence, self._unkept)
            self._unkept = ""
        except Exception as error:  # the token is good all the same, and the next renewal keeps what is unkept
            log.warning("Mailbox %s: a new refresh token could not be kept: %s", self._mailbox, type(error).__name__)
        return grant

    async def _opened(self) -> tuple[int | None, str]:
        for _ in range(TRIES):
            if opened := await self._ask(self._vault.open):
                return opened
            await asyncio.sleep(BUSY)
        raise NoToken("Another process has been renewing the token for a minute.")

    def _endings(self) -> list[tuple[str, int, str]]:
        """What ends soon, which of its warnings is due, and the sentence."""
        refresh_ends = self._refresh_ends_at.date() if self._refresh_ends_at else None
        dates = (
            (f"The client secret of mailbox {self._mailbox} ({self._oauth.secret_in})", self._oauth.secret_expires),
            (f"The refresh token of mailbox {self._mailbox} ({self._oauth.refresh_in})", refresh_ends),
        )
        found = [(what, warning(what, on, self._now().date())) for what, on in dates if on]
        return [(what, *told) for what, told in found if told]

    def _warn(self) -> None:
        for what, rung, sentence in self._endings():
            if (what, rung) not in self._warned:
                self._warned.add((what, rung))
                log.warning("%s %s", sentence, RENEW)


def keys(
    mailboxes: Sequence[Mailbox], store: Store, ask: Ask, now: Callable[[], datetime], owner: str
) -> dict[str, Key]:
    """The keys of the mailboxes that log in by token, by mailbox."""
    return {
        box.name: Key(box.name, box.oauth, Vault(store, box.name, box.oauth, owner, now), ask, now)
        for box in mailboxes
        if box.oauth
    }


async def enter(key: Key | None, url: Secret, go: Callable[[Server], Awaitable[R]], refused: type[Exception]) -> R:
    """`go` to the server of `url`: with a token where the mailbox has a key, else with the password of the URL.

    Raises what `go` raises, ValueError for a URL that is none, or NoToken.
    """
    server = Server.of(url.reveal())
    return await (key.enter(server, go, refused) if key else go(server))
