"""Tickets: found by any message, searched, timed, and never overwritten."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from bot.errors import NoSuchTicket
from bot.events import Acknowledged, Assigned, Closed, Due, Event, File, Noted, Rung, Tagged, Watcher
from bot.filters import Filter, Span
from bot.people import Person
from bot.ports import Draft, Kind, Receipt
from bot.terms import wanted
from bot.ticket import Priority, Status, Ticket
from storage.store import SqlStore
from storage.tickets import Overtaken
from tests.conftest import ANN, BOB, MAX, ROOM
from tests.storage.deeds import OPENED, record


def found(store, **wanted):
    with store.transaction() as tx:
        return [ticket.number for ticket in tx.tickets.search(Filter(**wanted), 20)]


def test_numbers_count_up_and_start_without_history(store):
    with store.transaction() as tx:
        assert [tx.tickets.new(), tx.tickets.new()] == [Ticket(1), Ticket(2)]
        assert tx.tickets.history(1) == []


def test_a_ticket_comes_back_as_it_was_written(store, clock):
    with store.transaction() as tx:
        number = tx.tickets.new().number
        whole = Ticket(
            number, 1, ANN.place, "Ann 🎉", ROOM, "Ünïcode", "support", Status.PENDING, Priority.HIGH, BOB.place, "Bob",
            ("a", 'b"c'), "hardware", "de", (("asset", "Ä 1"), ("floor", "3")), ("test",), 75, True, "words", "x",
            "trouble", None, "thread", "mail:<1@x>", 3, 4, ("blocks 7",), ("billing",), (Watcher(BOB.place, "Bob"),),
            ("mail:carl@example.org",), (MAX.place,), "fixed", "It was the plug.", clock(), clock(), clock(), clock(),
            clock(), clock(), ((clock(), clock()),), clock(), clock(), clock(), clock(), clock(), clock(),
            clock(), clock(), (Rung("first", clock(), 2, clock()),), clock(), clock(), clock(), 4,
        )  # fmt: skip
        tx.tickets.append(Event(number, clock(), ANN, OPENED), whole, [])
        assert tx.tickets.get(number) == tx.tickets.look(number) == whole


def test_an_event_comes_back_as_it_was_written(store, clock):
    file = File("../../x.png", "0" * 64, 3, "image/png")
    fact = replace(OPENED, files=(file,), text="nul \\0, quote ' and 🎉")
    with store.transaction() as tx:
        number = tx.tickets.new().number
        event = Event(number, clock(), ANN, fact, "mail:<1@x>", ROOM, Due(first_by=clock(), ring_at=clock()))
        written = tx.tickets.append(event, Ticket(number, 1), [])
        assert tx.tickets.history(number) == [written]
        assert written == replace(event, id=written.id)


def test_an_id_is_known_by_whose_it_is_before_by_who_refers_to_it(store, clock):
    with store.transaction() as tx:
        one, other = tx.tickets.new().number, tx.tickets.new().number
        tx.tickets.append(Event(one, clock(), ANN, OPENED, "mail:<1@x>"), Ticket(one, 1), [])
        tx.tickets.refer(other, ("mail:<1@x>", "mail:<unseen@x>", "mail:<unseen@x>"))
        tx.tickets.refer(one, ("mail:<unseen@x>",), own="mail:<2@x>")
        tx.tickets.refer(one, ("mail:<unseen@x>",), own="mail:<2@x>")

        known = tx.tickets.known(["mail:<1@x>", "mail:<2@x>", "mail:<unseen@x>", "mail:<3@x>"])
    assert known == {"mail:<1@x>": {one}, "mail:<2@x>": {one}, "mail:<unseen@x>": {one, other}}


def test_there_is_no_ticket_that_was_never_opened(store):
    with store.transaction() as tx:
        assert tx.tickets.look(7) is None
        with pytest.raises(NoSuchTicket):
            tx.tickets.get(7)


def test_a_message_is_found_by_source_receipt_root_and_thread(store, clock):
    number = record(store, clock, OPENED, Draft("discord:100", Kind.ROOT), source="mail:<1@x>").number
    record(store, clock, OPENED, source="mail:<2@x>")
    with store.transaction() as tx:
        (post,) = tx.posts.lease("discord", "w", clock(), 1)
        tx.posts.sent(post, Receipt("discord:100/5", "discord:6"), clock())
        refs = ("mail:<1@x>", "discord:100/5", "discord:6")
        assert [tx.tickets.of(ref) for ref in refs] == [number] * 3
        assert tx.tickets.of("discord:6/7") is None
        assert tx.tickets.of("MAIL:<1@X>") is None


def test_the_same_source_cannot_be_written_twice(store, clock):
    record(store, clock, OPENED, source="mail:<1@x>")
    with pytest.raises(IntegrityError):
        record(store, clock, OPENED, source="mail:<1@x>")


def test_who_read_an_older_state_cannot_overwrite_a_newer(store, clock):
    ticket = record(store, clock, OPENED)
    record(store, clock, Noted("first"), number=ticket.number)
    stale = Event(ticket.number, clock(), BOB, Noted("late"))
    with pytest.raises(Overtaken), store.transaction() as tx:
        tx.tickets.append(stale, replace(ticket, version=2), [])

    with store.transaction() as tx:
        assert len(tx.tickets.history(ticket.number)) == 2


def test_a_search_finds_what_each_word_of_it_says(store, clock):
    record(store, clock, OPENED)
    record(store, clock, replace(OPENED, subject="50%_off", queue="billing", requester=MAX.place))
    record(store, clock, Assigned(BOB.place, "Bob"), number=1)
    record(store, clock, Tagged(("vpn", 'q"x')), number=1)

    assert found(store) == [2, 1]
    assert found(store, owners=(BOB.place,)) == found(store, tags=("vpn",)) == found(store, tags=("vpn", 'q"x')) == [1]
    assert found(store, owners=("none",)) == found(store, requesters=(MAX.place,)) == [2]
    assert found(store, queues=("billing",)) == found(store, requesters=("max@",)) == [2]
    assert found(store, words=(wanted("vpn IS"),)) == found(store, statuses=(Status.OPEN,)) == [1]
    assert found(store, words=(wanted("50%_off"),)) == [2]
    assert found(store, priorities=("normal",), opened=Span(to_at=clock() + timedelta(1))) == [2, 1]
    assert found(store, opened=Span(to_at=clock())) == found(store, queues=()) == found(store, tags=("vp",)) == []


def test_closed_tickets_are_found_when_asked_for(store, clock):
    record(store, clock, OPENED)
    record(store, clock, Closed(), number=1)

    assert found(store) == []
    assert found(store, statuses=()) == [1]


def test_the_longest_due_comes_first(store, clock):
    for minutes in (3, 1, 2):
        with store.transaction() as tx:
            ticket = replace(tx.tickets.new(), version=1, ring_at=clock() + timedelta(minutes=minutes))
            tx.tickets.append(Event(ticket.number, clock(), ANN, OPENED), ticket, [])
    clock.forward(minutes=2)

    with store.transaction() as tx:
        assert [ticket.number for ticket in tx.tickets.timed(clock(), 9)] == [2, 3]
        assert [ticket.number for ticket in tx.tickets.timed(clock(), 1)] == [2]


@pytest.mark.parametrize("timer", ["ring_at", "wake_at", "close_at"])
def test_every_timer_is_seen(store, clock, timer):
    with store.transaction() as tx:
        ticket = replace(tx.tickets.new(), version=1, **{timer: clock()})
        tx.tickets.append(Event(ticket.number, clock(), ANN, OPENED), ticket, [])
        assert tx.tickets.timed(clock() - timedelta(seconds=1), 9) == []
        assert tx.tickets.timed(clock(), 9) == [ticket]


def test_a_second_replica_skips_what_the_first_is_ticking(postgresql, clock):
    store, other = SqlStore(postgresql), SqlStore(postgresql)
    with store.transaction() as tx:
        ticket = replace(tx.tickets.new(), version=1, ring_at=clock())
        tx.tickets.append(Event(ticket.number, clock(), ANN, OPENED), ticket, [])

    with store.transaction() as tx, other.transaction() as second:
        assert (tx.tickets.timed(clock(), 9), second.tickets.timed(clock(), 9)) == ([ticket], [])


def test_acknowledgements_are_counted_in_all_by_domain_and_by_mailbox_whatever_the_tag_and_the_dots(store, clock):
    record(store, clock, OPENED)
    record(store, clock, replace(OPENED, origin="mail:max+shop@example.net"))
    clock.forward(hours=1)
    record(store, clock, Acknowledged(), number=1)
    record(store, clock, Acknowledged(), number=2)

    with store.transaction() as tx:
        assert tx.tickets.acknowledged(clock()) == 2
        assert tx.tickets.acknowledged(clock(), "example.net") == 1
        assert tx.tickets.acknowledged(clock(), "example.net", "max") == 1
        assert tx.tickets.acknowledged(clock(), "example.net", "m.a.x") == 1
        assert tx.tickets.acknowledged(clock(), "example.net", "ma") == 0
        assert tx.tickets.acknowledged(clock() + timedelta(seconds=1)) == 0


def test_a_talk_goes_on_in_its_newest_ticket_that_is_not_closed(store, clock):
    for _ in range(3):
        record(store, clock, OPENED)
    record(store, clock, Closed(), number=3)

    with store.transaction() as tx:
        assert tx.tickets.talking_at(ANN.place).number == 2
        assert tx.tickets.talking_at(MAX.place) is None


def test_earlier_tickets_are_those_of_the_same_person(store, clock):
    first = record(store, clock, OPENED)
    record(store, clock, OPENED)
    record(store, clock, replace(OPENED, requester=MAX.place))
    with store.transaction() as tx:
        tx.people.meet(Person("Ann", ANN.place), clock())
        assert tx.tickets.earlier(first) == 1
