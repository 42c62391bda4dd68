"""The whole desk put together: store, desk, channels and scheduler, built from the settings and a clock.

Imports everything; imported by main.py alone, where a command needs it.
"""

import asyncio
import gc
import logging
import os
import signal
import socket
import sys
import uuid
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import Any, TextIO

import typer
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from adapters import holidays, ruling, verbs
from adapters.discord.app import DiscordApp
from adapters.holder import Holder
from adapters.mail import boxes, explain
from adapters.mail.app import MailApp
from adapters.mail.keys import checks
from adapters.mail.keys.ring import Ring
from adapters.refusals import refuse
from adapters.serial import Serial
from adapters.slack.app import SlackApp
from adapters.web.app import WebApp
from adapters.web.solved import SolvedPage
from adapters.web.transcripts import TranscriptPage
from bot import settings as reading
from bot.audit import audit, lines, troubles
from bot.config import Settings
from bot.desk import Desk
from bot.health import Finding
from bot.inbox import Inbox
from bot.logs import set_up
from bot.noticeboard import Noticeboard
from bot.outbox import Outbox
from bot.rounds import Bell, Round
from bot.window import look
from storage.engine import AlreadyRunning, NoPlace, claim_alone, connect
from storage.files import FileStore
from storage.migrate import NewerSchema, migrate, version
from storage.store import SqlStore
from storage.tables import METADATA

log = logging.getLogger("deskbell")

BAD_SETTINGS, NO_DATABASE = 2, 3  # exit codes
STALE = 120  # seconds without a pulse, after which a round counts as stuck
WATCH = 2  # seconds between two looks after storms and mailboxes
AUDIT, WARNING = "`/desk audit` says the same to supervisors; the log of that time says more.", "⚠️"
GLANCE, GOODBYE = 0.1, 10  # seconds between two looks at the desk, and for its end once nobody holds it any more
EDGES = {"slack": SlackApp, "discord": DiscordApp, "mail": MailApp}


