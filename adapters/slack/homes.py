"""The Home tab of who opened it: published where what it shows is new, and never to anybody with another's rights."""

import hashlib
import json

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import boards, errors, refs
from adapters.slack.people import People
from adapters.slack.rich import Json
from bot.config import Settings
from bot.desk import Desk
from bot.people import channel_of
from bot.ports import Ask, Notice
from bot.speech import speaking


class Homes:
    def __init__(self, client: AsyncWebClient, people: People, settings: Settings, desk: Desk, ask: Ask) -> None:
        self._client, self._people, self._settings = client, people, settings
        self._desk, self._ask = desk, ask

    async def show(self, notice: Notice) -> str:
        """Publish it, unless it stands there already; its reference: whose, Slack's mark of it, and ours."""
        user = refs.spot(notice.place).user
        by = await self._people.agent(user)
        asked = [room for queue in self._settings.queues for room in queue.intake if channel_of(room) == refs.CHANNEL]
        rooms = tuple(refs.spot(room).channel for room in asked)
        with speaking(await self._ask(self._desk.circle.language, by)):
            shown = await self._ask(self._desk.boards.home, by)
            view = boards.tab(shown, (await self._people.me()).home, rooms)
        ours = hashlib.sha256(json.dumps(view).encode()).hexdigest()[:16]
        _, _, marks = notice.ref.partition("/")
        slacks, _, last = marks.partition("/")
        if last == ours:
            return notice.ref
        return f"{notice.place}/{await self._publish(user, view, slacks)}/{ours}"

    async def _publish(self, user: str, view: Json, seen: str) -> str:
        """Publish it in the place of the one that we saw there last; where another is there by now, of that."""
        try:
            answer = await self._client.views_publish(user_id=user, view=view, **({"hash": seen} if seen else {}))
        except SlackApiError as error:
            if errors.name_of(error) != "hash_conflict":
                raise
            answer = await self._client.views_publish(user_id=user, view=view)
        return str(answer["view"]["hash"])
