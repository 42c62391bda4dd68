"""Messages that are another matter become a ticket of their own, for who wrote them."""

from dataclasses import replace
from functools import reduce
from zoneinfo import ZoneInfo

import pytest

from adapters import tying
from bot.apply import apply
from bot.desk import Desk
from bot.errors import AgentsOnly, NoSuchTicket, Refused, Unknown
from bot.events import Acknowledged, Opened, Split, Unacknowledged, Wrote
from bot.incoming import Incoming
from bot.people import Person
from bot.restoring import standing
from bot.ticket import Status, Ticket
from bot.tokens import Tokens
from bot.week import ALWAYS
from tests.conftest import ANN, BEN, BOB, CLEO, HELP, MAX, ROOM, SETTINGS, SUE

TOKENS = Tokens(SETTINGS.reply_secrets)
RITA = Person("Rita", "slack:@URITA")


def mail(number, by=ANN, of=0, **more):
    """Of ticket `of`, if that is one."""
    token = (f"support+{TOKENS.sign(of, 'ann@example.org')}@desk.example",) if of else ()
    values = {"text": "Nothing loads.", "queue": "support", "subject": "VPN", "origin": by.place, "tokens": token}
    return Incoming(by=by, source=f"mail:<{number}@example.org>", **values | {"verdict": "pass"} | more)


@pytest.fixture
def told(desk):
    """Ann's VPN waits for her; then she writes twice about her printer, and Max, to whom it was forwarded, once."""
    desk.receive(mail(1))
    desk.reply(1, BOB, "Try now?")
    desk.receive(mail(2, of=1, text="The printer smokes."))
    desk.receive(mail(3, MAX, of=1, text="My screen is black."))
    desk.receive(mail(4, of=1, text="It burns now."))
    return [event.id for event in desk.ties.messages(1, BOB)]


def test_the_form_tells_times_of_the_zone_in_which_the_queue_works_and_names_it(store, clock, told):
    support, billing = SETTINGS.queues
    hours = replace(ALWAYS, name="office", timezone="Europe/Berlin")
    settings = replace(SETTINGS, hours=(hours,), queues=(replace(support, hours="office"), billing))

    [(field, _)] = tying.messages(Desk(store, settings, clock), 1, BOB)

    assert field.label == "Which messages (Europe/Berlin)"
    assert f"{clock().astimezone(ZoneInfo('Europe/Berlin')):%H:%M} Ann: The printer smokes." in field.choices[0]


def facts(desk, number):
    return [event.fact for event in desk.history(number, BOB)]


def test_the_picked_messages_move_with_who_wrote_them_and_the_ticket_is_as_if_without(desk, wire, carry, told):
    new = desk.ties.split(1, BOB, [told[0], told[2]])
    carry()

    assert (new.number, new.requester, new.follows, new.subject) == (2, ANN.place, 1, "VPN")
    assert [fact.text for fact in facts(desk, 2) if isinstance(fact, Opened | Wrote)] == [
        "The printer smokes.", "It burns now."
    ]  # fmt: skip
    old = desk.show(1, BOB).ticket
    assert (old.status, old.last_words) == (Status.PENDING, "Nothing loads.")
    assert (facts(desk, 1)[-1].number, facts(desk, 1)[-1].events) == (2, (told[0], told[2]))
    assert any("Bob split 2 messages of Ann off: they are #2 now" in line for line in wire.said(ROOM))


def test_from_here_means_this_one_and_what_the_same_person_said_after_it(desk, told):
    desk.ties.split(1, BOB, told[:1], follows=True)

    assert facts(desk, 1)[-1].events == (told[0], told[2])


def test_who_knows_the_number_is_not_told_another_and_who_was_never_told_one_is(desk, wire, carry, told):
    carry()
    desk.ties.split(1, BOB, [told[0]])
    new = desk.ties.split(1, BOB, [told[1]])
    carry()

    assert isinstance(facts(desk, 2)[-1], Unacknowledged)
    assert wire.at(ANN.place).count("Acknowledged") == 1
    assert (new.requester, new.origin, type(facts(desk, new.number)[-1])) == (MAX.place, MAX.place, Acknowledged)
    assert wire.at(MAX.place) == ["Acknowledged"]


def test_answers_to_the_new_one_go_to_whom_it_is_and_come_back_there(desk, wire, carry, told):
    new = desk.ties.split(1, BOB, [told[1]])
    desk.reply(new.number, CLEO, "Which screen?")
    carry()

    assert wire.said(MAX.place)[-1] == "Which screen?"


def test_what_was_split_off_or_opened_the_ticket_cannot_be_split_off(desk, told):
    desk.ties.split(1, BOB, [told[0]])
    opened = desk.history(1, BOB)[0].id

    for picked in ([told[0]], [opened], [], [told[1], 999]):
        with pytest.raises(Unknown, match="Choose messages of the requester's in #1"):
            desk.ties.split(1, BOB, picked)
    assert [event.id for event in desk.ties.messages(1, BOB)] == told[1:]


def test_the_same_click_twice_splits_once(desk, told):
    first = desk.ties.split(1, BOB, [told[0]], source="slack:press/1")
    again = desk.ties.split(1, BOB, [told[0]], source="slack:press/1")

    assert first.number == again.number
    assert sum(isinstance(fact, Split) for fact in facts(desk, 1)) == 1


