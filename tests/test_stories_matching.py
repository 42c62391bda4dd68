"""Which ticket a mail belongs to, and who may add to it."""

from dataclasses import replace

import pytest

from bot import emphasis
from bot.errors import AgentsOnly, NoSuchTicket
from bot.events import (
    Absorbed,
    Accepted,
    Acknowledged,
    Declined,
    Joined,
    Opened,
    Proposed,
    Separated,
    Unacknowledged,
    Wrote,
)  # fmt: skip
from bot.incoming import Incoming, Report
from bot.matching import Rule, Standing, standing
from bot.people import NOBODY, Person
from bot.placing import PROBABLY
from bot.ports import Kind, Mark
from bot.ticket import Status
from bot.tokens import Tokens
from tests.conftest import ANN, BEN, BOB, CLEO, MAX, ROOM, SETTINGS, SUE

TOKENS = Tokens(SETTINGS.reply_secrets)
EVE = Person("Bob", "mail:bob@desk.example")  # an agent's name and address, by mail


def mail(number, by=ANN, **more):
    values = {
        "text": "Nothing loads.",
        "queue": "support",
        "subject": "VPN is down",
        "origin": by.place,
        "verdict": "pass",
    }
    return Incoming(by=by, source=f"mail:<{number}@example.org>", **values | more)


def token(ticket, of=ANN):
    return f"support+{TOKENS.sign(ticket.number, of.place.removeprefix('mail:'))}@desk.example"


def facts(desk, number):
    return [event.fact for event in desk.history(number, BOB)]


def buttons(wire, place):
    """What can be pressed below each line at a place that offers something."""
    channel = wire.to(place)
    said = [words for post, words in zip(channel.posts, channel.words, strict=True) if post.place == place and words]
    return [[(one.label, one.verb, one.number) for one in words.buttons] for words in said if words.buttons]


@pytest.fixture
def ticket(desk):
    return desk.receive(mail(1))[0]


@pytest.fixture
def pending(desk, ticket):
    return desk.reply(ticket.number, BOB, "Try now?")


@pytest.fixture
def proposed(desk, pending):
    """Ticket 2: Max names ticket 1 in his subject."""
    return desk.receive(mail(2, MAX, subject="Re: VPN [#1]", text="Me too."))[0]


# The matrix: what a mail may do on Ann's ticket, which waits for her. Reasons stand beside the rows.

TOKEN = {
    "valid": lambda one, other: token(one),
    "wrong": lambda one, other: token(one).replace("+a", "+b"),  # a key that we do not have
    "truncated": lambda one, other: token(one).replace("@", "")[:-14] + "@desk.example",
    "old": lambda one, other: (
        "support+1.c0ffee00c0ffee00@desk.example"
    ),  # the form of another desk, or of earlier times
    "another ticket's": lambda one, other: token(other, MAX),
    "absent": lambda one, other: "support@desk.example",
}
FROM = {"participant": ANN, "agent": EVE, "stranger": Person("Zoe", "mail:zoe@example.net")}
VERDICTS = ("pass", "fail", "gray")
APART = Standing.PROPOSED  # a new ticket; without a hint none is even proposed to
MATRIX = {
    ("valid", "participant", "pass"): Standing.VERIFIED,  # the token is hers, and so is the address
    ("valid", "participant", "gray"): Standing.GRAY,  # the token alone must do: few providers say more
    ("valid", "participant", "fail"): Standing.UNVERIFIED,  # her domain disowns it: heard, and nothing changes
    # somebody else has a mail of ours: forwarded or stolen, it adds words and no more; agents have no rights by mail
    **{("valid", who, verdict): Standing.THIRD_PARTY for who in ("agent", "stranger") for verdict in VERDICTS},
    # the token leads to Max's ticket, where none of them is its requester
    **{("another ticket's", who, verdict): Standing.THIRD_PARTY for who in FROM for verdict in VERDICTS},
}


