"""The rules at work, set off by what happens, in its very transaction, or by the clock: `Desk.rules`.

What a rule does is done by a person of its own (`bot.people.rule`), who has the right to few verbs, all of it or
nothing, and is told by its facts. `Ruled` says in the history that it ran, and why. Loops end: of what one happening
sets off, each rule runs once; what rules change is no news to a rule by the clock; and no rule runs more often within
an hour than it may. See docs/decisions/0034-when-does-a-rule-run.md.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, partial
from hashlib import sha256
from typing import Protocol

from bot import events as e
from bot import reach, trials
from bot.apply import apply
from bot.book import Book
from bot.choosing import Choice, chosen
from bot.config import Settings
from bot.errors import Refused
from bot.filters import Filter
from bot.fitting import Seen, fits, looked_at, moments
from bot.moments import plain
from bot.people import Person, is_rule, rule
from bot.ports import Store, Transaction
from bot.rule import ENDING, FROM_OUTSIDE, TIME, Rule, happenings
from bot.speech import say, several, shown, speaking
from bot.ticket import Ticket
from bot.words import ForRoom

HOUR = timedelta(hours=1)  # that runs are counted in
AGAIN = timedelta(minutes=10)  # when a rule at its cap is tried again
NAME, BATCH, SPREAD = "rules", 50, 1_000  # of the lease that keeps which rules the alarms are set by; tickets at once
LOOKED_BACK = 50  # events in which the same failure was told before

Change = Callable[[int, Person, str], AbstractContextManager[tuple[Transaction, Ticket]]]


class Undone(Exception):
    """A verb that a rule should do was refused: nothing of the rule is done."""

    def __init__(self, verb: str, refusal: Refused) -> None:
        super().__init__(str(refusal))
        self.verb = verb


class Hand(Protocol):
    """What is asked of who knows the words that rules are written in."""

    def wanted(self, rule: Rule, now: datetime) -> Filter: ...  # its condition, as of then
    def perform(self, line: str, number: int, by: Person, now: datetime) -> None: ...  # one verb. Raises Refused


@dataclass(frozen=True)
class Chain:
    """What led to a happening: the rules that ran before, and whether a message of the requester's side began it."""

    rules: tuple[str, ...] = ()
    is_from_outside: bool = False


