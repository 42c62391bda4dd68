"""The moment before an answer leaves, and what becomes of one that does not."""

import asyncio
import threading
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from functools import reduce

import pytest

from bot.apply import apply
from bot.desk import Desk
from bot.errors import LeftAlready, NoSuchTicket, NotYours, Refused
from bot.events import Delayed, Retried, TakenBack, Undelivered
from bot.incoming import Incoming
from bot.outbox import Outbox
from bot.people import Person
from bot.phrasebook import PHRASES
from bot.ports import Kind, Mark, NotSent, Undeliverable
from bot.settings import LANGUAGES
from bot.ticket import Status, Ticket
from bot.tokens import Tokens
from storage.store import SqlStore
from tests.conftest import ANN, BEN, BOARD, BOB, CLEO, HELP, MAX, ROOM, SETTINGS, SUE, ask

DORA = Person("Dora", "mail:dora@example.org")
HELD = replace(SETTINGS, undo_for=timedelta(seconds=10))
CHATTING = replace(HELD, queues=(replace(HELD.queues[0], undo_for=timedelta(seconds=30)), HELD.queues[1]))


@pytest.fixture
def desk(store, clock):
    return Desk(store, HELD, clock)


@pytest.fixture
def number(desk):
    return desk.receive(Incoming(ANN, "Nothing loads.", "support", "mail:<1@x>", ANN.place, "VPN"))[0].number


@pytest.fixture
def carry(store, desk, wire, clock):
    """As everywhere, with what these settings hold."""

    async def run(worker):
        boxes = [Outbox(store, desk, HELD, channel, ask, clock, worker) for channel in wire.channels]
        while sum([await box.carry() for box in boxes]):
            pass

    return lambda worker="tests": asyncio.run(run(worker))


def token(number):
    return f"support+{Tokens(HELD.reply_secrets).sign(number, 'ann@example.org')}@desk.example"


def marks(wire, place=ROOM):
    return [post.mark for post in wire.to(place).posts if post.place == place and post.mark]


def buttons(wire, place=ROOM):
    spoken = zip(wire.to(place).posts, wire.to(place).words, strict=True)
    return [button for post, words in spoken if post.place == place and words for button in words.buttons]


def replies(desk, number):
    return [event for event in desk.history(number, BOB) if type(event.fact).__name__ == "Replied"]


def test_an_answer_by_mail_is_held_and_then_leaves_once(desk, wire, carry, clock, number):
    desk.reply(number, BOB, "Restart it.")
    carry()
    clock.forward(seconds=9)
    carry()
    assert wire.at(ANN.place) == ["Acknowledged"]

    clock.forward(seconds=1)
    carry()
    carry()
    assert wire.at(ANN.place) == ["Acknowledged", "Replied"]


def test_the_room_sees_at_once_that_it_is_held_and_later_that_it_arrived(desk, wire, carry, clock, number):
    desk.reply(number, BOB, "Restart it.")
    carry()
    assert (marks(wire), desk.show(number, BOB).delivery) == ([Mark.QUEUED], Mark.QUEUED)
    assert [(button.label, button.verb, button.number) for button in buttons(wire)] == [("Undo", "undo", number)]

    clock.forward(seconds=10)
    carry()
    assert marks(wire) == [Mark.QUEUED, Mark.DELIVERED]


def test_an_answer_that_is_taken_back_never_reaches_the_requester(desk, wire, carry, clock, number):
    desk.reply(number, BOB, "CANARY")
    desk.undo(number, BOB)
    clock.forward(days=1)
    carry()

    assert wire.at(ANN.place) == ["Acknowledged"]
    assert "CANARY" not in str([event.fact for event in desk.history(number, ANN)])
    assert "took the answer back" in wire.said(ROOM)[-1]
    assert marks(wire)[-1] is Mark.TAKEN_BACK
    assert wire.to(ROOM).posts[-1].target  # the very message that holds the answer
    assert not wire.to(ROOM).words[-1].buttons  # what it says from now on


def same(one, other):
    """Are they the same but for the count of events and the time of the last?"""
    return replace(one, version=0, updated_at=None) == replace(other, version=0, updated_at=None)


