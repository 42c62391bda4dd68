"""What the requester's words change."""

from datetime import datetime
from typing import assert_never

from bot import events as e
from bot.apply.alerts import heard
from bot.apply.states import LAST_WORDS, spoken
from bot.copies import replace
from bot.ticket import ENDED, Status, Ticket


def asked(ticket: Ticket, fact: e.Asked, event: e.Event) -> Ticket:
    match fact:
        case e.Opened():
            return _opened(ticket, fact, event.at)
        case e.Wrote():
            return _wrote(ticket, fact, event)
        case e.Acknowledged() | e.Unacknowledged():
            return replace(ticket, tells_at=None)
        case _:
            assert_never(fact)


def _opened(ticket: Ticket, fact: e.Opened, at: datetime) -> Ticket:
    opened = replace(
        ticket, requester=fact.requester, requester_name=fact.requester_name, origin=fact.origin,
        subject=fact.subject, queue=fact.queue, follows=fact.follows, badge=fact.badge, rule=fact.rule,
        candidate=fact.candidate, tells_at=fact.tells_at, status=Status.CLOSED if fact.quiet else Status.NEW,
        last_words=(fact.shown or fact.text)[:LAST_WORDS], opened_at=at, started_at=at,
        waiting_since_at=None if fact.quiet else at, category=fact.category, fields=tuple(sorted(fact.fields)),
        language=fact.language,
    )  # fmt: skip
    return heard(opened, fact.alert, at, not fact.quiet)


def _wrote(ticket: Ticket, fact: e.Wrote, event: e.Event) -> Ticket:
    is_doubtful = fact.unverified or bool(fact.subject)
    ticket = replace(ticket, rule=fact.rule, doubtful=(event.source or "") if is_doubtful else ticket.doubtful)
    ticket = heard(ticket, fact.alert, event.at, not fact.quiet)
    is_heard_only = fact.automatic or fact.third_party or fact.unverified or fact.quiet
    if is_heard_only or ((fact.thanks or fact.solved) and ticket.status in ENDED):
        return ticket
    return spoken(ticket, fact.shown or fact.text, event.at)
