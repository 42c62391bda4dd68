"""Two tickets that are one: whatever is asked of the old one or said to it reaches the other, and it can be undone."""

import threading
from contextlib import suppress
from dataclasses import replace
from functools import reduce
from itertools import product

import pytest

from bot.apply import apply
from bot.desk import Desk
from bot.errors import AgentsOnly, NoSuchTicket, Refused
from bot.events import Absorbed, Joined, Noted, Opened, Undelivered, Wrote
from bot.incoming import Incoming
from bot.people import Person
from bot.ticket import Status, Ticket
from bot.tokens import Tokens
from bot.wording import placed
from storage.store import SqlStore
from tests.conftest import ANN, BEN, BOB, CLEO, HELP, MAX, ROOM, SETTINGS, SUE

TOKENS = Tokens(SETTINGS.reply_secrets)
RITA = Person("Rita", "slack:@URITA")


def mail(number, by=ANN, **more):
    values = {"text": "Nothing loads.", "queue": "support", "subject": "VPN is down", "origin": by.place}
    return Incoming(by=by, source=f"mail:<{number}@example.org>", **values | {"verdict": "pass"} | more)


def token(number, of=ANN):
    return f"support+{TOKENS.sign(number, of.place.removeprefix('mail:'))}@desk.example"


def said(by, words, ref, origin, answers=(), **more):
    return Incoming(by, words, "support", ref, origin, words, answers, **more)


@pytest.fixture
def facts(store):
    def found(number):
        with store.transaction() as tx:
            return [event.fact for event in tx.tickets.history(number)]

    return found


@pytest.fixture
def ticket(store):
    """The row of a ticket, and not of the one that it went into."""

    def found(number):
        with store.transaction() as tx:
            ticket = tx.tickets.get(number)
            assert reduce(apply, tx.tickets.history(number), Ticket(number)) == ticket
            return ticket

    return found


@pytest.fixture
def two(desk):
    """Ann asks twice, in different words: #1, which Cleo has and has answered, and #2."""
    desk.receive(mail(1))
    desk.reply(1, CLEO, "Try now?")
    desk.receive(mail(2, subject="Intranet", text="It is gone."))


def same(one, other):
    return replace(one, version=0, updated_at=None) == replace(other, version=0, updated_at=None)


def test_what_waits_for_an_answer_comes_along_and_both_threads_say_so(desk, wire, carry, facts, ticket, two):
    survivor = desk.ties.merge(2, BOB, 1)
    carry()

    assert (survivor.number, survivor.status, survivor.last_words) == (1, Status.OPEN, "It is gone.")
    assert (ticket(2).status, ticket(2).joined, survivor.links) == (Status.CLOSED, 1, ("part 2",))
    assert (facts(2)[-1], type(facts(1)[-2]), facts(1)[-1].moved_from) == (Joined(1), Absorbed, 2)
    assert any("Bob merged this into #1" in line for line in wire.said(ROOM))
    assert any("Bob merged #2 “Intranet” into this ticket" in line for line in wire.said(ROOM))


def test_what_was_answered_or_has_ended_stays_where_it_is(desk, facts, two):
    desk.reply(2, BOB, "It is back.")
    desk.receive(mail(3, subject="Printer"))
    desk.close(3, BOB)

    desk.ties.merge(2, BOB, 1)
    desk.ties.merge(3, BOB, 1)

    assert [type(fact) for fact in facts(1)[-2:]] == [Absorbed, Absorbed]


def test_the_two_owners_are_told_once_but_not_of_what_they_did_themselves(desk, facts, two):
    desk.claim(2, BOB)
    desk.receive(mail(3, subject="Printer"))
    desk.claim(3, SUE)

    desk.ties.merge(2, BOB, 1)
    desk.ties.merge(3, BOB, 1)

    told = [fact.pinged for fact in facts(1) if isinstance(fact, Absorbed)]
    assert told == [(CLEO.place,), (SUE.place, CLEO.place)]


