"""Many at once, on both databases: one wins, nobody deadlocks, nothing is lost."""

import threading
from functools import reduce

from bot.apply import apply
from bot.errors import AlreadyOwned
from bot.people import Person
from bot.ports import Receipt
from bot.ticket import Ticket
from tests.conftest import ANN, BOB, ROOM


def at_once(*deeds):
    """Run `deeds` in threads of their own; return what broke."""
    broken: list[Exception] = []

    def run(deed) -> None:
        try:
            deed()
        except Exception as error:
            broken.append(error)

    threads = [threading.Thread(target=run, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return broken


def test_of_eight_agents_who_claim_a_ticket_exactly_one_wins(desk):
    numbers = [desk.open(ANN, "VPN", "", "support").number for _ in range(25)]
    won: list[tuple[int, str]] = []

    def claim_all(name: str) -> None:
        for number in numbers:
            try:
                desk.claim(number, Person(name, f"slack:@{name}", frozenset({ROOM})))
                won.append((number, name))
            except AlreadyOwned:
                pass

    assert at_once(*(lambda name=f"U{number}": claim_all(name) for number in range(8))) == []
    assert sorted(number for number, _ in won) == numbers
    assert {(number, desk.show(number, BOB).ticket.owner_name) for number in numbers} == set(won)


def test_agents_and_outboxes_never_wait_for_each_other_in_a_circle(desk, store, clock):
    numbers = [desk.open(ANN, "VPN", "", "support", ANN.place).number for _ in range(5)]

    def talk() -> None:
        for turn in range(30):
            desk.reply(numbers[turn % 5], BOB, f"Try {turn}")

    def carry(channel: str) -> None:
        for turn in range(60):
            with store.transaction() as tx:
                posts = tx.posts.lease(channel, f"{channel}{turn}", clock(), 5)
            for post in posts:
                settle(post, turn)
            with store.transaction() as tx:
                for card in tx.cards.stale(channel, "w", clock(), 5):
                    tx.cards.drawn(card, clock())

    def settle(post, turn: int) -> None:
        with store.transaction() as tx:
            if turn % 3 == 2 and tx.posts.dead(post, "gone"):
                desk.undelivered(post, "gone")
            else:
                tx.posts.sent(post, Receipt(f"{post.place}/{post.id}"), clock())

    assert at_once(talk, talk, talk, *(lambda name=name: carry(name) for name in ("mail", "mail", "slack"))) == []
    with store.transaction() as tx:
        for number in numbers:
            assert reduce(apply, tx.tickets.history(number), Ticket(number)) == tx.tickets.get(number)


def test_the_same_mail_by_two_readers_is_one_arrival_and_one_ticket(desk, store):
    opened = [lambda: desk.open(ANN, "VPN", "", "support", source="mail:<1@x>") for _ in range(4)]
    broken = at_once(*opened)

    with store.transaction() as tx:  # who lost the race is told by the database and reads again
        assert tx.tickets.of("mail:<1@x>") is not None
        assert len(tx.tickets.history(tx.tickets.of("mail:<1@x>"))) == 2
    assert {type(error).__name__ for error in broken} <= {"IntegrityError"}
