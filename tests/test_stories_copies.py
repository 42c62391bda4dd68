"""Those beside the requester, to whom answers go too: by an agent's word, and by nothing that anybody writes."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.addresses import MOST_COPIED
from bot.desk import Desk
from bot.errors import LeftAlready, Misunderstood, NoSuchTicket, Refused
from bot.events import Replied, Reported, Wrote
from bot.incoming import Incoming, Report
from bot.locking import Lock, MustBeEncrypted
from bot.matching import Rule
from bot.people import Person
from bot.ports import Receipt, Undeliverable
from bot.ticket import Status
from bot.tokens import Tokens
from tests.conftest import ANN, BOB, CLEO, MAX, ROOM, SETTINGS

TOKENS = Tokens(SETTINGS.reply_secrets)
CARL = Person("Carl", "mail:carl@example.org")


def mail(number, by=ANN, **more):
    values = {"text": "Nothing loads.", "queue": "support", "subject": "VPN is down", "origin": by.place}
    return Incoming(by=by, source=f"mail:<{number}@example.org>", **values | {"verdict": "pass"} | more)


def address(of, number=1):
    """The reply address that we gave to somebody."""
    return f"support+{TOKENS.sign(number, of.place.removeprefix('mail:'))}@desk.example"


def cc(desk, number, who=CARL, do="cc"):
    return desk.circle.watch(number, BOB, do, None, who.place.removeprefix("mail:"))


@pytest.fixture
def number(desk):
    return desk.receive(mail(1))[0].number


def test_answers_go_to_who_was_put_beside_the_requester_and_notices_do_not(desk, wire, carry, number):
    assert cc(desk, number).cc == (CARL.place,)
    desk.reply(number, BOB, "Try now?")
    desk.note(number, BOB, "CANARY")
    desk.resolve(number, BOB)
    carry()

    assert wire.said(CARL.place) == ["Try now?"]
    assert wire.at(ANN.place) == ["Acknowledged", "Replied", "Resolved"]
    assert "👥 Bob added carl@example.org: answers go there too" in wire.said(ROOM)


def test_who_was_taken_out_does_not_come_back_as_one_too_many(desk, number):
    cc(desk, number)
    cc(desk, number, do="uncc")
    for at in range(MOST_COPIED):
        desk.circle.watch(number, CLEO, "cc", None, f"reader{at}@example.org")

    with pytest.raises(Refused, match="read along on"):
        desk.undo(number, BOB)
    desk.circle.watch(number, CLEO, "uncc", None, "reader0@example.org")
    assert CARL.place in desk.undo(number, BOB).cc


def test_who_is_taken_out_gets_nothing_more(desk, wire, carry, number):
    cc(desk, number)
    assert cc(desk, number, do="uncc").cc == ()
    desk.reply(number, BOB, "Try now?")
    carry()

    assert wire.at(CARL.place) == []


def test_who_reads_along_gets_no_earlier_words(desk, wire, carry, number):
    cc(desk, number)
    desk.reply(number, BOB, "Try now?")
    carry()

    sent = zip(wire.mail.posts, wire.mail.words, strict=True)
    quotes = {post.place: words.quote for post, words in sent if isinstance(post.event.fact, Replied)}
    assert quotes[CARL.place] is None
    assert "Nothing loads." in quotes[ANN.place].text


def test_what_they_answer_is_the_requester_s_side_s(desk, wire, carry, number):
    cc(desk, number)
    desk.reply(number, BOB, "Try now?")
    ticket, is_new = desk.receive(mail(2, CARL, text="Works for me.", tokens=(address(CARL),)))
    carry()

    said = desk.history(number, BOB)[-1].fact
    assert (ticket.number, is_new, ticket.status) == (number, False, Status.OPEN)
    assert (said.third_party, said.unverified, said.rule) == (False, False, Rule.ADDRESS)
    assert wire.said(ROOM)[-1] == "💬 Carl (in copy) wrote: Works for me."


def test_with_the_requester_s_token_they_need_somebody_who_vouches_for_them(desk, number):
    """Row 6 of the table: they answered all of a mail of Ann's, which has her reply address."""
    cc(desk, number)
    desk.reply(number, BOB, "Try now?")
    theirs = mail(2, CARL, tokens=(address(ANN),), answers=("mail:<1@example.org>",))

    assert desk.receive(replace(theirs, verdict="gray"))[0].status is Status.PENDING
    assert desk.history(number, BOB)[-1].fact.third_party
    assert desk.receive(replace(theirs, source="mail:<3@example.org>", text="And now?"))[0].status is Status.OPEN
    assert desk.history(number, BOB)[-1].fact.badge == "matched by thread"


def test_their_own_token_counts_before_another_s_in_the_same_mail(desk, number):
    cc(desk, number)
    desk.receive(mail(2, CARL, tokens=(address(ANN), address(CARL)), verdict="gray"))

    said = desk.history(number, BOB)[-1].fact
    assert (said.third_party, said.badge) == (False, "sender not authenticated")