@pytest.mark.parametrize("verdict", VERDICTS)
@pytest.mark.parametrize("who", FROM)
@pytest.mark.parametrize("kind", TOKEN)
def test_the_matrix_of_tokens_senders_and_verdicts(desk, pending, kind, who, verdict):
    other = desk.receive(mail(2, MAX))[0]
    answered, is_new = desk.receive(
        mail(
            3, FROM[who], tokens=(TOKEN[kind](pending, other),), verdict=verdict, unattributed="x" * (verdict == "fail")
        )
    )
    expected = MATRIX.get((kind, who, verdict), APART)

    fact = facts(desk, answered.number)[-1]
    assert is_new == (expected is APART)
    if expected is APART:  # of nobody in particular where the sender's own domain disowns the mail
        assert answered.requester == (NOBODY if verdict == "fail" else FROM[who].place)
    else:
        assert answered.number == (other.number if kind == "another ticket's" else pending.number)
        assert (fact.third_party, fact.unverified) == (
            expected is Standing.THIRD_PARTY,
            expected is Standing.UNVERIFIED,
        )
        assert ("sender not authenticated" in fact.badge) == (expected is Standing.GRAY)
    moves = expected in (Standing.VERIFIED, Standing.GRAY)
    assert desk.show(pending.number, BOB).ticket.status is (Status.OPEN if moves else Status.PENDING)


@pytest.mark.parametrize(
    ("is_theirs", "verdict", "is_sure", "expected"),
    [
        (True, "pass", True, Standing.BY_THREAD),  # the requester, whom the provider vouches for
        (True, "gray", True, Standing.PROPOSED),  # anybody can write a From and a Message-ID that was seen
        (True, "fail", True, Standing.PROPOSED),
        (True, "pass", False, Standing.PROPOSED),  # two senders: which of them was vouched for?
        (False, "pass", True, Standing.PROPOSED),  # no participant
    ],
)
def test_references_alone_are_enough_for_the_requester_whom_somebody_vouches_for(is_theirs, verdict, is_sure, expected):
    assert standing(Rule.THREAD, is_theirs, verdict, is_sure) is expected


@pytest.mark.parametrize("rule", [Rule.SUBJECT, Rule.QUOTE])
@pytest.mark.parametrize("verdict", VERDICTS)
def test_hints_are_for_people_whoever_gives_them(rule, verdict):
    assert standing(rule, True, verdict, True) is Standing.PROPOSED


# The order of the rules


def test_the_token_in_the_address_comes_before_one_in_a_reference_and_that_before_the_thread(desk, ticket):
    other = desk.receive(mail(2))[0]
    ours = (f"mail:<{TOKENS.sign(other.number, 'ann@example.org')}.0b0e@desk.example>",)
    by_address, _ = desk.receive(mail(3, tokens=(token(ticket),), answers=ours))
    by_reference, _ = desk.receive(mail(4, answers=(*ours, "mail:<1@example.org>")))

    assert (by_address.number, by_address.rule) == (ticket.number, Rule.ADDRESS)
    assert (by_reference.number, by_reference.rule) == (other.number, Rule.REFERENCE)


def test_a_stale_number_in_the_subject_does_not_lead_away_from_the_thread(desk, ticket):
    other = desk.receive(mail(2))[0]

    assert (
        desk.receive(mail(3, subject=f"[#{ticket.number}]", answers=("mail:<2@example.org>",)))[0].number
        == other.number
    )


def test_siblings_of_a_mail_that_we_never_saw_meet(desk):
    first, _ = desk.receive(mail(1, answers=("mail:<unseen@x>",), refers=("mail:<unseen@x>",)))
    second, is_new = desk.receive(mail(2, answers=("mail:<unseen@x>",), refers=("mail:<unseen@x>",)))

    assert (second.number, is_new, second.rule) == (first.number, False, Rule.THREAD)


def test_an_id_that_two_tickets_know_leads_to_none(desk, ticket):
    desk.receive(mail("1#aa", other_name="mail:<1@example.org>"))

    known = ("mail:<1@example.org>",)
    asked = mail(3, subject="Re: that", text="Which one?", answers=known, refers=known)

    assert desk.receive(asked)[0].candidate is None


