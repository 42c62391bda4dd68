"""What somebody sees who looks over the desk's shoulder."""

import json
from datetime import timedelta

import pytest

from bot.events import Noted
from bot.incoming import Incoming
from bot.ports import Draft, Kind, NotSent, Undeliverable
from bot.ticket import Ticket
from bot.window import EVENTS, POSTS, WORDS, look
from tests.conftest import ANN, BOB, ROOM
from tests.storage.deeds import OPENED, record


@pytest.fixture
def window(store, clock):
    return lambda: look(store, clock(), {"slack": "It does not answer."})


def mail(number: int, text: str = "Nothing loads.") -> Incoming:
    return Incoming(ANN, text, "support", f"mail:<{number}@example.org>", ANN.place, "VPN is down")


def test_an_empty_desk_has_nothing_to_show(window):
    nothing = {"pending": 0, "leased": 0, "unknown": 0, "dead": 0}
    assert window() == {
        "events": [], "posts": [], "counts": nothing, "next_due_at": None, "next_due": "",
        "troubles": {"slack": "It does not answer."},
    }  # fmt: skip


def test_events_are_told_in_the_desks_own_words_oldest_first(desk, window, clock):
    number = desk.receive(mail(1))[0].number
    clock.forward(minutes=1)
    desk.claim(number, BOB)

    first, *_, last = window()["events"]
    assert (first["kind"], first["text"], first["subject"]) == ("Opened", "Nothing loads.", "VPN is down")
    assert (last["ticket"], last["who"], last["icon"], last["head"]) == (1, "Bob", "👤", "Bob claimed this ticket")
    assert last["at"] - first["at"] == 60


def test_a_ring_says_whom_it_meant_and_a_wait_until_when(desk, window, clock):
    number = desk.receive(mail(1))[0].number
    clock.forward(hours=5)
    desk.tick()
    desk.pend(number, BOB, clock() + timedelta(days=1))

    *_, ring, wait = window()["events"]
    assert (ring["kind"], ring["pinged"][0][:6]) == ("Escalated", "slack:")
    assert wait["head"] == "Bob: this ticket waits until 2026-06-02 17:00 UTC"


def test_a_post_shows_how_it_fares(desk, window, wire, carry):
    def newest(place, kind):
        return next(one for one in reversed(window()["posts"]) if (one["place"], one["kind"]) == (place, kind))

    number = desk.receive(mail(1))[0].number
    wire.mail.errors.append(Undeliverable("no such address"))
    wire.slack.errors.append(NotSent("it is busy"))
    carry()
    told, card = newest(ANN.place, "requester"), newest(ROOM, "root")
    desk.reply(number, BOB, "Try now?")
    answer = newest(ANN.place, "requester")

    assert (told["what"], told["state"], told["error"]) == ("the acknowledgement", "dead", "no such address")
    assert (card["what"], card["state"], card["attempts"], card["error"]) == ("the card", "pending", 1, "it is busy")
    assert card["due_at"] > card["at"]
    assert (answer["what"], answer["state"]) == ("the answer of Bob", "pending")
    assert window()["counts"]["dead"] == 1


def test_what_is_due_next_is_named(desk, window, clock):
    for one in (1, 2):
        desk.receive(mail(one))
        clock.forward(minutes=1)
    rings_at = window()["next_due_at"]
    assert (window()["next_due"], rings_at > clock().timestamp()) == ("#1 rings", True)

    desk.pend(1, BOB, clock() + timedelta(minutes=1))
    assert window()["next_due"] == "#1 wakes"
    desk.resolve(1, BOB)
    assert window()["next_due"] == "#2 rings"
    desk.resolve(2, BOB)
    assert window()["next_due"] == "#1 warns"


def test_only_so_much_is_shown_and_it_is_the_newest(store, clock, window):
    record(store, clock, OPENED)
    for one in range(EVENTS + 5):
        record(store, clock, Noted(f"{one} {'x' * 999}"), Draft(ROOM, Kind.LINE), number=1)

    shown = window()
    assert (len(shown["events"]), len(shown["posts"]), len(shown["events"][0]["text"])) == (EVENTS, POSTS, WORDS)
    assert shown["events"][-1]["text"].startswith(f"{EVENTS + 4} x")
    assert shown["events"][-1]["id"] - shown["events"][0]["id"] == EVENTS - 1
    assert len(json.dumps(shown)) < 100_000


def test_a_ticket_without_a_timer_waits_for_nobody():
    assert Ticket(1).timer is None