def test_nobody_gets_there_by_writing(desk, number):
    """Max was sent a mail of Ann's, with her token, and answers all: he is heard, and is nobody."""
    desk.reply(number, BOB, "Try now?")
    ticket, _ = desk.receive(mail(2, MAX, tokens=(address(ANN),), answers=("mail:<1@example.org>",)))

    assert (ticket.status, ticket.cc) == (Status.PENDING, ())
    assert desk.history(number, BOB)[-1].fact.third_party


def test_who_was_taken_out_is_heard_as_anybody_who_has_a_mail_of_ours(desk, number):
    cc(desk, number)
    cc(desk, number, do="uncc")
    desk.reply(number, BOB, "Try now?")

    assert desk.receive(mail(2, CARL, tokens=(address(CARL),)))[0].status is Status.PENDING
    assert desk.history(number, BOB)[-1].fact.third_party


def test_who_asked_before_is_heard_and_is_not_the_requester(desk, number):
    desk.circle.watch(number, BOB, "requester", None, "dora@example.org")
    desk.reply(number, BOB, "Try now?")
    ticket, is_new = desk.receive(mail(2, ANN, tokens=(address(ANN),), answers=("mail:<1@example.org>",)))

    assert (is_new, ticket.status) == (False, Status.PENDING)
    assert desk.history(number, BOB)[-1].fact.third_party


def test_the_new_requester_goes_on_with_the_token_that_was_given_to_them(desk, number):
    dora = Person("Dora", "mail:dora@example.org")
    desk.circle.watch(number, BOB, "requester", None, "dora@example.org")
    desk.reply(number, BOB, "Try now?")

    assert desk.receive(mail(2, dora, tokens=(address(dora),)))[0].status is Status.OPEN


def test_they_see_nothing_of_the_ticket_but_what_is_sent_to_them(desk, number):
    cc(desk, number)

    for ask in (desk.show, desk.history, desk.close):
        with pytest.raises(NoSuchTicket):
            ask(number, CARL)
    assert desk.mine(CARL) == []


@pytest.mark.parametrize(
    ("who", "why"),
    [
        ("ann@example.org", "is the requester of #1"),
        ("support@desk.example", "would only come back"),
        ("support+a1.x@desk.example", "would only come back"),
        ("eve@example.net", "is blocked"),
    ],
)
def test_some_are_not_put_beside_anybody(desk, number, who, why):
    desk.block(BOB, "mail:eve@example.net")

    with pytest.raises(Refused, match=why):
        desk.circle.watch(number, CLEO, "cc", None, who)


def test_the_address_is_read_strictly(desk, number):
    for text in (
        "carl",
        "carl@example.org, max@x.example",
        "Carl <carl@example.org>",
        "ünï@example.org",
        "a@b@c.example",
    ):
        with pytest.raises(Misunderstood):
            desk.circle.watch(number, BOB, "cc", None, text)
    assert desk.circle.watch(number, BOB, "cc", None, "<CARL@Example.ORG>").cc == (CARL.place,)


def test_ten_read_along_and_no_more(desk, number):
    for at in range(10):
        desk.circle.watch(number, BOB, "cc", None, f"c{at}@example.org")

    with pytest.raises(Refused, match="10 addresses read along"):
        cc(desk, number)


def test_what_is_so_already_changes_nothing(desk, number):
    first = cc(desk, number)

    assert cc(desk, number).version == first.version
    assert cc(desk, number, MAX, "uncc").version == first.version


def test_an_answer_that_is_taken_back_reaches_none_of_them(store, clock, desk, number):
    held = Desk(store, replace(SETTINGS, undo_for=timedelta(seconds=10)), clock)
    cc(held, number)
    held.reply(number, BOB, "Oops.")
    held.undo(number, BOB)
    clock.forward(minutes=1)

    with store.transaction() as tx:
        assert [post.place for post in tx.posts.lease("mail", "w", clock(), 9)] == [ANN.place]  # told the number
        assert tx.posts.held(number) == set()


def test_an_answer_that_one_of_them_has_is_not_taken_back(store, clock, desk, number):
    held = Desk(store, replace(SETTINGS, undo_for=timedelta(seconds=10)), clock)
    cc(held, number)
    held.reply(number, BOB, "Try now?")
    clock.forward(minutes=1)
    with store.transaction() as tx:
        for post in tx.posts.lease("mail", "w", clock(), 9):
            if post.place == CARL.place:
                tx.posts.again(post, "busy", clock.time + timedelta(hours=1), False)
            else:
                tx.posts.sent(post, Receipt(f"mail:{post.id}"), clock())
    with store.transaction() as tx:
        [post] = tx.posts.lease("mail", "w", clock(), 9)
        tx.posts.sent(post, Receipt(f"mail:{post.id}"), clock())

    with pytest.raises(LeftAlready):
        held.undo(number, BOB)
    assert [event.fact.text for event in held.history(number, ANN) if isinstance(event.fact, Replied)] == ["Try now?"]


