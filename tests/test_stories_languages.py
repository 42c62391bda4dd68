"""Requesters are spoken to in their language: chosen, else told by their wire, else their queue's."""

from dataclasses import replace

import pytest

from adapters import verbs
from adapters.calls import Call
from bot.config import Queue
from bot.desk import Desk
from bot.errors import Misunderstood, Unknown
from bot.incoming import Incoming
from bot.macro import Macro
from bot.people import Person
from bot.phrasebook import PHRASES
from bot.speech import LANGUAGES, speaking, spoken
from bot.ticket import Ticket
from tests.conftest import ANN, BOB, HELP, ROOM, SETTINGS

FRENCH = replace(ANN, language="fr-CA")
HERE = Person("Ann", "slack:@UANN", language="de-DE")
GREETING = Macro("hello", "Hello {requester}.", texts={"fr": "Bonjour {requester}."})
WITH = replace(SETTINGS, macros=(GREETING,))


@pytest.fixture
def desk(store, clock):
    return Desk(store, WITH, clock)


@pytest.fixture
def mailed(desk):
    """The ticket that a mail opens."""

    def receive(by, text="Bonjour, rien ne va plus."):
        mail = Incoming(by, text, "support", f"mail:<{text}@example.org>", by.place, "VPN", verdict="pass")
        return desk.receive(mail)[0]

    return receive


@pytest.fixture
def do(desk, clock):
    def run(verb, by, number=None, **values):
        return verbs.run(desk, WITH, Call(verb, by, clock(), number, values)).text

    return run


def test_a_french_mail_is_acknowledged_in_french(mailed, carry, wire):
    mailed(FRENCH)
    carry()
    assert wire.said(ANN.place) == [PHRASES["fr"].acknowledged.replace("{number}", "1")]


def test_the_room_says_what_it_always_says(mailed, carry, wire):
    mailed(FRENCH)
    carry()
    assert wire.said(ROOM) == ["📨 Ann asks: Bonjour, rien ne va plus."]


def test_a_chosen_language_wins_over_a_told_one(desk, do, mailed, carry, wire):
    do("me", FRENCH, do="language it")
    assert mailed(FRENCH).language == "it"
    carry()
    assert wire.said(ANN.place) == [PHRASES["it"].acknowledged.replace("{number}", "1")]


def test_what_was_chosen_is_forgotten_again(do, mailed):
    do("me", FRENCH, do="language it")
    do("me", FRENCH, do="language auto")
    assert mailed(FRENCH).language == "fr"


def test_a_language_without_words_of_ours_is_the_queues(mailed, carry, wire):
    assert mailed(replace(ANN, language="ru")).language == ""
    carry()
    assert wire.said(ANN.place) == [PHRASES["en"].acknowledged.replace("{number}", "1")]


@pytest.mark.parametrize("language", PHRASES)
def test_every_language_of_the_phrasebook_can_be_chosen(desk, do, language):
    assert f": {language}" in do("me", HERE, do=f"language {language.upper()}")
    assert desk.circle.chosen(HERE) == language


def test_a_language_that_the_desk_does_not_speak_is_refused_with_those_it_does(do):
    with pytest.raises(Misunderstood, match=r"I do not speak “klingon”\. There are: en, de, fr"):
        do("me", HERE, do="language klingon")


def test_me_says_what_the_platform_tells(do):
    assert "Language: de-DE, as Slack tells." in do("me", HERE)


def test_a_choice_belongs_to_the_person_wherever_they_write_from(store, clock, do, mailed):
    do("me", HERE, do="language fr")
    with store.transaction() as tx:
        tx.people.meet(ANN, clock())
        tx.people.join(HERE.place, (ANN.place,))
    assert mailed(ANN).language == "fr"


def test_linking_keeps_the_language_that_the_other_place_chose(store, clock, do):
    do("me", ANN, do="language fr")
    with store.transaction() as tx:
        tx.people.meet(HERE, clock())
        tx.people.join(HERE.place, (ANN.place,))
        assert tx.people.language(HERE.place) == "fr"
        tx.people.part(ANN.place)
        assert (tx.people.language(HERE.place), tx.people.language(ANN.place)) == ("fr", "fr")


def test_a_macro_takes_the_requesters_language(do, mailed):
    assert "Bonjour Ann." in do("macro", BOB, mailed(FRENCH).number, name="hello")
    assert "Hello Ann." in do("macro", BOB, mailed(ANN, "Nothing loads.").number, name="hello")


def test_an_agent_sets_the_language_and_takes_that_back(desk, do, mailed):
    number = mailed(ANN).number
    assert do("set", BOB, number, field="language", value="FR") == f"#{number}: Language is fr."
    assert "Language: fr" in do("show", BOB, number)
    assert "Bob set the requester's language to fr" in do("history", BOB, number)
    assert "Bonjour Ann." in do("macro", BOB, number, name="hello")
    do("undo", BOB, number)
    assert desk.show(number, BOB).ticket.language == ""


def test_a_ticket_is_set_to_no_language_that_the_desk_lacks(do, mailed):
    with pytest.raises(Misunderstood, match="Language cannot be “ru”; accepted is one of: en, de"):
        do("set", BOB, mailed(ANN).number, field="language", value="ru")
    with pytest.raises(Unknown):
        do("set", BOB, mailed(ANN).number, field="tongue", value="fr")


def test_the_card_tells_a_language_only_where_it_is_not_the_queues(do, mailed):
    assert "Language" not in do("show", BOB, mailed(replace(ANN, language="en-GB")).number)


def test_an_answer_of_the_desk_in_a_chat_takes_it_too(desk, carry, wire):
    desk.receive(Incoming(HERE, "Nichts geht.", "support", f"{HELP}/1", f"{HELP}/1"))
    carry()
    assert wire.said(f"{HELP}/1") == [PHRASES["de"].acknowledged_here.replace("{number}", "1")]


def test_what_is_split_off_is_spoken_to_as_before(desk, mailed):
    number = mailed(FRENCH).number
    desk.receive(Incoming(ANN, "Et l’imprimante.", "support", "mail:<9@x>", ANN.place, is_conversation=True))
    said = desk.ties.messages(number, BOB)[-1]
    assert desk.ties.split(number, BOB, [said.id]).language == "fr"


@pytest.mark.parametrize(
    ("chosen", "told", "desks", "read"),
    [
        ("", "", "en", "en"), ("", "", "de", "de"), ("", "ja", "de", "ja"), ("", "ja_JP", "de", "ja"),
        ("fr", "ja", "de", "fr"), ("it", "ja", "de", "ja"), ("", "ru", "it", "en"),
    ],
)  # fmt: skip
def test_agents_read_what_they_chose_else_what_is_told_else_the_desks(store, clock, chosen, told, desks, read):
    desk, bob = Desk(store, replace(SETTINGS, language=desks), clock), replace(BOB, language=told)
    if chosen:
        desk.circle.me(bob, "language", chosen)
    assert desk.circle.language(bob) == read


def test_what_agents_can_read_requesters_can_too():
    assert set(LANGUAGES) <= set(PHRASES)


def test_a_queue_has_its_own_language_where_nobody_knows_the_requesters(store, clock):
    settings = replace(SETTINGS, language="de", queues=(Queue("support", language="es"), Queue("billing")))
    assert [settings.tongue("support"), settings.tongue("billing"), settings.tongue("support", "fr")] == [
        "es", "de", "fr",
    ]  # fmt: skip


def test_speech_ends_where_it_began():
    with speaking("de"), speaking("fr"):
        assert spoken() == "fr"
    assert (spoken(), Ticket(1).language) == ("en", "")
