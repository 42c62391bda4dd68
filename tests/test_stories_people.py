"""The people around a ticket: who follows it, and whose it is."""

import pytest

from adapters import verbs
from adapters.calls import Call
from bot.errors import Misunderstood, NoSuchTicket, Refused, Unknown
from bot.events import Followed, Readdressed
from bot.incoming import Incoming
from bot.people import Person
from bot.ticket import Priority, Status
from tests.conftest import ANN, BEN, BILLS, BOARD, BOB, CLEO, MAX, ROOM, SETTINGS, SUE

DORA = "dora@example.org"


def mail(number, by=ANN, **more):
    values = {"text": "Nothing loads.", "queue": "support", "subject": "VPN is down", "origin": by.place}
    return Incoming(by=by, source=f"mail:<{number}@example.org>", **values | {"verdict": "pass"} | more)


def pings(wire, place):
    """Whom each line at a place mentions."""
    channel = wire.to(place)
    return [words.pings for post, words in zip(channel.posts, channel.words, strict=True)
            if post.place == place and words and hasattr(words, "pings") and post.kind.value == "line"]  # fmt: skip


@pytest.fixture
def number(desk):
    return desk.receive(mail(1))[0].number


def test_an_agent_follows_a_ticket_and_stops_by_the_same_word(desk, wire, carry, number):
    assert [one.place for one in desk.circle.watch(number, CLEO).watchers] == [CLEO.place]
    assert desk.circle.watch(number, CLEO).watchers == ()
    carry()

    assert wire.said(ROOM)[-2:] == ["👀 Cleo follows this ticket", "👀 Cleo follows this ticket no more"]


def test_the_line_mentions_who_is_put_there_which_takes_them_into_the_thread(desk, wire, carry, number):
    desk.circle.watch(number, BOB, "add", CLEO)
    carry()

    assert wire.said(BOARD)[-1] == "👀 Bob lets Cleo follow: Cleo follows this ticket"
    assert pings(wire, BOARD)[-1] == (CLEO.place,)


def test_who_follows_is_mentioned_when_the_requester_writes_or_it_is_handed_on_or_rung(desk, wire, carry, number):
    desk.circle.watch(number, CLEO)
    desk.receive(mail(2, answers=("mail:<1@example.org>",)))
    desk.assign(number, SUE, BOB)
    desk.escalate(number, BOB, "It burns.")
    desk.note(number, BOB, "I look.")
    desk.priority(number, BOB, Priority.HIGH)
    carry()

    assert [CLEO.place in one for one in pings(wire, BOARD)] == [False, True, True, True, True, False, False]


def test_nobody_is_mentioned_for_what_they_did_themselves(desk, wire, carry, number):
    desk.circle.watch(number, CLEO)
    desk.escalate(number, CLEO, "It burns.")
    carry()

    assert CLEO.place not in pings(wire, BOARD)[-1]


def test_a_robot_s_mail_mentions_nobody(desk, wire, carry, number):
    desk.circle.watch(number, CLEO)
    desk.receive(mail(2, answers=("mail:<1@example.org>",), automatic=True))
    carry()

    assert pings(wire, BOARD)[-1] == ()


@pytest.mark.parametrize("who", [MAX, BEN])
def test_only_who_may_read_it_can_follow_it(desk, number, who):
    with pytest.raises(Unknown, match="is not an agent of the queue support"):
        desk.circle.watch(number, BOB, "add", who)
    with pytest.raises(NoSuchTicket):
        desk.circle.watch(number, who)


def test_agents_of_a_queue_that_follows_it_may_watch_and_do_no_more(desk, number):
    desk.receive(mail(1, queue="billing"))

    assert desk.circle.watch(number, BEN).watchers[0].place == BEN.place
    for do in ("cc", "uncc", "requester"):
        with pytest.raises(NoSuchTicket):
            desk.circle.watch(number, BEN, do, None, DORA)


def test_who_watches_already_changes_nothing_nor_does_the_same_click_twice(desk, number):
    first = desk.circle.watch(number, BOB, "add", CLEO)

    assert desk.circle.watch(number, BOB, "add", CLEO).version == first.version
    assert desk.circle.watch(number, BOB, source="slack:press/1") == desk.circle.watch(
        number, BOB, source="slack:press/1"
    )
    assert desk.circle.watch(number, BOB, "remove", SUE).version == first.version + 1


def test_who_is_no_agent_any_more_can_be_taken_out(desk, number):
    desk.circle.watch(number, CLEO)

    assert desk.circle.watch(number, BOB, "remove", Person("Cleo", CLEO.place)).watchers == ()


