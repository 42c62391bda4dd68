"""The desk at a glance: what is whose turn, for a person and for a room, kept up to date and never anybody else's."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.boards import BOARD, HOME, HOMES
from bot.config import Queue, Settings
from bot.desk import Desk
from bot.errors import AgentsOnly, Refused, SupervisorsOnly
from bot.noticeboard import Noticeboard
from bot.overview import MOST, Heap, counted
from bot.people import Person
from bot.ports import NotSent, Undeliverable
from bot.ticket import Priority
from bot.words import ForRoom
from tests.conftest import ANN, BEN, BOB, CLEO, HELP, MAX, ROOM, SETTINGS, SUE, ask
from tests.conftest import BOARD as DISCORD

RITA = Person("Rita", "slack:@URITA")  # asks, on Slack


@pytest.fixture
def opened(desk):
    def run(subject="VPN is down", queue="support", owner=None, by=ANN):
        number = desk.open(by, subject, "Help.", queue, by.place).number
        if owner:
            desk.claim(number, owner)
        return number

    return run


def told(overview):
    return {section.heap: [hit.ticket.number for hit in section.hits] for section in overview.sections}


@pytest.fixture
def shown(desk):
    return lambda by=BOB: told(desk.boards.show(by, ROOM))


@pytest.fixture
def board(wire, store):
    """What the board of a room showed last, and how often it was drawn."""

    def run(place=ROOM):
        drawn = [one for one in wire.to(place).notices if one.place == place]
        return [one for one in drawn if one.key == BOARD]

    return run


@pytest.fixture
def later(desk, clock, carry):
    """Some seconds later, when the boards were looked after."""

    def run(**delta):
        clock.forward(**(delta or {"seconds": 4}))
        desk.boards.follow()
        carry()

    return run


def test_a_person_sees_each_ticket_once_by_what_is_to_be_done(desk, opened, shown, clock):
    late = opened("Late", owner=CLEO)
    clock.forward(hours=5)
    mine, nobodys, snoozed, done = (
        opened("Mine", owner=BOB),
        opened("New"),
        opened("Later", owner=BOB),
        opened(owner=BOB),
    )
    opened("Another's", owner=CLEO)
    desk.pend(snoozed, BOB, clock() + timedelta(hours=1))
    desk.resolve(done, BOB)
    desk.close(opened("Gone"), BOB)

    assert shown() == {
        Heap.MINE: [mine], Heap.UNOWNED: [nobodys], Heap.OVERDUE: [late], Heap.WAITING: [snoozed],
        Heap.RESOLVED: [done],
    }  # fmt: skip


def test_the_most_pressing_stands_first(desk, opened, shown, clock):
    first = opened("Since long")
    clock.forward(hours=1)
    then, urgent = opened("Since now"), opened("Burns")
    low = opened("Some day")
    desk.priority(urgent, BOB, Priority.URGENT)
    desk.priority(low, BOB, Priority.LOW)

    policies = SETTINGS.policy("urgent").first_response, SETTINGS.policy("normal").first_response
    expected = [urgent, first, then] if policies[0] < policies[1] else [first, urgent, then]
    assert shown()[Heap.UNOWNED][:3] == expected


def test_what_is_counted_ends_at_a_hundred_and_says_so(desk, opened):
    for _ in range(MOST + 2):
        opened()
    [section] = desk.boards.show(BOB).sections

    assert (section.count, counted(section.count), section.has_more) == (MOST + 1, "99+", True)
    assert (counted(MOST), counted(1)) == ("99", "1")


def test_only_the_queues_where_somebody_works_are_on_their_board(desk, opened):
    ours, theirs = opened(), opened("An invoice", "billing")

    assert told(desk.boards.show(BEN)) == {Heap.UNOWNED: [theirs]}
    assert told(desk.boards.show(BOB)) == {Heap.UNOWNED: [ours]}
    for stranger in (ANN, MAX):
        with pytest.raises(AgentsOnly):
            desk.boards.show(stranger)


def test_what_somebody_owns_in_a_queue_they_left_is_not_theirs_to_see(desk, opened):
    number = opened("An invoice", "billing", owner=BEN)

    moved = Person(BEN.name, BEN.place, frozenset({ROOM}))
    assert number not in [one for found in told(desk.boards.show(moved)).values() for one in found]


def test_a_room_has_a_board_of_its_queues_alone_with_who_has_how_many(desk, opened, board, later):
    opened("Ours"), opened("Another", owner=BOB), opened("A third", owner=BOB), opened("Theirs", "billing")
    assert desk.boards.put_up(SUE, ROOM)
    later()

    [notice] = board()
    assert {hit.ticket.subject for section in notice.overview.sections for hit in section.hits} == {
        "Ours", "Another", "A third"
    }  # fmt: skip
    assert notice.overview.owners == (("Bob", 2),)
    assert {section.line.partition("queue:")[2] for section in notice.overview.sections} == {"support"}
    assert board(DISCORD) == []


def test_the_board_is_edited_in_place_when_something_happens_and_only_then(desk, opened, board, later):
    number = opened()
    later()  # its thread is there, for the board to lead to
    desk.boards.put_up(SUE, ROOM)
    for _ in range(3):
        later()
    assert len(board()) == 1

    desk.claim(number, CLEO)
    later()
    assert [told(one.overview) for one in board()] == [{Heap.UNOWNED: [number]}, {Heap.NEXT: [number]}]
    assert board()[-1].ref, "it is the same message"


def test_what_comes_late_moves_by_itself(desk, opened, board, later):
    number = opened(owner=BOB)
    desk.boards.put_up(SUE, ROOM)
    later()
    later(days=4)

    assert told(board()[-1].overview) == {Heap.OVERDUE: [number]}


def test_a_note_changes_nothing_on_the_board(desk, opened, board, later):
    number = opened(owner=BOB)
    later()  # its thread is there, for the board to lead to
    desk.boards.put_up(SUE, ROOM)
    later()
    desk.note(number, BOB, "Between us.")
    later()

    assert len(board()) == 1


def test_a_storm_costs_a_few_edits_and_not_one_for_each_ticket(desk, opened, board, later):
    desk.boards.put_up(SUE, ROOM)
    later()
    for _ in range(200):
        opened()
        desk.boards.follow()
    later()

    assert len(board()) <= 3


def test_a_board_that_is_deleted_by_hand_is_put_up_anew(desk, store, opened, board, later):
    opened()
    desk.boards.put_up(SUE, ROOM)
    later()
    with store.transaction() as tx:
        [standing] = tx.notices.of(BOARD)
    assert desk.boards.gone(standing.ref)
    later()

    assert [one.ref for one in board()] == ["", ""]
    assert board()[0].uuid != board()[1].uuid
    assert not desk.boards.gone("slack:C0ROOM/1.2")


def test_a_board_that_is_deleted_before_its_place_was_written_down_is_put_up_anew(desk, opened, board, later, wire):
    opened()
    desk.boards.put_up(SUE, ROOM)
    slack, announced = wire.to(ROOM), wire.to(ROOM).announce

    async def deleted_at_once(notice):
        ref = await announced(notice)
        if notice.key == BOARD:
            slack.announce = announced
            assert not desk.boards.gone(ref)
        return ref

    slack.announce = deleted_at_once
    for _ in range(3):
        later()

    assert len({one.uuid for one in board()}) == 2


def test_an_edit_that_finds_nothing_puts_it_up_anew(desk, opened, board, later, wire):
    number = opened()
    desk.boards.put_up(SUE, ROOM)
    later()
    wire.slack.notice_errors.append(Undeliverable("message_not_found"))
    desk.claim(number, BOB)
    later()
    later()

    assert board()[-1].ref == ""


def test_the_log_says_in_words_why_a_board_was_not_drawn(desk, opened, later, wire, caplog):
    opened()
    desk.boards.put_up(SUE, ROOM)
    wire.slack.notice_errors.append(NotSent("Slack cannot be reached"))
    later()

    assert [one for one in caplog.messages if one.endswith("was not shown: Slack cannot be reached")]


def test_supervisors_put_a_board_up_and_take_it_down_in_their_agents_room(desk, opened, board, later):
    for by, place in ((BOB, ROOM), (CLEO, DISCORD)):
        with pytest.raises(SupervisorsOnly):
            desk.boards.put_up(by, place)
    for by, place in ((MAX, ROOM), (SUE, HELP), (BEN, ROOM), (SUE, "slack:C0ELSE"), (SUE, "")):
        with pytest.raises(Refused):
            desk.boards.put_up(by, place)

    assert [desk.boards.put_up(SUE, ROOM), desk.boards.put_up(SUE, ROOM)] == [True, False]
    later()
    assert [desk.boards.take_down(SUE, ROOM), desk.boards.take_down(SUE, ROOM)] == [True, False]
    later()
    opened()
    later()
    assert (len(board()), board()[-1].overview) == (2, None)
    assert "Sue took the board down" in board()[-1].words.head

    assert desk.boards.put_up(SUE, ROOM)
    later()
    assert board()[-1].ref == "", "it is a new message: the old one says that it was taken down"


def test_a_room_where_requesters_ask_never_has_a_board(store, clock):
    queue = Queue("support", rooms=(ROOM,), intake=(ROOM,), supervisors=(SUE.place,))
    with pytest.raises(Refused):
        Desk(store, Settings(queues=(queue,)), clock).boards.put_up(SUE, ROOM)


def test_two_processes_draw_it_once(desk, store, clock, opened, board, later, wire):
    opened()
    desk.boards.put_up(SUE, ROOM)
    Desk(store, SETTINGS, clock).boards.follow()
    later()

    assert len(board()) == 1


def test_whoever_is_no_agent_sees_their_own_requests_at_home(desk, opened):
    opened("Mine", by=RITA), opened("Another's")
    overview = desk.boards.home(RITA)

    assert overview.is_own
    assert [(hit.ticket.subject, hit.is_own) for hit in overview.of(Heap.ASKED).hits] == [("Mine", True)]
    assert desk.boards.home(MAX).sections == ()
    assert not desk.boards.home(BOB).is_own


def test_homes_follow_for_an_hour_and_no_more_than_some(desk, opened, later, wire, clock):
    def drawn():
        return [one.place for one in wire.slack.notices if one.key == HOME]

    for at in range(HOMES + 5):
        desk.boards.opened(f"slack:@U{at}")
        clock.forward(seconds=1)
    later()
    assert len(drawn()) == HOMES + 5
    opened()
    later(seconds=20)
    assert len(drawn()) == 2 * HOMES + 5
    assert "slack:@U0" not in drawn()[HOMES + 5 :]

    opened()
    later(hours=2)
    assert len(drawn()) == 2 * HOMES + 5


def test_a_home_that_is_opened_again_is_drawn_at_once(desk, wire, carry):
    desk.boards.opened("slack:@UBOB")
    carry()
    desk.boards.opened("slack:@UBOB")
    carry()

    assert len([one for one in wire.slack.notices if one.key == HOME]) == 2


@pytest.mark.parametrize("change", [{"rooms": (DISCORD,)}, {"intake": (ROOM,)}], ids=["left", "asked in"])
def test_a_board_ends_where_its_room_is_no_agents_room_any_more_and_holds_up_nothing(
    desk, store, opened, clock, carry, wire, change
):
    opened("Her salary")
    desk.boards.put_up(SUE, ROOM)
    carry()
    [stood] = [one for one in wire.slack.notices if one.key == BOARD]

    moved = replace(SETTINGS, queues=(replace(SETTINGS.queues[0], **change), *SETTINGS.queues[1:]))
    after = Desk(store, moved, clock)
    clock.forward(seconds=4)
    after.boards.gone(f"{ROOM}/n{stood.id}")  # somebody deletes the old board
    with store.transaction() as tx:
        tx.notices.once("ring:1", "support", (ROOM,), ForRoom("🔔", "Look"), clock())
    board = Noticeboard(store, after.boards, wire.slack, ask, clock, "tests")
    asyncio.run(board.work())
    after.boards.follow()
    clock.forward(seconds=4)
    asyncio.run(board.work())

    *_, last = [one for one in wire.slack.notices if one.key == BOARD]
    assert last.overview is None
    assert (last.words.head, last.words.body) == ("The board is taken down.", "")
    assert "🔔 Look" in wire.board(ROOM)


def test_a_board_that_was_drawn_by_a_clock_that_was_a_day_ahead_follows_what_happens_now(
    desk, opened, board, clock, later, carry
):
    desk.boards.put_up(SUE, ROOM)
    carry()
    clock.forward(days=1)
    opened("Tomorrow")
    later()
    clock.forward(days=-1)
    opened("Today")
    later()

    unowned = board()[-1].overview.of(Heap.UNOWNED)
    assert {hit.ticket.subject for hit in unowned.hits} == {"Tomorrow", "Today"}
