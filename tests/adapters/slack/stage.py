"""The stage of the wire tests: the pretend Slack, the unmodified app against it over real sockets, and the real store.

Ann asks in #help and by direct message; Bob and Cleo answer in #desk; Sue supervises; Max may do nothing.
"""

import asyncio
from collections.abc import Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from adapters.serial import Serial
from adapters.slack.app import SlackApp
from bot.config import Queue, Secret, Settings, Slack
from bot.desk import Desk
from bot.inbox import Inbox
from bot.noticeboard import Noticeboard
from bot.outbox import Outbox
from sandbox.clock import Clock
from sandbox.faults import Faults
from sandbox.journal import Journal
from sandbox.slack.server import SlackSandbox
from storage.files import FileStore
from storage.store import SqlStore
from tests.databases import in_memory
from tests.sandbox import slack_schemas

PATIENCE = 30.0  # seconds until what people are to see is there


@dataclass
class Running:
    """One process of ours: the app, and the loops that main.py would run."""

    app: SlackApp
    tasks: list[asyncio.Task[Any]]

    async def stop(self) -> None:
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)


@dataclass
class Stage:
    slack: SlackSandbox
    clock: Clock
    faults: Faults
    journal: Journal
    settings: Settings
    store: SqlStore
    desk: Desk
    files: FileStore
    ask: Serial
    news: asyncio.Event
    room: str
    help: str
    cast: dict[str, str]
    may_ping: set[str] = field(default_factory=set)
    running: Running | None = None
    is_working: bool = False

    def __getattr__(self, name: str) -> str:
        return self.__dict__["cast"][name]

    @property
    def people(self) -> Any:
        return self.slack.people

    @property
    def app(self) -> SlackApp:
        assert self.running
        return self.running.app

    def make(self) -> SlackApp:
        return SlackApp(self.settings, self.desk, self.store, self.files, self.ask, self.clock, "tests")

    async def start(self) -> None:
        """Run the app, as main.py would, until it listens and has caught up."""
        app = self.make()
        inbox = Inbox(self.store, app, self.ask, self.clock, "tests")
        outbox = Outbox(self.store, self.desk, self.settings, app.channel, self.ask, self.clock, "tests")
        seen = len(self.journal.of("slack", "conversations.list"))
        board = Noticeboard(self.store, self.desk.boards, app.channel, self.ask, self.clock, "tests")
        self.running = Running(app, [asyncio.create_task(one) for one in (app.run(), self._work(inbox, outbox, board))])
        self.nudge()
        if self.settings.slack and self.settings.slack.app_token:
            await self.people.wait_for(lambda: self.slack.sockets.count)
        if await self.ask(self.kept):
            await self.people.wait_for(lambda: len(self.journal.of("slack", "conversations.list")) > seen)
        await self.until(lambda: self.ask(self.kept))

    async def stop(self) -> None:
        if self.running:
            await self.running.stop()
            self.running = None

    async def restart(self) -> None:
        await self.stop()
        await self.start()

    def kept(self) -> str:
        with self.store.transaction() as tx:
            return tx.leases.value("slack:heard")

    def nudge(self) -> None:
        self.news.set()

    def later(self, **delta: float) -> None:
        """Time passes, and what waited for it is looked at."""
        self.clock.forward(timedelta(**(delta or {"seconds": 4})))
        self.nudge()

    async def sees(self, look: Callable[[], Any]) -> Any:
        """What people come to see at last."""
        return await self.people.wait_for(look, PATIENCE)

    async def until(self, look: Callable[[], Any]) -> None:
        """Until something holds in the store: asked again at each change of it."""
        async with asyncio.timeout(PATIENCE):
            while not await look():
                changed = self.slack.workspace.next_change()
                with suppress(TimeoutError):
                    await asyncio.wait_for(changed, 0.05)

    async def quiet(self) -> None:
        """Until nothing is under way: every event acknowledged, every arrival settled, every post that is due sent."""
        await self.until(self._is_quiet)

    async def rest(self) -> None:
        """Until all that can be done now is done; what waits for its time goes on waiting."""
        await self.until(self._rests)

    async def _rests(self) -> bool:
        return not (self.slack.delivery.is_busy or self.news.is_set() or self.is_working)

    async def _is_quiet(self) -> bool:
        return not self.slack.delivery.is_busy and not self.news.is_set() and await self.ask(self._idle)

    def _idle(self) -> bool:
        with self.store.transaction() as tx:
            waiting = [count for (_, fate), count in tx.arrivals.ledger().items() if fate == "pending"]
            posts = tx.posts.unsettled(self.clock())
            return not waiting and not sum(count for state, count in posts.items() if state != "dead")

    async def _work(self, inbox: Inbox, outbox: Outbox, board: Noticeboard) -> None:
        while True:
            with suppress(TimeoutError):  # woken by news, else looking now and then
                async with asyncio.timeout(0.2):
                    await self.news.wait()
            self.is_working = True
            self.news.clear()
            while await inbox.work() + await outbox.carry() + await board.work():
                pass
            self.is_working = False
            self.slack.workspace.changed()

    # What people see

    def thread(self, root: str, user: str | None = None) -> list[Any]:
        return self.people.messages(self.room, root, user or self.bob)

    def facts(self, number: int = 1) -> list[str]:
        """The names of what was recorded about a ticket, oldest first."""
        with self.store.transaction() as tx:
            return [type(one.fact).__name__ for one in tx.tickets.history(number)]

    def event(self, at: int, number: int = 1) -> Any:
        """One recorded fact."""
        with self.store.transaction() as tx:
            return tx.tickets.history(number)[at].fact

    def cards(self) -> list[Any]:
        """The roots in the agents' room, oldest first."""
        return [one for one in self.people.messages(self.room) if one.who == "deskbell"]

    async def card(self, text: str = "") -> Any:
        """The first card that shows `text`, when it is there with a line under it."""
        found = await self.sees(lambda: next((one for one in self.cards() if text in one.text), None))
        await self.sees(lambda: len(self.thread(found.ts)) > 1)
        return found

    def lines(self, root: str) -> list[str]:
        return [one.text for one in self.thread(root)[1:]]

    def told(self, user: str) -> list[str]:
        return [one.text for one in self.people.ephemerals(user)]

    async def asked(self, text: str = "The printer is on fire") -> Any:
        """Ann asks in the help room; her ticket's card."""
        self.question = await self.people.say(self.ann, self.help, text)
        return await self.card(text.partition("\n")[0][:40])

    def answers(self) -> list[str]:
        """What stands in Ann's thread below her question."""
        return [one.text for one in self.people.messages(self.help, self.question)[1:]]