class Rules:
    def __init__(
        self, store: Store, settings: Settings, now: Callable[[], datetime], book: Book, change: Change
    ) -> None:  # fmt: skip
        self._store, self._settings, self._now, self._book, self._change = store, settings, now, book, change
        self._timed = tuple(one for one in settings.rules if TIME in one.on)
        self._hand: Hand | None = None
        self._chain = Chain()
        self._is_followed, self._reached = False, 0
        self.watcher: Callable[[Choice, Seen], None] | None = None  # is told each choice, in a rehearsal

    def enlist(self, hand: Hand) -> None:
        """From now on the rules run; where there are none, what is recorded costs nothing more than before."""
        if self._settings.rules:
            self._hand, self._book.heard = hand, self._heard

    def ticket(self, number: int) -> Ticket:
        """The ticket as it is within what is being done."""
        with self._store.transaction() as tx:
            return tx.tickets.written(number)

    # Looking

    def uses(self, by: Person) -> list[trials.Use]:
        """All the rules, and how often each ran. Raises SupervisorsOnly."""
        trials.supervised(self._settings, by)
        with self._store.transaction() as tx:
            return trials.uses(tx, self._settings, self._now())

    def tried(self, number: int, by: Person) -> list[Choice]:
        """What each rule would do on the ticket now. Raises Refused for who does not supervise its queue."""
        trials.supervised(self._settings, by)
        with self._change(number, by, "rules") as (tx, ticket):
            now = self._now()
            return trials.tried(tx, self._settings, ticket, lambda one: self._wanted(one, now))

    def touched(self, by: Person, name: str, among: Filter) -> list[Ticket]:
        """Which of the newest tickets of that filter, where `by` supervises, the rule would do something to."""
        queues, one = trials.supervised(self._settings, by), trials.find(self._settings, name)
        with self._store.transaction() as tx:
            return trials.touched(tx, queues, one, self._wanted(one, self._now()), among)

    # What happens

    def _heard(self, tx: Transaction, before: Ticket, event: e.Event, ticket: Ticket) -> None:
        """Something was recorded: look at it when all that belongs to it is, before any of it is committed."""
        happened = happenings(before, event, ticket)
        if any(set(happened) & set(one.on) for one in self._settings.rules):
            chain = self._chain
            if not chain.rules:
                chain = Chain((), bool(set(happened) & set(FROM_OUTSIDE)))
            tx.at_end(f"rule/{event.id}", partial(self._follow, tx, event, happened, chain))
        if self._timed:
            tx.at_end(f"alarm/{ticket.number}", partial(self._set, tx, ticket.number))

    def _follow(self, tx: Transaction, event: e.Event, happened: tuple[str, ...], chain: Chain) -> None:
        ticket = tx.tickets.written(event.ticket)
        if ticket.joined is None:
            for choice in self._chosen(self._settings.rules, happened, _seen(tx, ticket, event)):
                if choice.is_met:
                    self._run(tx, choice, ticket.number, chain)

    def _chosen(self, rules: tuple[Rule, ...], happened: tuple[str, ...], seen: Seen) -> list[Choice]:
        assert self._hand
        now = self._now()
        found = chosen(rules, happened, seen, lambda one: self._wanted(one, now))
        for choice in found:
            if self.watcher:
                self.watcher(choice, seen)
        return found

    def _run(self, tx: Transaction, choice: Choice, number: int, chain: Chain) -> bool:
        """Do what the rule does: all of it, or nothing. Returns whether its cap let it."""
        one, ticket = choice.rule, tx.tickets.written(number)
        if one.name in chain.rules:
            if one.name != chain.rules[-1]:  # what it did itself is no news to it
                others = ", ".join(dict.fromkeys(chain.rules))
                with self._speaking(ticket):
                    said = say("it would go round in circles with {rules}", rules=others)
                self._fail(tx, choice, ticket, "", said)
            return True
        if self._is_capped(tx, one, ticket):
            return False
        before, outer = ticket.version, self._chain
        self._chain = Chain((*chain.rules, one.name), chain.is_from_outside)
        try:
            with tx.attempt(), self._speaking(ticket):
                self._perform(tx, one, ticket)
        except Undone as refusal:
            self._fail(tx, choice, tx.tickets.get(number), refusal.verb, plain(str(refusal)))
        else:
            if (ticket := tx.tickets.written(number)).version > before:
                fact = e.Ruled(one.name, choice.happening, one.wanted, one.do)
                self._book.write(tx, ticket, rule(one.name), fact)
        finally:
            self._chain = outer
        return True

    def _perform(self, tx: Transaction, one: Rule, ticket: Ticket) -> None:
        assert self._hand
        for line in one.do:
            try:
                if line.split()[:1] == [ENDING]:
                    self._want_addressed(tx, ticket)
                self._hand.perform(line, ticket.number, rule(one.name), self._now())
            except Refused as refusal:
                raise Undone(line, refusal) from refusal

    def _want_addressed(self, tx: Transaction, ticket: Ticket) -> None:
        """Nothing automatic goes where a warning or a survey would not, nor in answer to a message: that would loop."""
        if self._chain.is_from_outside:
            raise Refused(say("It writes to the requester, and a message of theirs has set it off."))
        if why := reach.why_not(self._book, tx, ticket):
            raise Refused(shown(why))

    def _fail(self, tx: Transaction, choice: Choice, ticket: Ticket, verb: str, why: str) -> None:
        """Tell it in the thread, once: what is the same as before is not told again."""
        fact = e.Ruled(choice.rule.name, choice.happening, choice.rule.wanted, failed=verb, reason=why)
        if all(event.fact != fact for event in tx.tickets.recent(ticket.number, LOOKED_BACK)):
            self._book.write(tx, ticket, rule(choice.rule.name), fact)

    def _is_capped(self, tx: Transaction, one: Rule, ticket: Ticket) -> bool:
        """Did it run too often? Its rooms are told once an hour: a silent cap hides a loop."""
        now = self._now()
        if tx.alarms.runs(rule(one.name).place, now - HOUR, now) < one.most:
            return False
        with self._speaking(ticket):
            head = several(
                "The rule {rule} ran {n} time within an hour: it rests until that is less",
                "The rule {rule} ran {n} times within an hour: it rests until that is less", one.most, rule=one.name,
            )  # fmt: skip
        rooms = self._settings.queue(ticket.queue).rooms
        tx.notices.once(f"rule/{one.name}/{now:%Y-%m-%dT%H}", ticket.queue, rooms, ForRoom("📏", head), now)
        return True

    # The clock

    def tick(self) -> int:
        """Look at the tickets whose hour has come for a rule. Returns how many; call again until none is left."""
        if not self._timed or self._hand is None:
            return 0
        if not self._is_followed:
            return self._spread()
        with self._store.transaction() as tx:
            due = tx.alarms.due(self._now(), BATCH)
            for ticket in due:
                self._look(tx, ticket)
            return len(due)

    def _look(self, tx: Transaction, ticket: Ticket) -> None:
        seen, now, again = _seen(tx, ticket), self._now(), list[datetime]()
        for choice in self._chosen(self._timed, (TIME,), seen) if ticket.joined is None else ():
            if choice.is_met and is_news(choice.rule, self._wanted(choice.rule, now), seen):
                again += [now + AGAIN] * (not self._run(tx, choice, ticket.number, Chain()))
        at = self._next(tx, tx.tickets.written(ticket.number), now)
        tx.alarms.set(ticket.number, min(filter(None, (at, *again)), default=None))

    def _set(self, tx: Transaction, number: int) -> None:
        """After something happened: look at once where a rule fits, else when one may."""
        ticket, now = tx.tickets.written(number), self._now()
        seen = _seen(tx, ticket)
        is_due = ticket.joined is None and any(fits(self._wanted(one, now), seen) for one in self._timed)
        tx.alarms.set(number, now if is_due else self._next(tx, ticket, now))

    def _next(self, tx: Transaction, ticket: Ticket, now: datetime) -> datetime | None:
        """When, after `now`, one of the rules fits first if nothing happens."""
        seen, soonest = _seen(tx, ticket), None
        for one in self._timed if ticket.joined is None else ():
            for at in moments(self._wanted(one, now), ticket, now):
                if soonest and at >= soonest:
                    break
                if fits(self._wanted(one, at), seen):
                    soonest = at
                    break
        return soonest

    def _spread(self) -> int:
        """Other rules by the clock than before look once at every ticket that can be meant: of a million that have
        ended none is read. In batches; each process does it for itself, so that two with other rules do not fight.
        """
        said, now = sha256(repr(self._timed).encode()).hexdigest()[:16], self._now()
        statuses = {status for one in self._timed for status in self._wanted(one, now).statuses}
        with self._store.transaction() as tx:
            is_known = tx.leases.value(NAME) == said
            reached = 0 if is_known else tx.alarms.spread(self._reached, SPREAD, now, statuses)
            if not (is_known or reached):
                tx.leases.keep(NAME, said)
        self._is_followed, self._reached = not reached, reached
        return 1

    def _wanted(self, one: Rule, now: datetime) -> Filter:
        assert self._hand
        return self._hand.wanted(one, now)

    def _speaking(self, ticket: Ticket) -> AbstractContextManager[None]:
        """What is kept of a refusal is said in the language of its rooms."""
        return speaking(self._settings.room_tongue(ticket.queue))


def is_news(one: Rule, wanted: Filter, seen: Seen) -> bool:
    """May a rule by the clock run: for the first time, or because somebody but a rule has changed what it looks at?"""
    history = seen.history()
    ran = [at for at, event in enumerate(history) if isinstance(event.fact, e.Ruled) and event.fact.rule == one.name]
    if not ran:
        return True
    ticket = Ticket(seen.ticket.number)
    for at, event in enumerate(history):
        before, ticket = ticket, apply(ticket, event)
        is_others = at > ran[-1] and not is_rule(event.by)
        if is_others and looked_at(wanted, before, history[at - 1]) != looked_at(wanted, ticket, event):
            return True
    return False


def _seen(tx: Transaction, ticket: Ticket, event: e.Event | None = None) -> Seen:
    return Seen(ticket, event, cache(lambda: tx.tickets.history(ticket.number)))
