"""Rules: on arrival, on what happens, by the clock; once, all of it or nothing, and never in circles."""

import tomllib
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text

from adapters import filters, ruling, verbs
from adapters.calls import Call
from bot import access, emphasis
from bot import events as e
from bot import settings as reading
from bot.desk import Desk
from bot.errors import AgentsOnly
from bot.events import Ruled
from bot.filters import Filter
from bot.fitting import Seen, fits
from bot.incoming import Incoming
from bot.people import RULES, rule
from bot.problems import BadSettings
from bot.rule import Rule
from bot.ticket import Priority, Status
from storage.engine import connect
from storage.store import SqlStore
from storage.tables import METADATA
from tests.conftest import ANN, BOB, MAX, ROOM, SETTINGS, SUE, Clock


def on(happening, do, wanted="", name="r", **more):
    return Rule(name, (happening,) if isinstance(happening, str) else happening, (do,) if isinstance(do, str) else do,
                wanted, **more)  # fmt: skip


@pytest.fixture
def ruled(store, clock):
    """A desk with these rules at work."""

    def make(*rules):
        settings = replace(SETTINGS, rules=rules)
        return ruling.enlist(Desk(store, settings, clock), settings, verbs.TABLE)

    return make


def asks(desk, subject="VPN is down", said="Nothing loads.", by=ANN):
    return desk.open(by, subject, said, "support", by.place).number


def writes(desk, number, said, source, **more):
    """Ann writes on, by mail."""
    subject = f"Re: [#{number}] VPN is down"
    return desk.receive(Incoming(ANN, said, "support", source, ANN.place, subject, is_conversation=True, **more))[0]


def ran(desk, number):
    return [event.fact for event in desk.history(number, BOB) if isinstance(event.fact, Ruled)]


def did(desk, number):
    """What the rules did, by their names."""
    history = desk.history(number, BOB)
    return [(event.by.name, type(event.fact).__name__) for event in history
            if event.by.place.startswith(RULES) and not isinstance(event.fact, Ruled)]  # fmt: skip


def test_a_ticket_that_arrives_is_sorted_by_its_sender_and_its_words(ruled, clock):
    desk = ruled(
        on("arrival", ("priority high", "tag +vip"), "from:*@example.org", "vip"),
        on("arrival", "queue billing", "invoice", "bills"),
    )
    number = asks(desk)
    other = asks(desk, "Hello", "My invoice is wrong.", MAX)

    ticket = desk.show(number, BOB).ticket
    assert (ticket.priority, ticket.tags, ticket.queue) == (Priority.HIGH, ("vip",), "support")
    assert did(desk, number) == [("vip", "Prioritised"), ("vip", "Tagged")]
    assert desk.show(other, SUE).ticket.queue == "billing"


def test_its_thread_and_why_tell_which_rule_did_what(ruled, wire, carry):
    desk = ruled(on("arrival", "priority high", "from:*@example.org", "vip"))
    number = asks(desk)
    carry()
    assert any("the rule vip set the priority to high" in line for line in wire.said(ROOM))
    assert "The rule vip ran on arrival, for from:*@example.org: priority high." in map(
        emphasis.plain, desk.why(number, BOB)
    )


def test_all_that_match_run_and_after_the_last_none(ruled):
    rules = [on("arrival", f"tag +{name}", "", name, is_last=name == "b") for name in "abc"]
    desk = ruled(*rules)
    assert desk.show(asks(desk), BOB).ticket.tags == ("a", "b")


def test_an_event_sets_its_rules_off_each_time_it_happens(ruled, clock):
    desk = ruled(on("wrote", "escalate She is back: {subject}", "tag:vip"))
    number = asks(desk)
    writes(desk, number, "Hello?", "mail:<1@x>")
    desk.tag(number, BOB, ("vip",))
    writes(desk, number, "Hello again?", "mail:<2@x>")
    writes(desk, number, "Hello again?", "mail:<2@x>")  # the same mail, fetched twice
    writes(desk, number, "I give up.", "mail:<3@x>")
    assert did(desk, number) == [("r", "Escalated")] * 2
    rung = [event.fact for event in desk.history(number, BOB) if isinstance(event.fact, e.Escalated)]
    assert rung[0].reason == "She is back: VPN is down"


def test_the_words_of_a_message_are_its_own_and_not_those_before(ruled):
    desk = ruled(on("wrote", "tag +angry", "lawyer"))
    number = asks(desk, said="My lawyer asks.")
    writes(desk, number, "Hello?", "mail:<1@x>")
    assert did(desk, number) == []
    writes(desk, number, "You hear from my lawyer.", "mail:<2@x>")
    assert did(desk, number) == [("r", "Tagged")]


