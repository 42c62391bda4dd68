"""From an arrival to what it asks for: sorts the payloads to the rooms that know them."""

import json
import logging
from dataclasses import replace

from adapters.slack import arrivals, forms, presses, reacting, reading, refs, revising, talk
from adapters.slack.clerk import Clerk, ignored
from adapters.slack.reading import Json
from bot.inbox import Deed
from bot.ports import Arrival, Fate
from bot.speech import speaking

log = logging.getLogger(__name__)

REVISED = ("message_changed", "message_deleted")


class Understanding:
    def __init__(self, clerk: Clerk) -> None:
        self._clerk = clerk

    async def understand(self, arrival: Arrival) -> Deed:
        """What an arrival asks for, in the language of who asks it."""
        body: Json = json.loads(arrival.body)
        user = reading.who(body)
        language = await self._clerk.language(await self._clerk.people.person(user)) if user else ""
        with speaking(language):
            return replace(await self._understood(body, arrival), language=language)

    async def _understood(self, body: Json, arrival: Arrival) -> Deed:
        match body.get("type"):
            case "event_callback":
                return await self._event(body["event"], arrival)
            case "view_submission":
                return await forms.sent(self._clerk, body, arrival)
            case _:
                return await presses.asked(self._clerk, body, arrival)

    def park(self, arrival: Arrival, error: str) -> Fate:
        """What becomes of an arrival that failed for the last time."""
        if arrival.source.startswith(arrivals.MESSAGES):
            event = json.loads(arrival.body)["event"]
            return talk.parked(self._clerk, reading.line(event, str(event["channel"])))
        return Fate("quarantined", error)

    async def _event(self, event: Json, arrival: Arrival) -> Deed:
        if reading.is_said(event):
            return await talk.said(self._clerk, reading.line(event, str(event["channel"])), arrival)
        if event.get("type") == "message" and event.get("subtype") in REVISED:
            return await revising.revised(self._clerk, event)
        if event.get("type") == "app_home_opened":
            return self._opened(event)
        if event.get("type") == "reaction_added":
            return await reacting.reacted(self._clerk, event, arrival)
        return ignored(f"nothing to do for {event.get('type')}")

    def _opened(self, event: Json) -> Deed:
        """Somebody opened the app: its first tab is theirs."""
        if event.get("tab") != "home":
            return ignored("another tab was opened")

        def do() -> Fate:
            self._clerk.desk.boards.opened(refs.person(str(event["user"])))
            return Fate("done")

        return Deed(do)
