"""A whole town with the unmodified desk in it, and people of every rank.

On both chats Bob and Cleo are agents by group or role, Sue supervises, Max sits in the agents' rooms and is none,
Rita asks for help, Otto is nobody. Ann and Dora write mail.
"""

import asyncio
import os
import re
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from bot import settings
from bot.events import Event
from house import House
from sandbox.discord.channels import Overwrite
from sandbox.discord.guild import VIEW
from sandbox.town import DESK, Town
from tests.sandbox import discord_schemas, slack_schemas

PATIENCE = 60.0  # seconds; a machine may have much else to do


class Village(Town):
    """The town of the sandbox with agents who are so by a group and a role, and not by the rooms they see."""

    async def start(self) -> None:
        await super().start()
        self.slack.strict_rates = self.discord.strict_rates = False
        self.slack.app.escapes_commands = True  # as the manifest asks for
        self._furnish_ranks_on_slack()
        self._furnish_ranks_on_discord()

    def desk_toml(self) -> Mapping[str, Any]:
        toml = dict(super().desk_toml())
        agents = [self.places["slack agents"], self.places["discord agents"]]
        toml["queue"] = [queue | {"agents": agents} for queue in toml["queue"]]
        toml["desk"] = toml["desk"] | {"undo_seconds": 0}  # whoever holds answers says so
        return toml

    def room(self, name: str) -> str:
        """The platform's own id of a room or group: `slack support`, `discord help`."""
        return self.places[name].rpartition(":")[2]

    def _furnish_ranks_on_slack(self) -> None:
        space, people = self.slack.workspace, self.cast.slack
        for name in ("rita", "otto"):
            people[name] = space.add_user(name, f"{name}@elsewhere.example")
            space.channels[self.room("slack help")].members.append(people[name])
        for name in ("slack support", "slack billing"):
            space.channels[self.room(name)].members.append(people["max"])
        agents = [people[name] for name in ("bob", "cleo", "sue")]
        self.places["slack agents"] = f"slack:group:{space.add_group('agents', agents)}"

    def _furnish_ranks_on_discord(self) -> None:
        guild, people = self.discord.guild, self.cast.discord
        watchers = guild.add_role("Watchers")
        for name in ("discord support", "discord billing"):
            guild.channels[int(self.room(name))].overwrites.append(Overwrite(watchers.id, 0, allow=VIEW))
        guild.give_roles(people["max"], [watchers])
        for name in ("rita", "otto"):
            people[name] = guild.add_member(name.title()).id
        agents = next(role for role in guild.roles.values() if role.name == "Agents")
        self.places["discord agents"] = f"discord:role:{agents.id}"