def test_every_way_of_mail_to_the_old_one_leads_to_the_other(desk, two, facts):
    desk.ties.merge(2, BOB, 1)

    by_token, _ = desk.receive(mail(3, tokens=(token(2),)))
    by_thread, _ = desk.receive(mail(4, answers=("mail:<2@example.org>",)))
    by_number, _ = desk.receive(mail(5, subject="About that [#2]"))

    assert (by_token.number, by_thread.number, by_number.candidate) == (1, 1, 1)


def test_who_writes_in_the_old_thread_lands_in_the_other_on_either_side(desk, wire, carry, facts, two):
    there = f"{HELP}/17.01"
    asked, _ = desk.receive(said(RITA, "Is it down?", there, there))
    carry()
    thread = next(post.thread for post in wire.slack.posts if post.ticket.number == asked.number and post.thread)
    desk.ties.merge(asked.number, BOB, 1)

    answered, is_new = desk.receive(said(RITA, "Hello?", f"{HELP}/17.02", there, (there,)))
    noted = desk.note(asked.number, BOB, "She asks again.", source=f"{thread}/17.03")
    carry()

    assert (answered.number, is_new, noted.number) == (1, False, 1)
    assert facts(1)[-1] == Noted("She asks again.")
    assert wire.said(ROOM)[-1].endswith("Bob noted: She asks again.")  # not where it was said: told in the other thread


def test_the_card_says_that_an_agent_put_it_there(desk, two):
    desk.ties.merge(2, BOB, 1)
    assert placed(desk.show(1, BOB).ticket) == "put here by an agent"


def test_a_talk_goes_on_where_it_was_merged(desk, two):
    asked, _ = desk.receive(said(RITA, "Is it down?", "slack:D1/1", RITA.place, is_conversation=True))
    desk.ties.merge(asked.number, BOB, 1)
    answered, is_new = desk.receive(said(RITA, "Hello?", "slack:D1/2", RITA.place, is_conversation=True))
    assert (answered.number, is_new) == (1, False)

    desk.close(1, BOB)
    assert desk.receive(said(RITA, "And now?", "slack:D1/3", RITA.place, is_conversation=True))[1]


@pytest.mark.parametrize(
    ("verb", "more"),
    [("claim", (True,)), ("release", ()), ("assign", (BOB,)), ("reply", ("Here.",)), ("note", ("Hm.",)),
     ("tag", (("vpn",),)), ("subject", ("VPN",)), ("pend", ()), ("resolve", ()), ("close", ()),
     ("escalate", ("Now.",))],
)  # fmt: skip
def test_every_verb_that_is_given_the_old_number_acts_on_the_other(desk, ticket, two, verb, more):
    desk.ties.merge(2, BOB, 1)
    before, old = ticket(1), ticket(2)

    assert getattr(desk, verb)(2, CLEO if verb == "release" else SUE, *more).number == 1
    assert ticket(1).version > before.version
    assert ticket(2) == old


def test_its_own_past_stays_readable_and_its_card_is_the_other_s(desk, two):
    desk.ties.merge(2, BOB, 1)

    assert desk.show(2, CLEO).ticket.number == 1
    assert [event.ticket for event in desk.history(2, CLEO)] == [2, 2, 2]


def test_what_could_not_be_delivered_of_the_old_one_is_told_in_the_other(desk, store, carry, clock, facts, two):
    carry()
    desk.reply(2, BOB, "It is back.")
    with store.transaction() as tx:
        [post] = tx.posts.lease("mail", "w", clock(), 9)
        assert tx.posts.dead(post, "gone")
    desk.ties.merge(2, BOB, 1)

    desk.undelivered(post, "gone")

    assert isinstance(facts(1)[-1], Undelivered)
    assert desk.retry(2, BOB).number == 1