def test_the_ticket_goes_back_to_what_it_was(desk, clock, number):
    before = desk.show(number, BOB).ticket
    clock.forward(seconds=30)
    assert desk.reply(number, BOB, "Restart it.").status is Status.PENDING
    clock.forward(seconds=5)

    after = desk.undo(number, BOB)

    assert same(after, before)
    assert reduce(apply, desk.history(number, BOB), Ticket(number)) == after


def test_what_others_did_meanwhile_stays(desk, clock, number):
    desk.reply(number, BOB, "Restart it.")
    desk.claim(number, CLEO, steal=True)
    desk.receive(Incoming(ANN, "Hello?", "support", "mail:<2@x>", ANN.place, tokens=(token(number),)))

    after = desk.undo(number, BOB)

    assert (after.owner, after.status, after.last_words) == (CLEO.place, Status.OPEN, "Hello?")
    assert after.waiting_since_at == after.opened_at


def test_two_answers_are_taken_back_in_any_order(desk, clock, number):
    before = desk.show(number, BOB).ticket
    desk.reply(number, BOB, "one")
    desk.reply(number, BOB, "two")
    first, second = (event.id for event in replies(desk, number))
    desk.undo(number, BOB, second)

    after = desk.undo(number, BOB, first)

    assert same(after, before)


def test_undo_alone_takes_ones_own_newest_answer(desk, wire, carry, clock, number):
    desk.reply(number, BOB, "of Bob")
    desk.reply(number, SUE, "of Sue")
    desk.undo(number, BOB)
    clock.forward(seconds=10)
    carry()

    assert wire.said(ANN.place)[1:] == ["of Sue"]


@pytest.mark.parametrize(
    ("by", "why"),
    [(CLEO, NotYours), (BEN, NoSuchTicket), (MAX, NoSuchTicket), (ANN, Refused)],
    ids=lambda one: str(one),
)
def test_nobody_but_its_author_and_supervisors_takes_an_answer_back(desk, wire, carry, clock, number, by, why):
    desk.reply(number, BOB, "Restart it.")
    with pytest.raises(why):
        desk.undo(number, by)
    clock.forward(seconds=10)
    carry()

    assert wire.at(ANN.place)[1:] == ["Replied"]


def test_a_supervisor_takes_anybodys_answer_back(desk, number):
    desk.reply(number, BOB, "Restart it.")

    assert desk.undo(number, SUE).owner is None


def test_a_second_undo_changes_nothing(desk, number):
    desk.reply(number, BOB, "Restart it.")
    reply = replies(desk, number)[0].id
    desk.undo(number, BOB, reply)
    before = len(desk.history(number, BOB))

    desk.undo(number, SUE, reply)

    assert len(desk.history(number, BOB)) == before
    with pytest.raises(LeftAlready):
        desk.undo(number, BOB)


def test_what_has_left_cannot_be_taken_back_and_that_is_said(desk, wire, carry, clock, number):
    desk.reply(number, BOB, "Restart it.")
    clock.forward(seconds=10)
    carry()

    with pytest.raises(LeftAlready, match="has left already"):
        desk.undo(number, BOB, replies(desk, number)[0].id)
    assert desk.show(number, BOB).ticket.status is Status.PENDING


def test_when_one_s_own_answer_has_left_no_colleague_s_is_taken_back_instead(wire, carry, clock, desk, number):
    desk.reply(number, SUE, "Mine.")
    clock.forward(seconds=60)
    carry()
    desk.reply(number, BOB, "Bob's.")

    with pytest.raises(LeftAlready):
        desk.undo(number, SUE)
    clock.forward(seconds=60)
    carry()
    assert wire.said(ANN.place)[1:] == ["Mine.", "Bob's."]


def test_where_nothing_was_answered_nothing_is_taken_back(desk, number):
    with pytest.raises(Refused, match="can be taken back"):
        desk.undo(number, BOB)


def test_a_process_that_dies_within_the_hold_sends_it_once_when_it_is_back(store, wire, carry, clock, desk, number):
    desk.reply(number, BOB, "Restart it.")
    carry("before")
    clock.forward(seconds=60)
    carry("after")
    carry("before")

    assert wire.at(ANN.place) == ["Acknowledged", "Replied"]


