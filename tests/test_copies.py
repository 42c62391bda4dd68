"""A value with some fields changed is the one that the standard library would make, and the first stays as it was."""

import dataclasses
from datetime import UTC, datetime

from bot.copies import replace
from bot.ticket import Ticket


def test_a_changed_ticket_is_the_one_that_the_standard_library_makes():
    before, changes = Ticket(7, subject="VPN"), {"version": 1, "updated_at": datetime(2026, 6, 1, tzinfo=UTC)}
    after = replace(before, **changes)
    assert after == dataclasses.replace(before, **changes)
    assert before == Ticket(7, subject="VPN")


def test_it_can_be_asked_and_hashed_like_any_other():
    assert hash(replace(Ticket(7), number=8)) == hash(Ticket(8))
    assert repr(replace(Ticket(7), number=8)) == repr(Ticket(8))
