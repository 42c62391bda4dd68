"""Takes arrivals in: each one is understood by its adapter, done in one transaction, and given exactly one fate.

Understanding may look things up on the wire; the deed may not. What fails is tried three times, then quarantined in
sight, and never stops the next; while a wire is down, what needs it waits.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.errors import Refused
from bot.hands import Hands
from bot.ports import Arrival, Ask, Fate, NotSent, Store, Unsure

log = logging.getLogger(__name__)

TRIES = 3
QUARANTINED = "quarantined"
WAITS = [timedelta(seconds=s) for s in (5, 15, 60, 300)]
PATIENCE = 60  # seconds to understand one arrival
BATCH = 50


class LostLease(RuntimeError):
    """It took so long that somebody else has the arrival now."""


@dataclass(frozen=True)
class Deed:
    """What an arrival asks for. `do` runs inside the transaction that also records its fate; `tell` after it."""

    do: Callable[[], Fate]
    tell: Callable[[Fate], Awaitable[None]] | None = None


class Understands(Protocol):
    """An adapter's half: what does this arrival ask for? `park` is asked when it failed for the last time.

    `understand` raises NotSent, Unsure or OSError where something is down, and anything else for a bad arrival.
    """

    kind: str
    takes_plain: bool  # `park` takes a requester's words as they are, and otherwise does nothing

    async def understand(self, arrival: Arrival) -> Deed: ...
    def park(self, arrival: Arrival, error: str) -> Fate: ...  # inside the transaction


class Inbox:
    def __init__(self, store: Store, edge: Understands, ask: Ask, now: Callable[[], datetime], worker: str) -> None:
        self._store, self._edge, self._ask, self._now, self._worker = store, edge, ask, now, worker
        self._hands = Hands(BATCH)

    async def work(self) -> int:
        """Take in what waits. Returns how many lanes are under way; call again until 0."""
        lanes: dict[str, list[Arrival]] = {}
        for arrival in await self._ask(self._lease) if self._hands.free else ():
            lanes.setdefault(arrival.lane or arrival.source, []).append(arrival)
        for lane in lanes.values():
            self._hands.take(self._lane(lane))
        return await self._hands.rest()

    def _lease(self) -> list[Arrival]:
        with self._store.transaction() as tx:
            return tx.arrivals.lease(self._edge.kind, self._worker, self._now(), BATCH)

    async def _lane(self, arrivals: list[Arrival]) -> None:
        for arrival in arrivals:
            await self._take(arrival)

    async def _take(self, arrival: Arrival) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                deed = await self._edge.understand(arrival)
            fate = await self._ask(self._do, arrival, deed)
        except LostLease:
            log.warning("%s was taken over by another worker", arrival.source)
            return
        except TimeoutError as error:  # it took longer than our patience: that is its own fault
            await self._ask(self._failed, arrival, repr(error))
            return
        except (NotSent, Unsure, OSError) as error:  # the wire's, the disk's or the database's
            await self._ask(self._wait, arrival, error)
            return
        except Exception as error:
            log.exception("%s: try %s failed", arrival.source, arrival.attempts)
            await self._ask(self._failed, arrival, repr(error))
            return
        if deed.tell:
            await self._tell(deed.tell, fate, arrival)

    async def _tell(self, tell: Callable[[Fate], Awaitable[None]], fate: Fate, arrival: Arrival) -> None:
        try:
            await tell(fate)
        except Exception:  # feedback is never the only copy of anything
            log.warning("%s: the asker could not be told", arrival.source, exc_info=True)

    def _do(self, arrival: Arrival, deed: Deed) -> Fate:
        with self._store.transaction() as tx:
            try:
                fate = deed.do()
            except Refused as refusal:
                fate = Fate("refused", str(refusal))
            if not tx.arrivals.settle(arrival, fate, self._now()):
                raise LostLease(arrival.source)  # another worker took it over: nothing of this happened
            return fate

    def _wait(self, arrival: Arrival, error: NotSent | Unsure | OSError) -> None:
        """What it needs is down, which is not the arrival's fault: it waits as long as that takes.

        Only what the edge can take as it is, a requester's words, does not wait longer than others are tried.
        """
        wait = getattr(error, "wait", None) or WAITS[min(arrival.attempts, len(WAITS)) - 1]
        log.warning("%s waits for its wire: %s", arrival.source, error)
        with self._store.transaction() as tx:
            is_plain = self._edge.takes_plain and arrival.attempts >= TRIES
            if is_plain and (fate := self._edge.park(arrival, str(error))).name != QUARANTINED:
                tx.arrivals.settle(arrival, fate, self._now())
                return
            tx.arrivals.again(arrival, str(error), self._now() + wait)

    def _failed(self, arrival: Arrival, error: str) -> None:
        with self._store.transaction() as tx:
            if arrival.attempts < TRIES:
                tx.arrivals.again(arrival, error, self._now() + timedelta(seconds=5**arrival.attempts))
                return
        try:
            with self._store.transaction() as tx:
                tx.arrivals.settle(arrival, self._edge.park(arrival, error), self._now())
        except Exception:  # even parking broke: the arrival itself stays, in the ledger
            log.exception("%s: could not be parked", arrival.source)
            with self._store.transaction() as tx:
                tx.arrivals.settle(arrival, Fate(QUARANTINED, error), self._now())
