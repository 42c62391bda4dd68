"""Two agents at once, on five tickets that they merge, split, link and change their minds about, in any order.

What they answer is held all the while, so that it can be taken back whatever became of its ticket.
"""

from collections import Counter
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from functools import reduce

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from bot import blockers, restoring
from bot import events as e
from bot.apply import apply
from bot.desk import Desk
from bot.errors import Refused
from bot.incoming import Incoming
from bot.matching import followed
from bot.relations import INVERSE, How, between, numbers
from bot.standing import standing
from bot.ticket import ENDED, Priority, Status, Ticket
from storage.store import SqlStore
from tests.conftest import ANN, BOB, MAX, SETTINGS, SUE, Clock
from tests.databases import in_memory

AGENTS = st.sampled_from([BOB, SUE])
NUMBERS = st.sampled_from([1, 2, 3, 4, 5])
HOLDING = replace(SETTINGS, undo_for=timedelta(hours=9))
RELATIONS = [How.RELATES, How.BLOCKS, How.BLOCKED, How.DUPLICATES, How.CHILD, How.PARENT, None]
DEEDS = {
    "claim": lambda desk, number, by: desk.claim(number, by),
    "steal": lambda desk, number, by: desk.claim(number, by, steal=True),
    "release": lambda desk, number, by: desk.release(number, by),
    "urgent": lambda desk, number, by: desk.priority(number, by, Priority.URGENT),
    "tag": lambda desk, number, by: desk.tag(number, by, (by.name.lower(),)),
    "pend": lambda desk, number, by: desk.pend(number, by),
    "resolve": lambda desk, number, by: desk.resolve(number, by),
    "close": lambda desk, number, by: desk.close(number, by),
    "reopen": lambda desk, number, by: desk.reopen(number, by),
    "reply": lambda desk, number, by: desk.reply(number, by, "Restart it."),
    "note": lambda desk, number, by: desk.note(number, by, "Hm."),
    "time": lambda desk, number, by: desk.time(number, by, 5),
    "subject": lambda desk, number, by: desk.subject(number, by, f"A matter of {by.name}'s"),
    "copy": lambda desk, number, by: desk.circle.watch(number, by, "cc", address="carl@example.org"),
    "leave out": lambda desk, number, by: desk.circle.watch(number, by, "uncc", address="carl@example.org"),
    "hand on": lambda desk, number, by: desk.circle.watch(number, by, "requester", address=MAX.place[5:]),
    "undo": lambda desk, number, by: desk.undo(number, by),
    "separate": lambda desk, number, by: desk.separate(number, by),
}


