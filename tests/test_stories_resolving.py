"""A ticket ends: the requester is asked whether it is solved, and warned once before silence closes it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot import wording
from bot.desk import Desk
from bot.errors import NoSuchTicket, Refused, RequesterOnly
from bot.events import Closed, Objected, Resolved, Unasked, Warned, Wrote
from bot.incoming import Incoming
from bot.people import Person
from bot.phrasebook import PHRASES
from bot.ports import Kind
from bot.questions import QUESTIONS
from bot.solved import answer
from bot.ticket import Status
from bot.words import ForRoom
from tests.conftest import ANN, BOB, HELP, MAX, ROOM, SETTINGS, SUE, lost_answer

MAIL = Incoming(ANN, "Nothing loads.", "support", "mail:<1@example.org>", ANN.place, "VPN is down", verdict="pass")
RITA = Person("Rita", "slack:@URITA")
ASKED = Incoming(RITA, "How do I log in?", "support", f"{HELP}/17.1", f"{HELP}/17.1", "How do I log in?")


@pytest.fixture
def ticket(desk):
    """Asked for by mail, and resolved by Bob."""
    number = desk.receive(MAIL)[0].number
    return desk.resolve(number, BOB)


@pytest.fixture
def chatted(desk):
    """The same in a chat."""
    number = desk.receive(ASKED)[0].number
    desk.claim(number, BOB)
    return desk.resolve(number, BOB)


def facts(desk, number):
    return [type(event.fact).__name__ for event in desk.history(number, BOB)]


def reply(desk, text, count=2, **more):
    return desk.receive(replace(MAIL, source=f"mail:<{count}@example.org>", answers=(MAIL.source,), text=text, **more))[
        0
    ]


def pressable(wire, place):
    spoken = zip(wire.to(place).posts, wire.to(place).words, strict=True)
    return [(one.label, one.verb, one.number, one.rest) for post, words in spoken if post.place == place and words
            for one in words.buttons]  # fmt: skip


def ticks(desk):
    while desk.tick():
        pass


def test_who_asked_in_a_chat_gets_the_question_with_two_buttons(wire, carry, chatted):
    carry()

    assert "Is it solved?" in wire.said(chatted.origin)[-1]
    assert pressable(wire, chatted.origin) == [
        ("Yes", "solved", chatted.number, ""), ("Not yet", "unsolved", chatted.number, ""),
    ]  # fmt: skip


@pytest.mark.parametrize(("verb", "told"), [("solved", "Your answer: Yes"), ("unsolved", "Your answer: Not yet")])
def test_a_question_that_was_answered_asks_no_more_and_says_what_was(desk, wire, carry, chatted, verb, told):
    carry()
    getattr(desk.verdicts, verb)(chatted.number, RITA)
    carry()

    [(post, words)] = settled(wire, chatted)
    assert post.target == asked_by(wire, chatted).ref
    assert words.text.endswith(f"Is it solved?\n\n{told}")
    assert words.buttons == ()


def test_a_question_that_was_overtaken_asks_no_more_either_and_once(desk, wire, carry, chatted):
    carry()
    desk.reopen(chatted.number, BOB)
    desk.resolve(chatted.number, BOB)
    carry()

    [(post, words)] = settled(wire, chatted)
    assert words.text.endswith("Is it solved?")
    desk.verdicts.solved(chatted.number, RITA)
    carry()
    assert [one.event.id == post.event.id for one, _ in settled(wire, chatted)] == [True, False]


def settled(wire, ticket):
    """What was made to ask no more: each post with its words."""
    slack = wire.to(ticket.origin)
    return [(post, words) for post, words in zip(slack.posts, slack.words, strict=True) if post.kind is Kind.SETTLED]


def asked_by(wire, ticket):
    """The receipt of the question."""
    slack = wire.to(ticket.origin)
    return next(slack.receipts[one.uuid] for one in slack.posts
                if one.place == ticket.origin and isinstance(one.event.fact, Resolved))  # fmt: skip


@pytest.mark.parametrize("is_quick", [True, False], ids=["drawn later", "drawn at once"])
def test_who_asked_before_reads_neither_the_answer_of_who_asks_now_nor_a_link_to_answer(
    store, clock, wire, carry, chatted, is_quick
):
    linking = replace(SETTINGS, public_url="https://desk.example")
    desk = Desk(store, linking, clock)
    carry()
    desk.circle.watch(chatted.number, BOB, "requester", MAX)
    if not is_quick:
        carry()
    desk.verdicts.solved(chatted.number, MAX)
    carry()

    [(post, words)] = settled(wire, chatted)
    assert post.target == asked_by(wire, chatted).ref
    for said in (words, wording.words(post, linking)):
        assert said.text.endswith("Is it solved?")
        assert "http" not in said.text
        assert said.buttons == ()


def test_a_question_whose_sending_was_in_doubt_holds_no_link_of_who_was_made_the_requester_since(
    store, clock, wire, chatted, carry
):
    wire.slack.errors[:] = [lost_answer()] * 3
    carry()
    wire.slack.errors.clear()
    linking = replace(SETTINGS, public_url="https://desk.example")
    Desk(store, linking, clock).circle.watch(chatted.number, BOB, "requester", MAX)
    clock.forward(hours=1)
    carry()

    asked = [one for one in wire.slack.posts if one.place == chatted.origin and isinstance(one.event.fact, Resolved)]
    assert asked
    for post in asked:
        assert "http" not in wording.words(post, linking).text


def test_who_asked_by_mail_is_told_how_to_answer_in_words(wire, carry, ticket):
    carry()

    assert wire.said(ANN.place)[-1].endswith("Is it solved? Simply reply “Yes” or “Not yet”.")
    assert pressable(wire, ANN.place) == []


def test_yes_closes_it_and_says_who_confirmed(desk, wire, carry, chatted):
    closed = desk.verdicts.solved(chatted.number, RITA)
    carry()

    assert (closed.status, closed.resolution) == (Status.CLOSED, "fixed")
    assert wire.said(ROOM)[-1] == "🔒 Rita says that it is solved: this ticket is closed"
    assert desk.verdicts.solved(chatted.number, RITA).version == closed.version


def test_not_yet_opens_it_pings_the_owner_and_asks_what_is_missing(desk, wire, carry, chatted):
    opened = desk.verdicts.unsolved(chatted.number, RITA)
    carry()

    assert (opened.status, opened.resolution, opened.close_at, opened.warn_at) == (Status.OPEN, "", None, None)
    assert [one for one in wire.slack.words if isinstance(one, ForRoom)][-1].pings == (BOB.place,)
    assert "What is missing?" in wire.said(chatted.origin)[-1]
    assert desk.verdicts.unsolved(chatted.number, RITA).version == opened.version


def test_who_says_at_once_what_is_missing_is_not_asked(desk, wire, carry, ticket):
    opened = desk.verdicts.unsolved(ticket.number, ANN, "It still blinks.")
    carry()

    assert (opened.last_words, opened.waiting_since_at is not None) == ("It still blinks.", True)
    assert wire.said(ROOM)[-1] == "🔓 Ann says that it is not solved yet: It still blinks."
    assert "What is missing?" not in wire.said(ANN.place)[-1]


def test_nobody_answers_for_the_requester(desk, chatted):
    for verb in (desk.verdicts.solved, desk.verdicts.unsolved):
        with pytest.raises(RequesterOnly):
            verb(chatted.number, SUE)
        with pytest.raises(NoSuchTicket):
            verb(chatted.number, MAX)
    assert facts(desk, chatted.number)[-1] == "Resolved"


def test_a_press_that_comes_when_the_ticket_has_moved_on_is_answered_kindly(desk, chatted):
    desk.reopen(chatted.number, BOB)
    with pytest.raises(Refused, match="has moved on"):
        desk.verdicts.solved(chatted.number, RITA)
    assert desk.verdicts.unsolved(chatted.number, RITA).status is Status.OPEN


def test_not_yet_long_after_the_end_is_too_late(desk, clock, chatted):
    desk.verdicts.solved(chatted.number, RITA)
    clock.forward(days=15)
    with pytest.raises(Refused, match="has moved on"):
        desk.verdicts.unsolved(chatted.number, RITA)


def test_the_same_press_twice_is_one(desk, chatted):
    first = desk.verdicts.unsolved(chatted.number, RITA, source="slack:trigger/1")
    desk.resolve(chatted.number, BOB)

    assert desk.verdicts.unsolved(chatted.number, RITA, source="slack:trigger/1").status is Status.RESOLVED
    assert first.status is Status.OPEN


def test_a_mail_that_says_yes_and_nothing_else_closes_it(desk, ticket):
    closed = reply(desk, "Yes, thank you!\n\nAnn\n> Is it solved?", reply="Yes, thank you!\n\nAnn")

    assert closed.status is Status.CLOSED
    assert facts(desk, ticket.number)[-2:] == ["Wrote", "Closed"]


def test_a_mail_that_says_not_yet_opens_it_and_asks_what_is_missing(desk, wire, carry, ticket):
    opened = reply(desk, "Not yet.")
    carry()

    assert opened.status is Status.OPEN
    assert facts(desk, ticket.number)[-2:] == ["Wrote", "Objected"]
    assert "What is missing?" in wire.said(ANN.place)[-1]


def test_words_around_the_yes_are_read_by_a_person(desk, ticket):
    assert reply(desk, "Yes, but now the printer is dead.").status is Status.OPEN
    assert facts(desk, ticket.number)[-1] == "Wrote"


def test_yes_to_an_agent_s_own_question_ends_nothing(desk, ticket):
    desk.reply(ticket.number, BOB, "Shall I look at the printer too?")

    assert reply(desk, "Yes").status is Status.OPEN


@pytest.mark.parametrize("said", ["Yes", "No"])
def test_what_an_unknown_colleague_or_a_machine_answers_is_no_verdict(desk, ticket, said):
    desk.receive(replace(MAIL, source="mail:<2@x>", answers=(MAIL.source,), text=said, automatic=True))

    assert Closed not in [type(event.fact) for event in desk.history(ticket.number, BOB)]
    assert Objected not in [type(event.fact) for event in desk.history(ticket.number, BOB)]


def test_silence_is_warned_of_once_and_then_closes(desk, wire, carry, clock, ticket):
    clock.forward(days=4)
    ticks(desk)
    ticks(desk)
    carry()
    assert wire.said(ANN.place)[-1].startswith(
        f"We have not heard from you about #{ticket.number}, so we will close it on 2026-06-06 12:00 (UTC)."
    )
    assert facts(desk, ticket.number).count("Warned") == 1

    clock.forward(days=1)
    ticks(desk)
    assert facts(desk, ticket.number)[-2:] == ["Warned", "Closed"]


def test_each_resolution_has_its_own_warning(desk, clock, ticket):
    clock.forward(days=4)
    ticks(desk)
    desk.reopen(ticket.number, BOB)
    desk.resolve(ticket.number, BOB)
    clock.forward(days=4)
    ticks(desk)

    assert facts(desk, ticket.number).count("Warned") == 2


def test_who_answers_is_warned_of_nothing(desk, clock, ticket):
    reply(desk, "It still blinks, look at this.")
    clock.forward(days=9)
    ticks(desk)

    assert "Warned" not in facts(desk, ticket.number)


def test_a_yes_to_the_warning_counts(desk, clock, ticket):
    clock.forward(days=4)
    ticks(desk)

    assert reply(desk, "Yes").status is Status.CLOSED


def test_after_a_long_downtime_the_end_comes_without_a_late_warning(desk, clock, ticket):
    clock.forward(days=30)
    ticks(desk)

    assert facts(desk, ticket.number)[-1] == "Closed"
    assert "Warned" not in facts(desk, ticket.number)


def test_a_queue_may_warn_of_nothing(store, clock):
    quiet = replace(SETTINGS.queues[0], warn_before=timedelta())
    desk = Desk(store, replace(SETTINGS, queues=(quiet,)), clock)
    number = desk.receive(MAIL)[0].number

    assert desk.resolve(number, BOB).warn_at is None


def test_who_does_not_want_our_mail_and_machines_are_not_warned(desk, clock):
    desk.receive(replace(MAIL, automatic=True, silence="automatic"))
    desk.resolve(1, BOB)
    clock.forward(days=4)
    ticks(desk)

    assert desk.history(1, BOB)[-1].fact == Unasked("no person wrote it")


def test_blocked_senders_are_not_warned(desk, clock, ticket):
    desk.block(BOB, ANN.place, timedelta(days=30))
    clock.forward(days=4)
    ticks(desk)

    assert facts(desk, ticket.number)[-1] == "Unasked"
    assert Warned not in [type(event.fact) for event in desk.history(ticket.number, BOB)]


def test_a_verdict_in_words_is_kept_in_the_history(desk, ticket):
    reply(desk, "Ja", 2)  # English is spoken here
    assert facts(desk, ticket.number)[-1] == "Wrote"
    desk.resolve(ticket.number, BOB)
    reply(desk, "Yes", 3)

    wrote = [event.fact for event in desk.history(ticket.number, BOB) if isinstance(event.fact, Wrote)]
    assert [(fact.text, fact.solved) for fact in wrote] == [("Ja", None), ("Yes", True)]


def test_every_language_asks_and_understands_its_own_answers():
    assert set(QUESTIONS) == set(PHRASES)
    for language, said in QUESTIONS.items():
        assert answer(f"{said.yes}.", "Ann", language) is True, language
        assert answer(said.not_yet, "Ann", language) is False, language
        assert all(word in said.by_reply for word in ("{yes}", "{not_yet}")), language
        assert "{at}" in said.warned, language
        for named in (said.warned, said.missing, said.confirmed, said.open_again, said.over, said.survey):
            assert "#{number}" in named, language


@pytest.mark.parametrize(
    ("text", "language", "meant"),
    [
        ("Yes", "en", True), ("YES!", "de", True), ("Ja, vielen Dank!\nMit freundlichen Grüßen\nAnn", "de", True),
        ("Nein, leider noch nicht", "de", False), ("C’est résolu, merci", "fr", True), ("tak", "pl", True),
        ("tak", "da", None), ("はい。", "ja", True), ("还没有", "zh", False), ("No", "es", False),
        ("Yes?", "en", None), ("Yes 2", "en", None), ("thanks", "en", None), ("", "en", None),
        ("No, everything is great", "en", None), ("Yes " * 100, "en", None), ("Yes it works, but slowly", "en", None),
    ],
)  # fmt: skip
def test_only_the_answer_alone_is_one(text, language, meant):
    assert answer(text, "Ann", language) is meant