def test_who_else_asked_reads_along_by_mail_and_is_heard_as_one_who_asks(desk, wire, carry, facts, two):
    desk.receive(mail(3, MAX, text="Me too."))
    survivor = desk.ties.merge(3, BOB, 1)
    desk.reply(1, CLEO, "It works again.")
    answered, _ = desk.receive(mail(4, MAX, text="Not for me.", tokens=(token(3, MAX),)))
    carry()

    assert survivor.cc == (MAX.place,)
    assert any("which Max asked: answers go there too" in line for line in wire.said(ROOM))
    assert "It works again." in wire.said(MAX.place)[-1]
    assert (answered.number, answered.status, facts(1)[-1].third_party) == (1, Status.OPEN, False)


def test_no_more_read_along_than_may_and_the_thread_says_whom_it_left_out(desk, wire, carry, facts, ticket, two):
    for at in range(8):
        desk.circle.watch(1, BOB, "cc", address=f"one{at}@example.org")
    before = desk.receive(mail(3, MAX, text="Me too."))[0] and ticket(1)
    for at in range(9):
        desk.circle.watch(3, BOB, "cc", address=f"two{at}@example.org")

    survivor = desk.ties.merge(3, BOB, 1)
    desk.reply(1, CLEO, "It works again.")
    carry()

    assert survivor.cc == (*before.cc, MAX.place, "mail:two0@example.org")
    assert any("no answers go to two1@example.org, two2@example.org" in line for line in wire.said(ROOM))
    assert (wire.said("mail:two0@example.org"), wire.said("mail:two1@example.org")) == (["It works again."], [])
    desk.separate(3, BOB)
    assert ticket(1).cc == before.cc


