"""Takes arrivals in: each one is understood by its adapter, done in one transaction, and given exactly one fate.

Understanding may look things up on the wire; the deed may not. What fails is tried three times, then quarantined in
sight, and never stops the next; while a wire is down, what needs it waits.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot import parking
from bot.errors import Refused
from bot.hands import Hands
from bot.ports import Arrival, Ask, Fate, NotSent, Store, Transaction, Unsure
from bot.speech import speaking

log = logging.getLogger(__name__)

TRIES = 3
QUARANTINED = "quarantined"
WAITS = [timedelta(seconds=s) for s in (5, 15, 60, 300)]
PATIENCE = 60  # seconds to understand one arrival
HANDS = 50  # lanes under way, from which on no more are taken
BATCH = 100  # arrivals taken at once; between two batches of a lane the desk waits for the first to be understood
SHARE = timedelta(seconds=60)  # after which a lane gives back what it has not begun, long before its lease ends


class LostLease(RuntimeError):
    """It took so long that somebody else has the arrival now."""


class Damaged(RuntimeError):
    """What is kept of it is not what came: the disk or somebody's hand changed it."""


@dataclass(frozen=True)
class Deed:
    """What an arrival asks for. `do` runs inside the transaction that also records its fate; `tell` after it.

    Both speak the `language` of who asked.
    """

    do: Callable[[], Fate]
    tell: Callable[[Fate], Awaitable[None]] | None = None
    language: str = "en"


@dataclass(frozen=True)
class _Try:
    """An arrival, and what it asks for, or why that is not known."""

    arrival: Arrival
    deed: Deed | None = None
    error: Exception | None = None


class Understands(Protocol):
    """An adapter's half: what does this arrival ask for? `park` is asked when it failed for the last time.

    `understand` raises NotSent, Unsure or OSError where something is down, and anything else for a bad arrival. What
    `foresee` is told of will be asked for soon, unless it is to `forget` that.
    """

    kind: str
    takes_plain: bool  # `park` takes a requester's words as they are, and otherwise does nothing
    ahead: int  # arrivals of a lane foreseen while those before them are done; 0 where one depends on the other

    async def understand(self, arrival: Arrival) -> Deed: ...
    def park(self, arrival: Arrival, error: str) -> Fate: ...  # inside the transaction
    def foresee(self, arrival: Arrival) -> None: ...  # raises nothing
    def is_ready(self, arrival: Arrival) -> bool: ...  # would `understand` answer at once?
    def forget(self, arrival: Arrival) -> None: ...


class OneByOne:
    """The part of `Understands` of an edge whose arrivals depend on each other."""

    ahead = 0

    def foresee(self, arrival: Arrival) -> None:
        """Its turn comes."""

    def is_ready(self, _arrival: Arrival) -> bool:
        return False

    def forget(self, arrival: Arrival) -> None:
        """Nothing was begun."""


