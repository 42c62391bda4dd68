"""Reactions: 👀 claims, ✅ on the card resolves, 📤 on one's own message sends it. Removing one undoes nothing."""

from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import presses, reading, refs
from adapters.slack.clerk import Clerk, ignored
from adapters.slack.reading import Asker, Json, Line
from bot import access
from bot.inbox import Deed
from bot.ports import Arrival


async def reacted(clerk: Clerk, event: Json, arrival: Arrival) -> Deed:
    """What a reaction asks for."""
    item, user, name = event.get("item") or {}, str(event.get("user") or ""), str(event.get("reaction") or "")
    if event.get("type") != "reaction_added" or item.get("type") != "message":
        return ignored("it undoes nothing")
    channel, ts = str(item["channel"]), str(item["ts"])
    if name == reading.TRAY:
        return await _sent(clerk, event, channel, ts, arrival)
    if name != reading.EYES and name not in reading.CHECKS:
        return ignored("just a reaction")
    return await _on_card(clerk, Asker(user, channel, ts), "claim" if name == reading.EYES else "resolve", arrival)


async def _on_card(clerk: Clerk, asker: Asker, verb: str, arrival: Arrival) -> Deed:
    place = refs.message(asker.channel, asker.thread)
    ticket = await clerk.ticket_at(place)
    if ticket is None or (verb == "resolve" and ticket.origin == place):
        return ignored("not a card")
    by = await clerk.people.agent(asker.user)
    if not access.is_agent(by, clerk.settings.queue(ticket.queue)):
        return ignored("not an agent")
    call = clerk.call(verb, by, ticket.number, {}, asker, arrival.source)
    return Deed(lambda: clerk.run(call), clerk.telling(asker, is_quiet=True))


async def _sent(clerk: Clerk, event: Json, channel: str, ts: str, arrival: Arrival) -> Deed:
    if event.get("item_user") != event.get("user"):
        return ignored("only one's own message is sent")
    line = await _message(clerk.client, channel, ts)
    if line is None or line.root is None:
        return ignored("not in a thread")
    ticket = await clerk.ticket_at(line.thread)
    if ticket is None or ticket.origin == line.thread:
        return ignored("not in a ticket's thread")
    return await presses.send(clerk, line, Asker(line.user, channel, line.root), arrival)


async def _message(client: AsyncWebClient, channel: str, ts: str) -> Line | None:
    """One message, wherever it stands."""
    page = await client.conversations_replies(channel=channel, ts=ts, oldest=ts, latest=ts, inclusive=True, limit=10)
    return next((reading.line(one, channel) for one in page["messages"] if one.get("ts") == ts), None)
