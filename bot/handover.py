"""Shift hand-over: what somebody has open, and its change of hands with the next step of each. `Desk.handover`.

Who takes over is mentioned once for all of it, in one message in the room that goes on growing for an hour.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot import access, reading, shifts
from bot import errors as no
from bot import events as e
from bot.book import Book
from bot.filters import UNENDED, Filter
from bot.pages import Hit, Page, Piece
from bot.people import Person, channel_of
from bot.places import is_person
from bot.ports import Store, Transaction
from bot.speech import say, several, speaking, word
from bot.standing import standing
from bot.ticket import ENDED, Ticket
from bot.turns import there
from bot.words import Button, ForRoom

Change = Callable[[int, Person, str], AbstractContextManager[tuple[Transaction, Ticket]]]
SIZE, LAST = 10, 100  # tickets on a page, and pages
SHORT, LINE, BODY = 90, 120, 1_500  # characters of the last words, of a next step in the room, and of all of them
KNOWN = 200  # tickets by which somebody else is found
GROWS = timedelta(hours=1)  # in which one message tells of all that one person hands to another


class To(StrEnum):
    """Who takes over, where it is nobody by name."""

    ON_CALL = "oncall"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Outcome:
    """`went`: the tickets, by the name of who has them now, "" for nobody. `stayed`: the others, and why. `left`: how
    many the giver has still, at most a page of them; `whose` is their place, "" for the asker's own.
    """

    went: Mapping[str, tuple[int, ...]]
    stayed: tuple[tuple[int, str], ...]
    left: int
    whose: str = ""


@dataclass(frozen=True)
class Giver:
    """Whose tickets are handed over: all their places."""

    name: str
    places: frozenset[str]
    queues: tuple[str, ...]  # where the asker may do it
    place: str = ""  # of somebody else


Given = tuple[Ticket, Person | None, str]  # who has it now, and the next step


class HandOver:
    def __init__(self, store: Store, book: Book, change: Change) -> None:
        self._store, self._book, self._change = store, book, change

    def load(self, by: Person, whose: str = "", page: int = 1, size: int = SIZE, here: str = "") -> Page:
        """A page of the open tickets of `by`; with `whose`, by name or place, of somebody whom they supervise.

        Its line names whose they are by place. Raises Refused.
        """
        page = min(max(page, 1), LAST)
        with self._store.transaction() as tx:
            giver = self._giver(tx, by, whose)
            found = self._open(tx, giver, size + 1, (page - 1) * size)
            hits = tuple(_hit(tx, ticket, here or channel_of(by.place)) for ticket in found[:size])
            below = "" if giver.place or page > 1 else _namesake(tx, by, giver)
        line = f"from {giver.place}" if giver.place else ""
        return Page(hits, page, len(found) > size, line=line, below=below)

    def give(
        self, by: Person, steps: Mapping[int, str], to: Person | To, whose: str = "", source: str | None = None
    ) -> Outcome:
        """Hand these tickets over, each with its next step, "" for none. What is not the giver's any more stays."""
        went, stayed = list[Given](), list[tuple[int, str]]()
        with self._store.transaction() as tx:
            giver = self._giver(tx, by, whose)
            for number, step in sorted(steps.items()):
                try:
                    with tx.attempt():
                        went.append(self._hand(by, giver, number, step.strip(), to, source))
                except no.Refused as why:
                    stayed.append((number, str(why)))
            self._tell(tx, giver, went)
            left = len(self._open(tx, giver, SIZE))
        names = defaultdict[str, list[int]](list)
        for ticket, receiver, _ in went:
            names[receiver.name if receiver else ""].append(ticket.number)
        return Outcome({name: tuple(each) for name, each in names.items()}, tuple(stayed), left, giver.place)

    def _giver(self, tx: Transaction, by: Person, whose: str) -> Giver:
        settings = self._book.settings
        if not (queues := reading.working_in(settings, by)):
            raise no.AgentsOnly
        own = tx.people.places(by.place)
        if not whose or whose in own:
            return Giver(by.name, own, queues)
        led = tuple(queue.name for queue in settings.queues if access.is_supervisor(by, queue))
        if not led:
            raise no.SupervisorsOnly
        name, place = _somebody(tx, led, whose.removeprefix("@").strip())
        return Giver(name, tx.people.places(place), led, place)

    def _open(self, tx: Transaction, giver: Giver, most: int, first: int = 0) -> list[Ticket]:
        return tx.tickets.search(Filter(owners=tuple(sorted(giver.places)), queues=giver.queues), most, first)

    def _hand(
        self, by: Person, giver: Giver, number: int, step: str, to: Person | To, source: str | None
    ) -> Given:  # fmt: skip
        with self._change(number, by, "assign") as (tx, ticket):
            receiver = to if isinstance(to, Person) else self._on_call(tx, giver, ticket) if to is To.ON_CALL else None
            self._want(ticket, giver, receiver)
            if step:
                noted = f"{source}/{number}" if source else None
                ticket = self._book.record(tx, ticket, by, e.Noted(step, is_next=True), noted)
            fact = e.Assigned(receiver.place, receiver.name, ticket.owner_name) if receiver else e.Released()
            return self._book.record(tx, ticket, by, fact), receiver, step

    def _want(self, ticket: Ticket, giver: Giver, receiver: Person | None) -> None:
        queue = self._book.settings.queue(ticket.queue)
        if ticket.owner not in giver.places:
            who = ticket.owner_name if ticket.owner else say("nobody")
            raise no.Refused(say("{who} has it now.", who=who))
        if ticket.status in ENDED:
            raise no.Refused(say("it is {status}.", status=word(ticket.status, "status")))
        if ticket.queue not in giver.queues:
            raise no.SupervisorsOnly
        if receiver and receiver.place in giver.places:
            raise no.Refused(say("{who} has it already.", who=receiver.name))
        if receiver and not access.is_agent(receiver, queue):
            raise no.Unknown(say("{name} is not an agent of the queue {queue}.", name=receiver.name, queue=queue.name))

    def _on_call(self, tx: Transaction, giver: Giver, ticket: Ticket) -> Person:
        """Who else is on call for its queue and there, or a supervisor by name. Raises Unknown where nobody is."""
        queue, now = self._book.settings.queue(ticket.queue), self._book.now()
        chain = [one for one in shifts.chain(self._book, tx, queue.name, now) if not giver.places & set(one)]
        turn = there(tx, chain, now, queue)[0] or tuple(filter(is_person, queue.supervisors))
        found = [_person(tx, place) for place in turn if place not in giver.places]
        if not found:
            raise no.Unknown(say("nobody is on call for the queue {queue} by name.", queue=ticket.queue))
        return next((one for one in found if access.is_agent(one, queue)), found[0])

    def _tell(self, tx: Transaction, giver: Giver, went: Sequence[Given]) -> None:
        """One message for each who takes over, in each room: of the queue, on their chat; else directly."""
        told = defaultdict[tuple[str, str], list[Given]](list)
        for one in went:
            ticket, receiver, _ = one
            rooms = self._book.settings.queue(ticket.queue).rooms
            if receiver:
                near = [room for room in rooms if channel_of(room) == channel_of(receiver.place)]
                told[receiver.place, (*near, receiver.place)[0]].append(one)
            elif rooms:
                told["", rooms[0]].append(one)
        for (place, room), each in told.items():
            with speaking(self._book.settings.tongue_in(room, each[0][0].queue)):
                _announce(tx, giver, place, room, each, self._book.now())


