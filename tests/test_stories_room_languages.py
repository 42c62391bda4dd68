"""A room reads its own language, whatever its requesters speak, and whoever works there."""

import asyncio
from dataclasses import replace

import pytest

from bot import wording
from bot.desk import Desk
from bot.incoming import Incoming
from bot.outbox import Outbox
from bot.phrasebook import phrases
from bot.speech import say, speaking, word
from bot.ticket import Priority
from tests.conftest import ANN, BOARD, BOB, ROOM, SETTINGS, FakeChannel, ask

SUPPORT = replace(SETTINGS.queues[0], language="fr", room_language="de")
GERMAN = replace(SETTINGS, queues=(SUPPORT, *SETTINGS.queues[1:]))
MAIL = Incoming(ANN, "Rien ne marche.", "support", "mail:<1@example.org>", ANN.place, "VPN", verdict="pass")


class Reader(FakeChannel):
    """A wire that also keeps what a card says while it is drawn."""

    async def draw(self, card):
        await super().draw(card)
        self.words_of_cards.append(wording.summary(card.ticket))


@pytest.fixture
def wires(store, clock):
    """The wires, and how they are brought up to date."""
    desk, channels = Desk(store, GERMAN, clock), {name: Reader(name) for name in ("slack", "mail")}
    for channel in channels.values():
        channel.words_of_cards = []

    async def run():
        boxes = [Outbox(store, desk, GERMAN, channel, ask, clock, "tests") for channel in channels.values()]
        while sum([await box.carry() for box in boxes]):
            pass

    return desk, channels, lambda: asyncio.run(run())


def test_the_thread_and_the_card_of_a_german_room_are_german_while_the_requester_hears_french(wires):
    desk, channels, carry = wires
    ticket, _ = desk.receive(MAIL)
    carry()
    with speaking("ja"):  # of whoever does it
        desk.claim(ticket.number, BOB)
        desk.priority(ticket.number, BOB, Priority.HIGH)
    carry()

    with speaking("de"):
        claimed, level = say("{by} claimed this ticket", by="Bob"), word("high", "priority")
    thread = channels["slack"].said(ROOM)
    assert claimed != "Bob claimed this ticket"
    assert any(claimed in line for line in thread)
    assert level in channels["slack"].words_of_cards[-1]
    assert channels["mail"].said(ANN.place) == [phrases("fr").acknowledged.replace("{number}", "1")]


def test_the_guide_of_a_german_room_is_german(store, clock, wires):
    desk, _, _ = wires
    desk.welcome()

    with speaking("de"):
        head = say("Tickets of {queue} come here, each with a card and a thread of its own", queue="support")
    with store.transaction() as tx:
        heads = {notice.place: notice.words.head for notice in tx.notices.of("guide")}
    assert head != heads["slack:C0BILLS"].replace("billing", "support")
    assert heads[ROOM] == heads[BOARD] == head


def test_a_queue_without_a_language_of_its_rooms_has_the_desks_and_that_is_english_where_agents_have_no_other():
    spoken = {"de": "de", "pt": "pt", "sv": "en"}
    assert {one: replace(SETTINGS, language=one).room_tongue("billing") for one in spoken} == spoken
    assert replace(SETTINGS, language="sv", room_language="fr").room_tongue("billing") == "fr"
