"""A mail that came to two queues is one ticket, which the second queue follows."""

from dataclasses import replace

import pytest

from bot.errors import NoSuchTicket
from bot.incoming import Incoming
from tests.conftest import ANN, BEN, BILLS, BOB, ROOM

MAIL = Incoming(ANN, "Nothing loads.", "support", "mail:<1@example.org>", ANN.place, "VPN is down", verdict="pass")
COPY = replace(MAIL, queue="billing")


@pytest.fixture
def ticket(desk):
    return desk.receive(MAIL)[0]


def test_the_second_queue_gets_the_thread_and_the_words(desk, wire, carry, ticket):
    carry()
    same, is_new = desk.receive(COPY)
    carry()

    assert (same.number, is_new) == (ticket.number, False)
    assert wire.at(BILLS) == ["root", "Watched", "Opened"]
    assert wire.said(ROOM)[-1] == "👀 This came to the queue billing too: its agents follow it"


def test_it_hears_what_comes_later_and_may_add_notes_but_not_answer(desk, wire, carry, ticket):
    desk.receive(COPY)
    desk.note(ticket.number, BEN, "The invoice is right.")
    with pytest.raises(NoSuchTicket):
        desk.reply(ticket.number, BEN, "Pay!")
    desk.reply(ticket.number, BOB, "Try now?")
    carry()

    assert [said for said in wire.at(BILLS) if said != "mark"][-2:] == ["Noted", "Replied"]
    assert [event.fact for event in desk.history(ticket.number, BEN)] == [
        event.fact for event in desk.history(ticket.number, BOB)
    ]


def test_the_same_copy_again_changes_nothing(desk, ticket):
    first = desk.receive(COPY)[0]

    assert first.watching == ("billing",)
    assert desk.receive(COPY)[0].version == first.version


def test_a_mailbox_read_anew_makes_nobody_follow_who_gave_the_ticket_away(desk, ticket):
    desk.queue(ticket.number, BOB, "billing")

    assert desk.receive(MAIL)[0].watching == ()


def test_the_other_queue_is_told_of_what_was_added_only_to_its_mailbox(desk, wire, carry, ticket):
    more = replace(MAIL, source="mail:<2@example.org>", answers=(MAIL.source,), text="And the invoice?")
    desk.receive(more)
    desk.receive(replace(more, queue="billing"))
    carry()

    assert "And the invoice?" in wire.said(BILLS)[-1]
