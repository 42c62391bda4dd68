"""What a ticket should tell: its category and fields, what is missing, what is required before it ends, its steps."""

from dataclasses import replace
from functools import reduce

import pytest

from bot.apply import apply
from bot.completeness import missing
from bot.desk import Desk
from bot.errors import AgentsOnly, Incomplete, Misunderstood, NoSuchTicket, Unknown
from bot.events import Categorised, FieldSet
from bot.fields import Field, Required
from bot.steps import STEPS, checklist, named
from bot.ticket import Priority, Status, Ticket
from tests.conftest import ANN, BEN, BOB, ROOM, SETTINGS, SUE

STRICT = replace(
    SETTINGS,
    queues=tuple(replace(one, required=("category", "owner", "code", "note")) for one in SETTINGS.queues),
    fields=(
        Field("asset", "Asset tag", required=Required.RESOLVE),
        Field("invoice", "Invoice", required=Required.CLOSE),
    ),
)


@pytest.fixture
def number(desk):
    return desk.open(ANN, "VPN is down", "Nothing loads.", "support", ANN.place).number


@pytest.fixture
def strict(store, clock):
    return Desk(store, STRICT, clock)


def facts(desk, number):
    return [type(event.fact).__name__ for event in desk.history(number, BOB)]


def test_a_category_is_one_of_a_closed_list_however_it_is_spelled(desk, number):
    assert desk.set(number, BOB, {"category": "Hardware"}).category == "hardware"
    with pytest.raises(Misunderstood, match=r"Category cannot be “coffee”; accepted is one of: hardware, software\."):
        desk.set(number, BOB, {"category": "coffee"})


@pytest.mark.parametrize(
    ("name", "typed", "kept"),
    [
        ("asset", "  A-1042\n west ", "A-1042 west"), ("Asset tag", "A-1", "A-1"), ("seats", "12,50", "12.5"),
        ("seats", "1000", "1000"), ("seats", "-0", "0"), ("site", "paris", "Paris"),
        ("since", "2026-12-24", "2026-12-24"),
        ("backup", "Yes", "yes"),
    ],
)  # fmt: skip
def test_each_kind_of_field_keeps_what_it_means(desk, number, name, typed, kept):
    assert [value for _, value in desk.set(number, BOB, {name: typed}).fields] == [kept]


@pytest.mark.parametrize(
    ("name", "typed", "accepted"),
    [
        ("asset", "x" * 501, "a text of at most 500 characters"), ("seats", "many", "a number, like 12 or 12.5"),
        ("seats", "nan", "a number"), ("seats", "1e9", "a number"), ("site", "Rome", "one of: Berlin, Paris"),
        ("since", "tomorrow", "a date, like 2026-12-24"), ("since", "2026-02-30", "a date"),
        ("backup", "perhaps", "yes or no"),
    ],
)  # fmt: skip
def test_what_a_field_does_not_take_is_refused_in_one_sentence(desk, number, name, typed, accepted):
    with pytest.raises(Misunderstood, match=f"cannot be .*; accepted is {accepted}"):
        desk.set(number, BOB, {name: typed})
    assert facts(desk, number) == ["Opened", "Acknowledged"]


def test_a_field_is_emptied_by_no_value_and_by_an_unticked_box(desk, number):
    desk.set(number, BOB, {"category": "hardware", "asset": "A-1", "backup": "yes"})

    ticket = desk.set(number, BOB, {"category": "", "asset": " ", "backup": "no"})

    assert (ticket.category, ticket.fields) == ("", ())


def test_only_the_fields_of_its_queue_can_be_set_and_those_are_named(desk, number):
    with pytest.raises(Unknown, match=r"There are: category, asset, seats, site, since, backup, language\."):
        desk.set(number, BOB, {"contract": "C-1"})


def test_all_values_of_a_form_are_taken_or_none(desk, number):
    with pytest.raises(Misunderstood):
        desk.set(number, BOB, {"category": "hardware", "seats": "many"})
    assert facts(desk, number) == ["Opened", "Acknowledged"]


def test_the_same_form_twice_and_what_is_already_so_change_nothing(desk, number):
    for source in ("slack:trigger/1", "slack:trigger/1", "slack:trigger/2"):
        desk.set(number, BOB, {"category": "hardware", "asset": "A-1", "seats": "3"}, source)

    assert facts(desk, number)[2:] == ["Categorised", "FieldSet", "FieldSet"]
    assert desk.history(number, BOB)[-1].fact == FieldSet("seats", "3", "Seats")


def test_a_form_that_came_twice_does_not_undo_what_a_colleague_did_in_between(desk, number):
    desk.set(number, BOB, {"category": "hardware"}, "slack:trigger/1")
    desk.set(number, SUE, {"category": "software"})

    assert desk.set(number, BOB, {"category": "hardware"}, "slack:trigger/1").category == "software"


def test_a_form_that_is_sent_late_changes_what_its_author_changed_and_nothing_else(desk, number):
    seen = desk.set(number, BOB, {"category": "hardware", "asset": "A-1"}).version
    desk.set(number, SUE, {"category": "software", "asset": "S-1"})
    values, clashes = desk.drafts.changed(number, BOB, {"category": "hardware", "asset": "B-1", "seats": "3"}, seen)
    assert values == {"seats": "3"}
    assert [(one.field.name, one.now, one.typed) for one in clashes] == [("asset", "S-1", "B-1")]


