"""Threads that somebody deletes, archives or locks by hand."""

import pytest

from bot.errors import NoSuchTicket
from bot.events import Disturbed
from tests.conftest import ANN, BOARD, BOB, MAX, ROOM


@pytest.fixture
def number(desk, carry):
    number = desk.open(ANN, "VPN is down", "Nothing loads.", "support", ANN.place).number
    carry()
    return number


def thread(store, number, place=BOARD):
    with store.transaction() as tx:
        return tx.cards.threads(number).get(place)


def disturbed(desk, number):
    return [event.fact.what for event in desk.history(number, BOB) if isinstance(event.fact, Disturbed)]


def test_a_deleted_thread_is_made_anew_at_once_and_says_where_the_history_is(desk, store, wire, carry, number):
    old = thread(store, number)
    desk.threads.gone(old)
    carry()

    assert wire.at(BOARD) == ["root", "Opened", "root", "Disturbed"]
    assert thread(store, number) not in (old, None)
    assert wire.said(BOARD)[-1] == (
        f"🧵 The old thread was deleted by hand, so this is a new one; 2 events so far: /ticket history {number}"
    )
    assert "Disturbed" not in wire.at(ROOM)


def test_a_deletion_that_is_told_twice_is_one(desk, store, number):
    old = thread(store, number)
    desk.threads.gone(old)

    assert desk.threads.gone(old) is None
    assert disturbed(desk, number) == ["deleted"]


def test_what_is_said_next_stands_in_the_new_thread(desk, store, wire, carry, number):
    desk.threads.gone(thread(store, number))
    desk.note(number, BOB, "Who was that?")
    carry()

    assert wire.at(BOARD)[-2:] == ["Disturbed", "Noted"]


def test_the_thread_of_a_closed_ticket_comes_back_only_when_something_is_said(desk, store, wire, carry, number):
    desk.close(number, BOB)
    carry()
    desk.threads.gone(thread(store, number))
    carry()
    assert thread(store, number) is None
    assert wire.at(BOARD).count("root") == 1

    desk.reopen(number, BOB)
    carry()
    assert wire.at(BOARD)[-2:] == ["root", "Reopened"]


def test_who_deletes_it_again_and_again_is_left_alone_until_something_is_said(desk, store, wire, carry, number):
    for _ in range(6):
        if old := thread(store, number):
            desk.threads.gone(old)
        carry()
    assert wire.at(BOARD).count("root") == 1 + 3
    assert any("again and again" in said for said in wire.board(BOARD))

    desk.note(number, BOB, "Still here.")
    carry()
    assert wire.at(BOARD)[-2:] == ["root", "Noted"]


def test_who_deletes_many_threads_causes_no_storm(desk, store, wire, carry):
    numbers = [desk.open(ANN, f"VPN {one}", "", "support", ANN.place).number for one in range(15)]
    carry()
    for one in numbers:
        desk.threads.gone(thread(store, one))
    carry()

    assert wire.at(BOARD).count("root") == 15 + 10
    assert len([said for said in wire.board(BOARD) if "again and again" in said]) == 1


@pytest.mark.parametrize("what", ["archived", "locked"])
def test_a_thread_that_is_shut_by_hand_is_opened_again_while_its_ticket_is_not_closed(
    desk, store, wire, carry, number, what
):
    desk.threads.shut(thread(store, number), what)
    carry()
    assert wire.said(BOARD)[-1] == f"🧵 This thread was {what} by hand, but #{number} is not closed: it is open again"

    desk.close(number, BOB)
    assert desk.threads.shut(thread(store, number), what) is None


def test_who_shuts_it_again_and_again_wins(desk, store, number):
    for _ in range(5):
        desk.threads.shut(thread(store, number), "archived")

    assert disturbed(desk, number) == ["archived"] * 3


def test_what_is_no_thread_of_ours_concerns_nobody(desk, number):
    assert desk.threads.gone("discord:1") is None
    assert desk.threads.shut("discord:1", "locked") is None


def test_the_requester_reads_nothing_of_it(desk, store, number):
    desk.threads.gone(thread(store, number))

    assert not any(isinstance(event.fact, Disturbed) for event in desk.history(number, ANN))
    with pytest.raises(NoSuchTicket):
        desk.history(number, MAX)


def test_a_thread_that_we_shut_ourselves_was_not_disturbed_though_its_ticket_is_open_again(desk, store, clock, number):
    clock.forward(hours=1)
    desk.close(number, BOB)
    desk.reopen(number, BOB)
    assert desk.threads.shut(thread(store, number), "locked") is None

    clock.forward(hours=1)
    assert desk.threads.shut(thread(store, number), "locked")
    assert disturbed(desk, number) == ["locked"]