def test_a_number_in_the_text_counts_for_nothing_and_our_mark_in_a_quote_is_a_hint(desk, ticket):
    assert desk.receive(mail(2, MAX, text="As in [#1] and #1."))[0].candidate is None

    quoted, _ = desk.receive(mail(3, MAX, text=f"> On Monday {token(ticket)} wrote"))
    assert (quoted.candidate, quoted.rule) == (ticket.number, Rule.QUOTE)


@pytest.mark.parametrize("days", [1, 20])
def test_what_answers_an_ended_ticket_reopens_it_or_later_opens_one_that_follows(desk, clock, pending, days):
    desk.close(pending.number, BOB)
    clock.forward(days=days)

    answered, is_new = desk.receive(mail(2, tokens=(token(pending),)))

    assert (is_new, answered.follows) == ((False, None) if days == 1 else (True, pending.number))
    assert answered.status is (Status.OPEN if days == 1 else Status.NEW)


@pytest.mark.parametrize("end", ["reply", "resolve", "close"])
def test_automatic_mail_changes_nothing_whatever_the_ticket_is(desk, clock, ticket, end):
    before = desk.reply(ticket.number, BOB, "Try.") if end == "reply" else getattr(desk, end)(ticket.number, BOB)
    clock.forward(days=40)

    answered, is_new = desk.receive(mail(2, tokens=(token(ticket),), automatic=True))

    assert (answered.number, is_new, answered.status) == (ticket.number, False, before.status)


def test_a_ticket_that_is_gone_is_no_hit(desk):
    assert desk.receive(mail(2, subject="Re: [#4711]"))[0].candidate is None


# A doubtful match is proposed


def test_a_doubtful_mail_opens_a_ticket_and_asks_in_the_candidates_thread(desk, wire, carry, proposed):
    carry()

    assert (proposed.number, proposed.candidate) == (2, 1)
    asked = "❓ Max wrote #2, which may belong here: its subject names this ticket, as anybody can write: Me too."
    assert asked in wire.said(ROOM)
    assert [("It belongs here", "belongs", 2), ("New ticket", "separate", 2), ("Block sender", "block", 2)] in buttons(
        wire, ROOM
    )
    assert [("Move there", "belongs", 2), ("Keep", "separate", 2)] in buttons(wire, ROOM)


def test_nothing_is_said_to_either_requester_while_nobody_has_decided(desk, wire, carry, clock, proposed):
    clock.forward(minutes=14)
    desk.tick()
    carry()

    assert wire.at(MAX.place) == []
    assert not any("#2" in said or "Me too" in said for said in wire.said(ANN.place))


def test_after_a_quarter_of_an_hour_the_sender_is_told_the_number_once(desk, wire, carry, clock, proposed):
    clock.forward(minutes=15)
    desk.tick()
    desk.separate(2, BOB)
    carry()

    assert wire.at(MAX.place) == ["Acknowledged"]


def test_it_belongs_here_moves_the_message_and_both_histories_say_so(desk, store, wire, carry, proposed):
    moved = desk.belongs(2, BOB)
    carry()

    with store.transaction() as tx:
        assert tx.tickets.get(2).status is Status.CLOSED
    assert (moved.number, wire.at(MAX.place)) == (1, [])
    assert isinstance(facts(desk, 1)[-2], Absorbed)
    assert facts(desk, 2)[-1] == Joined(1)
    assert facts(desk, 1)[-1] == Wrote("Me too.", third_party=True, rule=Rule.AGENT, moved_from=2)


def test_pressed_twice_or_by_two_people_changes_nothing_the_second_time(desk, proposed):
    desk.belongs(2, BOB, source="slack:press/1")
    before = facts(desk, 1), facts(desk, 2)
    for by, source in ((BOB, "slack:press/1"), (CLEO, "discord:press/2")):
        desk.belongs(2, by, source=source)

    assert (facts(desk, 1), facts(desk, 2)) == before


