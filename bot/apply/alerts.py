"""What a machine's words change: what the ticket knows of what is watched, and nothing else."""

from datetime import datetime

from bot.copies import replace
from bot.facts.alert import OK, PROBLEM, Alert, Check
from bot.ticket import Ticket


def heard(ticket: Ticket, alert: Alert | None, at: datetime, is_shown: bool) -> Ticket:
    """The same ticket after `alert`; `is_shown`: the thread has a line of it."""
    if alert is None:
        return ticket
    named = (alert.monitor, alert.key)
    known = next((one for one in ticket.checks if (one.monitor, one.key) == named), Check(*named))
    check = _counted(known, alert, at) if alert.counts else known
    if alert.says == PROBLEM and not alert.counts:
        check = replace(check, count=check.count + 1)
    if is_shown:
        check = replace(check, told_at=at, told=alert.state)
    return replace(ticket, checks=(*(one for one in ticket.checks if one is not known), check))


def worked(ticket: Ticket) -> Ticket:
    """An agent has said something."""
    if not ticket.checks:
        return ticket
    return replace(ticket, checks=tuple(replace(one, is_worked=True) for one in ticket.checks))


def _counted(check: Check, alert: Alert, at: datetime) -> Check:
    sent_at = max(filter(None, (check.sent_at, alert.sent_at)), default=None)
    if alert.says == OK:
        return replace(check, state=alert.state, is_ok=True, sent_at=sent_at)
    if alert.says == PROBLEM:
        comebacks = check.comebacks + check.is_ok
        return replace(
            check, state=alert.state, is_ok=False, count=check.count + 1, at=at, sent_at=sent_at, comebacks=comebacks
        )
    return check