@pytest.mark.parametrize("more", [{"automatic": True}, {"by": MAX}])
def test_what_is_only_heard_sets_nothing_off(ruled, more):
    desk = ruled(on("wrote", "tag +x"))
    number = asks(desk)
    message = Incoming(ANN, "Away.", "support", "mail:<1@x>", ANN.place, f"Re: [#{number}]", is_conversation=True)
    desk.receive(replace(message, **more))
    assert did(desk, number) == []


def test_what_a_rule_does_is_a_happening_for_others_and_no_news_to_itself(ruled):
    desk = ruled(on("tagged", ("tag +b", "tag +c"), "", "more"), on("tagged", "priority high", "tag:c", "high"))
    number = asks(desk)
    desk.tag(number, BOB, ("a",))
    ticket = desk.show(number, BOB).ticket
    assert (ticket.tags, ticket.priority) == (("a", "b", "c"), Priority.HIGH)
    assert not any(fact.reason for fact in ran(desk, number))


def test_two_rules_that_undo_each_other_stop_and_it_is_told_once(ruled, wire, carry):
    desk = ruled(on("tagged", "tag -x +y", "tag:x", "one"), on("tagged", "tag -y +x", "tag:y", "two"))
    number = asks(desk)
    desk.tag(number, BOB, ("x",))
    assert did(desk, number) == [("one", "Tagged"), ("two", "Tagged")]
    carry()
    assert [line for line in wire.said(ROOM) if "circles" in line] == [
        "📏 The rule one did nothing: it would go round in circles with one, two"
    ]


def test_a_verb_that_is_refused_is_told_once_and_the_mail_is_not_lost(ruled, wire, carry):
    desk = ruled(on(("arrival", "wrote"), ("tag +x", "set site Rome")))
    number = asks(desk)
    writes(desk, number, "Hello?", "mail:<1@x>")
    assert desk.show(number, BOB).ticket.tags == ()  # all of it or nothing
    carry()
    told = [line for line in wire.said(ROOM) if "The rule r did nothing" in line]
    assert told[0].startswith("📏 The rule r did nothing: “set site Rome” cannot be done: Site cannot be “Rome”")
    assert len(told) == 2  # by what has happened; not again for the next mail
    writes(desk, number, "Hello?!", "mail:<2@x>")
    assert len(ran(desk, number)) == 2


def test_a_rule_runs_no_more_often_within_an_hour_than_it_may_and_its_room_is_told_once(ruled, clock, wire, carry):
    desk = ruled(on("arrival", "tag +x", most=2))
    numbers = [asks(desk, f"Case {at}", f"Words {at} of their own.") for at in "abcd"]
    assert [bool(did(desk, number)) for number in numbers] == [True, True, False, False]
    carry()
    told = [line for line in wire.board(ROOM) if "The rule r ran" in line]
    assert told == ["📏 The rule r ran 2 times within an hour: it rests until that is less"]
    clock.forward(hours=2)
    assert did(desk, asks(desk, "Case e", "And something else."))


def test_what_a_rule_did_while_the_clock_was_ahead_does_not_cap_it_once_that_is_set_right(ruled, clock):
    desk, right = ruled(on("arrival", "tag +x", most=2)), clock()
    clock.forward(days=1)
    assert all(did(desk, asks(desk, f"Case {at}", f"Words {at} of their own.")) for at in "ab")
    clock.time = right
    numbers = [asks(desk, f"Case {at}", f"Words {at} of their own.") for at in "cde"]
    assert [bool(did(desk, number)) for number in numbers] == [True, True, False]


def test_nothing_that_a_requesters_message_sets_off_writes_to_them(ruled, wire, carry):
    desk = ruled(on("arrival", "tag +done", "", "one"), on("tagged", "resolve", "tag:done", "two"))
    number = asks(desk)
    assert desk.show(number, BOB).ticket.status is Status.NEW
    assert ran(desk, number)[-1].reason == "It writes to the requester, and a message of theirs has set it off."
    desk.tag(number, BOB, ("other",))
    assert desk.show(number, BOB).ticket.status is Status.RESOLVED


def test_a_rule_may_do_its_few_verbs_and_no_other(ruled, clock):
    desk = ruled(on("tagged", ("release", "note Look: {requester}"), "tag:back"))
    number = asks(desk)
    desk.claim(number, BOB)
    desk.tag(number, BOB, ("back",))
    assert desk.show(number, BOB).ticket.owner is None
    allowed = {verb for verb in access.AGENTS if access.may(rule("r"), verb, SETTINGS.queues[0])}
    assert allowed == access.RULES | {"show"}