@pytest.mark.parametrize("verb", ["belongs", "separate", "block"])
@pytest.mark.parametrize("by", [ANN, BEN, MAX])
def test_outsiders_decide_nothing(desk, proposed, verb, by):
    with pytest.raises((NoSuchTicket, AgentsOnly)):
        desk.block(by, "", number=2) if verb == "block" else getattr(desk, verb)(2, by)
    assert desk.show(2, BOB).ticket.candidate == 1


def test_who_works_on_one_of_the_two_queues_only_cannot_join_them(desk, pending):
    desk.receive(mail(2, MAX, subject="[#1]", queue="billing"))

    with pytest.raises(NoSuchTicket):
        desk.belongs(2, BEN)


def test_agents_of_another_queue_are_shown_none_of_its_words(desk, wire, carry, pending):
    desk.receive(mail(2, MAX, subject="[#1]", text="CANARY", queue="billing"))
    carry()

    assert "❓" in wire.said(ROOM)[-1]
    assert not any("CANARY" in said for said in wire.said(ROOM))


def test_a_new_ticket_it_is_and_the_sender_is_told_its_number(desk, wire, carry, proposed):
    desk.separate(2, BOB)
    desk.separate(2, CLEO)
    carry()

    assert facts(desk, 2)[1:] == [Separated(1), Acknowledged()]
    assert facts(desk, 1)[-1] == Declined(2)
    assert wire.at(MAX.place) == ["Acknowledged"]


def test_what_was_moved_can_be_taken_out_again_and_the_ticket_is_as_it_was(desk, clock, pending):
    desk.resolve(1, BOB)
    was = desk.show(1, BOB).ticket
    desk.receive(mail(2, subject="[#1] Still broken", verdict="gray"))
    assert desk.belongs(2, BOB).status is Status.OPEN
    clock.forward(minutes=1)

    desk.separate(2, BOB)

    now = desk.show(1, BOB).ticket
    shown = ("status", "last_words", "waiting_since_at", "resolution", "close_at", "owner")
    assert [getattr(now, name) for name in shown] == [getattr(was, name) for name in shown]
    assert desk.show(2, BOB).ticket.status is Status.NEW


def test_who_answers_what_was_moved_lands_where_it_went(desk, proposed):
    desk.belongs(2, BOB)

    answered, is_new = desk.receive(mail(3, MAX, tokens=(token(proposed, MAX),)))

    assert (answered.number, is_new, facts(desk, 1)[-1].third_party) == (1, False, True)


def test_who_writes_our_number_into_every_mail_does_not_flood_its_thread(desk, pending):
    for number in range(2, 10):
        desk.receive(mail(number, MAX, subject="[#1]"))

    assert sum(isinstance(fact, Proposed) for fact in facts(desk, 1)) == 5
    assert facts(desk, 9)[0].badge == "mentions #1"


# Blocked senders


def test_blocking_the_sender_closes_the_ticket_and_files_what_follows_out_of_sight(desk, wire, carry, proposed):
    stop = desk.block(BOB, "", number=2)
    carry()
    told = len(wire.said(ROOM))
    first, is_new = desk.receive(mail(3, MAX, text="Hear me", tokens=(token(proposed, MAX),)))
    second, again = desk.receive(mail(4, MAX, text="Hear me!"))
    carry()

    assert (stop.place, desk.show(2, BOB).ticket.status, wire.at(MAX.place)) == (MAX.place, Status.CLOSED, [])
    assert (is_new, again, first.number, second.number, second.status) == (True, False, 3, 3, Status.CLOSED)
    assert [fact.text for fact in facts(desk, 3) if isinstance(fact, Opened | Wrote)] == ["Hear me", "Hear me!"]
    assert len(wire.said(ROOM)) == told


def test_who_is_unblocked_is_heard_again_and_what_came_is_found(desk, proposed):
    desk.block(BOB, MAX.place)
    desk.receive(mail(3, MAX))

    assert [stop.ticket for stop in desk.unblock(CLEO, MAX.place)] == [3]
    assert desk.receive(mail(4, MAX))[0].status is Status.NEW