def test_undone_the_messages_are_back_and_the_new_ticket_leads_here(desk, told):
    before = desk.show(1, BOB).ticket
    new = desk.ties.split(1, BOB, [told[0], told[2]])

    after = desk.undo(1, BOB)

    assert replace(after, version=0, updated_at=None) == replace(before, version=0, updated_at=None)
    assert desk.note(new.number, BOB, "Where am I?").number == 1
    assert [event.id for event in desk.ties.messages(1, BOB)] == told


def words(desk, number):
    """What its requester's side said that counts there."""
    gone = {one for fact in facts(desk, number) if isinstance(fact, Split) for one in fact.events}
    said = [event for event in desk.history(number, BOB) if isinstance(event.fact, Opened | Wrote)]
    return [event.fact.text for event in said if event.id not in gone]


def test_undone_what_was_said_on_the_new_ticket_meanwhile_comes_along(desk, told):
    new = desk.ties.split(1, BOB, [told[0], told[2]]).number
    desk.receive(mail(5, of=new, text="Its number is 4711."))

    after = desk.undo(1, BOB)

    assert (after.last_words, words(desk, 1)[-1]) == ("Its number is 4711.", "Its number is 4711.")
    assert [fact.moved_from for fact in facts(desk, 1) if isinstance(fact, Wrote)] == [None, None, None, new]


@pytest.mark.parametrize("way", ["separate", "undo"])
def test_taken_apart_again_after_that_each_message_is_on_one_of_the_two(desk, store, told, way):
    desk.ties.split(1, BOB, [told[0], told[2]])
    before = desk.show(1, BOB).ticket
    desk.undo(1, BOB)
    desk.receive(mail(5, text="It is out.", of=2))
    (desk.separate if way == "separate" else desk.undo)(2, BOB)

    with store.transaction() as tx:
        said = [
            [one.fact.text for one in standing(tx.tickets.history(number)) if isinstance(one.fact, Opened | Wrote)]
            for number in (1, 2)
        ]
        assert all(reduce(apply, tx.tickets.history(one), Ticket(one)) == tx.tickets.get(one) for one in (1, 2))
    assert said == [
        ["Nothing loads.", "My screen is black.", "It is out."], ["The printer smokes.", "It burns now."]
    ]  # fmt: skip
    assert desk.show(1, BOB).ticket.links == before.links


def test_what_was_split_off_anew_meanwhile_is_not_on_two_tickets(desk, told):
    desk.ties.split(1, BOB, [told[0]])
    desk.undo(1, BOB)
    desk.ties.split(1, BOB, [told[0]])

    with pytest.raises(Refused, match="The messages of #2 are no longer on #1"):
        desk.separate(2, SUE)


def test_what_went_to_another_queue_is_not_fetched_back_by_who_does_not_work_there(desk, told):
    new = desk.ties.split(1, BOB, [told[0]]).number
    desk.queue(new, BOB, "billing")

    with pytest.raises(NoSuchTicket):
        desk.undo(1, BOB)


def test_where_one_of_the_two_was_merged_a_split_is_not_undone_and_no_circle_comes_of_it(desk, store, told):
    new = desk.ties.split(1, BOB, [told[0]]).number
    desk.ties.merge(1, SUE, new)
    with pytest.raises(Refused, match=f"#1 went into #{new} meanwhile. Take it out first: separate 1"):
        desk.undo(1, BOB)
    desk.separate(1, SUE)
    desk.receive(mail(6, MAX, subject="Screen"))
    desk.ties.merge(new, SUE, new + 1)
    with pytest.raises(Refused, match=f"#{new} went into #{new + 1} meanwhile"):
        desk.undo(1, BOB)


def test_what_was_split_off_stays_when_the_old_ticket_is_merged_there_and_taken_out_again(desk, told):
    new = desk.ties.split(1, BOB, [told[0], told[2]]).number
    desk.ties.merge(1, SUE, new)
    desk.separate(1, SUE)

    assert [event.fact.text for event in desk.ties.messages(new, BOB)] == ["It burns now."]


def test_who_wrote_in_a_chat_is_answered_there_and_not_at_the_address_of_who_asks(desk, wire, carry):
    """What was merged into another's ticket, or said before somebody else was made the requester."""
    desk.open(RITA, "Manual?", "Where is it?", "support", f"{HELP}/9.0")
    desk.receive(mail(1))
    desk.ties.merge(1, BOB, 2)
    [said] = desk.ties.messages(2, BOB)
    new = desk.ties.split(2, BOB, [said.id])
    desk.reply(new.number, BOB, "For Rita alone.")
    carry()

    assert (new.requester, new.origin) == (RITA.place, RITA.place)
    assert "For Rita alone." not in wire.said(ANN.place)
    assert "For Rita alone." in wire.said(RITA.place)


def test_who_wrote_in_the_thread_of_who_asked_before_is_answered_at_their_own_place(desk):
    there = f"{HELP}/9.0"
    desk.receive(Incoming(RITA, "Where is it?", "support", there, there, "Manual?"))
    desk.receive(Incoming(RITA, "My pay is wrong.", "support", f"{HELP}/9.1", there, "", (there,)))
    desk.circle.watch(1, BOB, "requester", None, "dora@example.org")
    [said] = desk.ties.messages(1, BOB)

    assert desk.ties.split(1, BOB, [said.id]).origin == RITA.place


@pytest.mark.parametrize(("by", "why"), [(ANN, AgentsOnly), (BEN, NoSuchTicket), (MAX, NoSuchTicket)], ids=str)
def test_outsiders_split_nothing(desk, told, by, why):
    with pytest.raises(why):
        desk.ties.split(1, by, told)
    with pytest.raises(Refused):
        desk.ties.messages(1, by)