class House:
    """Everything that runs, built from the settings and a clock."""

    def __init__(self, settings: Settings, now: Callable[[], datetime], is_guest: bool = False) -> None:
        """A guest only looks: it may come while another process runs on the same SQLite file."""
        self.settings, self._now = settings, now
        url = settings.database_url.reveal()
        self._lock = None if is_guest else claim_alone(url)
        self.engine = connect(url)
        if not is_guest or version(self.engine) is None:
            migrate(self.engine)
        self.store, self.files, self.ask = SqlStore(self.engine), FileStore(settings.files_dir), Serial()
        self.ring = Ring(settings.keys_dir, settings.passphrases, now)
        self.desk = Desk(self.store, settings, now, holidays.of, self.ring)
        ruling.enlist(self.desk, settings, verbs.TABLE)
        worker = f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"
        configured = {"slack": settings.slack, "discord": settings.discord, "mail": settings.mailboxes}
        parts = (settings, self.desk, self.store, self.files, self.ask, now, worker)
        self.edges = {name: edge(*parts) for name, edge in EDGES.items() if configured[name]}
        self._worker = worker
        self.rounds: list[Round] = []
        self._looked: tuple[datetime, dict[str, str]] | None = None

    @asynccontextmanager
    async def running(self) -> AsyncIterator["House"]:
        """Run everything until the block is left; then stop intake, finish what is under way, and close."""
        self.bell = bell = Bell()
        self.store.listeners.append(bell.ring)
        self.rounds = [Round(name, work, bell, self._now) for name, work in self._work().items()]
        scheduler = AsyncIOScheduler(timezone=UTC)
        calm = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        scheduler.add_job(_ringer(bell), "interval", seconds=1, **calm)
        scheduler.add_job(self._watch, "interval", seconds=WATCH, **calm)
        slack = self.edges.get("slack")
        routes = {"/slack/events": slack.http_handler} if isinstance(slack, SlackApp) else {}
        solved = SolvedPage(self.desk, self.settings, self.ask).routes
        pages = (*solved, *TranscriptPage(self.desk, self.files, self.ask).routes)
        self.web = WebApp(self, self.settings.http_host, self.settings.http_port, routes, pages)
        async with AsyncExitStack() as stack:
            stack.callback(self.close)
            await self.ask(self.desk.welcome)
            await self.web.start()
            stack.push_async_callback(self.web.stop)
            tasks = [asyncio.create_task(one.run()) for one in (*self.rounds, *self.edges.values())]
            stack.push_async_callback(_cancelled, tasks)
            scheduler.start()
            stack.callback(scheduler.shutdown, wait=False)
            yield self

    def _work(self) -> dict[str, Callable[[], Awaitable[int]]]:
        work: dict[str, Callable[[], Awaitable[int]]] = {"clocks": self._tick, "tags": self._rename}
        work["timing"], work["rules"] = self._retime, self._rule
        for name, edge in self.edges.items():
            outbox = Outbox(self.store, self.desk, self.settings, edge.channel, self.ask, self._now, self._worker)
            work[f"{name} outbox"] = outbox.carry
            work[f"{name} board"] = Noticeboard(
                self.store, self.desk.boards, edge.channel, self.ask, self._now, self._worker
            ).work
            work[f"{name} inbox"] = Inbox(self.store, edge, self.ask, self._now, self._worker).work
        return work

    async def _watch(self) -> None:
        """Each look by itself: one that fails keeps none of the others waiting. What counts is asked again until 0."""
        desk = self.desk
        looks: tuple[Callable[[], int | None], ...] = (
            desk.ledger.watch, desk.boards.follow, desk.drafts.forget, desk.digests.tell, desk.turns.tell,
            desk.assignment.give, desk.attendance.release,
        )  # fmt: skip
        for one in looks:
            try:
                while await self.ask(one):
                    pass
            except Exception:
                log.exception("a look of the watch failed; it goes on in %s s", WATCH)

    async def _tick(self) -> int:
        return await self.ask(self.desk.tick)

    async def _retime(self) -> int:
        return await self.ask(self.desk.bell.retime)

    async def _rule(self) -> int:
        return await self.ask(self.desk.rules.tick)

    async def _rename(self) -> int:
        return await self.ask(self.desk.labels.follow)

    def close(self) -> None:
        self.ask.close()
        self.engine.dispose()
        if self._lock:
            self._lock.close()

    async def window(self) -> dict[str, Any]:
        """What the desk does, for who looks over its shoulder."""
        troubles = {name: edge.trouble for name, edge in self.edges.items() if edge.trouble}
        return await self.ask(look, self.store, self._now(), troubles)

    # What the web server asks

    async def troubles(self) -> Mapping[str, str]:
        """What does not work, looked at no more than once a second: anybody who reaches the port may ask."""
        if self._looked is None or abs(self._now() - self._looked[0]) > timedelta(seconds=1):
            self._looked = self._now(), await self._troubles()
        return self._looked[1]

    async def _troubles(self) -> dict[str, str]:
        found = {name: edge.trouble for name, edge in self.edges.items() if edge.trouble}
        for one in self.rounds:
            if (age := (self._now() - one.beat_at).total_seconds()) > STALE:
                found[one.name] = f"It has not moved for {age:.0f} seconds; look at the log."
        try:
            await self.ask(self._write)
        except Exception as error:
            found["database"] = f"It cannot be written: {type(error).__name__}. Look at the log and the disk."
        return found

    def _write(self) -> None:
        with self.store.transaction() as tx:
            tx.leases.keep("readyz", self._now().isoformat())

    async def numbers(self) -> Mapping[str, Mapping[str, float]]:
        posts, ledger = await self.ask(self._counts)
        return await self.ask(self.desk.statistics.gauges) | {
            "deskbell_posts": posts,
            "deskbell_arrivals": {f"{kind} {fate}": count for (kind, fate), count in ledger.items()},
            "deskbell_channel_up": {name: float(not edge.trouble) for name, edge in self.edges.items()},
            "deskbell_pulse_age_seconds": {
                one.name: (self._now() - one.beat_at).total_seconds() for one in self.rounds
            },
        }

    def ledger(self) -> list[Finding]:
        """Does what came in and what went out add up?"""
        with self.store.transaction() as tx:
            found = audit(tx, tuple(box.name for box in self.settings.mailboxes))
        wrong = [Finding("ledger", one, AUDIT) for one in troubles(found, self._now())]
        parked = sum(one.fates.get("quarantined", 0) for one in found.mailboxes)
        wrong += [Finding("ledger", f"{parked:,} mails could not be read.", "/desk parked lists them.")] * bool(parked)
        dead = found.posts.get("dead", 0)
        wrong += [Finding("ledger", f"{dead:,} posts could not be delivered.", "/desk dead says why.")] * bool(dead)
        said = [one for one in lines(found, self._now()) if not one.startswith(WARNING)]
        return [Finding("database"), *map(Finding, said), *wrong]

    def _counts(self) -> tuple[dict[str, float], dict[tuple[str, str], int]]:
        with self.store.transaction() as tx:
            return dict(tx.posts.unsettled(self._now())), tx.arrivals.ledger()


