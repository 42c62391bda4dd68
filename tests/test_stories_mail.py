"""Whose ticket a mail belongs to, and whether it is acknowledged."""

import pytest

from bot.errors import NoSuchTicket
from bot.events import Opened, Unacknowledged
from bot.incoming import Incoming
from bot.matching import BADGES, Standing
from bot.people import Person
from bot.ticket import Status
from bot.tokens import Tokens
from tests.conftest import ANN, BOB, MAX, ROOM, SETTINGS

TOKENS = Tokens(SETTINGS.reply_secrets)


def mail(number, by=ANN, **more):
    values = {"text": "Nothing loads.", "queue": "support", "subject": "VPN is down", "origin": by.place}
    values |= {"verdict": "pass"} | more
    return Incoming(by=by, source=f"mail:<{number}@example.org>", **values)


def token(ticket, of=ANN):
    return f"support+{TOKENS.sign(ticket.number, of.place.removeprefix('mail:'))}@desk.example"


@pytest.fixture
def ticket(desk):
    return desk.receive(mail(1))[0]


def test_a_reply_to_our_token_goes_on_its_ticket_and_opens_it(desk, ticket):
    desk.reply(ticket.number, BOB, "Try now?")

    answered, is_new = desk.receive(mail(2, tokens=(token(ticket),)))

    assert (answered.number, answered.status, is_new) == (ticket.number, Status.OPEN, False)


def test_a_forwarded_token_adds_words_of_a_third_party_and_changes_nothing(desk, ticket):
    desk.reply(ticket.number, BOB, "Try now?")

    answered, _ = desk.receive(mail(2, by=MAX, tokens=(token(ticket),)))

    assert (answered.number, answered.status, answered.requester) == (ticket.number, Status.PENDING, ANN.place)


@pytest.mark.parametrize("change", [lambda t: t[:-20], lambda t: t.replace("+a", "+b"), lambda t: t.replace(".", ".a")])
def test_a_broken_token_opens_a_new_ticket(desk, ticket, change):
    assert desk.receive(mail(2, by=MAX, tokens=(change(token(ticket)),)))[1]


def test_a_token_of_another_ticket_leads_to_that_ticket_only(desk, ticket):
    other, _ = desk.receive(mail(2, by=MAX))

    answered, _ = desk.receive(mail(3, by=MAX, tokens=(token(other, MAX),), subject=f"Re: [#{ticket.number}]"))

    assert answered.number == other.number


def test_the_number_alone_opens_nothing(desk, ticket):
    assert desk.receive(mail(2, by=MAX, subject=f"Re: VPN is down [#{ticket.number}]"))[1]


def test_a_stranger_who_knows_our_message_id_opens_a_new_ticket(desk, ticket):
    assert desk.receive(mail(2, by=MAX, answers=("mail:<1@example.org>",)))[1]


def test_the_requesters_second_mail_in_the_same_thread_is_no_second_ticket(desk, ticket):
    answered, is_new = desk.receive(mail(2, answers=("mail:<1@example.org>",)))

    assert (answered.number, is_new) == (ticket.number, False)


def test_a_reply_reopens_a_ticket_that_was_closed_lately(desk, ticket, clock):
    desk.close(ticket.number, BOB)
    clock.forward(days=13)

    assert desk.receive(mail(2, tokens=(token(ticket),)))[0].status is Status.OPEN


def test_a_reply_to_a_ticket_closed_long_ago_opens_a_follow_up(desk, ticket, clock):
    desk.close(ticket.number, BOB)
    clock.forward(days=15)

    follow_up, is_new = desk.receive(mail(2, tokens=(token(ticket),)))

    assert (is_new, follow_up.follows) == (True, ticket.number)


def test_automatic_mail_is_filed_but_changes_no_status_and_gets_no_answer(desk, ticket, wire, carry):
    desk.reply(ticket.number, BOB, "Try now?")
    answered, _ = desk.receive(mail(2, tokens=(token(ticket),), automatic=True, silence="a vacation notice"))
    carry()

    assert answered.status is Status.PENDING
    assert wire.at(ANN.place) == ["Acknowledged", "Replied"]