def test_no_more_follow_than_a_line_can_mention(desk, number):
    for at in range(20):
        desk.circle.watch(number, BOB, "add", Person(f"A{at}", f"slack:@U{at}", frozenset({ROOM})))

    with pytest.raises(Refused, match="20 people follow #1 already"):
        desk.circle.watch(number, BOB, "add", CLEO)


def test_a_ticket_that_moves_leaves_its_watchers_behind(desk, wire, carry, number):
    desk.circle.watch(number, CLEO)

    assert desk.queue(number, BOB, "billing").watchers == ()


def test_nobody_is_named_who_is_not_known(desk, number):
    with pytest.raises(Unknown, match="Mention the person"):
        desk.circle.watch(number, BOB, "add", None)


# A change of requester


def test_somebody_else_is_made_the_requester_and_gets_the_answers(desk, wire, carry, number):
    ticket = desk.circle.watch(number, BOB, "requester", None, f" {DORA.title()} ")
    desk.reply(number, BOB, "Try now?")
    carry()

    assert (ticket.requester, ticket.requester_name, ticket.origin) == (f"mail:{DORA}", DORA, f"mail:{DORA}")
    assert wire.at(f"mail:{DORA}") == ["Replied"]
    assert wire.at(ANN.place) == ["Acknowledged"]
    assert f"👤 Bob made {DORA} the requester, no longer Ann: answers go there now" in wire.said(ROOM)


def test_who_asked_before_loses_their_rights_at_once(desk, number):
    desk.circle.watch(number, BOB, "requester", None, DORA)

    for ask in (desk.show, desk.history, desk.close, desk.reopen):
        with pytest.raises(NoSuchTicket):
            ask(number, ANN)
    assert desk.mine(ANN) == []
    assert [one.number for one in desk.mine(Person("Dora", f"mail:{DORA}"))] == [number]


def test_it_can_be_somebody_of_a_chat_who_gets_the_answers_there(desk, wire, carry, number):
    rita = Person("Rita", "slack:@URITA")
    desk.circle.watch(number, BOB, "requester", rita)
    desk.reply(number, BOB, "Try now?")
    carry()

    assert wire.at(rita.place) == ["Replied"]
    assert desk.show(number, rita).ticket.requester == rita.place


def test_what_was_doubtful_about_the_one_before_is_nobody_s_now(desk, number):
    other = desk.receive(mail(2, MAX, unattributed="its sender's domain disowns it", verdict="fail"))[0]
    assert other.badge

    assert desk.circle.watch(other.number, BOB, "requester", None, DORA).badge == ""


def test_the_same_requester_again_changes_nothing(desk, number):
    first = desk.circle.watch(number, BOB, "requester", None, DORA)

    assert desk.circle.watch(number, BOB, "requester", None, DORA).version == first.version
    assert [type(one.fact) for one in desk.history(number, BOB)][-1] is Readdressed


@pytest.mark.parametrize("address", ["support@desk.example", "support+x@desk.example"])
def test_our_own_address_asks_nothing(desk, number, address):
    with pytest.raises(Refused, match="would only come back"):
        desk.circle.watch(number, BOB, "requester", None, address)


def test_who_is_blocked_is_not_made_the_requester(desk, number):
    desk.block(BOB, f"mail:{DORA}")

    with pytest.raises(Refused, match="is blocked"):
        desk.circle.watch(number, BOB, "requester", None, DORA)


@pytest.mark.parametrize("text", ["", "dora", "dora@", "dora@host", "a b@example.org", "dora@example.org, max@x.de"])
def test_what_is_no_address_is_refused(desk, number, text):
    with pytest.raises(Misunderstood, match="is no mail address"):
        desk.circle.watch(number, BOB, "requester", None, text)


def test_the_thread_of_who_asked_before_hears_nothing_more(desk, wire, carry):
    """On Discord a requester has a thread of their own, which is drawn and told as long as it is theirs."""
    rita = Person("Rita", "discord:@500")
    ticket = desk.open(rita, "Manual?", "Where?", "support", "discord:200:private:500")
    carry()
    desk.reply(ticket.number, BOB, "Here.")
    carry()
    desk.circle.watch(ticket.number, BOB, "requester", None, DORA)
    carry()
    told, drawn = len(wire.at(ticket.origin)), len([one for one in wire.discord.cards if one.place == ticket.origin])
    desk.queue(ticket.number, BOB, "billing")
    desk.note(ticket.number, BEN, "CANARY")
    carry()

    assert len(wire.at(ticket.origin)) == told
    assert [one for one in wire.discord.cards if one.place == ticket.origin][drawn:] == []
    assert wire.said(BILLS)[-1].endswith("CANARY")


