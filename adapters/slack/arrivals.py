"""Every payload as an arrival: its unique key, and the lane in which order is kept."""

import json
from datetime import datetime
from typing import Any

from adapters.slack import modals, reading, refs
from bot.ports import Arrival

Json = dict[str, Any]
KIND = refs.CHANNEL
MESSAGES = "slack:message/"  # a message has one key, whether it comes as an event or from the history


def of_event(body: Json, now: datetime) -> Arrival:
    event = body.get("event") or {}
    if reading.is_said(event):
        return of_message(event, str(event["channel"]), now)
    item = event.get("item") or event.get("message") or event.get("previous_message") or {}
    channel = str(event.get("channel") or item.get("channel") or "")
    ts = str(item.get("thread_ts") or item.get("ts") or "")
    return _arrival(f"slack:event/{body['event_id']}", _lane(channel, ts) if ts else "", body, now)


def of_message(message: Json, channel: str, now: datetime) -> Arrival:
    """A message, as an event or from the history."""
    event = message | {"type": "message", "channel": channel}
    lane = _lane(channel, str(message.get("thread_ts") or message["ts"]))
    return _arrival(f"{MESSAGES}{channel}/{message['ts']}", lane, {"type": "event_callback", "event": event}, now)


def of_interaction(body: Json, now: datetime) -> Arrival:
    """A command, a press or a shortcut."""
    asker = reading.asker(body)
    lane = _lane(asker.channel, asker.thread) if asker.thread else refs.person(asker.user)
    return _arrival(f"slack:trigger/{body['trigger_id']}", lane, body, now)


def of_form(body: Json, now: datetime) -> Arrival:
    """A form that was sent; a view is taken once."""
    slip = modals.slip(body["view"]["private_metadata"])
    lane = _lane(slip.channel, slip.thread) if slip.thread else refs.person(body["user"]["id"])
    return _arrival(f"slack:view/{body['view']['id']}", lane, body, now)


def _lane(channel: str, ts: str) -> str:
    """Direct messages are one conversation; elsewhere each thread is its own."""
    return refs.room(channel) if channel.startswith("D") else refs.message(channel, ts)


def _arrival(source: str, lane: str, body: Json, now: datetime) -> Arrival:
    kept = {name: value for name, value in body.items() if name != "token"}
    return Arrival(source, KIND, json.dumps(kept, ensure_ascii=False).encode(), now, lane)
