"""How well were they helped: asked when a ticket closes, seldom of one person, answered once."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.desk import Desk
from bot.errors import Misunderstood, NoSuchTicket, Refused, RequesterOnly
from bot.incoming import Incoming
from bot.outbox import Outbox
from bot.people import Person
from bot.ports import Kind
from bot.stops import Halt, Stop
from bot.ticket import Status
from bot.wording import stars
from bot.words import ForRoom
from tests.conftest import ANN, BOB, HELP, MAX, ROOM, SETTINGS, SUPERVISORS, ask

QUEUES = tuple(replace(queue, survey=True) for queue in SETTINGS.queues)
CURIOUS = replace(SETTINGS, queues=QUEUES, public_url="https://desk.example")
RITA = Person("Rita", "slack:@URITA")
ASKED = Incoming(RITA, "How do I log in?", "support", f"{HELP}/17.1", f"{HELP}/17.1", "How do I log in?")
MAIL = Incoming(ANN, "Nothing loads.", "support", "mail:<1@example.org>", ANN.place, "VPN is down", verdict="pass")


@pytest.fixture
def desk(store, clock):
    return Desk(store, CURIOUS, clock)


@pytest.fixture
def carry(store, desk, wire, clock):
    async def run():
        boxes = [Outbox(store, desk, CURIOUS, channel, ask, clock, "tests") for channel in wire.channels]
        while sum([await box.carry() for box in boxes]):
            pass

    return lambda: asyncio.run(run())


@pytest.fixture
def closed(desk):
    """Rita's, resolved by Bob and confirmed by her."""
    number = desk.receive(ASKED)[0].number
    desk.resolve(number, BOB)
    return desk.verdicts.solved(number, RITA)


def facts(desk, number):
    return [type(event.fact).__name__ for event in desk.history(number, BOB)]


def again(desk, source="2", **more):
    """Another request of the same person, to its confirmed end."""
    number = desk.receive(replace(ASKED, source=f"{HELP}/{source}", origin=f"{HELP}/{source}", **more))[0].number
    desk.resolve(number, BOB)
    return desk.verdicts.solved(number, RITA)


def test_who_confirmed_is_asked_how_it_was_with_five_buttons(wire, carry, closed):
    carry()

    assert wire.said(closed.origin)[-1] == f"How did we do with #{closed.number}? 1 is poor, 5 is excellent."
    assert [(one.label, one.verb, one.rest) for words in wire.slack.words if words for one in words.buttons][-5:] == [
        (str(score), "rate", str(score)) for score in range(1, 6)
    ]
    assert "Surveyed" not in wire.at(ROOM)


def test_a_rating_is_told_to_the_agents_and_stands_on_the_card(desk, wire, carry, closed):
    rated = desk.verdicts.rate(closed.number, RITA, 4, "Friendly.")
    carry()

    assert wire.said(ROOM)[-1] == "⭐ Rita rated our help 4 of 5: Friendly."
    assert (rated.rating, rated.status, stars(rated)) == (4, Status.CLOSED, "⭐ 4/5")
    assert for_agents(wire)[-1].pings == ()


def test_a_low_rating_pings_the_supervisors(desk, wire, carry, closed):
    desk.verdicts.rate(closed.number, RITA, 2)
    carry()

    [line] = [one for one in for_agents(wire) if "rated" in one.head]
    assert line.pings == SUPERVISORS


def for_agents(wire):
    return [one for one in wire.slack.words if isinstance(one, ForRoom)]


def test_it_is_given_once_and_a_second_one_answered_kindly(desk, closed):
    first = desk.verdicts.rate(closed.number, RITA, 5, source="slack:view/1")
    assert desk.verdicts.rate(closed.number, RITA, 5, source="slack:view/1").version == first.version
    with pytest.raises(Refused, match="rated this already"):
        desk.verdicts.rate(closed.number, RITA, 1)


def test_it_is_the_requester_s_alone(desk, closed):
    with pytest.raises(RequesterOnly):
        desk.verdicts.rate(closed.number, BOB, 5)
    with pytest.raises(NoSuchTicket):
        desk.verdicts.rate(closed.number, MAX, 5)
    with pytest.raises(Misunderstood):
        desk.verdicts.rate(closed.number, RITA, 6)


