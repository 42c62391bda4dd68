"""The life of a ticket in any order: whatever people and the clock do, these things stay true."""

import asyncio
from contextlib import suppress
from datetime import timedelta
from functools import reduce

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from bot.apply import apply
from bot.desk import Desk
from bot.errors import Refused
from bot.events import Escalated
from bot.incoming import Incoming
from bot.outbox import Outbox
from bot.ports import NotSent, Undeliverable, Unsure
from bot.ticket import ENDED, Priority, Status, Ticket
from bot.tokens import Tokens
from storage.store import SqlStore
from tests.conftest import ANN, BEN, BOB, CLEO, MAX, SETTINGS, SUE, Clock, Wire, ask
from tests.databases import in_memory

AGENTS = st.sampled_from([BOB, CLEO, SUE])
ANYBODY = st.sampled_from([ANN, BOB, CLEO, SUE, BEN, MAX])
ERRORS = [NotSent("down"), Unsure("lost"), Undeliverable("gone"), RuntimeError("a bug")]


class Life(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        engine = in_memory()
        self.store, self.clock, self.wire = SqlStore(engine), Clock(), Wire()
        self.desk = Desk(self.store, SETTINGS, self.clock)
        self.mails = 0
        self.number = self.receive().number

    def receive(self, automatic=False):
        self.mails += 1
        answers = ("mail:<1@x>",) if self.mails > 1 else ()
        source = f"mail:<{self.mails}@x>"
        more = {"automatic": automatic, "verdict": "pass"}
        return self.desk.receive(Incoming(ANN, "hello", "support", source, ANN.place, "VPN", answers, **more))[0]

    def do(self, verb, by, *args, **more):
        with suppress(Refused):
            getattr(self.desk, verb)(self.number, by, *args, **more)

    @rule(automatic=st.booleans())
    def ann_writes(self, automatic):
        ticket = self.receive(automatic)
        self.number = ticket.number

    @rule(by=ANYBODY, verb=st.sampled_from(["claim", "release", "resolve", "close", "reopen"]))
    def somebody_acts(self, by, verb):
        self.do(verb, by)

    @rule(by=AGENTS)
    def steal(self, by):
        self.do("claim", by, steal=True)

    @rule(verdict=st.sampled_from(["gray", "fail"]), subject=st.sampled_from(["VPN [#1]", "Printer"]))
    def somebody_writes_who_may_be_ann(self, verdict, subject):
        self.mails += 1
        tokens = (Tokens(SETTINGS.reply_secrets).sign(1, "ann@example.org"),) if "#" not in subject else ()
        source = f"mail:<{self.mails}@x>"
        message = Incoming(ANN, "hello", "support", source, ANN.place, subject, tokens=tokens, verdict=verdict)
        self.number = self.desk.receive(message)[0].number

    @rule(by=ANYBODY, verb=st.sampled_from(["belongs", "separate"]))
    def somebody_decides_where_it_belongs(self, by, verb):
        with suppress(Refused):
            self.number = getattr(self.desk, verb)(self.number, by).number

    @rule(by=AGENTS, level=st.sampled_from(list(Priority)))
    def prioritise(self, by, level):
        self.do("priority", by, level)

    @rule(by=ANYBODY, name=st.sampled_from(["category", "asset"]), value=st.sampled_from(["", "hardware", "3"]))
    def fill_in(self, by, name, value):
        self.do("set", by, {name: value})

    @rule(by=ANYBODY, minutes=st.sampled_from([15, 90, -15, 0]))
    def book_time(self, by, minutes):
        self.do("time", by, minutes)

    @rule(by=AGENTS, tag=st.sampled_from(["vpn", "old"]))
    def tag(self, by, tag):
        self.do("tag", by, (tag,))

    @rule(by=ANYBODY)
    def rename_a_tag(self, by):
        with suppress(Refused):
            self.desk.labels.rename(by, "old", "vpn")

    @rule(by=AGENTS, words=st.sampled_from(["reply", "note"]))
    def write(self, by, words):
        self.do(words, by, "PUBLIC" if words == "reply" else "CANARY")

    @rule(by=AGENTS, hours=st.integers(0, 100))
    def pend(self, by, hours):
        self.do("pend", by, self.clock() + timedelta(hours=hours) if hours else None)

    @rule(by=AGENTS, queue=st.sampled_from(["support", "billing"]))
    def move(self, by, queue):
        self.do("queue", by, queue)

    @rule(hours=st.integers(1, 200))
    def time_passes(self, hours):
        self.clock.forward(hours=hours)
        for _ in range(100):
            if not self.desk.tick():
                return
        raise AssertionError("the clock never comes to rest")

    @rule(error=st.sampled_from(ERRORS), wire=st.sampled_from(["slack", "discord", "mail"]))
    def a_wire_fails(self, error, wire):
        getattr(self.wire, wire).errors = [error]

    @rule()
    def carry(self):
        async def run():
            for channel in self.wire.channels:
                box = Outbox(self.store, self.desk, SETTINGS, channel, ask, self.clock, "machine")
                for _ in range(50):
                    if not await box.carry():
                        return

        asyncio.run(run())

    def ticket(self):
        with self.store.transaction() as tx:
            return tx.tickets.get(self.number)

    @invariant()
    def folding_the_history_gives_the_row(self):
        with self.store.transaction() as tx:
            history = tx.tickets.history(self.number)
        assert reduce(apply, history, Ticket(self.number)) == self.ticket()

    @invariant()
    def nobody_takes_back_more_time_than_was_booked(self):
        assert self.ticket().minutes >= 0

    @invariant()
    def no_note_is_ever_at_the_requester(self):
        assert not any("CANARY" in said for said in self.wire.said(ANN.place))

    @invariant()
    def no_step_rings_twice_on_one_run_of_a_clock(self):
        with self.store.transaction() as tx:
            facts = [event.fact for event in tx.tickets.history(self.number)]
        rungs = [rung for fact in facts if isinstance(fact, Escalated) for rung in fact.rungs]
        assert len(rungs) == len({(rung.clock, rung.since, rung.step) for rung in rungs})

    @invariant()
    def ended_and_pending_tickets_do_not_ring(self):
        ticket = self.ticket()
        if ticket.status in (*ENDED, Status.PENDING):
            assert ticket.ring_at is None

    @precondition(lambda self: self.wire.slack.posts)
    @invariant()
    def a_room_has_one_root_for_each_ticket(self):
        roots = [(post.ticket.number, post.place) for post in self.wire.slack.posts if post.kind == "root"]
        assert len(roots) == len(set(roots))
        assert all(place != ANN.place for _, place in roots)


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)
