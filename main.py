"""Start here. Reads the settings, builds store, desk, channels and scheduler, and runs them; the command line.

Imports everything; imported by none.
"""

import asyncio
import json
import logging
import os
import signal
import socket
import sys
import tomllib
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from adapters.discord.app import DiscordApp
from adapters.discord.invite import invite
from adapters.mail.app import MailApp
from adapters.manual import commands_page
from adapters.serial import Serial
from adapters.slack.app import SlackApp
from adapters.slack.manifest import manifest
from adapters.web.app import WebApp
from bot import dotenv
from bot import settings as reading
from bot.config import Settings
from bot.desk import Desk
from bot.health import Finding
from bot.inbox import Inbox
from bot.logs import set_up
from bot.outbox import Outbox
from bot.problems import BadSettings
from bot.rounds import Bell, Round
from storage.engine import AlreadyRunning, NoPlace, claim_alone, connect
from storage.files import FileStore
from storage.migrate import NewerSchema, migrate, version
from storage.store import SqlStore

log = logging.getLogger("deskbell")
cli = typer.Typer(no_args_is_help=True, add_completion=False, help="A help desk that lives where the team talks.")
config = typer.Typer(no_args_is_help=True, help="Look at the settings.")
cli.add_typer(config, name="config")

BAD_SETTINGS, IN_TROUBLE, NO_DATABASE = 2, 1, 3  # exit codes
STALE = 120  # seconds without a pulse, after which a round counts as stuck
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
        self.desk = Desk(self.store, settings, now)
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
        bell = Bell()
        self.store.listeners.append(bell.ring)
        self.rounds = [Round(name, work, bell, self._now) for name, work in self._work().items()]
        scheduler = AsyncIOScheduler(timezone=UTC)
        calm = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        scheduler.add_job(_ringer(bell), "interval", seconds=1, **calm)
        slack = self.edges.get("slack")
        routes = {"/slack/events": slack.http_handler} if isinstance(slack, SlackApp) else {}
        self.web = WebApp(self, self.settings.http_host, self.settings.http_port, routes)
        async with AsyncExitStack() as stack:
            stack.callback(self.close)
            await self.web.start()
            stack.push_async_callback(self.web.stop)
            tasks = [asyncio.create_task(one.run()) for one in (*self.rounds, *self.edges.values())]
            stack.push_async_callback(_cancelled, tasks)
            scheduler.start()
            stack.callback(scheduler.shutdown, wait=False)
            yield self

    def _work(self) -> dict[str, Callable[[], Awaitable[int]]]:
        work: dict[str, Callable[[], Awaitable[int]]] = {"clocks": self._tick}
        for name, edge in self.edges.items():
            outbox = Outbox(self.store, self.desk, self.settings, edge.channel, self.ask, self._now, self._worker)
            work[f"{name} outbox"] = outbox.carry
            work[f"{name} inbox"] = Inbox(self.store, edge, self.ask, self._now, self._worker).work
        return work

    async def _tick(self) -> int:
        return await self.ask(self.desk.tick)

    def close(self) -> None:
        self.ask.close()
        self.engine.dispose()
        if self._lock:
            self._lock.close()

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
        return {
            "deskbell_posts": posts,
            "deskbell_arrivals": {f"{kind} {fate}": count for (kind, fate), count in ledger.items()},
            "deskbell_channel_up": {name: float(not edge.trouble) for name, edge in self.edges.items()},
            "deskbell_pulse_age_seconds": {
                one.name: (self._now() - one.beat_at).total_seconds() for one in self.rounds
            },
        }

    def ledger(self) -> list[Finding]:
        """Does what came in and what went out add up?"""
        posts, arrivals = self._counts()
        came = f"arrivals: {sum(arrivals.values())} came, " + ", ".join(
            f"{count} {fate} ({kind})" for (kind, fate), count in sorted(arrivals.items())
        )
        waiting = "posts: " + (", ".join(f"{count:.0f} {state}" for state, count in posts.items()) or "none waiting")
        if posts.get("dead"):
            return [Finding(came), Finding(waiting, "Some could not be delivered.", "The tickets' threads say why.")]
        return [Finding("database"), Finding(came.removesuffix(", ")), Finding(waiting)]

    def _counts(self) -> tuple[dict[str, float], dict[tuple[str, str], int]]:
        with self.store.transaction() as tx:
            return dict(tx.posts.unsettled(self._now())), tx.arrivals.ledger()


def _ringer(bell: Bell) -> Callable[[], Awaitable[None]]:
    async def ring() -> None:  # a coroutine: plain functions would run in a thread pool
        bell.ring()

    return ring


