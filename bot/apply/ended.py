"""What waiting and ending change."""

from datetime import datetime
from typing import assert_never

from bot import events as e
from bot.apply.states import LAST_WORDS, restarted, to
from bot.copies import replace
from bot.ticket import Status, Ticket


def ended(ticket: Ticket, fact: e.Ended, at: datetime) -> Ticket:
    match fact:
        case e.Pended(until):
            return replace(to(ticket, Status.PENDING, at), wake_at=until)
        case e.Woke():
            return to(ticket, Status.OPEN, at)
        case e.Resolved(code, note, closes_at, warns_at):
            resolved = to(ticket, Status.RESOLVED, at)
            noted = replace(resolved, resolution=code, closing_note=note[:LAST_WORDS])
            return replace(noted, close_at=closes_at, warn_at=warns_at, waiting_since_at=None)
        case e.Closed(code, note):
            closed = to(ticket, Status.CLOSED, at)
            said = note[:LAST_WORDS] or ticket.closing_note
            return replace(closed, resolution=code or ticket.resolution, closing_note=said, waiting_since_at=None)
        case e.Reopened():
            return restarted(ticket, at)
        case _:
            assert_never(fact)
