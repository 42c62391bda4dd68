"""Who somebody is on Slack, and what the workspace grants them now: groups and rooms, never older than a minute."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import errors, refs
from bot.config import Settings
from bot.people import Person

T = TypeVar("T")
FRESH = timedelta(seconds=60)
MOST = 5_000  # things remembered at once
MENTIONS = 20  # looked up for one message
ONE_BY_ONE = 40  # more people than that are read from the list of all
GROUP, ROOM = "slack:group:", "slack:"
UNKNOWN = {"no_such_subteam", "plan_upgrade_required", "channel_not_found", "not_in_channel", "user_not_found"}


@dataclass(frozen=True)
class Me:
    """The app's own user and bot in this workspace."""

    user: str
    bot: str
    team: str
    home: str = ""  # the workspace's address: https://acme.slack.com/


class People:
    def __init__(self, client: AsyncWebClient, settings: Settings, now: Callable[[], datetime]) -> None:
        self._client, self._settings, self._now = client, settings, now
        self._known: dict[str, tuple[datetime, Any]] = {}
        self._me: Me | None = None

    async def me(self) -> Me:
        """Who the bot token belongs to. Raises SlackApiError for a dead token."""
        if self._me is None:
            found = await self._client.auth_test()
            self._me = Me(
                str(found["user_id"]), str(found["bot_id"]), str(found["team_id"]), str(found.get("url") or "")
            )  # fmt: skip
        return self._me

    def forget(self) -> None:
        """Somebody joined, left or changed: ask again."""
        self._known.clear()

    async def name(self, user: str) -> str:
        """The name people see; the id where Slack does not know it."""
        about = await self._about(user)
        profile = about.get("profile") or {}
        found = profile.get("display_name") or about.get("real_name") or profile.get("real_name") or about.get("name")
        return str(found or user)

    async def is_robot(self, user: str) -> bool:
        return bool((await self._about(user)).get("is_bot"))

    async def names(self, users: list[str]) -> dict[str, str]:
        """The names of the first 20: one message must not ask Slack for thousands. The others stay ids."""
        users = users[:MENTIONS]
        return dict(zip(users, await asyncio.gather(*map(self.name, users)), strict=True))

    def known(self, user: str) -> Person:
        """Who it is and what they read, without asking Slack, for what must come at once."""
        _, about = self._known.get(f"@{user}", (None, None))
        return Person(user, refs.person(user), language=_locale(about or {}))

    async def person(self, user: str) -> Person:
        """Somebody as a requester: a name, and nothing granted."""
        return Person(await self.name(user), refs.person(user), language=_locale(await self._about(user)))

    async def agent(self, user: str) -> Person:
        """Somebody with what the workspace grants them now. Guests, strangers, bots and the deleted: nothing."""
        about = await self._about(user)
        grants = frozenset[str]() if await self._is_outsider(about) else await self._grants(user)
        return Person(await self.name(user), refs.person(user), grants, language=_locale(about))

    async def named(self, name: str) -> Person | None:
        """The one agent of that name; None if there is none, or more than one."""
        wanted = name.strip().lstrip("@").casefold()
        ids = sorted(set().union(*await asyncio.gather(*map(self.members, [*self._groups(), *self._rooms()]))))
        known = await asyncio.gather(*map(self._about, ids))
        found = [one["id"] for one in known if one and wanted in _names(one)]
        return await self.agent(found[0]) if len(found) == 1 else None

    async def members(self, grant: str) -> frozenset[str]:
        """The user ids that have `grant`, a group or a room; nobody where Slack does not know it."""
        ask = self._in_group if grant.startswith(GROUP) else self._in_room
        return await self._fresh(grant, lambda: ask(grant))

    @property
    def asked(self) -> list[str]:
        """The groups and rooms that make somebody an agent."""
        return [*self._groups(), *self._rooms()]

    async def status(self, user: str) -> tuple[str, datetime | None]:
        """The sign of the status that they have set, and when it ends, where it does."""
        profile = (await self._about(user)).get("profile") or {}
        ends = int(profile.get("status_expiration") or 0)
        return str(profile.get("status_emoji") or ""), datetime.fromtimestamp(ends, UTC) if ends else None

    async def acquaint(self, users: set[str]) -> None:
        """Learn about many at once, rather than of each by a call."""
        if len(users) <= ONE_BY_ONE:
            return
        cursor, at = "", self._now()
        while True:
            page = await self._client.users_list(cursor=cursor, limit=1000, include_locale=True)
            self._known |= {f"@{one['id']}": (at, dict(one)) for one in page["members"] if one["id"] in users}
            cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
            if not cursor:
                return

    async def _grants(self, user: str) -> frozenset[str]:
        known = self.asked
        members = await asyncio.gather(*map(self.members, known))
        return frozenset(grant for grant, who in zip(known, members, strict=True) if user in who)

    def _groups(self) -> list[str]:
        listed = [one for queue in self._settings.queues for one in (*queue.agents, *queue.supervisors)]
        return list(dict.fromkeys(one for one in listed if one.startswith(GROUP)))

    def _rooms(self) -> list[str]:
        rooms = [room for queue in self._settings.queues for room in queue.rooms]
        return list(dict.fromkeys(room for room in rooms if room.startswith(ROOM)))

    async def _in_group(self, grant: str) -> frozenset[str]:
        try:
            found = await self._client.usergroups_users_list(usergroup=grant.removeprefix(GROUP))
        except SlackApiError as error:
            if errors.name_of(error) not in UNKNOWN:
                raise
            return await self._instead(grant)
        return frozenset(map(str, found["users"]))

    async def _instead(self, group: str) -> frozenset[str]:
        """Without user groups, the agents are whoever is in the rooms of the queues that list the group."""
        queues = [queue for queue in self._settings.queues if group in queue.agents]
        rooms = [room for queue in queues for room in queue.rooms if room.startswith(ROOM)]
        return frozenset().union(*await asyncio.gather(*map(self.members, rooms)))

    async def _in_room(self, grant: str) -> frozenset[str]:
        found: set[str] = set()
        cursor = ""
        try:
            while True:
                channel = grant.removeprefix(ROOM)
                page = await self._client.conversations_members(channel=channel, cursor=cursor, limit=200)
                found.update(map(str, page["members"]))
                cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
                if not cursor:
                    return frozenset(found)
        except SlackApiError as error:
            if errors.name_of(error) in UNKNOWN:
                return frozenset()
            raise

    async def _about(self, user: str) -> dict[str, Any]:
        return await self._fresh(f"@{user}", lambda: self._ask_about(user))

    async def _ask_about(self, user: str) -> dict[str, Any]:
        try:
            return dict((await self._client.users_info(user=user, include_locale=True))["user"])
        except SlackApiError as error:
            if errors.name_of(error) in UNKNOWN:
                return {}
            raise

    async def _is_outsider(self, about: dict[str, Any]) -> bool:
        marks = ("deleted", "is_bot", "is_restricted", "is_ultra_restricted", "is_stranger")
        home = str(about.get("team_id") or "")
        return not about or any(about.get(mark) for mark in marks) or home not in ("", (await self.me()).team)

    async def _fresh(self, key: str, look: Callable[[], Awaitable[T]]) -> T:
        at, known = self._known.get(key, (None, None))
        if at is not None and timedelta() <= self._now() - at < FRESH:  # of a clock that was set back, nothing is
            return known  # type: ignore[return-value]
        if len(self._known) > MOST:
            self._known.clear()
        asked_at = self._now()
        found = await look()
        self._known[key] = (asked_at, found)
        return found


def _locale(about: dict[str, Any]) -> str:
    """The locale that they have set, `de-DE`; "" where Slack does not say."""
    return str(about.get("locale") or "")


def _names(about: dict[str, Any]) -> set[str]:
    profile = about.get("profile") or {}
    names = (about.get("name"), about.get("real_name"), profile.get("display_name"), about.get("id"))
    return {str(one).casefold() for one in names if one}