def test_of_two_merges_at_once_into_the_same_one_neither_passes_the_most_that_may_read_along(postgresql, clock):
    desk = Desk(SqlStore(postgresql), SETTINGS, clock)
    for number, by in ((1, ANN), (2, MAX), (3, replace(MAX, place="mail:moe@example.net"))):
        desk.receive(mail(number, by, subject=f"Matter {number}", text=f"About {number}."))
    for number, at in product((2, 3), range(6)):
        desk.circle.watch(number, BOB, "cc", address=f"a{number}{at}@example.org")

    threads = [threading.Thread(target=desk.ties.merge, args=(number, BOB, 1)) for number in (2, 3)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert len(desk.show(1, BOB).ticket.cc) == 10


def test_who_is_blocked_reads_nothing_along_by_a_merge(desk, wire, carry, two):
    desk.receive(mail(3, MAX, text="Me too."))
    desk.block(BOB, MAX.place)

    assert desk.ties.merge(3, BOB, 1).cc == ()
    desk.reply(1, BOB, "For Ann alone.")
    carry()
    assert "For Ann alone." not in wire.said(MAX.place)


def test_who_asked_in_a_chat_is_heard_as_another_and_that_is_said(desk, wire, carry, facts, two):
    asked, _ = desk.receive(said(RITA, "Is it down?", f"{HELP}/17.01", f"{HELP}/17.01"))
    desk.ties.merge(asked.number, BOB, 1)
    carry()

    assert any("which Rita asked: answers go to Ann alone" in line for line in wire.said(ROOM))
    assert facts(1)[-1].third_party


def test_asked_twice_or_by_two_at_once_it_is_done_once(desk, facts, two):
    desk.ties.merge(2, BOB, 1, source="slack:press/1")
    before = facts(1), facts(2)

    for by, source in ((BOB, "slack:press/1"), (CLEO, "discord:press/2")):
        assert desk.ties.merge(2, by, 1, source=source).number == 1
    assert (facts(1), facts(2)) == before


def test_of_two_who_merge_the_two_ways_round_at_once_one_wins(engine, clock, ticket, two):
    store = SqlStore(engine)

    def merge(by, number, into):
        with suppress(Refused):
            Desk(store, SETTINGS, clock).ties.merge(number, by, into)

    for _ in range(5):
        threads = [threading.Thread(target=merge, args=args) for args in ((BOB, 1, 2), (SUE, 2, 1))]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
        joined = [ticket(number).joined for number in (1, 2)]
        assert sorted(joined, key=str) in ([1, None], [2, None])
        Desk(store, SETTINGS, clock).separate(2 if joined[0] is None else 1, CLEO)


def test_chains_lead_to_the_end_and_circles_are_refused(desk, two):
    desk.receive(mail(3, subject="Printer"))
    desk.ties.merge(3, BOB, 2)
    assert desk.ties.merge(2, BOB, 1).number == 1

    assert desk.claim(3, BOB, steal=True).number == 1
    for number, into, why in ((1, 1, "this very ticket"), (1, 3, "#3 is part of #1 already"), (3, 1, "")):
        if why:
            with pytest.raises(Refused, match=why):
                desk.ties.merge(number, BOB, into)
        else:
            assert desk.ties.merge(number, BOB, into).number == 1  # it is so already


def test_what_is_part_of_one_goes_into_no_other_and_nothing_goes_into_a_closed_one(desk, two):
    for number in (3, 4):
        desk.receive(mail(number, subject=f"Printer {number}"))
    desk.ties.merge(2, BOB, 1)
    desk.close(4, BOB)

    with pytest.raises(Refused, match=r"#2 is part of #1 already\. Take it out first: undo 2"):
        desk.ties.merge(2, BOB, 3)
    with pytest.raises(Refused, match=r"#4 is closed\. Reopen it first, or merge it into this one: merge 4 --into 3"):
        desk.ties.merge(3, BOB, 4)
    with pytest.raises(NoSuchTicket):
        desk.ties.merge(3, BOB, 99)


@pytest.mark.parametrize("by", [ANN, BEN, MAX])
def test_only_who_works_on_both_queues_merges(desk, ticket, two, by):
    desk.receive(mail(3, MAX, queue="billing"))
    for number, into in ((2, 1), (1, 3), (3, 1)):
        with pytest.raises((NoSuchTicket, AgentsOnly)):
            desk.ties.merge(number, by, into)
    with pytest.raises(NoSuchTicket):
        desk.ties.merge(1, BOB, 3)
    assert [ticket(number).joined for number in (1, 2, 3)] == [None, None, None]


def test_whose_ticket_went_into_another_s_sees_their_own_and_nothing_of_that(desk, two):
    desk.receive(mail(3, MAX, text="Me too."))
    desk.ties.merge(3, BOB, 1)

    assert desk.show(3, MAX).ticket.number == 3
    assert {event.ticket for event in desk.history(3, MAX)} == {3}
    with pytest.raises(Refused, match="#3 is part of another ticket now"):
        desk.reopen(3, MAX)
    with pytest.raises(NoSuchTicket):
        desk.show(3, BEN)


def test_not_yet_by_an_old_button_reopens_what_it_went_into_and_the_old_one_stays_closed(desk, ticket, two):
    desk.resolve(2, BOB)
    desk.ties.merge(2, BOB, 1)

    assert desk.verdicts.unsolved(2, ANN, "It smokes.").number == 1
    assert (ticket(1).last_words, ticket(2).status) == ("It smokes.", Status.CLOSED)


def test_whose_ticket_went_into_another_s_says_nothing_there_by_an_old_button(desk, ticket, two):
    desk.receive(mail(3, MAX, text="Me too."))
    desk.resolve(3, BOB)
    desk.ties.merge(3, BOB, 1)
    before = ticket(1), ticket(3)

    with pytest.raises(Refused, match="#3"):
        desk.verdicts.unsolved(3, MAX, "It smokes.")
    assert (ticket(1), ticket(3)) == before


def test_an_answer_that_is_taken_back_after_the_merge_leaves_its_question_to_the_other(desk, facts, ticket, two):
    desk.reply(2, SUE, "It is back.")
    desk.receive(mail(3, text="Really?", tokens=(token(2),)))
    desk.ties.merge(2, BOB, 1)
    reply = next(one.id for one in desk.history(2, BOB) if one.by == SUE)
    for _ in range(2):
        desk.undo(2, SUE, reply)

    assert [fact.text for fact in facts(1) if isinstance(fact, Wrote)] == ["Really?", "It is gone."]
    assert (ticket(2).joined, ticket(1).status) == (1, Status.OPEN)
    desk.separate(2, BOB)
    assert [fact.text for fact in facts(2) if isinstance(fact, Opened | Wrote)] == ["It is gone.", "Really?"]
    assert ticket(2).waiting_since_at == ticket(2).opened_at


# Undone


@pytest.mark.parametrize("way", ["undo of the old", "undo of the other", "separate"])
def test_undone_both_are_as_if_it_had_never_been(desk, ticket, clock, two, way):
    desk.claim(2, SUE)
    before = ticket(1), ticket(2)
    desk.ties.merge(2, BOB, 1)
    clock.forward(minutes=5)

    if way == "separate":
        assert desk.separate(2, CLEO).number == 2
    else:
        desk.undo(2 if way == "undo of the old" else 1, BOB)

    assert all(same(ticket(number), before[number - 1]) for number in (1, 2))
    assert desk.note(2, BOB, "Itself again.").number == 2


def test_what_came_meanwhile_stays_and_that_is_said(desk, wire, carry, facts, two):
    desk.ties.merge(2, BOB, 1)
    desk.receive(mail(3, text="Meanwhile.", tokens=(token(2),)))

    desk.undo(2, BOB)
    carry()

    assert facts(1)[-2].text == "Meanwhile."
    assert isinstance(facts(1)[-2], Wrote)
    assert any("took this ticket out of #1 again; what came there meanwhile stays there" in x for x in wire.said(ROOM))
    assert desk.receive(mail(4, tokens=(token(2),)))[0].number == 2


def test_undone_in_the_middle_of_a_chain_it_takes_its_own_parts_along(desk, two):
    desk.receive(mail(3, subject="Printer"))
    desk.ties.merge(3, BOB, 2)
    desk.ties.merge(2, BOB, 1)

    desk.undo(2, BOB)

    assert desk.receive(mail(4, tokens=(token(3),)))[0].number == 2


def test_taken_out_of_the_middle_of_a_chain_its_words_are_nowhere_else(desk, wire, carry, ticket, two):
    desk.receive(mail(3, subject="Printer", text="It smokes."))
    desk.ties.merge(3, BOB, 2)
    desk.ties.merge(2, BOB, 1)
    desk.separate(3, CLEO)

    carry()

    assert [ticket(number).last_words for number in (1, 2, 3)] == ["It is gone.", "It is gone.", "It smokes."]
    assert any("took #3 out of this ticket again" in line for line in wire.said(ROOM))


def test_whose_message_was_split_off_meanwhile_is_not_taken_out_before_it_is_back(desk, facts, ticket, two):
    desk.ties.merge(2, BOB, 1)
    desk.ties.split(1, BOB, [desk.ties.messages(1, BOB)[-1].id])
    with pytest.raises(Refused, match=r"A message of #2 was split off #1 meanwhile\. Bring it back first: undo 1"):
        desk.separate(2, BOB)

    desk.undo(1, BOB)
    assert desk.separate(2, BOB).number == 2
    assert ticket(1).last_words == "Nothing loads."


def test_a_colleague_s_merge_is_not_mine_to_undo_by_a_word_but_can_be_taken_apart(desk, two):
    desk.ties.merge(2, BOB, 1)

    with pytest.raises(Refused):
        desk.undo(2, SUE)
    assert desk.separate(2, SUE).number == 2


def test_who_lost_one_of_the_queues_takes_nothing_apart(desk, two):
    desk.receive(mail(3, queue="billing"))
    desk.ties.merge(3, SUE, 1)

    with pytest.raises(NoSuchTicket):
        desk.separate(3, BEN)
