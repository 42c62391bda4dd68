"""Drafts become posts of the outbox."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, insert

from bot.people import channel_of
from bot.ports import Draft
from storage.columns import spelled
from storage.news import News
from storage.prepared import Prepared
from storage.tables import POST

SAME = {"state": "pending", "attempts": 0, "fence": 0, "error": ""}
POSTS = Prepared(insert(POST).values({name: spelled(value) for name, value in SAME.items()}))


def queue(connection: Connection, news: News, drafts: Sequence[Draft], number: int, event: int, now: datetime) -> None:
    """Queue `drafts` of the ticket `number`, due `now` or after their wait; about `event` where they name none."""
    if drafts:
        POSTS.each(connection, [_values(draft, number, event, now) for draft in drafts])
        news.is_fresh = True


def _values(draft: Draft, number: int, event: int, now: datetime) -> dict[str, Any]:
    return {
        "uuid": str(uuid4()), "ticket": number, "event": draft.event or event, "place": draft.place,
        "channel": channel_of(draft.place), "kind": draft.kind.value, "mark": draft.mark.value if draft.mark else None,
        "due_at": now + draft.wait, "created_at": now,
    }  # fmt: skip