def build(settings: Settings, clock: Callable[[], datetime], is_guest: bool = False) -> House:
    """The house; keys that are not there, or a database that cannot be used, end the program with one sentence."""
    if not is_guest and (wanting := checks.missing(settings, Ring(settings.keys_dir, settings.passphrases, clock))):
        for sentence in wanting:
            typer.echo(sentence, err=True)
        raise typer.Exit(BAD_SETTINGS)
    try:
        return House(settings, clock, is_guest)
    except (AlreadyRunning, NewerSchema, NoPlace) as error:
        sentence = str(error)
    except Exception as error:
        first = str(error).partition("\n")[0]
        sentence = f"The database of DATABASE_URL cannot be opened: {first}"
    typer.echo(sentence, err=True)
    raise typer.Exit(NO_DATABASE)


async def rehearse(
    settings: Settings, now: datetime, paths: Iterable[Path], tell: Callable[[dict[str, Any]], None]
) -> Counter[tuple[str | None, bool]]:
    """Tell what a desk in memory would do with the mails at `paths`. How many ended how, and were acknowledged."""
    engine, found = connect("sqlite://"), chain.from_iterable(map(boxes.mails, paths))
    METADATA.create_all(engine)
    ends: Counter[tuple[str | None, bool]] = Counter()
    async for told in explain.rehearsed(SqlStore(engine), settings, now, found):
        tell(told)
        ends[told["fate"], told["ack"]] += 1
    return ends


def calm_collector() -> None:
    """What is loaded by now stays, and each mail makes a thousand short-lived values: look for rubbish less often."""
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


async def serve(house: House) -> None:
    """Run it until somebody ends the program."""
    calm_collector()
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    try:
        async with house.running():
            for sentence in reading.advice(house.settings):
                log.warning(sentence)
            log.info("ready: http://%s:%s/readyz, with %s", house.web.host, house.web.port, ", ".join(house.edges))
            await stop.wait()
    except OSError as error:
        typer.echo(f"HTTP_BIND {house.settings.http_host}:{house.settings.http_port} cannot be used: {error}", err=True)
        raise typer.Exit(BAD_SETTINGS) from None


async def examine(house: House) -> list[Finding]:
    """Try every connection and permission, and close."""
    findings = [Finding("settings"), *await house.ask(house.ledger)]
    for name, edge in house.edges.items():
        try:
            async with asyncio.timeout(30):
                findings += await edge.check()
        except Exception as error:
            findings.append(Finding(name, f"It cannot be examined: {error!r}.", "Look at its settings in .env."))
    with suppress(Exception):
        house.close()
    return findings


async def hold(says: TextIO, now: Callable[[], datetime]) -> None:
    """Run it as the process at the other end of stdin and `says` wants it, until that lets go."""
    holder = Holder(sys.stdin, says, now)
    if not (told := await holder.first()):
        return
    settings = reading.read(told["env"], told["toml"])
    refuse(settings)
    set_up(settings.log_level, settings.log_format, sys.stderr)
    house = build(settings, holder.clock)

    async def tell() -> int:
        window = await house.window()
        await holder.tell({"window": window})
        await asyncio.sleep(GLANCE)
        return int(window["counts"]["leased"])  # what is under way ends without a bell

    calm_collector()
    async with house.running():
        await holder.tell({"state": "up"})
        telling = asyncio.create_task(Round("window", tell, house.bell, holder.clock).run())
        await holder.follow(house.bell.ring)
        signal.alarm(GOODBYE)
        await _cancelled([telling])


def _ringer(bell: Bell) -> Callable[[], Awaitable[None]]:
    async def ring() -> None:  # a coroutine: plain functions would run in a thread pool
        bell.ring()

    return ring


async def _cancelled(tasks: list[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks, timeout=8)