# By the clock


def test_by_the_clock_a_rule_runs_once_when_its_hour_has_come(ruled, clock):
    desk = ruled(on("time", "escalate Nobody has it.", "owner:none older:2h"))
    number, other = asks(desk), asks(desk, "Intranet", "It is grey.")
    desk.claim(other, BOB)
    tick(desk)
    assert did(desk, number) == []
    clock.forward(hours=2, seconds=1)
    tick(desk)
    tick(desk)
    clock.forward(hours=5)
    tick(desk)
    assert (did(desk, number), did(desk, other)) == ([("r", "Escalated")], [])


def test_by_the_clock_it_runs_again_only_when_somebody_changed_what_it_looks_at(ruled, clock):
    desk = ruled(on("time", "escalate Nobody has it.", "owner:none older:2h"))
    number = asks(desk)
    clock.forward(hours=3)
    tick(desk)
    desk.note(number, BOB, "I have seen it.")
    tick(desk)
    assert len(did(desk, number)) == 1
    desk.claim(number, BOB)
    desk.release(number, BOB)
    tick(desk)
    assert len(did(desk, number)) == 2


def test_what_comes_true_by_a_deed_is_looked_at_with_the_next_tick(ruled, clock):
    desk = ruled(on("time", "priority urgent", "tag:vip older:1h"))
    number = asks(desk)
    clock.forward(hours=3)
    tick(desk)
    desk.tag(number, BOB, ("vip",))
    tick(desk)
    assert desk.show(number, BOB).ticket.priority is Priority.URGENT


def test_two_rules_by_the_clock_that_undo_each_other_stop(ruled, clock):
    desk = ruled(
        on("time", "tag -x +y", "tag:x older:1h", "one"), on("time", "tag -y +x", "tag:y older:1h", "two"),
    )  # fmt: skip
    number = asks(desk)
    desk.tag(number, BOB, ("x",))
    clock.forward(hours=2)
    for _ in range(5):
        tick(desk)
        clock.forward(minutes=1)
    assert did(desk, number) == [("one", "Tagged"), ("two", "Tagged")]


def test_tickets_from_before_a_rule_was_written_are_looked_at_once(ruled, clock):
    before = ruled()
    number = asks(before)
    clock.forward(days=3)
    desk = ruled(on("time", "resolve no-response", "updated:older:2d"))
    tick(desk)
    assert desk.show(number, BOB).ticket.status is Status.RESOLVED


def test_what_no_rule_by_the_clock_can_mean_is_not_looked_at_when_it_was_written(ruled, clock, store):
    before = ruled()
    ended, waiting = (before.claim(asks(before), BOB).number for _ in range(2))
    before.resolve(ended, BOB)
    desk = ruled(on("time", "tag +old", "older:2d"))
    while not desk.rules._is_followed:
        desk.rules.tick()
    with store.transaction() as tx:
        assert [one.number for one in tx.alarms.due(clock(), 10)] == [waiting]


def test_two_processes_with_other_rules_each_look_at_all_once_and_go_on(ruled, clock):
    desks = [ruled(on("time", f"tag +{name}", "older:2d", name)) for name in ("one", "two")]
    number = asks(desks[0])
    clock.forward(days=3)
    for _ in range(4):
        for desk in desks:
            desk.rules.tick()
    assert desks[0].show(number, BOB).ticket.tags


def test_silence_is_resolved_by_the_clock_and_a_requester_who_writes_has_it_back(ruled, clock, wire, carry):
    desk = ruled(on("time", "resolve no-response", "status:pending updated:older:7d", "silent"))
    number = asks(desk)
    desk.reply(number, BOB, "Did it help?")
    clock.forward(days=8)
    tick(desk)
    assert desk.show(number, BOB).ticket.status is Status.RESOLVED
    assert writes(desk, number, "No!", "mail:<1@x>").status is Status.OPEN


def test_at_its_cap_a_rule_by_the_clock_goes_on_later(ruled, clock):
    desk = ruled(on("time", "tag +late", "older:1h", most=2))
    numbers = [asks(desk, f"Case {at}", f"Words {at} of their own.") for at in "abc"]
    clock.forward(hours=2)
    tick(desk)
    assert sum(bool(did(desk, number)) for number in numbers) == 2
    clock.forward(minutes=70)
    tick(desk)
    assert all(did(desk, number) for number in numbers)


