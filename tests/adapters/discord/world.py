"""A furnished pretend server, and the desk with its real Discord edge connected to it over sockets."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

from adapters.discord.app import DiscordApp
from adapters.discord.holding import ALIVE
from adapters.serial import Serial
from bot.config import Discord, Queue, Secret, Settings
from bot.desk import Desk
from bot.inbox import Inbox
from bot.noticeboard import Noticeboard
from bot.outbox import Outbox
from bot.people import Person
from sandbox.clock import Clock
from sandbox.discord.server import DiscordSandbox
from sandbox.faults import Faults
from sandbox.journal import Journal
from storage.files import FileStore
from storage.store import SqlStore
from tests.databases import in_memory
from tests.sandbox import discord_schemas


class Running:
    """One process of the desk: its edge, its inbox and its outbox, each in a loop that new work wakes."""

    def __init__(self, world, worker):
        here = (world.desk, world.store, world.files, world.ask, world.clock)
        self.app = DiscordApp(world.settings, *here, worker, guild_ready_timeout=0.05, patience=0.05)
        self._inbox = Inbox(world.store, self.app, world.ask, world.clock, worker)
        self._outbox = Outbox(world.store, world.desk, world.settings, self.app.channel, world.ask, world.clock, worker)
        self._news, self._loop = asyncio.Event(), asyncio.get_running_loop()
        self._world = world
        world.store.listeners.append(self._wake)
        self._board = Noticeboard(world.store, world.desk.boards, self.app.channel, world.ask, world.clock, worker)
        work = (self._inbox.work, self._outbox.carry, self._board.work)
        self._tasks = [asyncio.create_task(self._work(one)) for one in work]

    def connect(self):
        self._tasks.append(asyncio.create_task(self.app.run()))

    def _wake(self):
        self._loop.call_soon_threadsafe(self._news.set)

    async def _work(self, work):
        while True:
            while await work():
                pass
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(0.05):
                    await self._news.wait()
            self._news.clear()

    async def stop(self):
        if self._wake in self._world.store.listeners:
            self._world.store.listeners.remove(self._wake)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.app.close()


class World:
    """Ann asks; Bob and Cleo answer; Sue supervises; Max is a stranger. `room` is the agents', `help` the intake."""

    def __init__(self, sandbox, clock, faults, journal, files, **queue):
        self.sandbox, self.clock, self.faults, self.journal = sandbox, clock, faults, journal
        self.people, self.guild = sandbox.people, sandbox.guild
        self.agents = self.guild.add_role("agents")
        self.leads = self.guild.add_role("leads", mentionable=True)
        self.ann, self.max = self.guild.add_member("Ann").id, self.guild.add_member("Max").id
        self.bob = self.guild.add_member("Bob", [self.agents]).id
        self.cleo = self.guild.add_member("Cleo", [self.agents]).id
        self.sue = self.guild.add_member("Sue", [self.agents, self.leads]).id
        self.help = self.guild.add_text("help").id
        self.room = self.guild.add_text("desk", private_to=[self.agents]).id
        self.forum = self.guild.add_forum("tickets", private_to=[self.agents]).id
        self._furnish(files, **queue)
        self.ask, self.running = Serial(), []

    def _furnish(self, files, room="text", **queue):
        wire = Discord(Secret(self.sandbox.token), self.sandbox.api_url, self.sandbox.gateway_url)
        rooms = {"text": self.room, "forum": self.forum}[room]
        self.here = rooms
        support = Queue(
            "support", rooms=(f"discord:{rooms}",), intake=(f"discord:{self.help}",),
            agents=(f"discord:role:{self.agents.id}",), supervisors=(f"discord:role:{self.leads.id}",), **queue,
        )  # fmt: skip
        self.settings = Settings(name="Example Support", queues=(support,), discord=wire)
        self._engine = in_memory()
        self.store, self.files = SqlStore(self._engine), FileStore(files)
        self.desk = Desk(self.store, self.settings, self.clock)

    def configure(self, *queues):
        """Other queues, before anything runs."""
        self.settings = replace(self.settings, queues=queues)
        self.desk = Desk(self.store, self.settings, self.clock)

    async def forbid(self, table):
        """The database takes nothing new in `table`, as with a full disk, until `allow`."""
        await self._sql(f"CREATE TRIGGER full_{table} BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'full'); END")

    async def allow(self, table):
        await self._sql(f"DROP TRIGGER full_{table}")

    async def _sql(self, statement):
        def run():
            with self._engine.begin() as sql:
                sql.exec_driver_sql(statement)

        await self.ask(run)

    def start(self, worker="one", connect=True):
        """Another process of the desk."""
        running = Running(self, worker)
        self.running.append(running)
        if connect:
            running.connect()
        return running

    async def up(self, worker="one"):
        running = self.start(worker)
        await self.until(lambda: self.sandbox.gateway.sessions and running.app.supervisor.client)
        await self.until(lambda: running.app.supervisor.client and running.app.supervisor.client.is_connected)
        return running

    async def restart(self, worker="two"):
        """Stop what runs, and start anew over the same database."""
        for running in self.running:
            await running.stop()
        self.running.clear()
        return await self.up(worker)

    def is_waited_for(self):
        """Is it written down since when what is said is ours?"""
        with self.store.transaction() as tx:
            return tx.leases.value(ALIVE)

    async def until(self, predicate, timeout=30.0):  # noqa: ASYNC109
        """Wait for what the server shows, or for what only the desk knows; TimeoutError tells what is visible."""
        loop = asyncio.get_running_loop()
        end = loop.time() + timeout
        while loop.time() < end:
            with contextlib.suppress(TimeoutError):
                if found := await self.people.wait_for(predicate, 0.02):
                    return found
        return await self.people.wait_for(predicate, 0.01)

    def root(self, number=1):
        """The card of a ticket: its message, as people see it."""
        found = [one for place in self._places() for one in self.people.messages(place) if _is_card(one, number)]
        return found[-1] if found else None

    def thread(self, number=1):
        """The agents' thread of a ticket: its id is the card's."""
        root = self.root(number)
        return root.id if root and root.id in self.guild.threads else None

    def private(self):
        """The private threads of the intake channel."""
        return [one.id for one in self.people.threads(self.help)]

    def lines(self, room):
        return [one.text for one in self.people.messages(room) if one.text]

    async def says(self, room, text):
        """Wait until somebody said `text` in a room or thread; the message."""

        def found():
            if room not in self.guild.threads and room not in (self.guild.channels | self.sandbox.world.directs):
                return None
            return next((one for one in self.people.messages(room) if text in one.text), None)

        return await self.until(found)

    async def ticket(self, text="My VPN is down"):
        """Ann asks in the help channel; the thread of the ticket once all has been said there."""
        await self.people.say(self.ann, self.help, text)
        number = len(self._numbers()) + 1
        await self.until(lambda: self.thread(number))
        await self.says(self.thread(number), text.split("\n")[0][:40])
        await self.until(lambda: len(self.private()) >= number)
        return self.thread(number)

    def person(self, user):
        roles = frozenset(f"discord:role:{role}" for role in self.guild.members[user].roles)
        return Person(self.guild.users[user].global_name, f"discord:@{user}", roles)

    def state(self, number=1):
        with self.store.transaction() as tx:
            return tx.tickets.look(number)

    def facts(self, number=1):
        with self.store.transaction() as tx:
            return [type(event.fact).__name__ for event in tx.tickets.history(number)]

    def unsettled(self):
        with self.store.transaction() as tx:
            return {state: count for state, count in tx.posts.unsettled(self.clock()).items() if count}

    async def settled(self):
        """Nothing waits any more, in the inbox or in the outbox."""

        def is_quiet():
            with self.store.transaction() as tx:
                return not tx.arrivals.ledger().get(("discord", "pending")) and not tx.posts.unsettled(self.clock())

        await self.until(is_quiet)

    def _places(self):
        return [self.room, *(one.id for one in self.people.threads(self.forum))]

    def _numbers(self):
        with self.store.transaction() as tx:
            return [number for number in range(1, 50) if tx.tickets.look(number)]

    async def close(self):
        for running in self.running:
            await running.stop()
        self.ask.close()
        await self.sandbox.stop()


def _is_card(message, number):
    return any(button.custom_id.endswith(f":{number}") for button in message.buttons)


@asynccontextmanager
async def world(files, **queue) -> AsyncIterator[World]:
    clock, faults = Clock(), Faults()
    journal = Journal(clock)
    sandbox = DiscordSandbox(clock, faults, journal)
    sandbox.strict_rates = False
    sandbox.limits.followup_within = timedelta(seconds=3)
    await sandbox.start()
    here = World(sandbox, clock, faults, journal, files, **queue)
    try:
        yield here
    finally:
        await here.close()
    if discord_schemas.are_present():
        wrong = [f"{one.what}: {error}" for one in journal.exchanges for error in discord_schemas.validate(one)]
        assert not wrong, "\n".join(dict.fromkeys(wrong))
