"""A `bot.filters.Filter` as conditions."""

import json
from collections.abc import Iterator

from sqlalchemy import ColumnElement, String, cast

from bot.filters import Filter
from storage.tables import TICKET


def matches(wanted: Filter) -> Iterator[ColumnElement[bool]]:
    """The conditions that a row of the ticket table meets when it is wanted."""
    yield from _whose(wanted)
    if wanted.statuses:
        yield TICKET.c.status.in_([status.value for status in wanted.statuses])
    if wanted.queues is not None:
        yield TICKET.c.queue.in_(wanted.queues)
    if wanted.priority:
        yield TICKET.c.priority == wanted.priority
    if wanted.tag:
        quoted = json.dumps(wanted.tag, ensure_ascii=False)  # as it stands in the column
        yield cast(TICKET.c.tags, String).icontains(quoted, autoescape=True)
    if wanted.text:
        yield TICKET.c.subject.icontains(wanted.text, autoescape=True)
    if wanted.before_at:
        yield TICKET.c.opened_at < wanted.before_at


def _whose(wanted: Filter) -> Iterator[ColumnElement[bool]]:
    if wanted.owner == "none":
        yield TICKET.c.owner.is_(None)
    elif wanted.owner:
        yield TICKET.c.owner == wanted.owner
    if wanted.requester:
        yield TICKET.c.requester == wanted.requester