def _person(tx: Transaction, place: str) -> Person:
    known = tx.roster.member(place)
    return known.person if known else Person(tx.people.name(place) or place, place)


def _somebody(tx: Transaction, queues: tuple[str, ...], whose: str) -> tuple[str, str]:
    """The one owner of tickets in the queues whose place, name or part of a name it is. Raises Refused."""
    found = tx.tickets.search(Filter(UNENDED, queues, owners=(whose,)), KNOWN)
    names = {one.owner: one.owner_name for one in found if one.owner}
    exact = {place: name for place, name in names.items() if whose.casefold() in (place.casefold(), name.casefold())}
    meant = exact or names
    if not meant:
        raise no.Unknown(say("“{name}” has no open ticket in the queues that you supervise.", name=whose[:40]))
    if len({tx.people.places(place) for place in meant}) > 1:
        listed = ", ".join(f"{name} ({place})" for place, name in sorted(meant.items()))
        raise no.Misunderstood(say("Several are called so; say whose by the place: {names}.", names=listed))
    place, name = min(meant.items())
    return name, place


def _namesake(tx: Transaction, by: Person, giver: Giver) -> str:
    """Says that somebody of the same name has tickets on the other chat: where the two are not linked, those stay."""
    others = (one.person.place for one in tx.roster.members() if one.person.name == giver.name)
    apart = (one for one in others if channel_of(one) != channel_of(by.place) and one not in giver.places)
    if place := next((one for one in apart if {*tx.roster.owns(one)} & {*giver.queues}), None):
        return say(
            "{name} has open tickets on {chat}, too. If that is you, hand them over there as well; once both are "
            "linked (/desk me link), they stand here.",
            name=giver.name, chat=channel_of(place).title(),
        )  # fmt: skip
    return ""


