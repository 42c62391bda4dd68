"""What the requester's judgement changes."""

from datetime import datetime
from typing import assert_never

from bot import events as e
from bot.apply.states import spoken, woken
from bot.copies import replace
from bot.ticket import Ticket


def judged(ticket: Ticket, fact: e.Judged, at: datetime) -> Ticket:
    match fact:
        case e.Warned() | e.Unasked():
            return replace(ticket, warn_at=None)
        case e.Objected(missing):
            return spoken(ticket, missing, at) if missing else replace(woken(ticket, at), waiting_since_at=at)
        case e.Surveyed():
            return replace(ticket, surveyed_at=at)
        case e.Rated(score):
            return replace(ticket, surveyed_at=None, rating=score)
        case _:
            assert_never(fact)
