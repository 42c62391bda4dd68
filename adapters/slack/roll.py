"""Who works here, by Slack: looked at every few minutes, and soon after somebody joined or left. See `bot.roster`."""

import asyncio
import logging
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import errors, refs
from adapters.slack.people import People
from bot.access import is_agent
from bot.config import Settings
from bot.desk import Desk
from bot.people import Person
from bot.ports import Ask
from bot.roster import Member, Presence

log = logging.getLogger(__name__)

EVERY, LULL = 300.0, 5.0  # seconds between two looks; and at least
ASKED = 40  # people whose presence is asked in one look: owners first. Slack allows fifty a minute
DND = 50  # people of whom one call tells whether they may be disturbed
GONE = frozenset({":palm_tree:", ":face_with_thermometer:"})  # Slack's own statuses for vacation and illness
NAME = "slack"


class Incomplete(Exception):
    """Slack told of nobody where somebody must be: nothing follows from that."""


class Roll:
    def __init__(
        self, client: AsyncWebClient, people: People, settings: Settings, desk: Desk, ask: Ask,
        now: Callable[[], datetime],
    ) -> None:  # fmt: skip
        self._client, self._people, self._settings = client, people, settings
        self._desk, self._ask, self._now = desk, ask, now
        self._news = asyncio.Event()

    def hurry(self) -> None:
        """Somebody joined, left or changed."""
        self._news.set()

    async def run(self) -> None:
        """Look again and again until cancelled. What fails changes nothing of what was known."""
        while True:
            await asyncio.sleep(LULL)
            self._news.clear()
            try:
                await self.look()
            except Exception as error:
                log.warning("who works on Slack could not be seen, and stays as it was: %s", errors.said(error))
                if not errors.is_of_the_wire(error) and not isinstance(error, Incomplete):
                    log.error("the look failed by a fault of the desk's", exc_info=error)
            with suppress(TimeoutError):
                async with asyncio.timeout(EVERY):
                    await self._news.wait()

    async def look(self) -> None:
        """One look, complete or none."""
        began_at = self._now()
        self._people.forget()
        owners = [refs.spot(place).user for place in await self._ask(self._desk.attendance.owners, NAME)]
        listed = await self._listed()
        await self._people.acquaint({*owners, *listed})
        agents = [await self._people.agent(user) for user in sorted({*owners, *listed})]
        working = [one for one in agents if self._works(one)]
        left = [one for one in agents if not self._works(one) and refs.spot(one.place).user in owners]
        away = await self._away(sorted(working, key=lambda one: refs.spot(one.place).user not in owners))
        members = [Member(one, began_at, *away[one.place]) for one in working]
        members += [Member(one, began_at, left_at=began_at) for one in left]
        await self._ask(self._desk.attendance.keep, NAME, members, began_at)

    async def _listed(self) -> set[str]:
        """Whoever has what makes an agent. A group is never empty, and of a room of ours the bot is a member."""
        found = {refs.spot(place).user for place in self._named()}
        for grant in self._people.asked:
            members = await self._people.members(grant)
            if not members:
                raise Incomplete(f"{grant} seems to have no members")
            found |= members
        return found

    def _named(self) -> Iterable[str]:
        named = (one for queue in self._settings.queues for one in (*queue.agents, *queue.supervisors))
        return (one for one in named if one.startswith(f"{NAME}:@"))

    def _works(self, person: Person) -> bool:
        return any(is_agent(person, queue) for queue in self._settings.queues)

    async def _away(self, people: list[Person]) -> dict[str, tuple[Presence, datetime | None, datetime | None]]:
        """Of each: present or not, since when (Slack does not tell), and until when."""
        quiet = await self._undisturbed([refs.spot(one.place).user for one in people])
        found: dict[str, tuple[Presence, datetime | None, datetime | None]] = {}
        for count, one in enumerate(people):
            user = refs.spot(one.place).user
            status, until = await self._people.status(user)
            if status in GONE or user in quiet:
                found[one.place] = (Presence.AWAY, None, until if status in GONE else quiet[user])
            else:
                found[one.place] = (await self._shown(user) if count < ASKED else Presence.UNKNOWN, None, None)
        return found

    async def _shown(self, user: str) -> Presence:
        try:
            shown = (await self._client.users_getPresence(user=user))["presence"]
        except SlackApiError:
            return Presence.UNKNOWN
        return Presence.AWAY if shown == "away" else Presence.HERE

    async def _undisturbed(self, users: list[str]) -> dict[str, datetime]:
        """Who does not want to be disturbed now, and until when; nobody where the app may not ask."""
        now, found = self._now(), {}
        for first in range(0, len(users), DND):
            try:
                told = (await self._client.dnd_teamInfo(users=users[first : first + DND]))["users"]
            except SlackApiError as error:
                log.info("Slack does not say who wants no disturbance: %s", errors.said(error))
                return {}
            for user, one in told.items():
                begins, ends = (datetime.fromtimestamp(int(one[f"next_dnd_{end}_ts"]), UTC) for end in ("start", "end"))
                if one.get("dnd_enabled") and begins <= now < ends:
                    found[str(user)] = ends
        return found