def _hit(tx: Transaction, ticket: Ticket, here: str) -> Hit:
    threads = tx.cards.threads(ticket.number)
    near = {place: thread for place, thread in threads.items() if channel_of(place) == channel_of(here)}
    said = _last(tx, ticket)
    return Hit(ticket, near.get(here) or next(iter(near.values()), ""), "", said, is_load=True, due=_due(ticket))


def _last(tx: Transaction, ticket: Ticket) -> tuple[Piece, ...]:
    """The last words of each side, and the newest note, each shortened and with who said it."""
    newest: dict[str, Piece] = {}
    names: dict[str, str] = {}
    for event in standing(tx.tickets.history(ticket.number)):
        match event.fact:
            case e.Opened(text=text) | e.Wrote(text=text) if text:
                kind, sign = "asked", ""
            case e.Replied(text=text) if text:
                kind, sign = "answered", ""
            case e.Noted(text=text) if text:
                kind, sign = "noted", "📝 "
            case _:
                continue
        newest[kind], names[kind] = (_short(text, SHORT), False), f"{sign}{event.by.name}: "
    pieces = list[Piece]()
    for kind in ("asked", "answered", "noted"):
        if kind in newest:
            pieces += [(" · ", False)] if pieces else []
            pieces += [(names[kind], True), newest[kind]]
    return tuple(pieces)


def _due(ticket: Ticket) -> tuple[str, datetime] | None:
    """What is due next, and when; of what waits until a time, that."""
    clocks = (
        (say("First response"), ticket.first_by), (say("Next response"), ticket.next_by),
        (say("Resolution"), ticket.resolve_by), (say("Waits until"), ticket.wake_at),
    )  # fmt: skip
    return min(((label, at) for label, at in clocks if at), key=lambda one: one[1], default=None)


def _announce(
    tx: Transaction, giver: Giver, place: str, room: str, each: Sequence[Given], now: datetime
) -> None:  # fmt: skip
    """Say it in the room; what was handed over within the hour stands in the same message, which rings nobody again."""
    keys = [f"handover/{min(giver.places)}/{place}/{at:%Y-%m-%dT%H}" for at in (now, now - GROWS)]
    known = [one for key in keys for one in tx.notices.of(key) if one.place == room and now - one.said_at < GROWS]
    key, words = (known[0].key, known[0].words) if known else (keys[0], ForRoom("🤝", ""))
    buttons = (*words.buttons, *(Button(f"#{one.number}", "show", one.number) for one, _, _ in each))
    lines = [words.body] if words.body else []
    lines += [_line(*one) for one in each]
    while len("\n".join(lines)) > BODY and len(lines) > 1:
        lines.pop()
    said = ForRoom("🤝", _head(giver, each[0][1], len(buttons)), "\n".join(lines), buttons=buttons)
    pings = (place,) if place and place != room else ()
    tx.notices.tell(key, each[0][0].queue, (room,), ForRoom(**vars(said) | {"pings": pings}), now)


def _head(giver: Giver, receiver: Person | None, many: int) -> str:
    if receiver is None:
        return several(
            "{n} ticket of {giver} is nobody's now", "{n} tickets of {giver} are nobody's now", many, giver=giver.name
        )
    return several(
        "{n} ticket of {giver} is {name}'s now", "{n} tickets of {giver} are {name}'s now",
        many, giver=giver.name, name=receiver.name,
    )  # fmt: skip


def _line(ticket: Ticket, receiver: Person | None, step: str) -> str:
    said = f"#{ticket.number} {_short(ticket.subject, SHORT)} · {ticket.requester_name}"
    return f"{said} → {_short(step, LINE)}" if step else said


def _short(text: str, most: int) -> str:
    words = " ".join(text.split())
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"
