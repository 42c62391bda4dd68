"""Who may do what: every role with every verb, and the same answer for a forbidden ticket as for none."""

import re
from dataclasses import replace

import pytest

from adapters import verbs
from adapters.calls import Call
from adapters.verbs import TABLE
from bot.access import is_agent
from bot.config import Queue
from bot.desk import Desk
from bot.errors import AgentsOnly, NoSuchTicket, Refused, RequesterOnly
from bot.events import Noted
from bot.incoming import Incoming
from bot.macro import Macro
from bot.people import Person
from bot.unsent import Unsent
from tests.conftest import ANN, BEN, BOB, CLEO, MAX, SETTINGS, SUE

ROLES = {
    "agent": BOB,
    "agent elsewhere": CLEO,
    "supervisor": SUE,
    "requester": ANN,
    "other queue": BEN,
    "stranger": MAX,
}
VALUES = {
    "agent": "Sue", "text": "words", "priority": "high", "queue": "billing", "tags": "+vpn", "subject": "Other",
    "until": "2h", "reason": "now", "filter": "status:open", "sender": "max@example.net",
    "name": "refund", "kept": "1", "field": "category", "value": "hardware", "length": "15m", "words": "vpn",
    "after": "30m", "score": "5", "into": "2", "to": "2", "from": "3",
}  # fmt: skip


def values(verb):
    return VALUES | {
        "link": {"how": "relates"},
        "article": {"title": "Routers"},
        "handover": {"from": ""},
        "oncall": {"do": "", "agent": "", "when": ""},
        "handon": {"from": "", "to": ""},
    }.get(verb.name, {})


AGENT_ROLES = ("agent", "agent elsewhere", "supervisor")


def may(role, verb):
    if verb.who in ("supervisor", "requester"):
        return role == verb.who
    if verb.who == "all" or role in AGENT_ROLES:
        return True
    if verb.name in (
        "macros",
        "kb",
        "article",
        "list",
        "search",
        "view",
        "board",
        "block",
        "unblock",
        "blocked",
        "parked",
        "cuts",
        "tags",
        "stats",
        "hours",
        "oncall",
        "handover",
        "handon",
    ):
        return role == "other queue"
    return verb.who == "own" and role == "requester"


def ready(desk, store, clock, number, by, verb):
    """What must have happened before there is something to take back, to send again, or to judge."""
    if verb in ("solved", "unsolved"):
        desk.resolve(number, BOB)
    elif verb == "rate":
        queues = tuple(replace(queue, survey=True) for queue in SETTINGS.queues)
        asking = Desk(store, replace(SETTINGS, queues=queues, public_url="https://desk.example"), clock)
        asking.resolve(number, BOB)
        asking.verdicts.solved(number, ANN)
    elif verb in ("acknowledge", "later"):
        desk.claim(number, by)
    elif verb == "undo":
        desk.reply(number, by, "words")
    elif verb in ("merge", "link"):
        desk.open(ANN, "Intranet", "It is gone.", "support", ANN.place)
    elif verb == "split":
        desk.receive(Incoming(ANN, "The printer, too.", "support", "mail:<2@x>", ANN.place, is_conversation=True))
    elif verb == "macro":
        desk.cabinet.saved(by, Macro("refund", "It comes.", owner=by.place))
    elif verb in ("reply", "send", "discard"):
        desk.drafts.keep(Unsent(number, by.place, "words"))
    elif verb == "retry":
        with store.transaction() as tx:
            [post] = tx.posts.lease("mail", "w", clock(), 9)
            assert tx.posts.dead(post, "gone")
        desk.undelivered(post, "gone")


@pytest.fixture
def number(desk):
    return desk.open(ANN, "VPN is down", "Nothing loads.", "support", ANN.place).number


@pytest.mark.parametrize("verb", TABLE, ids=lambda verb: verb.name)
@pytest.mark.parametrize("role", ROLES)
def test_each_role_may_do_exactly_its_verbs(desk, store, clock, number, role, verb):
    by = ROLES[role]
    call = Call(
        verb.name, by, clock(), number if verb.has_number else None, values(verb), agent=SUE, source="slack:trigger/1"
    )
    if may(role, verb):
        ready(desk, store, clock, number, by, verb.name)
        assert verbs.run(desk, SETTINGS, call).text
    else:
        with pytest.raises((NoSuchTicket, AgentsOnly, RequesterOnly)):
            verbs.run(desk, SETTINGS, call)


@pytest.mark.parametrize("verb", [verb for verb in TABLE if verb.has_number], ids=lambda verb: verb.name)
def test_a_forbidden_ticket_answers_like_one_that_does_not_exist(desk, clock, number, verb):
    def answer(asked):
        call = Call(verb.name, MAX, clock(), asked, values(verb), agent=SUE)
        with pytest.raises(Refused) as refusal:
            verbs.run(desk, SETTINGS, call)
        return re.sub(r"\d+", "N", str(refusal.value))

    assert answer(number) == answer(number + 1)


def test_an_agent_who_lost_the_room_is_denied_at_the_next_click(desk, number):
    desk.claim(number, BOB)

    with pytest.raises(NoSuchTicket):
        desk.note(number, Person(BOB.name, BOB.place), "I am gone.")


def test_a_requester_sees_the_public_part_of_the_history_only(desk, carry, number):
    desk.note(number, BOB, "CANARY")
    desk.reply(number, BOB, "Try now?")
    desk.resolve(number, BOB, note="CANARY")
    carry()  # what may still be taken back is not theirs to see

    theirs = desk.history(number, ANN)

    assert not any(isinstance(event.fact, Noted) for event in theirs)
    assert [type(event.fact).__name__ for event in theirs] == ["Opened", "Acknowledged", "Replied", "Resolved"]


def test_a_listed_queue_counts_its_agents_and_not_who_sees_the_room():
    queue = Queue("x", rooms=("slack:C0ROOM",), agents=("slack:group:S0AGENTS",))
    assert not is_agent(BOB, queue)
    assert is_agent(Person("Bob", "slack:@UBOB", frozenset({"slack:group:S0AGENTS"})), queue)


def test_assigning_to_somebody_who_is_no_agent_is_refused(desk, number):
    with pytest.raises(Refused, match="Max is not an agent"):
        desk.assign(number, BOB, MAX)


def test_who_is_no_agent_any_more_does_not_see_what_they_owned(desk, number):
    desk.claim(number, BOB)

    assert desk.mine(Person(BOB.name, BOB.place)) == []


def test_a_requester_does_not_read_how_agents_filed_the_end(desk, number):
    desk.resolve(number, BOB, "spam", "CANARY")

    assert "spam" not in str(desk.history(number, ANN))
    assert "CANARY" not in str(desk.history(number, ANN))
