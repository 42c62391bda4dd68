"""A small unmodified Bolt app against the pretend Slack: what the wire tests talk to."""

import asyncio
import re
from collections.abc import Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.clock import Clock
from sandbox.faults import Faults
from sandbox.journal import Journal
from sandbox.slack.server import SlackSandbox
from tests.sandbox import slack_schemas

BUTTON = {"type": "button", "text": {"type": "plain_text", "text": "Claim"}, "action_id": "claim", "value": "claim 7"}
CARD = [
    {"type": "section", "text": {"type": "mrkdwn", "text": "*#7* Printer on fire"}},
    {"type": "actions", "block_id": "verbs", "elements": [BUTTON]},
]
FORM = {
    "type": "modal",
    "callback_id": "reply",
    "title": {"type": "plain_text", "text": "Reply"},
    "submit": {"type": "plain_text", "text": "Send"},
    "blocks": [
        {
            "type": "input",
            "block_id": "body",
            "label": {"type": "plain_text", "text": "Text"},
            "element": {"type": "plain_text_input", "action_id": "text", "multiline": True},
        }
    ],
}


@dataclass
class World:
    """The pretend Slack with Ann and Bob in #support, and everything the app heard."""

    slack: SlackSandbox
    clock: Clock
    faults: Faults
    journal: Journal
    client: AsyncWebClient
    app: AsyncApp
    ann: str
    bob: str
    room: str
    heard: list[dict[str, Any]] = field(default_factory=list)
    retries: list[str] = field(default_factory=list)
    handler: AsyncSocketModeHandler | None = None

    @property
    def people(self) -> Any:
        return self.slack.people

    async def connect(self) -> None:
        self.handler = AsyncSocketModeHandler(self.app, "xapp-sandbox", ping_interval=1)
        await self.handler.connect_async()
        await self.people.wait_for(lambda: self.slack.sockets.count)

    async def card(self) -> str:
        posted = await self.client.chat_postMessage(channel=self.room, text="card", blocks=CARD)
        return str(posted["ts"])

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [one for one in self.heard if one["type"] == kind]

    async def hears(self, kind: str, times: int = 1) -> list[dict[str, Any]]:
        return await self.people.wait_for(lambda: len(self.of(kind)) >= times and self.of(kind))

    async def patient(self, waiting: Coroutine[Any, Any, Any]) -> Any:
        """The result of something that takes Slack's three seconds, which are passed by the clock."""
        task = asyncio.ensure_future(waiting)
        seen = len(self.journal.exchanges)
        await self.people.wait_for(lambda: len(self.journal.exchanges) > seen)
        self.clock.forward(timedelta(seconds=3))
        return await task


@asynccontextmanager
async def world(app_token: str = "xapp-sandbox"):
    clock, faults = Clock(), Faults()
    journal = Journal(clock)
    slack = SlackSandbox(clock, faults, journal)
    await slack.start()
    ann = slack.workspace.add_user("ann", email="ann@example.org")
    bob = slack.workspace.add_user("bob", email="bob@example.org")
    room = slack.workspace.add_channel("support", [ann, bob])
    client = AsyncWebClient("xoxb-sandbox", base_url=slack.api_url, retry_handlers=[AsyncRateLimitErrorRetryHandler()])
    app = AsyncApp(
        client=client,
        signing_secret="sandbox-signing-secret",
        process_before_response=True,
        ignoring_self_events_enabled=False,
    )
    here = World(slack, clock, faults, journal, client, app, ann, bob, room)
    listen(here)
    try:
        yield here
    finally:
        if here.handler:
            await here.handler.close_async()
        await slack.stop()
    refuse_what_slack_never_sends(journal)


def refuse_what_slack_never_sends(journal: Journal) -> None:
    """Every exchange of a test is held against the published descriptions, where they are at hand."""
    if slack_schemas.SPECS.exists():
        found = {fault for exchange in journal.exchanges for fault in slack_schemas.validate(exchange)}
        assert not found, "\n".join(sorted(found))


def listen(here: World) -> None:
    app = here.app

    @app.event(re.compile(".*"))
    async def event(event, request):
        here.retries += request.headers.get("x-slack-retry-num", [])
        here.heard.append(event)
        here.slack.workspace.changed()

    @app.command(re.compile(".*"))
    async def command(ack, body, respond):
        await ack(f"You said {body['text']}")
        if body["text"] == "later":
            await respond("And later this")

    @app.action("claim")
    async def action(ack, body, client):
        await ack()
        here.heard.append(body)
        await client.views_open(trigger_id=body["trigger_id"], view=FORM)

    @app.view("reply")
    async def view(ack, body, view):
        text = view["state"]["values"]["body"]["text"]["value"]
        if text == "bad":
            await ack(response_action="errors", errors={"body": "Too rude"})
        elif text == "more":
            await ack(response_action="update", view={**FORM, "title": {"type": "plain_text", "text": "Again"}})
        else:
            await ack()
            here.heard.append(body)

    @app.shortcut("split")
    async def shortcut(ack, body):
        await ack()
        here.heard.append(body)