@asynccontextmanager
async def stage(files: Path, mode: str = "socket", listens: bool = True, **queue: Any):
    clock, faults = Clock(), Faults()
    journal = Journal(clock)
    slack = SlackSandbox(clock, faults, journal)
    await slack.start()
    space = slack.workspace
    cast = {name: space.add_user(name, email=f"{name}@example.org") for name in ("ann", "bob", "cleo", "sue", "max")}
    agents = [cast["bob"], cast["cleo"], cast["sue"]]
    room = space.add_channel("desk", agents, private=True)
    help_ = space.add_channel("help", [*cast.values()])
    group = space.add_group("agents", agents)
    leads = space.add_group("leads", [cast["sue"]])
    support = Queue(
        "support", rooms=(f"slack:{room}",), intake=(f"slack:{help_}",), agents=(f"slack:group:{group}",),
        supervisors=(f"slack:group:{leads}",), **queue,
    )  # fmt: skip
    tokens = Slack(
        Secret("xoxb-sandbox"), Secret("xapp-sandbox" if mode == "socket" else ""), Secret("sandbox-signing-secret"),
        slack.api_url,
    )  # fmt: skip
    settings = Settings(name="Example Support", queues=(support,), slack=tokens)
    engine = in_memory()
    store, ask, news = SqlStore(engine), Serial(), asyncio.Event()
    loop = asyncio.get_running_loop()
    store.listeners.append(lambda: loop.call_soon_threadsafe(news.set))
    desk = Desk(store, settings, clock)
    here = Stage(
        slack, clock, faults, journal, settings, store, desk, FileStore(files), ask, news, room, help_,
        cast | {"leads": leads},
    )  # fmt: skip
    try:
        if listens:
            await here.start()
        yield here
    finally:
        await here.stop()
        await slack.stop()
        ask.close()
        engine.dispose()
    refuse_what_must_not_happen(here)


def refuse_what_must_not_happen(here: Stage) -> None:
    """In every test: nobody is pinged unless we chose so, and Slack finds nothing wrong with what crossed the wire."""
    app = here.slack.app.bot_user
    ours = {
        (one.id, message.ts)
        for one in here.slack.workspace.channels.values()
        for message in one.messages.values()
        if message.user == app
    }
    assert not [one for one in here.people.pings if (one.channel, one.ts) in ours and one.who not in here.may_ping]
    if slack_schemas.SPECS.exists():
        found = {fault for exchange in here.journal.exchanges for fault in slack_schemas.validate(exchange)}
        assert not found, "\n".join(sorted(found))