def test_folding_gives_what_is_filled_in(desk, store, number):
    desk.set(number, BOB, {"category": "hardware", "asset": "Ä-1", "seats": "3"})
    desk.set(number, BOB, {"asset": ""})
    desk.note(number, BOB, "The switch is dead.", step="theory")
    desk.resolve(number, BOB, "workaround", "New switch.")

    with store.transaction() as tx:
        assert reduce(apply, tx.tickets.history(number), Ticket(number)) == tx.tickets.get(number)


def test_what_was_filled_in_is_undone_one_after_the_other(desk, number):
    desk.set(number, BOB, {"category": "hardware", "asset": "A-1"})
    desk.set(number, BOB, {"asset": "A-2"})

    assert desk.undo(number, BOB).fields == (("asset", "A-1"),)
    assert desk.undo(number, BOB).fields == ()
    assert desk.undo(number, BOB).category == ""


def test_fields_are_for_agents_of_the_queue_alone(desk, number):
    with pytest.raises(AgentsOnly):
        desk.set(number, ANN, {"category": "hardware"})
    with pytest.raises(NoSuchTicket):
        desk.set(number, BEN, {"category": "hardware"})
    desk.set(number, BOB, {"category": "hardware", "asset": "A-1"})
    assert not any(isinstance(event.fact, Categorised | FieldSet) for event in desk.history(number, ANN))


def test_the_form_of_a_new_ticket_says_its_category_and_its_fields(desk, wire, carry):
    ticket = desk.open(ANN, "VPN", "Down.", "support", ANN.place, values={"category": "software", "seats": "2,0"})
    carry()

    assert (ticket.category, ticket.fields) == ("software", (("seats", "2"),))
    assert wire.at(ROOM) == ["root", "Opened"]


@pytest.mark.parametrize("values", [{"backup": "yes"}, {"contract": "C-1"}, {"category": "coffee"}])
def test_a_form_takes_only_what_it_asked_for(desk, values):
    with pytest.raises((Unknown, Misunderstood)):
        desk.open(ANN, "VPN", "Down.", "support", ANN.place, values=values)
    assert desk.mine(ANN) == []


def test_a_new_ticket_is_asked_for_what_the_cheat_sheet_wants(desk):
    bare = desk.open(BOB, "Somebody called", "", "support")
    assert missing(bare, SETTINGS) == ("contact", "details", "priority", "category", "owner")

    desk.claim(bare.number, BOB)
    desk.priority(bare.number, BOB, Priority.NORMAL)

    assert missing(desk.set(bare.number, BOB, {"category": "software"}), SETTINGS) == ("contact", "details")


def test_saying_that_normal_is_right_counts_once(desk, number):
    desk.priority(number, BOB, Priority.NORMAL)
    desk.priority(number, BOB, Priority.NORMAL)

    assert facts(desk, number)[2:] == ["Prioritised"]


def test_a_resolved_ticket_is_asked_for_its_closing_note_and_a_closed_one_for_nothing(desk, number):
    assert missing(desk.resolve(number, BOB), SETTINGS) == ("category", "closing note")
    assert missing(desk.close(number, BOB), SETTINGS) == ()


def test_nothing_is_required_unless_the_queue_says_so(desk, number):
    assert desk.resolve(number, BOB).status is Status.RESOLVED


def test_a_strict_queue_refuses_an_end_and_says_what_is_missing_and_how_to_mend_it(strict, number):
    wanted = "resolution code, closing note, category, owner"
    with pytest.raises(Incomplete, match="cannot be resolved yet") as refusal:
        strict.resolve(number, BOB)

    assert all(part in str(refusal.value) for part in wanted.split(", "))
    assert "Asset tag" in str(refusal.value)
    assert "Invoice" not in str(refusal.value)
    assert [(one.label, one.verb) for one in refusal.value.buttons] == [("Fill in…", "set"), ("Resolve…", "resolve")]


def test_what_closing_requires_more_is_asked_for_when_it_closes(strict, number):
    strict.claim(number, BOB)
    strict.set(number, BOB, {"category": "hardware", "asset": "A-1"})
    strict.resolve(number, BOB, "fixed", "New cable.")

    with pytest.raises(Incomplete, match="cannot be closed yet: its queue wants to know Invoice first"):
        strict.close(number, BOB)
    strict.set(number, BOB, {"invoice": "I-7"})
    assert strict.close(number, BOB).status is Status.CLOSED


def test_a_requester_and_the_clock_end_a_ticket_without_paperwork(strict, clock, number):
    assert strict.resolve(number, ANN).resolution == "fixed"
    clock.forward(days=9)
    strict.tick()
    assert strict.show(number, BOB).ticket.status is Status.CLOSED


@pytest.mark.parametrize("code", ["spam", "duplicate"])
def test_spam_needs_no_paperwork(strict, number, code):
    assert strict.close(number, BOB, code).resolution == code


def test_a_note_of_a_step_ticks_the_checklist_once(desk, wire, carry, number):
    desk.note(number, BOB, "The lamp is off.", step="identify")
    desk.note(number, BOB, "It still is.", step="identify")
    ticket = desk.note(number, BOB, "The fuse?", step="theory")
    carry()

    assert ticket.steps == ("identify", "theory")
    assert checklist(ticket).startswith("☑ identify · ☐ research · ☑ theory")
    assert "📝 Bob noted (theory): The fuse?" in wire.said("discord:100")


def test_a_step_is_named_by_its_beginning(desk):
    assert [named("res"), named("TEST"), named("")] == ["research", "test", ""]
    for unknown in ("dance", "i"):
        with pytest.raises(Misunderstood, match=f"There are: {', '.join(STEPS)}"):
            named(unknown)
