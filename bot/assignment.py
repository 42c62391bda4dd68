"""Tickets that nobody has are given to agents, where their queue says so. `Desk.assignment`.

Never at intake: they are looked for every few seconds, in the queue's hours. What a person does goes
first: a ticket that is claimed meanwhile is left alone, and nobody is given again what they gave back. A lock lets one
process at a time give, so that turns and caps are kept however many there are.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from bot import access, sharing
from bot import events as e
from bot.apply import apply
from bot.book import Book
from bot.config import Queue
from bot.emphasis import bold
from bot.people import DESK, Person
from bot.ports import Store, Transaction
from bot.relations import How, numbers
from bot.roster import Member, Presence
from bot.sharing import OFF, Candidate
from bot.speech import say, several, speaking
from bot.ticket import Status, Ticket
from bot.words import ForRoom

BATCH = 200  # tickets that are looked at
STRIDE = 10  # that are given at once: others wait for their turn meanwhile
MANY = 10_000  # that are remembered as left alone
OURS = (Status.NEW, Status.OPEN)


class Assignment:
    def __init__(self, store: Store, book: Book, batch: int = BATCH) -> None:
        self._store, self._book, self._batch = store, book, batch
        self._seen: object = None  # what was there when nothing more could be given
        # tickets that nobody was given, by number: as they were then, and who was free
        self._left = dict[int, tuple[int, frozenset[str]]]()

    def give(self) -> int:
        """Give the tickets that wait for an owner to somebody. Returns how many; call again until 0.

        Reads no more than a number where nothing has happened since, for a minute: people come back, and work begins.
        """
        queues = [queue for queue in self._book.settings.queues if queue.assign != OFF]
        if not queues:
            return 0
        with self._store.transaction() as tx:
            seen = tx.heaps.newest(), self._book.now().replace(second=0, microsecond=0)
        if seen == self._seen:
            return 0
        if len(self._left) > MANY:
            self._left.clear()
        self._seen = seen
        return sum(map(self._give, queues))

    def why(self, number: int, by: Person) -> list[str]:
        """Why the ticket was given to whom, a sentence each; and why to nobody now. For who was let see it."""
        with self._store.transaction() as tx:
            ticket = tx.tickets.look(number)
            if ticket is None or not access.is_agent(by, self._book.settings.queue(ticket.queue)):
                return []
            facts = [event.fact for event in tx.tickets.history(number)]
            told = [_because(fact) for fact in facts if isinstance(fact, e.Assigned) and fact.how]
            queue = self._book.settings.queue(ticket.queue)
            is_waiting = not ticket.owner and ticket.status in OURS and queue.assign != OFF
            return [*told, self._why_not(tx, ticket, queue)] if is_waiting else told

    def _give(self, queue: Queue) -> int:
        if not self._works(queue):
            return 0
        with self._store.transaction() as tx:
            most = self._batch + len(self._left)
            waiting, free = tx.shares.waiting(queue.name, most), self._free(tx, queue)
            if waiting and not free:
                self._tell(tx, queue)
        given, here = 0, frozenset(one.person.place for one in free)
        news = [one for one in waiting if self._left.get(one[0]) != (one[1], here)] if free else []
        for number, version in news[: self._batch]:
            with self._store.transaction() as tx:
                tx.shares.lock()
                is_given = self._one(tx, queue, tx.tickets.get(number))
            if not is_given:
                self._left[number] = version, here
            given += is_given
            if given == STRIDE:
                break
        if given or (news and len(waiting) == most):  # there may be more
            self._seen = None
        return given

    def _one(self, tx: Transaction, queue: Queue, ticket: Ticket) -> bool:
        if ticket.owner or ticket.status not in OURS or ticket.queue != queue.name or _is_left(tx, ticket):
            return False  # somebody was faster, or must decide first
        back = _gave_back(ticket, tx.tickets.history(ticket.number))
        chosen = sharing.choose((one for one in self._free(tx, queue) if not back & one.places), queue.assign)
        if chosen is None:
            return False
        who = chosen.person
        self._book.record(tx, ticket, DESK, e.Assigned(who.place, who.name, how=queue.assign, load=chosen.load))
        tx.shares.give(queue.name, who.place)
        return True

    def _free(self, tx: Transaction, queue: Queue) -> list[Candidate]:
        return [one for one in self._candidates(tx, queue) if one.load < queue.assign_most]

    def _candidates(self, tx: Transaction, queue: Queue) -> list[Candidate]:
        """Whoever is here, each once, whatever places they have."""
        given = tx.shares.given(queue.name)
        people = [(places, at) for places, _, at in self._agents(tx, queue) if at]
        loads = tx.shares.loads({place for places, _ in people for place in places})
        return [
            Candidate(at, places, sum(loads[one] for one in places), max(given.get(one, 0) for one in places))
            for places, at in people
        ]

    def _agents(self, tx: Transaction, queue: Queue) -> Iterator[tuple[frozenset[str], str, Person | None]]:
        """Everybody who could be given one: their places, their name, and where they can be given it now, if so."""
        now, known = self._book.now(), {one.person.place: one for one in tx.roster.members()}
        theirs = {one.person.place: one for one in _listed(queue, known.values())}
        same, done = tx.shares.same(theirs), set[str]()
        for place, member in theirs.items():
            if place not in done:
                places = same[place]
                own, every = ([of[one] for one in places if one in of] for of in (theirs, known))
                yield places, member.person.name, _where(own, every, now)
                done |= places

    def _works(self, queue: Queue) -> bool:
        return self._book.timing.calendar(queue.name).opening(self._book.now()) <= self._book.now()

    def _why_not(self, tx: Transaction, ticket: Ticket, queue: Queue) -> str:
        if not self._works(queue):
            return say("Nobody has it: outside working hours the desk gives no tickets; it does when work begins.")
        if _is_left(tx, ticket) or ticket.candidate or tx.held.has(ticket.number):
            return say("Nobody has it: the desk gives nobody what is proposed, held back or part of an incident.")
        back = _gave_back(ticket, tx.tickets.history(ticket.number))
        free = self._free(tx, queue)
        if any(not back & one.places for one in free):
            return say("Nobody has it: the desk is about to give it to somebody.")
        reasons = [*self._busy(tx, queue), *(say("{name} has had it", name=one.person.name) for one in free)]
        return say("Nobody has it: {reasons}.", reasons=", ".join(reasons) or say("no agent is known here"))

    def _busy(self, tx: Transaction, queue: Queue) -> list[str]:
        """Why each who cannot be given one now cannot."""
        away = [say("{name} is away", name=name) for _, name, at in self._agents(tx, queue) if at is None]
        return away + [
            several("{name} has {n} open ticket", "{name} has {n} open tickets", one.load, name=one.person.name)
            for one in self._candidates(tx, queue) if one.load >= queue.assign_most
        ]  # fmt: skip

    def _tell(self, tx: Transaction, queue: Queue) -> None:
        """Say in the rooms, once a day, that nobody can be given any; not before anybody is known."""
        if not any(self._agents(tx, queue)):
            return
        zone = ZoneInfo(self._book.settings.timezone)
        key = f"assign/{queue.name}/{self._book.now().astimezone(zone):%Y-%m-%d}"
        for room in queue.rooms:
            with speaking(self._book.settings.tongue_in(room, queue.name)):
                reasons = ", ".join(self._busy(tx, queue))
                head = say("New tickets of {queue} are nobody's for now: {reasons}", queue=queue.name, reasons=reasons)
            tx.notices.once(key, queue.name, (room,), ForRoom("🪑", head), self._book.now())


def _listed(queue: Queue, members: Iterable[Member]) -> list[Member]:
    """Its agents; supervisors only where they are listed as such, or where there is nobody else."""
    agents = [one for one in members if one.left_at is None and access.is_agent(one.person, queue)]
    listed = set(queue.agents or queue.rooms)
    found = [one for one in agents if not listed.isdisjoint((one.person.place, *one.person.grants))]
    if not queue.agents:
        found = [one for one in found if not access.is_supervisor(one.person, queue)]
    return found or agents


def _where(own: list[Member], known: list[Member], now: datetime) -> Person | None:
    """Where somebody can be given a ticket: rather where the platform shows them. None: they are away.

    Who says that they are away is so everywhere, and who only looks so where no other platform shows them.
    """
    is_here = any(one.presence is Presence.HERE for one in known)
    if any(one.is_away(now) and (one.is_word or not is_here) for one in known):
        return None
    here = [one for one in own if one.is_available(now)]
    best = min(here, key=lambda one: (one.presence is not Presence.HERE, one.person.place), default=None)
    return best.person if best else None


def _gave_back(ticket: Ticket, history: list[e.Event]) -> set[str]:
    """The places of all who gave it back, or had it when a rule did, since a person took it or gave it to another.

    What the desk gives ends nothing of that: with a rule that releases, it would give a ticket round for ever.
    """
    then, back = Ticket(ticket.number), set[str]()
    for event in history:
        after, fact = apply(then, event), event.fact
        is_the_desks = isinstance(fact, e.Assigned) and bool(fact.how)
        if isinstance(fact, e.Released) and then.owner and event.by.place != DESK.place:
            back.add(then.owner)
        elif isinstance(fact, e.Moved) or (after.owner not in (None, then.owner) and not is_the_desks):
            back.clear()
        then = after
    return back


def _is_left(tx: Transaction, ticket: Ticket) -> bool:
    """Is it part of an incident, which nobody asked? That is answered there."""
    parents = (tx.tickets.look(one) for one in numbers(ticket, How.CHILD))
    return any(one is not None and one.requester.startswith(DESK.place) for one in parents)


def _because(fact: e.Assigned) -> str:
    if fact.how == sharing.LEAST_LOADED:
        return say("{name} was given it by the desk: they had the fewest open tickets, {n}.",
                   name=bold(fact.owner_name), n=fact.load)  # fmt: skip
    return say("{name} was given it by the desk: it was their turn.", name=bold(fact.owner_name))