def test_a_silent_arrival_opens_a_ticket_and_says_why_nobody_was_told(desk, wire, carry):
    ticket, _ = desk.receive(mail(1, silence="a newsletter"))
    carry()

    facts = [event.fact for event in desk.history(ticket.number, BOB)]
    assert isinstance(facts[0], Opened)
    assert facts[1] == Unacknowledged("a newsletter")
    assert wire.at(ANN.place) == []


def test_one_address_gets_three_acknowledgements_a_day(desk, wire, carry):
    for number in range(6):
        desk.receive(mail(number))
    carry()

    assert wire.at(ANN.place) == ["Acknowledged"] * 3
    assert wire.at(ROOM).count("Opened") == 6


def test_the_acknowledgement_repeats_nothing_of_the_sender(desk, wire, carry):
    desk.receive(mail(1, subject="CANARYSUBJECT", text="CANARYTEXT"))
    carry()

    assert not any("CANARY" in said for said in wire.said(ANN.place))


def test_a_talk_goes_on_where_the_last_one_is_not_closed(desk):
    first, _ = desk.receive(mail(1, origin="slack:@UANN", is_conversation=True))
    again, is_new = desk.receive(mail(2, origin="slack:@UANN", is_conversation=True))
    desk.close(first.number, BOB)

    assert (again.number, is_new) == (first.number, False)
    assert desk.receive(mail(3, origin="slack:@UANN", is_conversation=True))[1]


def test_somebody_else_in_a_customers_thread_is_shown_as_such_and_opens_nothing(desk, wire, carry):
    root = "slack:C0HELP/1.0"
    asked, _ = desk.receive(Incoming(ANN, "How do I log in?", "support", root, root))
    also, is_new = desk.receive(Incoming(MAX, "Me too!", "support", f"{root}/2.0", root, answers=(root,)))
    carry()

    assert (also.number, is_new) == (asked.number, False)
    assert "Max (not the requester) wrote" in wire.said(ROOM)[-1]


def test_what_no_database_can_hold_is_left_out_and_nothing_else_is(desk):
    ticket, _ = desk.receive(mail(1, subject="VPN\0 is \ud800down", text="äö\n\t🤷 \0"))

    assert (ticket.subject, ticket.last_words) == ("VPN is ?down", "äö\n\t🤷 ")


def test_a_number_beyond_all_numbers_is_no_ticket(desk):
    with pytest.raises(NoSuchTicket):
        desk.show(10**12, BOB)


def test_a_tag_after_a_plus_is_the_same_address(desk, wire, carry):
    for number in range(5):
        desk.receive(mail(number, by=Person("Ann", f"mail:ann+{number}@example.org")))
    carry()

    assert sum(len(wire.at(f"mail:ann+{number}@example.org")) for number in range(5)) == 3


def test_a_mail_full_of_tokens_is_looked_at_only_so_far(desk, ticket):
    fake = " ".join(f"a{number}.{'a' * 26}" for number in range(1, 50_000))
    assert desk.receive(mail(2, tokens=(fake, token(ticket)), by=MAX))[1]


def test_a_reply_token_is_never_shown_to_agents(desk, wire, carry, ticket):
    desk.receive(mail(2, text=f"On Monday {token(ticket)} wrote:", answers=("mail:<1@example.org>",)))
    carry()

    assert "[reply token]" in wire.said(ROOM)[-1]


def test_a_doubt_about_the_sender_is_not_lost_where_the_thread_matches(desk, ticket):
    desk.receive(mail(2, answers=("mail:<1@example.org>",), badge="two senders"))

    assert desk.history(ticket.number, BOB)[-1].fact.badge == f"{BADGES[Standing.BY_THREAD]}; two senders"