def test_who_is_taken_out_while_an_answer_is_held_does_not_get_it(store, clock, wire, carry, number):
    held = Desk(store, replace(SETTINGS, undo_for=timedelta(seconds=10)), clock)
    cc(held, number)
    held.reply(number, BOB, "Try now?")
    cc(held, number, do="uncc")
    clock.forward(minutes=1)
    carry()

    assert (wire.said(ANN.place)[-1], wire.said(CARL.place)) == ("Try now?", [])


@pytest.mark.parametrize("why", ["taken out", "asked before"])
def test_what_did_not_arrive_is_not_sent_again_to_who_has_no_part_in_it_any_more(desk, wire, carry, number, why):
    cc(desk, number)
    carry()
    wire.mail.errors = [Undeliverable("no such user")] * 2
    desk.reply(number, BOB, "Try now?")
    carry()
    if why == "taken out":
        cc(desk, number, do="uncc")
    else:
        cc(desk, number, MAX, "requester")
        desk.circle.watch(number, BOB, "uncc", None, "carl@example.org")

    with pytest.raises(Refused, match=r"@example\.org gets no answers of #1 any more"):
        desk.retry(number, BOB)
    carry()
    assert not {CARL.place, ANN.place} & {
        post.place for post in wire.mail.posts if post.event.fact == Replied("Try now?")
    }


def test_one_whom_it_cannot_be_brought_to_is_told_and_the_others_get_it(desk, wire, carry, number):
    cc(desk, number)
    carry()
    wire.mail.errors = [Undeliverable("no such user")]
    desk.reply(number, BOB, "Try now?")
    carry()

    reached = [place for place in (ANN.place, CARL.place) if "Try now?" in wire.said(place)]
    assert len(reached) == 1
    assert any("could not be delivered: no such user" in said for said in wire.said(ROOM))


def test_a_mail_to_them_that_comes_back_is_told_and_reopens_nothing(desk, wire, carry, number):
    cc(desk, number)
    desk.claim(number, BOB)
    desk.reply(number, BOB, "Try now?")
    ours = f"mail:<{TOKENS.sign(number, 'carl@example.org')}.0b0e@desk.example>"
    report = Report("failed", "550 no such user", ("carl@example.org",))
    ticket, _ = desk.receive(mail(2, Person("x", "mail:unknown"), answers=(ours,), report=report, automatic=True))

    said = desk.history(number, BOB)[-1].fact
    assert (type(said), said.what, said.pinged) == (Reported, "failed", (BOB.place,))
    assert (ticket.status, ticket.trouble) == (Status.PENDING, "")


class Keys:
    """A keyring that knows Ann alone."""

    def lock(self, address, kinds=()):
        return Lock("PGP/MIME") if address == "ann@example.org" else Lock(trouble=f"no key of {address} is known")


def test_an_encrypted_answer_needs_the_keys_of_all_whom_it_goes_to(store, clock):
    desk = Desk(store, SETTINGS, clock, keys=Keys())
    number = desk.receive(mail(1, encrypted="PGP/MIME"))[0].number
    desk.reply(number, BOB, "For your eyes.")
    cc(desk, number)
    desk.receive(mail(2, tokens=(address(ANN),), encrypted="PGP/MIME"))

    with pytest.raises(MustBeEncrypted, match=r"no key of carl@example\.org is known.*take carl@example\.org out"):
        desk.reply(number, BOB, "For your eyes.")


def test_a_message_put_here_from_another_ticket_is_of_their_side_too(desk, number):
    cc(desk, number)
    other = desk.receive(mail(2, CARL, subject="Re: VPN [#1]", text="Me too.", verdict="gray"))[0]
    desk.belongs(other.number, BOB)

    said = [event.fact for event in desk.history(number, BOB) if isinstance(event.fact, Wrote)][-1]
    assert not said.third_party


def offered(wire):
    """The buttons below the newest line in the room."""
    spoken = zip(wire.slack.posts, wire.slack.words, strict=True)
    last = [words for post, words in spoken if post.place == ROOM and words and hasattr(words, "buttons")][-1]
    return [(one.label, one.verb, one.rest) for one in last.buttons]


def test_whom_else_a_mail_was_sent_to_is_told_and_only_an_agent_s_click_lets_them_in(desk, wire, carry):
    ticket, _ = desk.receive(mail(1, beside=("carl@example.org", "dora@example.org", "emil@example.org")))
    carry()

    assert ticket.cc == ()
    assert "(sent to carl@example.org, dora@example.org, emil@example.org too)" in wire.said(ROOM)[0]
    assert offered(wire)[:2] == [
        ("Cc carl@example.org", "watch", "cc carl@example.org"),
        ("Cc dora@example.org", "watch", "cc dora@example.org"),
    ]


def test_who_is_there_already_is_not_offered_again_nor_what_a_third_party_names(desk, wire, carry, number):
    cc(desk, number)
    desk.receive(mail(2, tokens=(address(ANN),), text="Also.", beside=("carl@example.org",)))
    desk.receive(mail(3, MAX, tokens=(address(ANN),), text="Me?", beside=("eve@example.net",)))
    carry()

    assert not any("sent to" in said for said in wire.said(ROOM))
