"""What agents see of a message at once, and all of it one click away."""

from dataclasses import replace

import pytest

from bot.errors import NoSuchTicket, Unknown
from bot.events import Wrote
from bot.folding import MOST
from bot.incoming import Incoming
from tests.conftest import ANN, BOARD, BOB, CLEO, MAX, ROOM

WHOLE = "Still down.\n\nOn Monday, Bob wrote:\n> Try now?"
MAIL = Incoming(
    ANN, WHOLE, "support", "mail:<1@example.org>", ANN.place, "VPN is down", reply="Still down.", verdict="pass"
)


@pytest.fixture
def ticket(desk):
    return desk.receive(MAIL)[0]


def pressed(wire, place):
    """The newest button at a place that shows a whole text."""
    channel = wire.to(place)
    lines = [words for post, words in zip(channel.posts, channel.words, strict=True) if post.place == place and words]
    return [one for words in lines for one in words.buttons if one.verb == "whole"][-1]


@pytest.mark.parametrize(("room", "who"), [(ROOM, BOB), (BOARD, CLEO)])
def test_a_room_sees_what_was_written_now_and_a_click_shows_all_of_it(desk, wire, carry, ticket, room, who):
    carry()

    assert wire.said(room)[-1].endswith(": Still down.")
    button = pressed(wire, room)
    assert desk.whole(button.number, who, int(button.rest.removeprefix("--message "))) == WHOLE


def test_the_card_shows_what_was_written_now(ticket):
    assert ticket.last_words == "Still down."


def test_what_is_shown_whole_has_no_button(desk, wire, carry):
    desk.receive(replace(MAIL, text="Still down.", reply=""))
    carry()

    assert "whole" not in {one.verb for words in wire.slack.words if words for one in words.buttons}


def test_a_text_too_long_for_a_click_goes_along_as_a_file(desk, wire, carry):
    desk.receive(replace(MAIL, text=WHOLE + "x" * MOST))
    carry()
    line = wire.slack.words[-1]

    assert (line.body, line.whole, line.buttons) == ("Still down.", WHOLE + "x" * MOST, ())


def test_whole_alone_is_the_newest_that_is_shown_in_part(desk, ticket):
    desk.receive(replace(MAIL, source="mail:<2@example.org>", answers=(MAIL.source,), text="Hello?", reply=""))

    assert desk.whole(ticket.number, BOB) == WHOLE


def test_only_agents_see_the_whole_text_and_only_of_messages(desk, ticket):
    with pytest.raises(NoSuchTicket):
        desk.whole(ticket.number, MAX)
    with pytest.raises(Unknown):
        desk.whole(ticket.number, BOB, 2)  # its acknowledgement


def test_a_token_in_what_is_shown_is_blotted_out(desk, ticket):
    desk.receive(replace(MAIL, source="mail:<3@example.org>", reply="Write to a1.abcdefghijklmnopqrstuvwxyz"))
    shown = [event.fact.shown for event in desk.history(2, BOB) if hasattr(event.fact, "shown")]

    assert shown == ["Write to [reply token]"]


def test_an_answer_quotes_what_was_written_now(desk, wire, carry, ticket):
    desk.reply(ticket.number, BOB, "Now?")
    carry()

    assert wire.mail.words[-1].quote.text == "Still down."


def test_what_is_moved_stays_folded(desk, ticket):
    other = desk.receive(
        replace(MAIL, by=MAX, origin=MAX.place, source="mail:<4@example.org>", subject="Re: VPN [#1]")
    )[0]
    desk.belongs(other.number, BOB)
    [moved] = [event.fact for event in desk.history(ticket.number, BOB) if isinstance(event.fact, Wrote)]

    assert (moved.text, moved.shown) == (WHOLE, "Still down.")


ANSWER = "Please restart the printer on the second floor.\nThanks\nYour support"


def test_our_own_words_fold_also_where_no_mark_says_that_they_are_quoted(desk, ticket):
    desk.reply(ticket.number, BOB, ANSWER)
    desk.receive(
        replace(
            MAIL, source="mail:<5@example.org>", answers=(MAIL.source,), text=f"I did.\nThanks\n\n{ANSWER}", reply=""
        )
    )

    assert desk.history(ticket.number, BOB)[-1].fact.shown == "I did.\nThanks\n\nThanks\nYour support"


def test_of_many_answers_the_newest_are_known_as_ours(desk, ticket):
    for number in range(6):
        desk.reply(ticket.number, BOB, f"This is the long answer with the number {number} of ours.")
    said = "I did.\n\nThis is the long answer with the number 5 of ours."
    desk.receive(replace(MAIL, source="mail:<5@example.org>", answers=(MAIL.source,), text=said, reply=""))

    assert desk.history(ticket.number, BOB)[-1].fact.shown == "I did."


def test_who_sends_back_our_words_alone_is_shown_whole(desk, ticket):
    desk.reply(ticket.number, BOB, ANSWER.split("\n")[0])
    back = replace(MAIL, source="mail:<5@example.org>", answers=(MAIL.source,), text=ANSWER.split("\n")[0], reply="")
    desk.receive(back)

    assert desk.history(ticket.number, BOB)[-1].fact.shown == ""