class Ties(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        engine = in_memory()
        self.store, self.clock = SqlStore(engine), Clock()
        self.desk = Desk(self.store, HOLDING, self.clock)
        self.mails = 0
        for subject in ("VPN is down", "Printer on fire", "Invoice", "Black screen", "Key lost"):
            self.said(ANN, subject=subject)

    def said(self, by, **more):
        self.mails += 1
        self.clock.forward(minutes=3)
        mail = f"mail:<{self.mails}@x>"
        return self.desk.receive(
            Incoming(by, f"words {self.mails}", "support", mail, by.place, verdict="pass", **more)
        )[0]  # fmt: skip

    @rule(by=st.sampled_from([ANN, MAX]), number=NUMBERS)
    def somebody_writes(self, by, number):
        self.said(by, answers=(f"mail:<{number}@x>",))

    @rule(number=NUMBERS, by=AGENTS, deed=st.sampled_from(sorted(DEEDS)))
    def an_agent_works(self, number, by, deed):
        self.clock.forward(minutes=3)
        with suppress(Refused):
            DEEDS[deed](self.desk, number, by)

    @rule(number=NUMBERS, into=NUMBERS, by=AGENTS)
    def merge(self, number, into, by):
        with suppress(Refused):
            self.desk.ties.merge(number, by, into)

    @rule(number=NUMBERS, to=NUMBERS, by=AGENTS, how=st.sampled_from(RELATIONS))
    def link(self, number, to, by, how):
        with suppress(Refused):
            self.desk.ties.link(number, by, how, to)

    @rule(number=NUMBERS, by=AGENTS)
    def split(self, number, by):
        with suppress(Refused):
            said = self.desk.ties.messages(number, by)
            self.desk.ties.split(number, by, [said[0].id] if said else [], follows=True)

    @rule(number=NUMBERS, by=AGENTS)
    def take_an_answer_back(self, number, by):
        with suppress(Refused), self.store.transaction() as tx:
            held = sorted(tx.posts.held(number))
        with suppress(Refused):
            if held:
                self.desk.undo(number, by, held[0])

    @rule(number=NUMBERS)
    def the_requester_ends_it_or_takes_it_up_again(self, number):
        with suppress(Refused):
            self.desk.close(number, ANN)
            return
        with suppress(Refused):
            self.desk.reopen(number, ANN)

    @rule(number=NUMBERS, by=AGENTS)
    def undo_what_was_just_done(self, number, by):
        """A deed, and at once its undo: nothing has ever happened."""
        before = self.tickets()
        if before[number].joined:
            return
        with suppress(Refused):
            self.desk.priority(number, by, Priority.LOW)
            if self.tickets()[number].version > before[number].version:
                self.desk.undo(number, by)
        after = self.tickets()
        assert [name for name in restoring.KEPT if getattr(after[number], name) != getattr(before[number], name)] == []

    def tickets(self):
        with self.store.transaction() as tx:
            found, number = {}, 1
            while ticket := tx.tickets.look(number):
                found[number], number = ticket, number + 1
            return found

    @invariant()
    def folding_each_history_gives_its_row_and_so_does_what_stands_of_it(self):
        with self.store.transaction() as tx:
            for number, ticket in self.tickets().items():
                history = tx.tickets.history(number)
                assert reduce(apply, history, Ticket(number)) == ticket
                without = restoring.folded(number, standing(history))
                assert [one for one in restoring.KEPT if getattr(without, one) != getattr(ticket, one)] == []

    @invariant()
    def every_ticket_leads_to_one_that_is_itself_and_a_merged_one_is_closed(self):
        with self.store.transaction() as tx:
            for number, ticket in self.tickets().items():
                home = followed(tx, number)
                assert home is not None
                assert home.joined is None
                assert ticket.joined is None or ticket.status is Status.CLOSED

    @invariant()
    def what_was_said_is_on_some_ticket_and_on_no_two_that_are_themselves(self):
        with self.store.transaction() as tx:
            tickets = self.tickets()
            words = {
                number: [
                    one.fact.text
                    for one in standing(tx.tickets.history(number))
                    if isinstance(one.fact, e.Opened | e.Wrote)
                ]
                for number in tickets
            }
        assert {text for said in words.values() for text in said} == {f"words {at + 1}" for at in range(self.mails)}
        alone = Counter(text for number, said in words.items() if tickets[number].joined is None for text in said)
        assert [text for text, times in alone.items() if times > 1] == []

    @invariant()
    def links_stand_on_both_and_no_circle_blocks(self):
        tickets = self.tickets()
        for number, ticket in tickets.items():
            for other in tickets.values():
                assert all(INVERSE[how] in between(other, number) for how in between(ticket, other.number))
            seen, ahead = set(), numbers(ticket, How.BLOCKS)
            while ahead:
                seen.add(one := ahead.pop())
                ahead += [two for two in numbers(tickets[one], How.BLOCKS) if two not in seen]
            assert number not in seen

    @invariant()
    def nothing_agents_ended_is_blocked_unless_it_was_linked_later(self):
        with self.store.transaction() as tx:
            for ticket in self.tickets().values():
                if ticket.status not in ENDED and ticket.joined is None and blockers.of(tx, ticket):
                    with suppress(Refused):
                        self.desk.close(ticket.number, BOB)
                        raise AssertionError("a blocked ticket was closed")


TestTies = Ties.TestCase
TestTies.settings = settings(max_examples=20, stateful_step_count=25, deadline=None)