async def _cancelled(tasks: list[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks, timeout=8)


def now() -> datetime:
    return datetime.now(UTC)


def environment() -> dict[str, str]:
    """The variables of .env, overruled by those of the process; NAME_FILE holds the path of NAME's value."""
    file = Path(".env")
    found = dotenv.parse(file.read_text()) if file.is_file() else {}
    reading.refuse_typos(found)
    found |= {name: value for name, value in os.environ.items() if value}
    for name in reading.NAMES:
        if name not in found and (path := found.get(f"{name}_FILE")):
            try:
                found[name] = Path(path).read_text().strip()
            except OSError as error:
                raise BadSettings([f"{name}_FILE is “{path}”, which cannot be read: {error.strerror}."]) from None
    return found


def load() -> Settings:
    """The settings; what is wrong with them is told, one sentence each, and ends the program."""
    try:
        env = environment()
        path = Path(env.get("DESK_CONFIG") or "desk.toml")
        if env.get("DESK_CONFIG") and not path.is_file():
            raise BadSettings([f"DESK_CONFIG is “{path}”, but there is no such file."])
        return reading.read(env, _toml(path) if path.is_file() else {})
    except BadSettings as error:
        sentences = error.sentences
    except (OSError, UnicodeDecodeError) as error:
        sentences = (f"The settings cannot be read: {error}",)
    for sentence in sentences:
        typer.echo(sentence, err=True)
    raise typer.Exit(BAD_SETTINGS)


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text())
    except tomllib.TOMLDecodeError as error:
        raise BadSettings([f"{path} is not understood: {error}."]) from None


def build(settings: Settings, clock: Callable[[], datetime] = now, is_guest: bool = False) -> House:
    """The house; a database that cannot be used ends the program with one sentence."""
    try:
        return House(settings, clock, is_guest)
    except (AlreadyRunning, NewerSchema, NoPlace) as error:
        sentence = str(error)
    except Exception as error:
        first = str(error).partition("\n")[0]
        sentence = f"The database of DATABASE_URL cannot be opened: {first}"
    typer.echo(sentence, err=True)
    raise typer.Exit(NO_DATABASE)


@cli.command()
def run() -> None:
    """Run the desk until Ctrl-C; with nothing configured, the sandbox."""
    settings = load()
    if reading.is_empty(settings):
        typer.echo("Nothing is configured: this is the sandbox. See .env.example for the real thing.")
        return sandbox()
    set_up(settings.log_level, settings.log_format, sys.stderr)
    return asyncio.run(_serve(build(settings)))


async def _serve(house: House) -> None:
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


@cli.command()
def doctor() -> None:
    """Try every configured connection and permission; say how to mend what is not fine."""
    settings = load()
    set_up("ERROR", "text", sys.stderr)
    if reading.is_empty(settings):
        typer.echo("Nothing is configured: `deskbell run` opens the sandbox. See .env.example for the real thing.")
        return
    findings = asyncio.run(_examined(build(settings, is_guest=True)))
    for one in findings:
        typer.echo(f"✗ {one.what}: {one.problem} {one.mend}" if one.problem else f"✓ {one.what}")
    for sentence in reading.advice(settings):
        typer.echo(f"• {sentence}")
    if any(one.problem for one in findings):
        raise typer.Exit(IN_TROUBLE)


async def _examined(house: House) -> list[Finding]:
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


@config.command()
def check() -> None:
    """Read the settings, connect to nothing."""
    settings = load()
    for sentence in reading.advice(settings):
        typer.echo(f"Note: {sentence}")
    file = Path(".env")
    if file.is_file() and file.stat().st_mode & 0o077:
        typer.echo("Note: .env can be read by other users of this machine: chmod 600 .env")
    typer.echo("The settings are fine.")


@cli.command("migrate")
def migrate_() -> None:
    """Bring the database's schema up to this version."""
    build(load()).close()
    typer.echo("The database is up to date.")


@cli.command()
def slack_manifest() -> None:
    """Print the manifest to make the Slack app from."""
    typer.echo(json.dumps(manifest(load()), indent=2, ensure_ascii=False))


@cli.command()
def discord_invite(application_id: Annotated[int, typer.Argument(help="The application id of its page.")]) -> None:
    """Print the link that invites the bot, and the intents it needs."""
    typer.echo(invite(load(), application_id))


@cli.command()
def docs() -> None:
    """Write docs/commands.md from the verb table."""
    Path("docs/commands.md").write_text(commands_page())
    typer.echo("Wrote docs/commands.md.")


@cli.command()
def sandbox(story: bool = False) -> None:
    """A pretend Slack, Discord and mailbox on this machine, with the desk at work in them; --story plays and exits."""
    from sandbox import stage  # needs the extra `sandbox`, which a production desk leaves out

    set_up("WARNING", "text", sys.stderr)
    bind = reading.bind(environment())
    raise typer.Exit(asyncio.run(stage.play_story(_desk) if story else stage.open_house(_desk, bind)))


def _desk(
    env: Mapping[str, str], toml: Mapping[str, Any], clock: Callable[[], datetime]
) -> AbstractAsyncContextManager[House]:
    """The desk as it is, in a world whose settings and clock are given."""
    return build(reading.read(env, toml), clock).running()


if __name__ == "__main__":
    cli()
