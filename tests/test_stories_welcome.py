"""The first thing a room hears: a guide, once."""

from dataclasses import replace

from bot.config import Queue
from bot.desk import Desk
from tests.conftest import BILLS, BOARD, FORUM, HELP, ROOM, SETTINGS


def test_each_agents_room_is_told_once_how_tickets_are_worked_on(desk, wire, carry):
    desk.welcome()
    carry()
    desk.welcome()
    carry()

    for room in (ROOM, BOARD, BILLS):
        (said,) = wire.board(room)
        assert "!reply" in said
        assert "!help" in said
        assert "Claim" in said
    assert (wire.board(HELP), wire.board(FORUM)) == ([], [])


def test_a_restart_says_nothing_again_and_a_room_that_is_added_is_told(desk, store, clock, wire, carry):
    desk.welcome()
    carry()
    queues = (*SETTINGS.queues, Queue("parts", rooms=("slack:C0PARTS", ROOM)))

    Desk(store, replace(SETTINGS, queues=queues), clock).welcome()
    carry()

    assert len(wire.board("slack:C0PARTS")) == 1
    assert len(wire.board(ROOM)) == 1


def test_a_room_in_which_requesters_ask_as_well_is_told_nothing(store, clock, wire, carry):
    queues = (Queue("support", rooms=(ROOM,), intake=(ROOM,)),)

    Desk(store, replace(SETTINGS, queues=queues), clock).welcome()
    carry()

    assert wire.board(ROOM) == []


def test_where_a_plain_line_is_the_answer_the_guide_says_so(store, clock, wire, carry):
    queues = (Queue("support", rooms=(ROOM,), thread_text="reply"),)

    Desk(store, replace(SETTINGS, queues=queues), clock).welcome()
    carry()

    assert "goes to the requester, after !note only" in wire.board(ROOM)[0]
