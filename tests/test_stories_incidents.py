"""The same trouble of several people: told once, made one incident by a click, and answered for all of them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.completeness import missing
from bot.desk import Desk
from bot.errors import LeftAlready, NoSuchTicket, Refused
from bot.events import Noted, Replied
from bot.incoming import Incoming
from bot.people import Person
from bot.relations import How, numbers
from tests.conftest import BEN, BOARD, BOB, HELP, ROOM, SETTINGS

PEOPLE = [Person(name, f"mail:{name.lower()}@example.org") for name in ("Ann", "Carl", "Dora", "Emil", "Fred")]
RITA = Person("Rita", "slack:@URITA")


def writes(desk, at, subject="The VPN is down in Berlin", by=None, **more):
    by = by or PEOPLE[at]
    values = {"text": f"Nothing loads since noon, says {by.name}.", "subject": subject, "verdict": "pass"} | more
    return desk.receive(Incoming(by, queue="support", source=f"mail:<{at}@x>", origin=by.place, **values))[0].number


def three(desk):
    return [writes(desk, at) for at in range(3)]


def test_three_people_with_the_same_trouble_are_told_in_every_room_with_a_button(desk, wire, carry):
    three(desk)
    carry()

    for room in (ROOM, BOARD):
        assert [said for said in wire.board(room) if "🔥" in said] == [
            "🔥 3 people write of the same: #1 Ann, #2 Carl, #3 Dora: The VPN is down in Berlin"
        ]
    [button] = [one for one in wire.pressable(ROOM) if one.verb == "incident"]
    assert (button.label, button.number, button.rest) == ("Make it an incident", 3, "1 2 3")


def test_a_fourth_is_added_to_the_very_same_notice(desk, wire, carry, clock):
    three(desk)
    carry()
    clock.forward(minutes=1)
    writes(desk, 3)
    carry()

    assert [said for said in wire.board(ROOM) if "🔥" in said] == [
        "🔥 4 people write of the same: #1 Ann, #2 Carl, #3 Dora, #4 Emil: The VPN is down in Berlin"
    ]


def test_two_are_none_nor_one_who_writes_three_times(desk, wire, carry):
    for at in range(2):
        writes(desk, at)
    for at in (7, 8, 9):
        writes(desk, at, by=PEOPLE[0], text=f"Once more, {at}.")
    carry()

    assert not any("🔥" in said for said in wire.board(ROOM))


@pytest.mark.parametrize(
    ("subject", "more"),
    [
        ("Where is my invoice of May", {"text": "It never came to me."}),
        ("The VPN is down in Berlin", {"automatic": True}),
    ],
)
def test_another_trouble_and_robots_do_not_count(desk, wire, carry, subject, more):
    for at in range(2):
        writes(desk, at)
    writes(desk, 2, subject, **more)
    carry()

    assert not any("🔥" in said for said in wire.board(ROOM))


def test_what_was_long_ago_does_not_count(desk, wire, carry, clock):
    for at in range(2):
        writes(desk, at)
    clock.forward(hours=1, seconds=1)
    writes(desk, 2)
    carry()

    assert not any("🔥" in said for said in wire.board(ROOM))


def test_it_can_be_switched_off(store, clock, wire, carry):
    desk = Desk(store, replace(SETTINGS, incident_within=timedelta()), clock)
    three(desk)
    carry()

    assert not any("🔥" in said for said in wire.board(ROOM))


def test_the_click_opens_one_parent_of_all(desk, wire, carry, clock):
    three(desk)
    carry()
    clock.forward(minutes=1)
    parent = desk.circle.incident(3, BOB, [1, 2, 3], "slack:press/1")
    carry()

    assert numbers(parent, How.PARENT) == [1, 2, 3]
    assert (parent.subject, parent.queue, parent.origin) == ("The VPN is down in Berlin", "support", "")
    assert "contact" not in missing(parent, SETTINGS)
    assert [numbers(desk.show(one, BOB).ticket, How.CHILD) for one in (1, 2, 3)] == [[parent.number]] * 3
    assert any(
        said.endswith(f"#{parent.number} is their incident: The VPN is down in Berlin") for said in wire.board(ROOM)
    )
    assert not any(one.verb == "incident" for one in wire.pressable(ROOM))


def test_a_second_click_makes_no_second_one(desk):
    three(desk)
    first = desk.circle.incident(3, BOB, [1, 2, 3], "slack:press/1")

    for source in ("slack:press/1", "slack:press/2"):
        desk.circle.incident(3, BOB, [1, 2, 3], source)
    assert [one.number for one in (desk.show(at, BOB).ticket for at in range(1, first.number + 1))][-1] == first.number
    with pytest.raises(NoSuchTicket):
        desk.show(first.number + 1, BOB)


def test_who_comes_later_is_added_by_a_click(desk, wire, carry):
    three(desk)
    parent = desk.circle.incident(3, BOB, [1, 2])
    late = writes(desk, 3)
    carry()
    [button] = [one for one in wire.pressable(ROOM) if one.verb == "incident"]

    assert button.label == f"Add to #{parent.number}"
    desk.circle.incident(late, BOB, [int(one) for one in button.rest.split()])
    assert numbers(desk.show(parent.number, BOB).ticket, How.PARENT) == [1, 2, 3, late]


def test_an_answer_there_goes_to_each_where_they_asked(desk, wire, carry):
    three(desk)
    chat = desk.open(RITA, "The VPN is down in Berlin", "Nothing loads.", "support", f"{HELP}/9.0").number
    parent = desk.circle.incident(chat, BOB, [1, 2, 3])
    desk.close(2, BOB)
    desk.reply(parent.number, BOB, "It is back. Please try again.", source="slack:C0ROOM/7.0/7.1")
    carry()

    said = "It is back. Please try again."
    assert [said in wire.said(place) for place in (PEOPLE[0].place, PEOPLE[1].place, PEOPLE[2].place)] == [
        True,
        False,
        True,
    ]
    assert said in wire.said(f"{HELP}/9.0")
    answers = [event for event in desk.history(1, BOB) if isinstance(event.fact, Replied)]
    assert [(event.by.name, event.fact.text) for event in answers] == [("Bob", said)]
    assert desk.show(1, BOB).ticket.status.value == "pending"


def test_the_same_answer_twice_reaches_nobody_twice(desk, wire, carry):
    three(desk)
    parent = desk.circle.incident(3, BOB, [1, 2])
    for _ in range(2):
        desk.reply(parent.number, BOB, "It is back.", source="slack:C0ROOM/7.0/7.1")
    carry()

    assert wire.said(PEOPLE[0].place).count("It is back.") == 1


def test_what_they_answer_comes_to_their_own_ticket(desk):
    three(desk)
    parent = desk.circle.incident(3, BOB, [1, 2])
    desk.reply(parent.number, BOB, "It is back.")
    desk.receive(Incoming(
        PEOPLE[0], "Not for me.", "support", "mail:<9@x>", PEOPLE[0].place, "Re: VPN", ("mail:<0@x>",), verdict="pass"
    ))  # fmt: skip

    assert desk.show(1, BOB).ticket.status.value == "open"
    assert desk.show(2, BOB).ticket.status.value == "pending"


def test_who_cannot_be_answered_so_is_named_and_the_others_are(store, clock):
    desk = Desk(store, SETTINGS, clock)
    three(desk)
    writes(desk, 4, encrypted="PGP/MIME")
    parent = desk.circle.incident(1, BOB, [2, 3, 4])
    desk.reply(parent.number, BOB, "It is back.")

    [note] = [event.fact for event in desk.history(parent.number, BOB) if isinstance(event.fact, Noted)]
    assert note.text.startswith("Not answered:\n#4: Fred wrote encrypted")
    assert any(isinstance(event.fact, Replied) for event in desk.history(1, BOB))


def test_an_incident_whose_tickets_have_all_ended_answers_nobody(desk):
    three(desk)
    parent = desk.circle.incident(3, BOB, [1, 2])
    for one in (1, 2, 3):
        desk.close(one, BOB)

    with pytest.raises(Refused, match="nobody waits for an answer"):
        desk.reply(parent.number, BOB, "It is back.")


def test_an_ordinary_parent_speaks_for_itself_alone(desk, wire, carry):
    one, two = writes(desk, 0), writes(desk, 1, "Something else entirely here")
    desk.ties.link(one, BOB, How.PARENT, two)
    desk.reply(one, BOB, "For Ann alone.")
    carry()

    assert "For Ann alone." not in wire.said(PEOPLE[1].place)


def test_agents_of_another_queue_make_no_incident_of_it(desk):
    three(desk)

    with pytest.raises(NoSuchTicket):
        desk.circle.incident(3, BEN, [1, 2])


def test_no_requester_sees_the_incident(desk):
    three(desk)
    parent = desk.circle.incident(3, BOB, [1, 2])

    for one in PEOPLE:
        with pytest.raises(NoSuchTicket):
            desk.show(parent.number, one)


def test_an_answer_for_all_is_taken_back_where_it_is_still_here(store, clock, wire, carry):
    desk = Desk(store, replace(SETTINGS, undo_for=timedelta(seconds=10)), clock)
    three(desk)
    chat = desk.open(RITA, "The VPN is down in Berlin", "Nothing loads.", "support", f"{HELP}/9.0").number
    parent = desk.circle.incident(chat, BOB, [1, 2, 3])
    desk.reply(parent.number, BOB, "It is back.")
    carry()  # in the chat nothing is held
    desk.undo(parent.number, BOB)
    clock.forward(minutes=1)
    carry()

    assert all("It is back." not in wire.said(one.place) for one in PEOPLE)
    assert desk.history(parent.number, BOB)[-1].fact == Noted(
        "The answer was taken back on #1, #2, #3. It had left already on #4."
    )
    with pytest.raises(LeftAlready):
        desk.undo(parent.number, BOB)


def test_an_answer_for_all_is_taken_back_too_where_its_ticket_was_merged(store, clock, wire, carry):
    desk = Desk(store, replace(SETTINGS, undo_for=timedelta(seconds=10)), clock)
    three(desk)
    writes(desk, 3, "Something else entirely here")
    parent = desk.circle.incident(1, BOB, [2])
    desk.ties.merge(1, BOB, 4)
    desk.reply(parent.number, BOB, "It is back.")
    desk.undo(parent.number, BOB)
    clock.forward(minutes=1)
    carry()

    assert all("It is back." not in wire.said(one.place) for one in PEOPLE)
    assert desk.history(parent.number, BOB)[-1].fact == Noted("The answer was taken back on #2, #4.")


def test_whose_ticket_went_to_another_queue_is_answered_by_nobody_without_rights_there(desk, wire, carry):
    three(desk)
    parent = desk.circle.incident(3, BOB, [1, 2])
    desk.queue(2, BOB, "billing")
    desk.reply(parent.number, BOB, "It is back.")
    carry()

    assert ["It is back." in wire.said(one.place) for one in PEOPLE[:3]] == [True, False, True]
    [note] = [event.fact for event in desk.history(parent.number, BOB) if isinstance(event.fact, Noted)]
    assert note.text.startswith("Not answered:\n#2: ")