def test_two_processes_that_tick_run_it_once(postgresql, clock):
    settings = replace(SETTINGS, rules=(on("time", "tag +late", "older:1h"),))
    desks = [
        ruling.enlist(Desk(SqlStore(postgresql), settings, clock), settings, verbs.TABLE) for _ in range(2)
    ]  # fmt: skip
    numbers = [asks(desks[0], f"Case {at}", f"Words {at} of their own.") for at in range(30)]
    clock.forward(hours=2)
    race([lambda desk=desk: tick(desk) for desk in desks])
    assert all(did(desks[0], number) == [("r", "Tagged")] for number in numbers)


def race(deeds):
    threads = [Thread(target=deed) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def tick(desk):
    for _ in range(100):
        if not desk.rules.tick():
            return
    raise AssertionError("it never comes to rest")


# Nothing in between


class Killed(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("at", ["before", "within"])
def test_an_event_and_what_its_rules_do_are_written_together_or_not_at_all(store, clock, at):
    settings = replace(SETTINGS, rules=(on("tagged", ("priority high", "note Done."), "tag:x"),))
    desk = ruling.enlist(Desk(store, settings, clock), settings, verbs.TABLE)
    number = asks(desk)
    version = desk.show(number, BOB).ticket.version
    hand = desk.rules._hand

    class Dying:
        def wanted(self, *args):
            return hand.wanted(*args)

        def perform(self, line, *args):
            if at == "before" or line.startswith("note"):
                raise Killed
            hand.perform(line, *args)

    desk.rules.enlist(Dying())
    with pytest.raises(Killed):
        desk.tag(number, BOB, ("x",), source="slack:1/1")
    assert desk.show(number, BOB).ticket.version == version
    again = ruling.enlist(Desk(store, settings, clock), settings, verbs.TABLE)
    for _ in range(2):
        again.tag(number, BOB, ("x",), source="slack:1/1")
    assert did(again, number) == [("r", "Prioritised"), ("r", "Noted")]


def test_without_rules_nothing_is_asked_of_the_database(store, engine, ruled):
    assert ruled()._book.heard is None
    asks(ruled())
    with engine.begin() as connection:
        assert connection.execute(text("SELECT count(*) FROM alarm")).scalar_one() == 0


def test_a_rule_on_arrival_that_does_not_match_asks_nothing_more_of_the_database(clock):
    def asked(*rules):
        engine = connect("sqlite://")
        METADATA.create_all(engine)
        settings, seen = replace(SETTINGS, rules=rules), []
        desk = ruling.enlist(Desk(SqlStore(engine), settings, clock), settings, verbs.TABLE)
        asks(desk)
        with engine.connect() as connection:
            connection.connection.driver_connection.set_trace_callback(seen.append)
        asks(desk, "Another", "Quite other words.")
        engine.dispose()
        return len(seen)

    assert asked(on("arrival", "tag +x", "from:*@example.com paper -toner")) == asked()


# What would be done


def everything(engine):
    with engine.connect() as connection:
        return {name: connection.execute(select(table)).all() for name, table in METADATA.tables.items()}


def test_a_dry_run_says_what_would_be_done_and_changes_nothing(ruled, engine, clock):
    number = asks(ruled())
    rules = (
        on("arrival", "priority high", "from:*@example.org", "vip", is_last=True),
        on("arrival", "tag +x", "", "b"),
        on("wrote", "tag +y", "printer", "c"),
        on("time", "tag +late", "older:1h", "d"),
    )
    desk, settings = ruled(*rules), replace(SETTINGS, rules=rules)
    clock.forward(hours=2)
    before = everything(engine)

    def say(do):
        return verbs.run(desk, settings, Call("rules", SUE, clock(), None, {"do": do} if do else {}))

    assert say(f"dry-run {number}").text.splitlines() == [
        "vip (arrival): matches. Then: priority high",
        "b (arrival): not looked at, for vip is the last.",
        "c (wrote): does not match. printer: nobody said so",
        "d (time): matches. Then: tag +late",
    ]
    found = say("dry-run vip status:any")
    assert [hit.ticket.number for hit in found.page.hits] == [number]
    assert found.text.startswith("Of the newest 200 tickets, vip would do something to 1: priority high")
    assert (
        say("").text.splitlines()[0] == "vip · arrival · from:*@example.org · priority high · never ran within 30 days"
    )
    assert everything(engine) == before


def test_only_supervisors_look_at_the_rules(ruled, clock):
    rules = (on("arrival", "tag +x"),)
    desk = ruled(*rules)
    number = asks(desk)
    for do in ("", f"dry-run {number}", "dry-run r"):
        for by in (BOB, ANN):
            with pytest.raises(AgentsOnly):
                verbs.run(desk, replace(SETTINGS, rules=rules), Call("rules", by, clock(), None, {"do": do}))


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({"name": "R!"}, "small letters"),
        ({"on": "lunch"}, "[[rule]] r on is “lunch”; accepted is one of: arrival,"),
        ({"on": ["time", "wrote"]}, "make two rules of it"),
        ({"on": "time"}, "nothing of it is a matter of time"),
        ({"do": []}, "has no do"),
        ({"do": ["reply Hello"]}, "“reply” is nothing that a rule can do; it can: close, escalate,"),
        ({"do": ["resolve"]}, "resolve writes to the requester"),
        ({"do": ["queue sales"]}, "“sales” is no queue"),
        ({"do": ["set color red"]}, "There is no field “color”"),
        ({"do": ["note Dear {nmae}"]}, "{nmae} is no variable"),
        ({"do": ["pend someday soon"]}, "as a time"),
        ({"if": "queue:sales"}, "[[rule]] r if: queue:sales is none of support"),
        ({"if": "owner:me"}, "A rule is nobody"),
        ({"if": "stat:late"}, "about the numbers"),
        ({"most": 0}, "accepted is a number from 1"),
        ({"wehn": "now"}, "not known"),
    ],
)
def test_what_is_wrong_with_a_rule_stops_the_start_with_one_sentence(row, sentence):
    with pytest.raises(BadSettings) as wrong:
        ruling.refuse(reading.read({}, {"rule": [{"name": "r", "on": "arrival", "do": ["tag +x"]} | row]}), verbs.TABLE)
    assert any(sentence in one for one in wrong.value.sentences)
    assert len(wrong.value.sentences) == 1


