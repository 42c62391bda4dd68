"""What the verbs answer to the one who asked, and what they refuse in one sentence."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest

from adapters import verbs
from adapters.calls import Call, Way
from adapters.times import moment
from adapters.tying import HOWS, REMOVE
from bot.errors import Misunderstood, Refused
from bot.moments import plain
from bot.told import for_room
from tests.conftest import ANN, BOB, CLEO, MAX, SETTINGS, SUE

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)  # a Monday


@pytest.fixture
def number(desk):
    return desk.open(ANN, "VPN is down", "Nothing loads.", "support", ANN.place).number


@pytest.fixture
def say(desk, clock):
    def run(verb, by, number=None, way=Way.SLASH, **values):
        return verbs.run(desk, SETTINGS, Call(verb, by, clock(), number, values, way=way)).text

    return run


def test_who_is_shown_a_ticket_far_from_its_thread_can_take_it_and_answer(desk, clock, say, number):
    def offered(by):
        said = verbs.run(desk, SETTINGS, Call("show", by, clock(), number, {}))
        return [(one.label, one.verb, one.rest) for one in said.buttons]

    reply = ("Reply", "reply", "")
    assert offered(BOB) == [("Claim", "claim", ""), reply]
    say("claim", BOB, number)
    assert (offered(BOB), offered(CLEO)) == ([reply], [("Take over", "claim", "--steal"), reply])
    assert offered(ANN) == []
    say("resolve", BOB, number)
    assert offered(CLEO) == []


def test_pend_echoes_the_time_that_it_understood(say, number):
    said = say("pend", BOB, number, until="2h")
    assert plain(said) == f"#{number} waits until 2026-06-01 14:00 UTC."


@pytest.mark.parametrize("how", [one for one in HOWS if one != REMOVE])
def test_who_links_hears_what_the_thread_says(desk, say, number, how):
    other = desk.open(ANN, "Cable", "It is cut.", "support", ANN.place).number
    told = say("link", BOB, number, how=how, to=str(other))
    line = for_room(desk.history(number, BOB)[-1], desk.show(number, BOB).ticket).head
    assert told == f"#{number}: {line.removeprefix('Bob: ')}. Both cards say so."


@pytest.mark.parametrize(
    ("text", "zone", "at"),
    [
        ("2h", "UTC", NOON + timedelta(hours=2)),
        ("1h30m", "UTC", NOON + timedelta(minutes=90)),
        ("3d", "UTC", NOON + timedelta(days=3)),
        ("tomorrow 9am", "UTC", datetime(2026, 6, 2, 9, tzinfo=UTC)),
        ("tomorrow 9am", "Europe/Berlin", datetime(2026, 6, 2, 7, tzinfo=UTC)),
        ("Monday 5pm", "UTC", datetime(2026, 6, 1, 17, tzinfo=UTC)),  # today is one
        ("Monday 9am", "UTC", datetime(2026, 6, 8, 9, tzinfo=UTC)),
        ("next Monday 5pm", "UTC", datetime(2026, 6, 8, 17, tzinfo=UTC)),
        ("in 8 days", "UTC", NOON + timedelta(days=8)),
        ("2026-12-24 14:00", "Europe/Berlin", datetime(2026, 12, 24, 13, tzinfo=UTC)),
    ],
)
def test_a_time_is_read_in_the_zone_of_the_desk(text, zone, at):
    assert moment(text, NOON, zone) == at


@pytest.mark.parametrize(("text", "zone"), [("999999w", "UTC"), ("9999-12-31 23:59", "America/New_York")])
def test_what_is_later_than_any_calendar_goes_is_refused(text, zone):
    with pytest.raises(Misunderstood, match="Try 2h"):
        moment(text, NOON, zone)


def test_who_is_blocked_for_ever_is_blocked_for_a_hundred_years(say):
    assert "until" in say("block", BOB, sender="eve@example.org 999999w")


@pytest.mark.parametrize(
    ("verb", "name"), [("undo", "reply"), ("retry", "post"), ("whole", "message"), ("split", "from"), ("rate", "score")]
)
def test_a_number_longer_than_any_is_refused(say, desk, number, verb, name):
    with pytest.raises(Refused):
        say(verb, ANN if verb == "rate" else BOB, number, **{name: "9" * 5_000})


@pytest.mark.parametrize("text", ["purple", "2020-01-01", "🤷", "0h", "-3d"])
def test_what_is_no_future_time_is_answered_with_forms_that_are(text):
    with pytest.raises(Misunderstood, match="Try 2h"):
        moment(text, NOON, "UTC")


@pytest.mark.parametrize(
    ("verb", "values", "sentence"),
    [
        ("priority", {"priority": "huge"}, "low, normal, high, urgent"),
        ("queue", {"queue": "nowhere"}, "support, billing"),
        ("resolve", {"code": "done"}, "fixed, workaround"),
        ("reply", {"text": "  "}, "nothing to send"),
        ("tag", {"tags": " "}, "tag .billing -spam"),
        ("assign", {"agent": "Zoe"}, "nobody called “Zoe”"),
        ("list", {"filter": "status:green"}, "status:green is none of"),
        ("list", {"filter": "colour:green"}, "I do not know the filter colour"),
        ("list", {"filter": 'x "y'}, "quotation mark"),
        ("open", {"for": "ann"}, "is no mail address"),
    ],
)
def test_a_wrong_argument_is_answered_with_what_is_right(say, number, verb, values, sentence):
    with pytest.raises(Refused, match=sentence):
        say(verb, BOB, number, **values)


def test_a_missing_number_is_asked_for(say):
    with pytest.raises(Misunderstood, match="claim 42"):
        say("claim", BOB)


def test_list_finds_by_status_owner_age_and_words(say, desk, clock, number):
    desk.claim(number, BOB)
    clock.forward(days=3)
    desk.open(ANN, "Printer on fire", "", "support", ANN.place)

    assert "VPN" in say("list", CLEO, filter="owner:slack:@UBOB")
    assert "Printer" not in say("list", CLEO, filter="older:2d")
    assert "Printer" in say("list", CLEO, filter="owner:none status:new printer")
    assert say("list", BOB, filter="status:closed") == "No ticket matches."


def test_mine_shows_agents_what_they_own_and_requesters_what_they_asked(say, desk, number):
    assert "VPN" in say("mine", ANN)
    assert say("mine", BOB) == "Nothing is waiting for you."
    desk.claim(number, BOB)
    assert "VPN" in say("mine", BOB)


def test_only_a_supervisor_gives_back_what_another_has(say, number):
    say("claim", BOB, number)
    with pytest.raises(Refused, match="Bob has"):
        say("release", CLEO, number)
    assert "nobody's" in say("release", SUE, number)


def test_stealing_says_from_whom(say, desk, wire, carry, number):
    say("claim", BOB, number)
    say("claim", CLEO, number, steal="yes")
    carry()

    assert "taken from Bob" in wire.said("slack:C0ROOM")[-1]


def test_an_agent_opens_on_behalf_of_a_customer_who_is_then_told(say, wire, carry):
    say("open", BOB, **{"for": "Dora@Example.org", "subject": "Called us"})
    carry()

    assert wire.at("mail:dora@example.org") == ["Acknowledged"]


def test_a_customer_opens_for_nobody_else(say):
    with pytest.raises(Refused):
        say("open", MAX, **{"for": "dora@example.org", "subject": "Bomb"})


def test_claiming_what_is_mine_already_changes_nothing(say, desk, number):
    say("claim", BOB, number)
    before = len(desk.history(number, BOB))

    assert "yours" in say("claim", BOB, number)
    assert len(desk.history(number, BOB)) == before


def test_an_answer_leaves_whole_or_not_at_all(desk, clock, number):
    call = Call("reply", BOB, clock(), number, {"text": "See the file."}, missing="[the file x.pdf stays on Slack]")

    with pytest.raises(Refused, match="Nothing was sent"):
        verbs.run(desk, SETTINGS, call)
    assert desk.show(number, BOB).delivery is None


def test_who_answers_what_nobody_owns_has_it(desk, number):
    assert desk.reply(number, BOB, "Try now?").owner == BOB.place


def test_a_note_redraws_no_card_and_a_claim_does(desk, clock, wire, carry, number):
    carry()
    clock.forward(minutes=1)
    wire.slack.cards.clear()
    desk.note(number, BOB, "Looking.")
    carry()
    assert wire.slack.cards == []
    desk.claim(number, BOB)
    carry()
    assert len(wire.slack.cards) == 1


def test_a_card_says_that_it_is_overdue_once_a_clock_has_run_out(desk, clock, number):
    clock.forward(hours=3)
    desk.tick()
    assert not desk.show(number, BOB).ticket.is_overdue
    clock.forward(hours=1)
    desk.tick()
    assert desk.show(number, BOB).ticket.is_overdue


@pytest.mark.parametrize("odd", ["\0", "\ud800"], ids=["nul", "half"])
@pytest.mark.parametrize(
    ("verb", "name", "text"),
    [
        ("macros", "do", "save hello Dear {}customer"),
        ("view", "view", "save late older:2d tag:{} requester:{} x{}y"),
        ("list", "filter", "tag:{} requester:{} owner:{} asset:{} x{}y"),
        ("kb", "do", "new VPN {}\nDoes {} not connect."),
        ("kb", "do", "search VPN {}"),
        ("reply", "text", "See <#C1> {} there."),
    ],
)
def test_what_no_database_takes_is_left_out_or_refused(say, number, verb, name, text, odd):
    """What is typed in a chat may hold anything."""
    with suppress(Refused):
        say(verb, BOB, number, **{name: text.replace("{}", odd)})