class World:
    """`town` is what people see and do; `house` is the desk, looked into only for its history."""

    def __init__(self, town: Village, home: Path, env: Mapping[str, str], toml: Mapping[str, Any]) -> None:
        self.town, self.home = town, home
        self.house = House(settings.read(env, toml), town.clock)
        self.numbers: dict[str, int] = {}
        self.slack, self.discord, self.mail = town.slack.people, town.discord.people, town.mail

    async def until(self, look: Callable[[], Awaitable[Any] | Any], patience: float = PATIENCE) -> Any:
        """The first truthy result of `look`, asked at every change."""
        loop = asyncio.get_running_loop()
        end = loop.time() + patience
        while True:
            found = look()
            found = await found if isinstance(found, Awaitable) else found
            if found:
                return found
            if loop.time() > end:
                raise TimeoutError(f"{self.slack.visible()}\n{self.house_told()}")
            with suppress(TimeoutError):
                await asyncio.wait_for(self.town.slack.workspace.next_change(), 0.02)

    def house_told(self) -> str:
        return str({name: edge.trouble for name, edge in self.house.edges.items()})

    # The history

    async def history(self, number: int) -> list[Event]:
        return await self.house.ask(self._history, number)

    async def facts(self, number: int) -> list[str]:
        return [type(event.fact).__name__ for event in await self.history(number)]

    async def all_facts(self) -> dict[int, list[str]]:
        """The facts of every ticket there is."""
        return await self.house.ask(self._all_facts)

    async def settled(self) -> None:
        """Everything that came in has its fate."""

        async def rests() -> bool:
            ledger = await self.house.ask(self._ledger)
            return not any(count for (_, fate), count in ledger.items() if fate == "pending")

        await self.until(rests)

    async def carried(self) -> None:
        """Everything that went out has arrived, too."""

        async def rests() -> bool:
            return not await self.house.ask(self._unsettled)

        await self.settled()
        await self.until(rests, 60)

    def _history(self, number: int) -> list[Event]:
        with self.house.store.transaction() as tx:
            return tx.tickets.history(number)

    def _all_facts(self) -> dict[int, list[str]]:
        found: dict[int, list[str]] = {}
        with self.house.store.transaction() as tx:
            while tx.tickets.look(len(found) + 1):
                number = len(found) + 1
                found[number] = [type(event.fact).__name__ for event in tx.tickets.history(number)]
        return found

    async def hears(self, count: int) -> None:
        """Until `count` things have come in, and each has its fate."""

        async def is_heard() -> bool:
            return await self.house.ask(self.heard) >= count

        await self.until(is_heard)
        await self.settled()

    def heard(self) -> int:
        """How many things have come in."""
        return sum(self._ledger().values())

    def _ledger(self) -> dict[tuple[str, str], int]:
        with self.house.store.transaction() as tx:
            return tx.arrivals.ledger()

    def _unsettled(self) -> dict[str, float]:
        with self.house.store.transaction() as tx:
            found = tx.posts.unsettled(self.town.clock())
        return {state: found[state] for state in ("pending", "leased", "unknown") if found.get(state)}

    # The tickets, as people find them

    async def asks_by_mail(self, subject: str = "VPN is down", text: str = "Nothing loads.", name: str = "Ann") -> int:
        """A mail of Ann's; the number of its ticket, once its card is in both agents' rooms."""
        before = len(await self.all_facts())
        await self.mail.send(f"{name} <{name.lower()}@customer.example>", DESK, subject, text)
        return await self._carded(before)

    async def opened(self, subject: str) -> int:
        """A ticket by mail, without waiting for its cards."""
        before = len(await self.all_facts())
        await self.mail.send("Dora <dora@customer.example>", DESK, subject, "It smokes.")
        return await self.came(before)

    async def came(self, before: int) -> int:
        """The number of the ticket that came after `before` others."""

        async def is_there() -> bool:
            return len(await self.all_facts()) > before

        await self.until(is_there)
        await self.settled()
        return before + 1

    async def asks_on_slack(self, text: str = "How do I log in?", name: str = "rita") -> int:
        before = len(await self.all_facts())
        await self.slack.say(self.town.cast.slack[name], self.town.room("slack help"), text)
        return await self.came(before)

    async def asks_on_discord(self, text: str = "Where is the manual?", name: str = "rita") -> int:
        before = len(await self.all_facts())
        await self.discord.say(self.town.cast.discord[name], self.town.room("discord help"), text)
        return await self.came(before)

    def slack_card(self, number: int) -> Any:
        """The card in the agents' room on Slack; None before it is there."""
        return self._card(self.slack.messages(self.town.room("slack support")), number)

    def discord_card(self, number: int) -> Any:
        """The card in the agents' room on Discord; its id is its thread's. None before it is there."""
        found = self._card(self.discord.messages(self.town.room("discord support")), number)
        return found if found and found.id in self.town.discord.guild.threads else None

    @staticmethod
    def _card(messages: list[Any], number: int) -> Any:
        """A card's head begins with its own number; other lines with buttons may name it too, and come before it."""
        head = re.compile(rf"\W*#{number}\b")
        return next((one for one in messages if one.buttons and head.match(one.text)), None)

    async def _carded(self, before: int) -> int:
        number = await self.came(before)
        await self.until(lambda: self.slack_card(number) and self.discord_card(number))
        return number


@asynccontextmanager
async def world(home: Path, town: Village | None = None, **changed: str) -> AsyncIterator[World]:
    """A town with the desk at work; `changed` are variables of its environment. Every exchange is held to the schemas.

    DESKBELL_WIRE_DATABASE names another database than a file of SQLite's.
    """
    town = town or Village()
    await town.start()
    env = town.env(home) | changed
    env["DATABASE_URL"] = os.environ.get("DESKBELL_WIRE_DATABASE") or env["DATABASE_URL"]
    here = World(town, home, env, town.desk_toml())
    try:
        async with here.house.running():
            yield here
    finally:
        await town.stop()
    refuse_what_no_platform_takes(town)


def refuse_what_no_platform_takes(town: Town, most: int = 25) -> None:
    """Every exchange is as the platforms describe it, where their descriptions are at hand; of a kind, `most`."""
    wrong: set[str] = set()
    seen: Counter[str] = Counter()
    for one in reversed(town.journal.exchanges):
        seen[one.what] += 1
        if seen[one.what] > most:
            continue
        if slack_schemas.SPECS.exists():
            wrong |= set(slack_schemas.validate(one))
        if discord_schemas.are_present():
            wrong |= {f"{one.what}: {error}" for error in discord_schemas.validate(one)}
    assert not wrong, "\n".join(sorted(wrong)[:20])


async def listening(here: World) -> World:
    """Wait until both chats hear: before that a deed would find nobody."""
    town = here.town
    await here.until(lambda: town.slack.sockets.count and town.discord.gateway.sessions)
    await here.until(lambda: town.journal.of("imap", "IDLE"))
    await here.until(lambda: not any(edge.trouble for edge in here.house.edges.values()))
    return here