def test_the_rules_of_the_manual_are_fine_and_do_what_they_say(ruled):
    page = (Path(__file__).parents[1] / "docs" / "rules.md").read_text()
    toml = tomllib.loads(page.partition("```toml")[2].partition("```")[0])
    settings = reading.read({}, toml)
    ruling.refuse(settings, verbs.TABLE)
    desk = ruled(*settings.rules)
    number = asks(desk, "The bill", "Where is my invoice?")
    assert did(desk, number) == [("bills", "Tagged"), ("bills", "Noted")]


STATED = (
    "status:new", "status:open,closed", "owner:none", "owner:any", "priority:high", "from:*@example.org", "tag:vpn",
    "from:ann@*", "subject:vpn", "queue:billing", "vpn", "load", "older:1h", "updated:newer:1h", "due:now", "due:3h",
    "requester:an", "asset:A1", "language:de", "has:attachment", 'subject:"is down"', '"nothing loads"',
)  # fmt: skip


@given(st.lists(st.tuples(st.booleans(), st.sampled_from(STATED)), max_size=3))
def test_a_condition_holds_where_the_search_finds_the_ticket(among, terms):
    store, clock = among
    line = " ".join(f"-{term}" if minus else term for minus, term in terms)
    wanted = filters.condition(line, rule("r"), clock(), SETTINGS, tuple(Status))
    with store.transaction() as tx:
        tickets = tx.tickets.search(Filter(tuple(Status)), 99)
        found = {ticket.number for ticket in tx.tickets.search(wanted, 99)}
        held = {one.number for one in tickets if fits(wanted, Seen(one, None, partial(tx.tickets.history, one.number)))}
    assert held == found


@pytest.fixture(scope="module")
def among():
    """Tickets of all kinds."""
    engine, clock = connect("sqlite://"), Clock()
    METADATA.create_all(engine)
    desk = Desk(SqlStore(engine), SETTINGS, clock)
    numbers = [asks(desk, *words) for words in (
        ("VPN is down", "Nothing loads."), ("Intranet", "It loads slowly.", MAX), ("The VPN", "is fine", MAX),
        ("", "Hello"),
    )]  # fmt: skip
    clock.forward(hours=2)
    numbers += [asks(desk, "Printer", "Paper jam"), asks(desk, "Toner", "vpn-printer", MAX)]
    for number, deed in zip(numbers, (
        lambda one: desk.claim(one, BOB), lambda one: desk.priority(one, BOB, Priority.HIGH),
        lambda one: desk.tag(one, BOB, ("vpn",)), lambda one: desk.close(one, BOB, "fixed"),
        lambda one: desk.set(one, BOB, {"asset": "A1", "language": "de"}), lambda one: desk.queue(one, SUE, "billing"),
    ), strict=True):  # fmt: skip
        deed(number)
    yield SqlStore(engine), clock
    engine.dispose()
