"""What an answer changes, and news of how it fares."""

from datetime import datetime
from typing import assert_never

from bot import events as e
from bot.apply import alerts
from bot.apply.states import to, waited, woken
from bot.copies import replace
from bot.people import Person
from bot.ticket import ENDED, Status, Ticket


def answered(ticket: Ticket, fact: e.Answered, event: e.Event) -> Ticket:
    match fact:
        case e.Replied():
            status = ticket.status if ticket.status in ENDED else Status.PENDING
            return _answered(alerts.worked(to(ticket, status, event.at)), event.by, event.at)
        case e.Undelivered(_, reason):
            return replace(ticket, trouble=reason)
        case e.Bounced(reason):
            return _returned(ticket, reason, event.at)
        case e.Retried():
            return replace(ticket, trouble="")
        case e.TakenBack():
            return _unanswered(ticket, fact)
        case e.Delayed() | e.Reported():
            return ticket
        case _:
            assert_never(fact)


def _answered(ticket: Ticket, by: Person, at: datetime) -> Ticket:
    """Who answers what nobody owns has it from then on, so that the requester's next words find somebody."""
    owner, name = (ticket.owner, ticket.owner_name) if ticket.owner else (by.place, by.name)
    first = ticket.first_replied_at or at
    return replace(
        ticket, owner=owner, owner_name=name, first_replied_at=first, waiting_since_at=None, trouble=""
    )  # fmt: skip


def _unanswered(ticket: Ticket, fact: e.TakenBack) -> Ticket:
    """As it was without the reply."""
    return replace(
        ticket, status=Status(fact.status), owner=fact.owner, owner_name=fact.owner_name, trouble=fact.trouble,
        first_replied_at=fact.first_replied_at, waiting_since_at=fact.waiting_since_at, paused_at=fact.paused_at,
        pauses=fact.pauses, wake_at=fact.wake_at, close_at=fact.close_at,
    )  # fmt: skip


def _returned(ticket: Ticket, reason: str, at: datetime) -> Ticket:
    """A mail of ours came back: whoever waits for an answer still does."""
    return replace(waited(woken(ticket, at), at), trouble=reason)