def test_a_pending_ticket_stays_so_when_its_requester_changes(desk, carry, number):
    desk.reply(number, BOB, "Try now?")
    carry()

    assert desk.circle.watch(number, BOB, "requester", None, DORA).status is Status.PENDING
    assert not isinstance(desk.history(number, BOB)[-1].fact, Followed)


def test_what_did_not_leave_before_the_change_goes_to_nobody_and_the_thread_says_so(desk, wire, carry, number):
    desk.circle.watch(number, BOB, "cc", address="carl@example.org")
    desk.reply(number, CLEO, "For Ann alone.")
    ticket = desk.circle.watch(number, BOB, "requester", None, DORA)
    carry()

    places = (ANN.place, f"mail:{DORA}", "mail:carl@example.org")
    assert "For Ann alone." not in [said for place in places for said in wire.said(place)]
    assert ticket.status is Status.NEW
    assert "↩️ Bob took the answer back before it left: the requester never sees it" in wire.said(ROOM)


def test_nor_does_it_when_the_change_is_taken_back(desk, wire, carry, number):
    before = desk.show(number, BOB).ticket
    desk.circle.watch(number, BOB, "requester", None, DORA)
    desk.reply(number, CLEO, "For Dora alone.")
    ticket = desk.undo(number, BOB)
    carry()

    assert (ticket.requester, ticket.status) == (ANN.place, before.status)
    assert wire.said(f"mail:{DORA}") == []


@pytest.mark.parametrize("way", ["uncc", "undo"])
def test_what_did_not_leave_yet_goes_only_to_those_who_still_read_along(desk, wire, carry, number, way):
    desk.circle.watch(number, BOB, "cc", address="carl@example.org")
    desk.reply(number, CLEO, "Try now?")
    if way == "undo":
        desk.undo(number, BOB)
    else:
        desk.circle.watch(number, BOB, "uncc", address="carl@example.org")
    carry()

    assert (wire.said(ANN.place)[-1], wire.said("mail:carl@example.org")) == ("Try now?", [])


def test_who_is_made_the_requester_reads_what_is_told_them_and_nothing_of_before(desk, carry, number):
    dora, said = Person("Dora", f"mail:{DORA}"), ("Ann's words", "For Ann", "For Dora", "For Ann again")
    desk.receive(mail(2, text=said[0], answers=("mail:<1@example.org>",)))
    desk.reply(number, BOB, said[1])
    carry()
    desk.circle.watch(number, BOB, "requester", None, DORA)
    desk.reply(number, BOB, said[2])
    carry()

    def read(by):
        events = desk.history(number, by)
        told = " ".join(entry.text for entry in desk.transcript(number, by).entries)
        assert [one for one in said if one in told] == [
            one for one in said if any(one in getattr(event.fact, "text", "") for event in events)
        ]
        return [one for one in said if one in told]

    assert read(dora) == ["For Dora"]
    desk.circle.watch(number, BOB, "requester", ANN)
    desk.reply(number, BOB, said[3])
    carry()
    assert read(ANN) == ["Ann's words", "For Ann", "For Ann again"]


def test_nor_are_the_last_words_of_who_asked_before_shown_them(desk, clock, number):
    desk.circle.watch(number, BOB, "requester", None, DORA)
    said = verbs.run(desk, SETTINGS, Call("show", Person("Dora", f"mail:{DORA}"), clock(), number, {}))
    assert "Nothing loads" not in said.text


# What the card shows


def test_the_card_names_the_person_s_other_tickets_open_ones_first_each_with_its_thread(desk, wire, carry, clock):
    asked = [desk.receive(mail(at, subject=f"Matter {at}", text=f"About {at}."))[0].number for at in range(1, 6)]
    desk.close(asked[3], BOB)
    desk.close(asked[2], BOB)
    carry()
    clock.forward(minutes=1)
    desk.priority(asked[4], BOB, Priority.HIGH)
    carry()

    card = [one for one in wire.slack.cards if one.ticket.number == asked[4]][-1]
    assert card.earlier == 4
    assert [(hit.ticket.number, hit.ticket.status.value) for hit in card.others] == [
        (2, "new"),
        (1, "new"),
        (4, "closed"),
    ]
    assert all(hit.thread.startswith(ROOM) for hit in card.others)


def test_the_card_names_no_ticket_that_its_room_has_no_thread_of(desk, wire, carry, clock):
    desk.receive(mail(1, queue="billing", subject="Bill", text="My pay."))
    asked = desk.receive(mail(2, subject="VPN", text="Nothing loads."))[0]
    carry()
    clock.forward(minutes=1)
    desk.claim(asked.number, BOB)
    carry()

    card = [one for one in wire.slack.cards if one.ticket.number == asked.number][-1]
    assert (card.earlier, card.others) == (1, ())
