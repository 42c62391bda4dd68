"""Delivery marks: one reaction of the bot's on the message that holds an answer."""

from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import errors
from adapters.slack.refs import Spot
from bot.ports import Mark

NAMES = {
    Mark.QUEUED: "hourglass_flowing_sand",
    Mark.DELIVERED: "white_check_mark",
    Mark.FAILED: "warning",
    Mark.TAKEN_BACK: "leftwards_arrow_with_hook",
}


async def put(client: AsyncWebClient, at: Spot, mark: Mark, me: str) -> None:
    """Show `mark` on the message, and none of the others. Raises SlackApiError."""
    shown = await client.reactions_get(channel=at.channel, timestamp=at.ts, full=True)
    reactions = (shown.get("message") or {}).get("reactions") or []
    mine = {one["name"] for one in reactions if me in one.get("users", [])} & set(NAMES.values())
    for name in mine - {NAMES[mark]}:
        await _settled(client.reactions_remove(channel=at.channel, timestamp=at.ts, name=name))
    if NAMES[mark] not in mine:
        await _settled(client.reactions_add(channel=at.channel, timestamp=at.ts, name=NAMES[mark]))


async def _settled(call: object) -> None:
    try:
        await call  # type: ignore[misc]
    except Exception as error:
        if errors.name_of(error) not in errors.SETTLED:
            raise