class Inbox:
    def __init__(self, store: Store, edge: Understands, ask: Ask, now: Callable[[], datetime], worker: str) -> None:
        self._store, self._edge, self._ask, self._now, self._worker = store, edge, ask, now, worker
        self._hands = Hands(HANDS)

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
        """One after the other; the edge foresees as far as it can. What is ready is done together.

        So the event loop wakes once for several, however fast they come: each time it takes a turn from the desk.
        """
        later, soon, ends = deque(arrivals), deque[Arrival](), self._now() + SHARE
        try:
            while soon or later:
                if self._now() > ends:
                    await self._ask(self._give_back, [*soon, *later])
                    return
                self._foresee(later, soon, max(self._edge.ahead, 1))
                ready = [await self._tried(soon.popleft())]
                while soon and self._edge.is_ready(soon[0]):
                    ready.append(await self._tried(soon.popleft()))
                self._foresee(later, soon, self._edge.ahead)  # while these are done
                await self._take(ready)
        finally:
            for one in soon:
                self._edge.forget(one)

    def _foresee(self, later: deque[Arrival], soon: deque[Arrival], many: int) -> None:
        while later and len(soon) < many:
            soon.append(later.popleft())
            self._edge.foresee(soon[-1])

    def _give_back(self, arrivals: list[Arrival]) -> None:
        with self._store.transaction() as tx:
            tx.arrivals.give_back(arrivals)

    async def _tried(self, arrival: Arrival) -> _Try:
        try:
            return _Try(arrival, await self._understood(arrival))
        except Exception as error:
            return _Try(arrival, error=error)

    async def _understood(self, arrival: Arrival) -> Deed:
        if not arrival.is_whole:
            raise Damaged(f"what is kept of {arrival.source} is not what came")
        async with asyncio.timeout(PATIENCE):
            return await self._edge.understand(arrival)

    async def _take(self, ready: list[_Try]) -> None:
        for one in ready:
            if one.error:
                await self._missed(one.arrival, one.error)
        if asked := [(one.arrival, one.deed) for one in ready if one.deed]:
            await self._finish(asked)

    async def _finish(self, asked: list[tuple[Arrival, Deed]]) -> None:
        try:
            fates = await self._ask(self._do, asked)
        except Exception as error:
            if len(asked) == 1:
                await self._missed(asked[0][0], error)
            else:
                for one in asked:  # each by itself: the others are not to blame
                    await self._finish([one])
            return
        for (arrival, deed), fate in zip(asked, fates, strict=True):
            if deed.tell:
                with speaking(deed.language):
                    await self._tell(deed.tell, fate, arrival)

    async def _missed(self, arrival: Arrival, error: Exception) -> None:
        if isinstance(error, LostLease):
            log.warning("%s was taken over by another worker", arrival.source)
        elif isinstance(error, TimeoutError):  # it took longer than our patience: that is its own fault
            await self._ask(self._failed, arrival, repr(error))
        elif isinstance(error, NotSent | Unsure | OSError):  # the wire's, the disk's or the database's
            await self._ask(self._wait, arrival, error)
        else:
            log.error("%s: try %s failed", arrival.source, arrival.attempts, exc_info=error)
            await self._ask(self._failed, arrival, repr(error))

    async def _tell(self, tell: Callable[[Fate], Awaitable[None]], fate: Fate, arrival: Arrival) -> None:
        try:
            await tell(fate)
        except Exception:  # feedback is never the only copy of anything
            log.warning("%s: the asker could not be told", arrival.source, exc_info=True)

    def _do(self, asked: list[tuple[Arrival, Deed]]) -> list[Fate]:
        """All in one transaction: what each asks for, and its fate, or nothing of any."""
        with self._store.transaction() as tx:
            return [self._settled(tx, arrival, deed) for arrival, deed in asked]

    def _settled(self, tx: Transaction, arrival: Arrival, deed: Deed) -> Fate:
        try:
            with speaking(deed.language):
                fate = deed.do()
        except Refused as refusal:
            fate = Fate("refused", str(refusal), buttons=refusal.buttons)
        if not tx.arrivals.settle(arrival, fate, self._now()):
            raise LostLease(arrival.source)  # another worker took it over: nothing of this happened
        if arrival.fence > TRIES:  # it may have been parked before
            parking.ended(tx, arrival, fate, self._now())
        return fate

    def _wait(self, arrival: Arrival, error: NotSent | Unsure | OSError) -> None:
        """What it needs is down, which is not the arrival's fault: it waits as long as that takes, and is not counted.

        Only what the edge can take as it is, a requester's words, does not wait longer than others are tried.
        """
        wait = getattr(error, "wait", None) or WAITS[min(arrival.fence, len(WAITS)) - 1]
        log.warning("%s waits for its wire: %s", arrival.source, error)
        with self._store.transaction() as tx:
            is_plain = self._edge.takes_plain and arrival.fence >= TRIES
            if is_plain and (fate := self._edge.park(arrival, str(error))).name != QUARANTINED:
                tx.arrivals.settle(arrival, fate, self._now())
                return
            tx.arrivals.again(arrival, str(error), self._now() + wait, is_counted=False)

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