def test_a_block_ends_by_itself_and_is_listed_until_then(desk, clock):
    desk.block(BOB, MAX.place)
    assert [stop.by_name for stop in desk.blocked(BOB)] == ["Bob"]
    clock.forward(days=31)

    assert desk.blocked(BOB) == ()
    assert desk.receive(mail(1, MAX))[0].status is Status.NEW


# Another subject, and bare thanks


def test_quite_another_subject_is_asked_about_in_the_thread(desk, wire, carry, pending):
    desk.receive(mail(2, tokens=(token(pending),), subject="Printer on fire", text="It burns."))
    carry()

    assert "under another subject, “Printer on fire”" in wire.said(ROOM)[-1]
    assert buttons(wire, ROOM)[-1] == [("Same", "belongs", 1), ("New ticket", "separate", 1)]


@pytest.mark.parametrize(
    "subject", ["Re: Aw[2]: VPN", "Re: We have received your message [#1]", "", "AW: vpn is DOWN!"]
)
def test_the_same_subject_in_other_clothes_is_none_to_ask_about(desk, pending, subject):
    desk.receive(mail(2, tokens=(token(pending),), subject=subject))

    assert facts(desk, 1)[-1].subject == ""


def test_the_other_matter_gets_its_own_ticket_and_this_one_is_as_it_was(desk, wire, carry, pending):
    desk.receive(mail(2, tokens=(token(pending),), subject="Printer on fire", text="It burns."))

    new = desk.separate(1, BOB)
    assert desk.separate(1, CLEO).number == 1
    carry()

    assert (new.number, new.subject, new.follows, new.requester) == (2, "Printer on fire", 1, ANN.place)
    assert desk.show(1, BOB).ticket.status is Status.PENDING
    assert wire.at(ANN.place).count("Acknowledged") == 2


def test_the_same_matter_it_is_and_nobody_is_asked_again(desk, pending):
    desk.receive(mail(2, tokens=(token(pending),), subject="Printer on fire"))
    desk.reply(1, BOB, "Which printer?")
    desk.belongs(1, BOB)

    assert facts(desk, 1)[-1] == Accepted()
    assert desk.belongs(1, CLEO).status is Status.PENDING


def test_an_agent_accepts_what_nobody_vouches_for(desk, pending):
    desk.receive(mail(2, tokens=(token(pending),), verdict="fail", text="It works."))
    assert desk.show(1, BOB).ticket.status is Status.PENDING

    accepted = desk.belongs(1, BOB)

    assert (accepted.status, accepted.last_words) == (Status.OPEN, "It works.")


def test_what_nobody_vouches_for_is_nobodys_ticket_and_is_not_acknowledged(desk, wire, carry, pending):
    desk.receive(mail(2, tokens=(token(pending),), verdict="fail", text="It works."))
    new = desk.separate(1, BOB)
    carry()

    assert (new.requester, new.origin) == (NOBODY, ANN.place)
    assert wire.at(ANN.place).count("Acknowledged") == 1


THANKS = ["Thanks!", "Vielen Dank für die Hilfe!\n\nAnn", "Merci beaucoup", "¡Muchas gracias!", "Grazie mille",
          "Hartelijk bedankt", "Muito obrigada pela ajuda", "Dziękuję bardzo", "Děkuji moc", "Mange tak for hjælpen",
          "Tack så mycket", "Kiitos paljon avusta", "ありがとうございました。", "非常感谢！"]  # fmt: skip


@pytest.mark.parametrize("words", THANKS)
def test_bare_thanks_wake_nothing_and_can_be_overruled(desk, wire, carry, ticket, words):
    desk.resolve(1, BOB)
    answered, _ = desk.receive(mail(2, tokens=(token(ticket),), text=f"{words}\n> quoted", reply=words))
    carry()

    assert answered.status is Status.RESOLVED
    assert buttons(wire, ROOM)[-1][0] == ("Reopen", "reopen", 1)


