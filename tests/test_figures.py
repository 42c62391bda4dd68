"""The figures beside a slow count of the same histories, whatever is done to tickets."""

from collections import Counter
from contextlib import suppress
from datetime import timedelta
from itertools import count

from hypothesis import given, settings
from hypothesis import strategies as st

from bot import figures
from bot.desk import Desk
from bot.errors import Refused
from bot.events import Declined, Escalated, Joined, Moved, Opened, Replied, Separated, TimeBooked
from bot.figure import Kind
from bot.figures import REVERTED
from bot.incoming import Incoming
from bot.periods import period
from bot.restoring import folded
from bot.standing import standing
from bot.statistics import Asked
from bot.ticket import ENDED
from storage.store import SqlStore
from tests.conftest import ANN, BOB, CLEO, SETTINGS, SUE, Clock
from tests.databases import in_memory

MESSAGES = count(1)
DEEDS = {
    "open": lambda desk, number: desk.open(ANN, "VPN", "Down.", "support", ANN.place),
    "reply": lambda desk, number: desk.reply(number, BOB, "Try now?"),
    "answer": lambda desk, number: desk.reply(number, CLEO, "Or now?"),
    "write": lambda desk, number: desk.receive(
        Incoming(ANN, "Still down.", "support", f"slack:C1/{next(MESSAGES)}", ANN.place, is_conversation=True)
    ),
    "note": lambda desk, number: desk.note(number, BOB, "She is old."),
    "claim": lambda desk, number: desk.claim(number, CLEO, steal=True),
    "resolve": lambda desk, number: desk.resolve(number, BOB),
    "close": lambda desk, number: desk.close(number, BOB, "fixed"),
    "spam": lambda desk, number: desk.close(number, BOB, "spam"),
    "reopen": lambda desk, number: desk.reopen(number, BOB),
    "pend": lambda desk, number: desk.pend(number, BOB),
    "escalate": lambda desk, number: desk.escalate(number, BOB, "It burns."),
    "move": lambda desk, number: desk.queue(number, SUE, "billing"),
    "return": lambda desk, number: desk.queue(number, SUE, "support"),
    "time": lambda desk, number: desk.time(number, BOB, 10),
    "set": lambda desk, number: desk.set(number, BOB, {"category": "software"}),
    "merge": lambda desk, number: desk.ties.merge(number, SUE, 1),
    "undo": lambda desk, number: desk.undo(number, BOB),
    "undo merge": lambda desk, number: desk.undo(number, SUE),
    "tick": lambda desk, number: desk.tick(),
}
LIVES = st.lists(
    st.tuples(st.sampled_from(sorted(DEEDS)), st.integers(1, 4), st.sampled_from((1, 7, 90, 400, 3000))),
    min_size=1, max_size=16,
)  # fmt: skip


def lived(life):
    """A desk where all of that was asked, in that order, with so many minutes before each."""
    engine, clock = in_memory(), Clock()
    store = SqlStore(engine)
    desk = Desk(store, SETTINGS, clock)
    DEEDS["open"](desk, 0)
    for deed, number, minutes in life:
        clock.forward(minutes=minutes)
        with suppress(Refused):
            DEEDS[deed](desk, number)
    with store.transaction() as tx:
        numbers = [number for number in range(1, 40) if tx.tickets.look(number)]
        histories = {number: tx.tickets.history(number) for number in numbers}
        tickets = {number: tx.tickets.look(number) for number in numbers}
    return desk, clock, histories, tickets


def slowly(number, history, ticket):
    """How often each thing happened, as one reads it in a history: every state is folded from the beginning."""
    events = [one for one in standing(history) if not isinstance(one.fact, REVERTED)]
    states = [folded(number, events[:some]) for some in range(len(events) + 1)]
    found = Counter(booked=sum(one.fact.minutes for one in events if isinstance(one.fact, TimeBooked)))
    if ticket.joined or ticket.resolution == "spam":
        return found
    found["created"] += 1
    answers = [one for one in events if isinstance(one.fact, Replied)]
    if answers:
        found["answered"] += 1
        found["first minutes"] += (answers[0].at - events[0].at) // timedelta(minutes=1)
    since, ran_out = 0, set()
    for at, event in enumerate(events):
        before, after = states[at], states[at + 1]
        clocks = {("first", before.first_by), ("next", before.next_by), ("resolve", before.resolve_by)}
        ran_out |= {(clock, by) for clock, by in clocks if by and by < event.at}
        if answers and event is answers[0]:
            found["answered late"] += any(clock == "first" for clock, _ in ran_out)
        if isinstance(event.fact, Opened | Joined | Separated | Declined):
            continue
        if before.status not in ENDED and after.status in ENDED:
            found["resolved"] += 1
            life = events[since : at + 1]
            owners = {state.owner for state in states[since + (since > 0) : at + 2] if state.owner}
            found["first contact"] += sum(isinstance(one.fact, Replied) for one in life) <= 1
            passed_on = any(
                isinstance(one.fact, Moved) or (isinstance(one.fact, Escalated) and not one.fact.rungs) for one in life
            )
            found["first level"] += not passed_on and len(owners) <= 1
            later = [state.status not in ENDED for state in states[at + 2 :]]
            found["came back"] += any(later)
        if before.status in ENDED and after.status not in ENDED:
            since = at + 1
    found["breached"] = len(ran_out)
    return found


@settings(max_examples=25)
@given(LIVES)
def test_the_numbers_are_what_a_slow_count_of_the_histories_gives(life):
    desk, clock, histories, tickets = lived(life)

    told = desk.statistics.stats(SUE, Asked(period("730d", clock(), "UTC")))
    slow = sum((slowly(number, history, tickets[number]) for number, history in histories.items()), Counter())

    assert (told.created, told.resolved, told.booked) == (slow["created"], slow["resolved"], slow["booked"])
    assert (told.first.count, told.first.late) == (slow["answered"], slow["answered late"])
    assert (told.first_contact, told.first_level) == (slow["first contact"], slow["first level"])
    assert told.came_back == slow["came back"]
    assert told.backlog == sum(one.status not in ENDED for one in tickets.values())


@settings(max_examples=25)
@given(LIVES)
def test_the_rows_are_what_the_whole_history_gives(life):
    """They were written as things happened: no deed that changes a figure was overlooked."""
    desk, clock, histories, _ = lived(life)
    calendar = desk._book.timing.calendar("support")

    made = [one for number in histories for one in figures.figures(number, histories[number], calendar.between)]
    counted = Counter(one.kind for one in made if one.is_counted)
    told = desk.statistics.stats(SUE, Asked(period("730d", clock(), "UTC")))

    assert (told.created, told.first.count, told.resolved) == tuple(
        counted[kind] for kind in (Kind.CREATED, Kind.ANSWERED, Kind.RESOLVED)
    )
    assert told.booked == sum(one.minutes for one in made if one.kind is Kind.BOOKED)
    assert told.breached >= counted[Kind.BREACHED]
