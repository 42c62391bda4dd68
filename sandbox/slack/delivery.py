"""Getting what happened to the app: who is told, the three seconds, and what is told again."""

import asyncio
import json
from datetime import timedelta

from sandbox.journal import Journal
from sandbox.numbers import Numbers
from sandbox.slack import events
from sandbox.slack.carrier import Carrier, Parcel
from sandbox.slack.channel import Channel
from sandbox.slack.refusal import Json
from sandbox.slack.ticker import Ticker
from sandbox.slack.workspace import Workspace

PATIENCE = timedelta(seconds=3)
RETRIES = (timedelta(), timedelta(minutes=1), timedelta(minutes=5))


class Delivery:
    """Events are tried at once and, unacknowledged, again at once, after one and after five minutes.

    An outage of the platform's own costs none of these tries: what happened in it is told when it is over.
    """

    def __init__(self, workspace: Workspace, ticker: Ticker, journal: Journal, carrier: Carrier) -> None:
        self.workspace, self.carrier = workspace, carrier
        self.lost: list[Json] = []
        self._ticker, self._journal = ticker, journal
        self.numbers = Numbers()
        self._running: set[asyncio.Task[None]] = set()
        workspace.listeners.append(self.tell)

    @property
    def is_busy(self) -> bool:
        """Whether an event is still without its acknowledgement."""
        return bool(self._running)

    def tell(self, event: Json, channel: Channel | None) -> None:
        if self._is_wanted(event, channel):
            self.redeliver(self._callback(event))

    def redeliver(self, payload: Json) -> None:
        """Send an event's whole payload, with its whole schedule of retries."""
        first = None if self.carrier.is_down else self._hand_over("events_api", _what(payload), payload)
        task = asyncio.get_running_loop().create_task(self._persist(payload, first))
        self._running.add(task)
        task.add_done_callback(self._finished)

    async def ask(self, kind: str, what: str, payload: Json) -> Json | None:
        """Hand over a command or interaction, once: what rode in the ack, or None after three seconds without."""
        return await self._answer(self._hand_over(kind, what, payload))

    async def stop(self) -> None:
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        self.workspace.changed()

    def _is_wanted(self, event: Json, channel: Channel | None) -> bool:
        app = self.workspace.app
        if events.subscription(event) not in app.events or app.revoked:
            return False
        if channel and app.bot_user not in channel.members and event["type"] not in ("app_home_opened",):
            return bool(event["type"] == "member_left_channel" and event["user"] == app.bot_user)
        needed = events.scope(event, channel)
        return not needed or needed in app.scopes

    def _callback(self, event: Json) -> Json:
        space, number = self.workspace, next(self.numbers)
        seat: Json = {"enterprise_id": None, "team_id": space.team, "user_id": space.app.bot_user}
        seat |= {"is_bot": True, "is_enterprise_install": False}
        body: Json = {"token": space.app.verification_token, "team_id": space.team, "api_app_id": space.app.app_id}
        body |= {"event": event, "type": "event_callback", "event_id": f"Ev0{number:09X}"}
        body |= {"event_time": int(space.now().timestamp()), "authorizations": [seat]}
        body |= {"is_ext_shared_channel": False, "event_context": f"4-sandbox-{number}"}
        # A copy: what is told must not change when the message does.
        return dict(json.loads(json.dumps(body)))

    async def _persist(self, payload: Json, first: Parcel | None) -> None:
        if first is None:
            await self.carrier.back()
            first = self._hand_over("events_api", _what(payload), payload)
        start = self.workspace.now()
        if await self._answer(first) is not None:
            return
        for attempt, wait in enumerate(RETRIES, 1):
            await self._until(start + wait - self.workspace.now())
            if self.carrier.is_down:
                await self.carrier.back()
            again = self._hand_over("events_api", _what(payload), payload, attempt)
            if await self._answer(again) is not None:
                return
        self.lost.append(payload)
        self.workspace.changed()

    async def _until(self, wait: timedelta) -> None:
        due: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._ticker.after(wait, lambda: None if due.done() else due.set_result(None))
        await due

    def _hand_over(self, kind: str, what: str, payload: Json, attempt: int = 0) -> Parcel:
        answer: asyncio.Future[Json | None] = asyncio.get_running_loop().create_future()
        parcel = Parcel(kind, what, payload, answer, attempt, "timeout" if attempt else "")
        self._ticker.after(PATIENCE, lambda: parcel.settle(None))
        self.carrier.carry(parcel)
        return parcel

    async def _answer(self, parcel: Parcel) -> Json | None:
        answer = await parcel.answer
        status = 408 if answer is None else 200
        self._journal.record("slack", "wire", "ack", {"what": parcel.what, "attempt": parcel.attempt}, answer, status)
        return answer


def _what(payload: Json) -> str:
    return f"events_api:{payload['event']['type']}"