def test_what_was_taken_back_stays_so_after_a_restart(store, wire, carry, clock, desk, number):
    desk.reply(number, BOB, "Restart it.")
    desk.undo(number, BOB)
    clock.forward(seconds=60)
    carry("another")

    assert wire.at(ANN.place) == ["Acknowledged"]


def test_undo_and_the_outbox_at_once_agree_on_who_was_first(engine, clock, number, desk):
    """Whoever wins, the mail left exactly when nobody was told that it was taken back."""
    if engine.dialect.name == "sqlite":
        pytest.skip("one connection in memory takes turns by itself")
    desk.reply(number, BOB, "Restart it.")
    clock.forward(seconds=10)
    store, start, taken = SqlStore(engine), threading.Barrier(3), []

    def undo():
        start.wait()
        with suppress(LeftAlready):
            taken.append(("undone", Desk(store, HELD, clock).undo(number, BOB).number))

    def lease(worker):
        start.wait()
        with store.transaction() as tx:
            for post in tx.posts.lease("mail", worker, clock(), 9):
                if type(post.event.fact).__name__ == "Replied":
                    taken.append(("left", post.id))

    with store.transaction() as tx:  # the acknowledgement is out of the way
        for post in tx.posts.lease("mail", "x", clock(), 1):
            tx.posts.dead(post, "-")
    threads = [threading.Thread(target=undo), *(threading.Thread(target=lease, args=(f"w{n}",)) for n in range(2))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == 1


def test_in_a_chat_an_answer_leaves_at_once(desk, wire, carry):
    root = f"{HELP}/1.0"
    asked, _ = desk.receive(Incoming(Person("Ann", "slack:@UANN"), "How?", "support", root, root))
    desk.reply(asked.number, BOB, "So.")
    carry()

    assert wire.said(root)[-1] == "So."


def test_a_queue_may_hold_answers_in_chats_too(store, clock, wire):
    desk, root = Desk(store, CHATTING, clock), f"{HELP}/1.0"
    ann = Person("Ann", "slack:@UANN")
    asked, _ = desk.receive(Incoming(ann, "How?", "support", root, root))
    desk.reply(asked.number, BOB, "CANARY")

    def told(clock):
        with store.transaction() as tx:
            return [post.place for post in tx.posts.lease("slack", "w", clock(), 20) if post.kind is Kind.REQUESTER]

    assert told(clock) == [root]  # the acknowledgement
    assert "CANARY" not in str([event.fact for event in desk.history(asked.number, ann)])


def test_an_answer_typed_in_the_thread_is_not_repeated_there_but_can_be_undone_there(desk, wire, carry, clock, number):
    carry()
    thread = wire.refs(ROOM)[0]
    desk.reply(number, BOB, "Restart it.", source=f"{thread}/7.7")
    carry()

    assert wire.said(ROOM)[-1] == "⏳ This answer leaves after 10 seconds"
    assert wire.said(BOARD)[-1] == "📤 Bob replied to the requester: Restart it."
    assert [button.verb for button in buttons(wire)] == ["undo"]
    assert wire.to(ROOM).posts[-1].target == f"{thread}/7.7"


def test_agents_are_told_after_four_hours_that_an_answer_still_waits_and_only_once(desk, wire, carry, clock, number):
    desk.reply(number, BOB, "Restart it.")
    carry()
    wire.mail.errors = [NotSent("451 later")] * 100
    for _ in range(10):
        clock.forward(hours=1)
        carry()

    facts = [event.fact for event in desk.history(number, BOB)]
    assert facts.count(Delayed(ANN.place, "451 later")) == 1
    assert "still waits" in wire.said(ROOM)[-1]


def test_what_is_tried_for_five_days_in_vain_ends_in_sight(desk, wire, carry, clock, number):
    desk.reply(number, BOB, "Restart it.")
    carry()
    wire.mail.errors = [NotSent("451 later")] * 1000
    for _ in range(125):
        clock.forward(hours=1)
        carry()

    [undelivered] = [e.fact for e in desk.history(number, BOB) if isinstance(e.fact, Undelivered)]
    assert "451 later (given up after 5 days)" in undelivered.reason


def test_a_refusal_stands_in_the_thread_with_its_reason_and_a_button(desk, wire, carry, clock, number):
    desk.reply(number, BOB, "Restart it.")
    carry()
    wire.mail.errors = [Undeliverable("550 no such person")]
    clock.forward(seconds=10)
    carry()

    assert wire.said(ROOM)[-1] == f"⚠️ An answer to {ANN.place} could not be delivered: 550 no such person"
    assert [button.label for button in buttons(wire)][-1] == "Retry"
    assert desk.show(number, BOB).delivery is Mark.FAILED


def test_retry_sends_it_again_and_twice_is_once(desk, wire, carry, clock, number):
    desk.reply(number, BOB, "Restart it.")
    carry()
    wire.mail.errors = [Undeliverable("550 no such person")]
    clock.forward(seconds=10)
    carry()
    assert desk.retry(number, CLEO).trouble == ""
    desk.retry(number, CLEO)
    carry()

    assert wire.at(ANN.place) == ["Acknowledged", "Replied"]
    assert sum(isinstance(event.fact, Retried) for event in desk.history(number, BOB)) == 1
    assert desk.show(number, BOB).delivery is Mark.DELIVERED


@pytest.mark.parametrize("by", [BEN, MAX, ANN])
def test_only_agents_of_its_queue_send_again(desk, number, by):
    with pytest.raises(Refused):
        desk.retry(number, by)


def test_where_nothing_failed_nothing_is_sent_again(desk, number):
    with pytest.raises(Refused, match="every answer left"):
        desk.retry(number, BOB, 1)


def test_a_fact_tells_that_it_was_taken_back_and_by_whom(desk, number):
    desk.reply(number, BOB, "Restart it.")
    desk.undo(number, SUE)

    last = desk.history(number, BOB)[-1]
    assert (last.by.name, last.fact) == (SUE.name, TakenBack(last.fact.reply, "new", waiting_since_at=last.at))


def quoted(wire):
    return [words.quote and (words.quote.heading, words.quote.text) for words in wire.mail.words if not words.automatic]


def test_an_answer_by_mail_quotes_the_requesters_last_words_below(desk, wire, carry, clock, number):
    desk.receive(Incoming(ANN, "Still nothing.", "support", "mail:<2@x>", ANN.place, tokens=(token(number),)))
    desk.note(number, BOB, "CANARY")
    desk.reply(number, BOB, "Restart it.")
    clock.forward(seconds=10)
    carry()

    assert quoted(wire) == [("On 2026-06-01 12:00, Ann wrote:", "Still nothing.")]


def test_what_others_wrote_and_what_agents_wrote_down_is_never_quoted(desk, wire, carry, clock, number):
    desk.receive(Incoming(MAX, "CANARY", "support", "mail:<2@x>", MAX.place, tokens=(token(number),)))
    phoned = desk.open(BOB, "Called us", "CANARY: rude", "support", "mail:dora@example.org", DORA)
    desk.reply(number, BOB, "one")
    desk.reply(phoned.number, BOB, "two")
    clock.forward(seconds=10)
    carry()

    assert quoted(wire) == [("On 2026-06-01 12:00, Ann wrote:", "Nothing loads."), None]


def test_a_queue_speaks_its_own_language_and_agents_theirs(store, clock, wire):
    german = replace(HELD, queues=(replace(HELD.queues[0], language="de", undo_for=timedelta()),))
    desk = Desk(store, german, clock)
    number = desk.receive(Incoming(ANN, "Nichts geht.", "support", "mail:<1@x>", ANN.place, "VPN"))[0].number
    desk.reply(number, BOB, "Try again.")
    desk.resolve(number, BOB)
    asyncio.run(Outbox(store, desk, german, wire.mail, ask, clock, "w").carry())
    for _ in range(4):
        asyncio.run(Outbox(store, desk, german, wire.mail, ask, clock, "w").carry())

    acknowledged, answer, resolved = wire.said(ANN.place)
    assert f"unter der Nummer #{number}" in acknowledged
    assert (answer, quoted(wire)[0][0]) == ("Try again.", "Am 2026-06-01 12:00 schrieb Ann:")
    assert "gelöst" in resolved


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_of_the_settings_has_all_the_words(language):
    said = PHRASES[language]

    assert all("#{number}" in text for text in (said.acknowledged, said.acknowledged_here, said.resolved))
    assert "{at}" in said.wrote
    assert "{name}" in said.wrote
    assert language == "en" or said.received != PHRASES["en"].received