def test_what_is_only_probably_automatic_can_be_overruled(desk, wire, carry, ticket, pending):
    desk.receive(mail(2, tokens=(token(ticket),), automatic=True, badge=PROBABLY))
    carry()

    assert desk.show(1, BOB).ticket.status is Status.PENDING
    assert buttons(wire, ROOM)[-1] == [("Reopen", "reopen", 1)]
    assert desk.reopen(1, BOB).status is Status.OPEN


@pytest.mark.parametrize("words", ["Thanks, but no", "Thanks?", "Danke, geht nicht", "", "Thanks 2"])
def test_whoever_says_more_than_thanks_is_heard(desk, ticket, words):
    desk.resolve(1, BOB)

    assert desk.receive(mail(2, tokens=(token(ticket),), text=words, reply=words))[0].status is Status.OPEN


# News of our own mails


def left(desk, wire, carry, clock):
    """The answer of ticket 1 leaves; the reference it leaves under."""
    clock.forward(minutes=1)
    carry()
    return wire.refs(ANN.place)[-1]


def report(number, ref, what="failed", **more):
    signed = f"mail:<{TOKENS.sign(1, 'ann@example.org')}.0b0e@desk.example>"
    news = Report(what, "5.1.1 no such user", more.pop("dead", ()))
    return mail(number, Person("MAILER-DAEMON", "mail:mailer-daemon@mx.example"), answers=(ref, signed), report=news,
                automatic=True, silence="it is a bounce", unattributed="it is a report", **more)  # fmt: skip


@pytest.mark.parametrize("end", ["", "resolve", "close"])
def test_a_bounce_turns_its_ticket_red_and_back_to_open(desk, wire, carry, clock, pending, end):
    ref = left(desk, wire, carry, clock)
    if end:
        getattr(desk, end)(1, BOB)

    bounced, is_new = desk.receive(report(2, ref))
    carry()

    assert (is_new, bounced.status, bounced.trouble) == (False, Status.OPEN, "5.1.1 no such user")
    assert facts(desk, 1)[-1].pinged == (BOB.place,)
    assert Mark.FAILED in [post.mark for post in wire.slack.posts if post.kind is Kind.MARK]


@pytest.mark.parametrize("what", ["failed", "complained"])
def test_who_returns_a_mail_of_ours_again_and_again_pings_once(desk, pending, what):
    for number in range(2, 6):
        desk.receive(report(number, "", what))
    assert [fact.pinged for fact in facts(desk, 1)[-4:]] == [(BOB.place,), (), (), ()]

    desk.reply(1, BOB, "And now?")
    desk.receive(report(7, ""))
    assert facts(desk, 1)[-1].pinged == (BOB.place,)


@pytest.mark.parametrize("what", ["failed", "complained"])
def test_whose_ticket_went_into_anothers_stops_and_reddens_nothing_there(desk, wire, carry, proposed, what):
    desk.belongs(2, BOB)
    before = desk.reply(1, BOB, "And now?")
    signed = f"mail:<{token(proposed, MAX).partition('+')[2].partition('@')[0]}.0b0e@desk.example>"
    dead = ("ann@example.org", "max@example.net")
    after, is_new = desk.receive(replace(report(9, "", what, dead=dead), answers=(signed,)))

    assert (after.number, is_new, after.status, after.trouble) == (1, False, before.status, "")
    desk.resolve(1, BOB)
    carry()
    assert "Resolved" in wire.at(ANN.place)


def test_where_nobody_owns_it_the_room_is_pinged(desk, ticket):
    desk.receive(report(2, ""))

    assert facts(desk, 1)[-1].pinged == SETTINGS.queues[0].supervisors


@pytest.mark.parametrize("what", ["delayed", "delivered", "relayed", "expanded", "opened", "deleted", "complained"])
def test_other_news_are_events_without_change(desk, wire, carry, clock, pending, what):
    answered, _ = desk.receive(report(2, left(desk, wire, carry, clock), what))

    assert (answered.status, answered.trouble, facts(desk, 1)[-1].what) == (Status.PENDING, "", what)


@pytest.mark.parametrize(("more", "stops"), [({"dead": ("ann@example.org",)}, True), ({"dead": ("eve@x.org",)}, False),
                                             ({}, False), ({"what": "complained"}, True)])  # fmt: skip
