"""Tags of a forum, pure: which there are, which a post gets, and what of people's own stays."""

from dataclasses import replace

import pytest

from adapters.discord import tags
from bot.config import Queue, Settings
from bot.ticket import Priority, Status, Ticket

TICKET = Ticket(42, status=Status.OPEN, priority=Priority.HIGH, category="Hardware")
QUEUES = (
    Queue("support", rooms=("discord:7",), categories=("Hardware", "A name of a category that is long", "open")),
    Queue("billing", rooms=("discord:7",), categories=("Invoices", "hardware")),
    Queue("other", rooms=("discord:8",), categories=("Elsewhere",)),
)
STATES = list(tags.STATES)


def forum(*names, flags=0):
    return {
        "id": "7",
        "flags": flags,
        "available_tags": [{"id": str(100 + at), "name": one} for at, one in enumerate(names)],
    }


def names(of, ids):
    return [one["name"] for one in of["available_tags"] if one["id"] in ids]


def test_a_forum_wants_the_states_and_the_categories_of_its_queues_each_once():
    assert tags.wanted(7, Settings(queues=QUEUES)) == (*STATES, "hardware", "a name of a category", "invoices")


def test_what_is_missing_is_added_as_far_as_there_is_room():
    here = forum("Open", "mine")
    added = [one["name"] for one in tags.completed(here, STATES)]
    assert added == ["Open", "mine", *(one for one in STATES if one != "open")]
    assert len(tags.completed(forum(*map(str, range(18))), STATES)) == 20


def test_a_post_shows_status_priority_and_category():
    here = forum(*STATES, "hardware")
    assert set(names(here, tags.applied(here, (*STATES, "hardware"), TICKET))) == {"open", "high", "hardware"}


def test_a_normal_priority_is_not_shouted():
    assert tags.of(replace(TICKET, priority=Priority.NORMAL, category="")) == ("open",)


def test_what_people_put_on_it_stays_within_the_five_there_are():
    here = forum(*STATES, "a", "b", "c", "d")
    ids = tags.known(here)
    before = [ids["new"], ids["a"], ids["b"], ids["c"], ids["d"]]
    assert names(here, tags.applied(here, STATES, TICKET, before)) == ["open", "high", "a", "b", "c"]


@pytest.mark.parametrize("flags", [0, tags.REQUIRES_TAG])
def test_a_forum_that_demands_a_tag_gets_one(flags):
    here = forum("whatever", flags=flags)
    assert len(tags.applied(here, STATES, TICKET)) == (1 if flags else 0)
