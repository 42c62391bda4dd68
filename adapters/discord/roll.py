"""Who works here, by Discord: looked at every few minutes. See `bot.roster`.

The list of a server's members is told only to applications with the Server Members Intent. Without it the desk looks at
those whom it knows: who owns tickets or ever did, said that they are away, or is named in desk.toml. Who is online is
an intent of its own, and not asked for: nobody is away by Discord.
"""

import asyncio
import logging
from typing import Any

from adapters.discord import reach, refs
from adapters.discord.kit import Kit
from adapters.discord.people import shown_name
from bot.access import is_agent
from bot.people import Person
from bot.roster import Member

log = logging.getLogger(__name__)

EVERY, FIRST = 300.0, 5.0  # seconds between two looks, and before the first
PAGE, PAGES = 1000, 20  # members of one answer; of larger servers those are looked at who are known
MEMBERS_FLAGS = (1 << 14) | (1 << 15)  # of the application: approved, or for small servers


class Roll:
    def __init__(self, kit: Kit) -> None:
        self._kit = kit

    async def run(self) -> None:
        """Look again and again until cancelled. What fails changes nothing of what was known."""
        await asyncio.sleep(FIRST)
        while True:
            try:
                await self.look()
            except Exception as error:
                why = reach.said(error) if reach.why(error) else type(error).__name__
                log.warning("who works on Discord could not be seen, and stays as it was: %s", why)
            await asyncio.sleep(EVERY)

    async def look(self) -> None:
        """One look, complete or none."""
        kit, began_at = self._kit, self._kit.now()
        kit.people.forget()
        for room in kit.rooms.all:  # a room that cannot be seen would look as if everybody had left it
            await kit.people.room(room)
        owners = set(await kit.ask(kit.desk.attendance.owners, refs.NAME))
        known = {one.person.place for one in await kit.ask(kit.desk.attendance.known, refs.NAME)}
        seen = {one.place: one for one in await self._listed()}
        for place in sorted((owners | known | self._named()) - set(seen)):
            seen[place] = await kit.people.person(_user(place))
        working = {place: one for place, one in seen.items() if self._works(one)}
        members = [Member(one, began_at) for one in working.values()]
        members += [Member(seen[place], began_at, left_at=began_at) for place in owners - set(working)]
        await kit.ask(kit.desk.attendance.keep, refs.NAME, members, began_at)

    async def _listed(self) -> list[Person]:
        """The members of the server that are agents, where it tells them; nobody where it does not."""
        guild, client = await self._kit.people.home(), await self._kit.rest.client()
        flags = client.application.flags.value if client.application else 0
        if guild is None or not flags & MEMBERS_FLAGS:
            return []
        found: list[Any] = []
        for _ in range(PAGES):
            after = int(found[-1]["user"]["id"]) if found else 0
            page = await self._page(guild, after)
            found += page
            if len(page) < PAGE:
                return await self._agents(guild, found)
        return []

    async def _page(self, guild: int, after: int) -> list[Any]:
        return list(await self._kit.rest(lambda http: http.get_members(guild, PAGE, after)))

    async def _agents(self, guild: int, members: list[Any]) -> list[Person]:
        people = [
            await self._kit.people.person(
                int(one["user"]["id"]), shown_name(one["user"], one.get("nick")), list(map(int, one["roles"])), guild
            )
            for one in members
            if not one["user"].get("bot")
        ]
        return [one for one in people if self._works(one)]

    def _named(self) -> set[str]:
        queues = self._kit.settings.queues
        named = (one for queue in queues for one in (*queue.agents, *queue.supervisors))
        return {one for one in named if one.startswith(f"{refs.NAME}:@")}

    def _works(self, person: Person) -> bool:
        return any(is_agent(person, queue) for queue in self._kit.settings.queues)


def _user(place: str) -> int:
    return int(place.rpartition("@")[2])