def test_no_automatic_mail_goes_to_an_address_that_is_dead_or_complained(desk, wire, carry, clock, ticket, more, stops):
    desk.receive(report(2, "", **more))
    desk.resolve(1, BOB)
    second, _ = desk.receive(mail(3))
    carry()
    sent = wire.at(ANN.place).count("Resolved"), wire.at(ANN.place).count("Acknowledged")

    assert sent == ((0, 1) if stops else (1, 2))
    assert isinstance(facts(desk, second.number)[-1], Unacknowledged if stops else Acknowledged)


def test_a_dead_address_is_tried_again_after_sixty_days(desk, clock, wire, carry, ticket):
    desk.receive(report(2, "", dead=("ann@example.org",)))
    clock.forward(days=61)
    desk.receive(mail(3))
    carry()

    assert wire.at(ANN.place)[-1] == "Acknowledged"


def test_a_report_on_a_mail_that_is_not_ours_opens_a_ticket_of_nobodys(desk, wire, carry, ticket):
    news = mail(2, MAX, report=Report("failed"), silence="it is a bounce", unattributed="it is a report",
                subject="[#1]", answers=("mail:<1@example.org>",))  # fmt: skip
    opened, is_new = desk.receive(news)
    carry()

    assert (is_new, opened.requester, opened.candidate, wire.at(MAX.place)) == (True, NOBODY, None, [])


# What people are told of it


def test_why_says_for_each_message_in_a_sentence_how_it_came_here(desk, proposed):
    desk.receive(mail(3, tokens=(token(desk.show(1, BOB).ticket),), verdict="gray"))

    said = [emphasis.plain(one) for one in desk.why(1, SUE)]
    assert said[0] == "The message of Ann opened this ticket: it answers nothing that we know."
    assert said[-1] == ("The message of Ann came here: it was sent to the reply address that we gave to its requester "
                        "(sender not authenticated).")  # fmt: skip
    assert emphasis.plain(desk.why(2, SUE)[0]).startswith(
        "The message of Max may belong to #1, for its subject names this ticket"
    )


def test_a_requester_reads_nothing_of_what_was_proposed(desk, proposed):
    desk.belongs(2, BOB)

    assert "Me too" not in str(desk.history(1, ANN))
    with pytest.raises(AgentsOnly):
        desk.why(1, ANN)


def test_something_similar_within_a_day_is_suggested_and_still_acknowledged(desk, wire, carry):
    desk.receive(mail(1, text="The printer on floor two is broken"))
    again, is_new = desk.receive(mail(2, subject="Printer", text="the printer on floor two is still broken"))
    carry()

    assert (is_new, again.candidate, facts(desk, 2)[0].rule) == (True, 1, Rule.ALIKE)
    assert isinstance(facts(desk, 2)[-1], Acknowledged)
    assert "Proposed" not in wire.at(ROOM)
    assert buttons(wire, ROOM)[-1] == [("Move there", "belongs", 2), ("Keep", "separate", 2)]


def test_who_keeps_a_suggested_ticket_apart_troubles_nobody(desk):
    desk.receive(mail(1, subject="The VPN is down"))
    desk.receive(mail(2, subject="Re: the VPN is down"))
    desk.separate(2, BOB)

    assert not any(isinstance(fact, Declined) for fact in facts(desk, 1))


@pytest.mark.parametrize(
    "other",
    [{"by": MAX}, {"subject": "Invoice", "text": "Please send it."}, {"automatic": True}, {"unattributed": "a report"}],
)
def test_others_other_words_and_robots_are_not_similar(desk, other):
    desk.receive(mail(1, subject="The VPN is down"))

    assert desk.receive(mail(2, **({"subject": "The VPN is down"} | other)))[0].candidate is None


def test_what_is_older_than_a_day_is_not_similar(desk, clock):
    desk.receive(mail(1, subject="The VPN is down"))
    clock.forward(hours=25)

    assert desk.receive(mail(2, subject="The VPN is down"))[0].candidate is None