def test_who_was_not_asked_cannot_rate(desk):
    number = desk.receive(ASKED)[0].number
    with pytest.raises(Refused, match="has moved on"):
        desk.verdicts.rate(number, RITA, 5)


def test_a_rating_that_comes_after_the_ticket_was_opened_again_counts(desk, closed):
    desk.reopen(closed.number, BOB)

    assert desk.verdicts.rate(closed.number, RITA, 3).rating == 3


def test_a_rating_that_was_open_while_its_ticket_came_back_says_what_was_answered(desk, wire, carry, closed):
    desk.reopen(closed.number, BOB)
    desk.resolve(closed.number, BOB)
    carry()
    desk.verdicts.rate(closed.number, RITA, 3)
    carry()

    told = [
        words.text for post, words in zip(wire.slack.posts, wire.slack.words, strict=True) if post.kind is Kind.SETTLED
    ]
    assert told[-1].endswith("Your answer: ⭐ 3/5")


def test_a_person_is_asked_seldom(desk, clock, closed):
    second = again(desk)
    assert facts(desk, second.number)[-1] == "Unasked"

    clock.forward(days=31)
    third = again(desk, "3")
    assert facts(desk, third.number)[-1] == "Surveyed"


def test_an_end_in_silence_is_followed_by_the_question_too(desk, wire, carry, clock):
    number = desk.receive(MAIL)[0].number
    desk.resolve(number, BOB)
    clock.forward(days=6)
    while desk.tick():
        pass
    carry()

    assert facts(desk, number)[-2:] == ["Closed", "Surveyed"]
    assert "\n5: <https://desk.example/solved/" in wire.said(ANN.place)[-1]


@pytest.mark.parametrize("code", ["spam", "duplicate", "no-response"])
def test_nobody_is_asked_of_what_was_no_help(desk, clock, code):
    number = desk.receive(MAIL)[0].number
    desk.resolve(number, BOB, code)
    clock.forward(days=6)
    desk.tick()

    assert facts(desk, number)[-1] == "Closed"


def test_an_agent_s_own_end_asks_nobody(desk):
    number = desk.receive(MAIL)[0].number
    desk.close(number, BOB, "fixed")

    assert facts(desk, number)[-1] == "Closed"


def test_machines_and_who_wants_no_mail_of_ours_are_not_asked(desk, store, clock):
    machine = desk.receive(replace(MAIL, automatic=True, silence="automatic"))[0].number
    person = desk.receive(replace(MAIL, source="mail:<2@x>", subject="Another matter", text="Help"))[0].number
    for number in (machine, person):
        desk.resolve(number, BOB)
    with store.transaction() as tx:
        tx.stops.put(Stop(ANN.place, Halt.UNWELCOME, clock()))
    clock.forward(days=6)
    while desk.tick():
        pass

    assert "Surveyed" not in [*facts(desk, machine), *facts(desk, person)]


def test_by_mail_nobody_is_asked_without_an_address_on_the_web(store, clock):
    desk = Desk(store, replace(CURIOUS, public_url=""), clock)
    number = desk.receive(MAIL)[0].number
    desk.resolve(number, BOB)
    desk.verdicts.solved(number, ANN)

    assert "PUBLIC_URL" in str(desk.history(number, BOB)[-1].fact)


def test_a_queue_asks_only_if_it_says_so(store, clock):
    desk = Desk(store, SETTINGS, clock)
    number = desk.receive(ASKED)[0].number
    desk.resolve(number, BOB)
    desk.verdicts.solved(number, RITA)

    assert facts(desk, number)[-1] == "Closed"


def test_the_pause_is_the_queue_s(store, clock):
    short = replace(CURIOUS, queues=tuple(replace(one, survey_pause=timedelta(hours=1)) for one in QUEUES))
    desk = Desk(store, short, clock)
    again(desk, "1")
    clock.forward(hours=2)

    assert facts(desk, again(desk, "2").number)[-1] == "Surveyed"


def test_a_rating_never_reaches_another_reader(desk, closed):
    desk.verdicts.rate(closed.number, RITA, 1, "CANARY")
    mine = [type(event.fact).__name__ for event in desk.history(closed.number, RITA)]

    assert mine[-1] == "Rated"  # her own words are hers to read
    with pytest.raises(NoSuchTicket):
        desk.history(closed.number, MAX)
