"""Cards: which thread is whose, and what must be drawn again."""

from dataclasses import replace
from datetime import timedelta

from bot.events import Noted, Replied, Wrote
from bot.ports import Draft, Kind, Receipt
from tests.conftest import ANN, BOARD, ROOM
from tests.storage.deeds import OPENED, record

ROOT = Draft(ROOM, Kind.ROOT)


def send_all(store, clock, channel="slack", ref="slack:C0ROOM/1.1", thread=None):
    with store.transaction() as tx:
        for post in tx.posts.lease(channel, "w", clock(), 20):
            tx.posts.sent(post, Receipt(ref, thread), clock())


def stale(store, clock, channel="slack"):
    with store.transaction() as tx:
        return tx.cards.stale(channel, "w", clock(), 20)


def test_a_root_without_a_thread_of_its_own_is_the_thread(store, clock):
    number = record(store, clock, OPENED, ROOT).number
    send_all(store, clock)
    with store.transaction() as tx:
        assert tx.cards.threads(number) == {ROOM: "slack:C0ROOM/1.1"}
        assert tx.cards.place_of("slack:C0ROOM/1.1/2.0") == ROOM
        assert tx.cards.place_of("slack:C0ROOM/1.1") is None  # the root itself stands in the room
        assert tx.cards.place_of("mail:<1@x>") is None


def test_a_thread_elsewhere_than_its_root_is_found_by_its_address(store, clock):
    number = record(store, clock, OPENED, Draft(BOARD, Kind.ROOT)).number
    send_all(store, clock, "discord", "discord:100/80", "discord:80")
    with store.transaction() as tx:
        assert tx.cards.threads(number) == {BOARD: "discord:80"}
        assert tx.cards.place_of("discord:80/9931") == BOARD
        assert tx.tickets.of("discord:80") == tx.tickets.of("discord:100/80") == number


def test_a_word_that_opens_a_thread_with_the_requester_is_remembered_and_never_drawn(store, clock):
    asked = replace(OPENED, origin="slack:@UANN")
    number = record(store, clock, asked, Draft("slack:@UANN", Kind.REQUESTER)).number
    send_all(store, clock, ref="slack:D9/3.0", thread="slack:D9/3.0")
    record(store, clock, Wrote("more"), number=number)
    with store.transaction() as tx:
        assert tx.cards.place_of("slack:D9/3.0/4.0") == "slack:@UANN"
    assert stale(store, clock) == []


def test_a_fresh_root_that_shows_everything_is_not_drawn(store, clock):
    record(store, clock, OPENED, ROOT)
    send_all(store, clock)

    assert stale(store, clock) == []


def test_what_changed_while_the_root_was_on_its_way_is_drawn(store, clock):
    number = record(store, clock, OPENED, ROOT).number
    with store.transaction() as tx:
        (post,) = tx.posts.lease("slack", "w", clock(), 1)
    record(store, clock, Noted("hm"), number=number)
    with store.transaction() as tx:
        tx.posts.sent(post, Receipt("slack:C0ROOM/1.1"), clock())

    assert [card.ticket.version for card in stale(store, clock)] == [2]


def test_a_root_does_not_know_the_earlier_tickets_so_its_card_is_drawn(store, clock):
    record(store, clock, OPENED)
    record(store, clock, OPENED, ROOT)
    send_all(store, clock)

    assert [card.earlier for card in stale(store, clock)] == [1]


def test_changes_in_a_burst_cost_one_drawing_and_the_last_is_never_lost(store, clock):
    number = record(store, clock, OPENED, ROOT).number
    send_all(store, clock)
    record(store, clock, Noted("1"), number=number)
    (card,) = stale(store, clock)
    assert stale(store, clock) == []  # leased
    record(store, clock, Noted("2"), number=number)
    with store.transaction() as tx:
        tx.cards.drawn(card, clock())

    assert stale(store, clock) == []  # rests
    clock.forward(seconds=3)
    assert [card.ticket.version for card in stale(store, clock)] == [3]


def test_a_drawing_that_failed_is_tried_again_later(store, clock):
    number = record(store, clock, OPENED, ROOT).number
    send_all(store, clock)
    record(store, clock, Noted("1"), number=number)
    (card,) = stale(store, clock)
    with store.transaction() as tx:
        tx.cards.again(card, clock() + timedelta(seconds=15))

    clock.forward(seconds=14)
    assert stale(store, clock) == []
    clock.forward(seconds=1)
    assert len(stale(store, clock)) == 1


def test_a_worker_that_died_drawing_loses_its_card_to_another(store, clock):
    number = record(store, clock, OPENED, ROOT).number
    send_all(store, clock)
    record(store, clock, Noted("1"), number=number)
    stale(store, clock)
    clock.forward(minutes=2)

    assert len(stale(store, clock)) == 1


def test_a_lost_card_gets_one_new_root_and_the_lines_wait_for_it(store, clock):
    number = record(store, clock, OPENED, ROOT).number
    send_all(store, clock)
    record(store, clock, Noted("1"), Draft(ROOM, Kind.LINE), number=number)
    (card,) = stale(store, clock)
    with store.transaction() as tx:
        tx.cards.lost(card.ticket.number, card.thread, clock())
        tx.cards.lost(card.ticket.number, card.thread, clock())

    with store.transaction() as tx:
        posts = tx.posts.lease("slack", "w", clock(), 20)
    assert [(post.kind, post.event.fact) for post in posts] == [(Kind.ROOT, OPENED)]


def test_a_delivered_answer_redraws_the_cards_but_not_the_requesters_own_thread(store, clock):
    number = record(store, clock, OPENED, ROOT).number
    send_all(store, clock)
    record(store, clock, Replied("Try now?"), Draft(ANN.place, Kind.REQUESTER), number=number)
    with store.transaction() as tx:
        for card in tx.cards.stale("slack", "w", clock(), 5):
            tx.cards.drawn(card, clock())
    clock.forward(minutes=1)
    assert stale(store, clock) == []
    send_all(store, clock, "mail", "mail:<9@desk>")

    assert [card.place for card in stale(store, clock)] == [ROOM]
