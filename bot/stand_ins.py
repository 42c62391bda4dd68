"""People stand in on call for one another: by their own word, by a supervisor's, or where both agree.

The desk's door to it. Each deed is told in the rooms of its queues, and mentions there whom it concerns.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from bot import access, shifts
from bot import errors as no
from bot.book import Book
from bot.config import Queue
from bot.duty import Duty
from bot.moments import moment
from bot.oncall import Rota, Turn, turns
from bot.people import Person
from bot.ports import Store, Transaction
from bot.shifts import Places, Shift
from bot.speech import say, shown, speaking, word
from bot.turns import AHEAD, NO_ROTA, change, rostered
from bot.words import Button, ForRoom

FARTHEST = timedelta(days=366)  # ahead


@dataclass(frozen=True)
class When:
    """As it was typed: from now on where no beginning is said, until the next change where no end is."""

    begin: datetime | None = None
    end: datetime | None = None


class StandIns:
    def __init__(self, store: Store, book: Book) -> None:
        self._store, self._book = store, book

    def take(
        self, by: Person, when: When, here: str = "", queue: str = "", source: str | None = None
    ) -> list[str]:  # fmt: skip
        """Stand in oneself."""
        return self._put_on(by, by, when, here, queue, source)

    def give(
        self, by: Person, to: Person, when: When, here: str = "", queue: str = "", source: str | None = None
    ) -> list[str]:
        """Let `to` stand in: at once where a supervisor says so, else when they accept."""
        return self._put_on(by, to, when, here, queue, source)

    def swap(
        self, by: Person, other: Person, here: str = "", queue: str = "", source: str | None = None
    ) -> list[str]:  # fmt: skip
        """My next turn for theirs: at once where a supervisor says so, else when they accept."""
        with self._store.transaction() as tx:
            if known := self._known(tx, source):
                return _told(known)
            rota, queues = self._rota(by, other, self._meant(by, here, queue))
            now = self._book.now()
            mine, theirs = (self._next(rota, one, now) for one in (by, other))
            made = []
            for one in queues:
                made += [
                    self._duty(by, one, other, rota.people[theirs.who], (mine.begins, mine.ends)),
                    self._duty(by, one, by, rota.people[mine.who], (theirs.begins, theirs.ends)),
                ]
            is_asked = not all(access.is_supervisor(by, one) for one in queues)
            return self._write(tx, made, source, (other, rota.people[theirs.who]) if is_asked else None)

    def answer(self, duty_id: int | None, by: Person, is_yes: bool) -> list[str]:
        """Accept what was asked, or decline it: the newest that one is asked, where no number says which.

        Raises NotYours for who was not asked, and is no supervisor.
        """
        with self._store.transaction() as tx:
            look = self._asked(tx, by) if duty_id is None else tx.duty.look(duty_id)
            duties = tx.duty.of(look.deed) if look else []
            queues = self._book.settings.named([one.queue for one in duties])
            if not queues or not all(access.may(by, "oncall", queue) for queue in queues):
                raise no.Unknown(say("There is no such proposal any more."))
            first, now = duties[0], self._book.now()
            if by.place not in first.asked and not all(access.is_supervisor(by, queue) for queue in queues):
                raise no.NotYours(say("Only {name} can answer that, or a supervisor.", name=first.asked_name))
            if first.agreed_at and is_yes:
                return _told(duties)
            if first.agreed_at or any(one.is_over for one in duties):
                raise no.Refused(say("That was answered already."))
            if any(one.ends_at <= now for one in duties):
                raise no.Refused(say("That time has passed: what was cannot be changed."))
            if not is_yes:
                for one in duties:
                    tx.duty.keep(replace(one, ends_at=one.begins_at))
                self._settle(tx, duties, by, is_yes=False)
                for name, own in _by_queue(duties):
                    with speaking(self._book.settings.room_tongue(name)):
                        head = say("{by} does not stand in for {queue}", by=by.name, queue=name)
                        self._tell(tx, own, "declined", head, _concerned(duties, by))
                return [say("{name} is told that you decline.", name=first.by_name)]
            agreed = [replace(one, agreed_at=now, begins_at=max(one.begins_at, now)) for one in duties]
            return self._agree(tx, agreed, by)

    def drop(self, by: Person, here: str = "", queue: str = "", source: str | None = None) -> list[str]:
        """Take back the newest of one's own that is not over; of a supervisor, anybody's. What was, stays."""
        with self._store.transaction() as tx:
            if source and (known := tx.duty.dropped(source)):
                return _dropped(known)
            queues = self._meant(by, here, queue)
            now = self._book.now()
            mine = (one for one in tx.duty.open([one.name for one in queues], now) if self._may_drop(by, one))
            newest = next(mine, None)
            if newest is None:
                raise no.Refused(say("There is nothing of yours to take back."))
            duties = [one for one in tx.duty.of(newest.deed) if one.ends_at > now]
            for one in duties:
                tx.duty.keep(replace(one, ends_at=max(one.begins_at, now), dropped_by=source or str(uuid4())))
            if newest.agreed_at is None:
                self._settle(tx, duties, by, is_yes=False)
            for name, own in _by_queue(duties):
                with speaking(self._book.settings.room_tongue(name)):
                    head = say("{by} takes back who stands in for {queue}", by=by.name, queue=name)
                    self._tell(tx, own, "dropped", head, _concerned(duties, by))
            return _dropped(duties)

    def _put_on(
        self, by: Person, who: Person, when: When, here: str, queue: str, source: str | None
    ) -> list[str]:  # fmt: skip
        with self._store.transaction() as tx:
            if known := self._known(tx, source):
                return _told(known)
            queues = self._meant(by, here, queue)
            self._want_agent(who, queues)
            now = self._book.now()
            begin = when.begin or now
            made = []
            for one in queues:
                end = when.end or self._end(tx, one.name, begin)
                if not begin < end <= now + FARTHEST:
                    raise no.Misunderstood(
                        say(
                            "That is no stretch of the next year: {begin} – {end}.",
                            begin=moment(begin),
                            end=moment(end),
                        )
                    )
                made.append(self._duty(by, one, who, self._places(one.name, who), (begin, end)))
            is_asked = who.place != by.place and not all(access.is_supervisor(by, one) for one in queues)
            return self._write(tx, made, source, (who, made[0].places) if is_asked else None)

    def _write(
        self, tx: Transaction, duties: Sequence[Duty], source: str | None, asked: tuple[Person, Places] | None
    ) -> list[str]:
        deed, now = source or str(uuid4()), self._book.now()
        if asked is None:
            tx.duty.add([replace(one, deed=deed) for one in duties])
            return self._agree(tx, [replace(one, agreed_at=now) for one in tx.duty.of(deed)])
        who, places = asked
        known = tuple(dict.fromkeys((who.place, *places)))
        tx.duty.add([replace(one, deed=deed, asked=known, asked_name=who.name) for one in duties])
        self._propose(tx, tx.duty.of(deed))
        return [say("{name} is asked in the room, and has to accept.", name=who.name)]

    def _propose(self, tx: Transaction, duties: Sequence[Duty]) -> None:
        first = duties[0]
        said = {"by": first.by_name, "name": first.asked_name}
        for name, own in _by_queue(duties):
            with speaking(self._book.settings.room_tongue(name)):
                if len(own) > 1:
                    head = say("{by} asks {name} to swap turns of {queue}", **said, queue=name)
                else:
                    head = say("{by} asks {name} to stand in for {queue}", **said, queue=name)
                buttons = (
                    Button(word("Accept", "button"), "oncall", 0, f"accept {first.id}"),
                    Button(word("Decline", "button"), "oncall", 0, f"decline {first.id}"),
                )
                words = ForRoom("🔁", head, _lines(own), pings=first.asked, buttons=buttons)
            tx.notices.once(_key(first, name), name, self._book.settings.queue(name).rooms, words, self._book.now())

    def _agree(self, tx: Transaction, duties: Sequence[Duty], by: Person | None = None) -> list[str]:
        """It counts from now on. `by` accepted it."""
        overruled = [one for duty in duties for one in tx.duty.agreed(duty.queue, duty.begins_at, duty.ends_at)]
        before = {duty.id: self._before(tx, duty) for duty in duties}
        for one in duties:
            tx.duty.keep(one)
        if by:
            self._settle(tx, duties, by, is_yes=True)
        speaker = by or Person(duties[0].by_name, duties[0].by)
        for name, own in _by_queue(duties):
            concerned = [place for one in own for shift in before[one.id] for place in shift.places]
            with speaking(self._book.settings.room_tongue(name)):
                self._tell(tx, own, "agreed", _headed(own, by), _concerned(own, speaker, concerned))
        said = _told(duties)
        if others := [one for one in overruled if one.places not in [mine.places for mine in duties]]:
            said.append(say("This goes before what was said earlier: {what}.", what=_spelled(others)))
        return said

    def _settle(self, tx: Transaction, duties: Sequence[Duty], by: Person, is_yes: bool) -> None:
        """The proposal in the rooms says what became of it, and has no buttons any more."""
        for name, own in _by_queue(duties):
            key = _key(own[0], name)
            for stands in tx.notices.of(key):
                with speaking(self._book.settings.tongue_in(stands.place, name)):
                    end = say("accepted by {name}", name=by.name) if is_yes else say("declined by {name}", name=by.name)
                if stands.words.buttons:
                    words = replace(stands.words, head=f"{stands.words.head} · {end}", buttons=())
                    tx.notices.tell(key, name, (stands.place,), words, self._book.now())

    def _tell(self, tx: Transaction, own: Sequence[Duty], what: str, head: str, pings: Places) -> None:
        """One notice: where it changes at once who is on call, it is the one that tells of the change."""
        queue, now = own[0].queue, self._book.now()
        key, shift, _ = change(self._book, tx, queue)
        edges = {at for one in tx.duty.of(own[0].deed) for at in (one.begins_at, one.ends_at)}
        key = key if shift.begins in edges else f"{_key(own[0], queue)}/{what}"
        words = ForRoom("📟", head, _lines(own), pings=pings)
        tx.notices.once(key, queue, self._book.settings.queue(queue).rooms, words, now)

    def _meant(self, by: Person, here: str, queue: str) -> list[Queue]:
        """The queue that is named, else those of the room, else all of one's own, where one rota is theirs."""
        own = rostered(self._book, by, queue)
        if not own:
            raise no.Refused(shown(NO_ROTA))
        found = [one for one in own if here in one.rooms] or own
        if len({shifts.rotas(self._book, one.name)[0] for one in found}) > 1:
            names = ", ".join(one.name for one in found)
            raise no.Misunderstood(say("Of which queue? Add --queue and its name: {names}.", names=names))
        return found

    def _rota(self, by: Person, other: Person, queues: Sequence[Queue]) -> tuple[Rota, list[Queue]]:
        """The rota in which both have turns, and its queues that are meant. Raises Refused."""
        self._want_agent(other, queues)
        rota = shifts.rotas(self._book, queues[0].name)[0]
        for one in (by, other):
            if not any(one.place in places for places in rota.people):
                said = {"name": one.name, "queue": queues[0].name}
                raise no.Refused(
                    say("{name} has no turn of {queue}: say from when until when, with take or give.", **said)
                )
        if any(by.place in places and other.place in places for places in rota.people):
            raise no.Refused(say("That is yourself: there is nothing to swap."))
        return rota, list(queues)

    def _next(self, rota: Rota, who: Person, now: datetime) -> Turn:
        """The next turn of somebody that has not begun."""
        zone = shifts.zone(self._book, rota.queues[0])
        start = max(now, datetime.combine(rota.begins, rota.at, UTC))
        end = start + timedelta(days=rota.days * (len(rota.people) + 2))
        ahead = (turn for turn in turns(rota, zone, now, end) if turn.begins > now)
        return next(turn for turn in ahead if who.place in rota.people[turn.who])

    def _before(self, tx: Transaction, duty: Duty) -> list[Shift]:
        """Who was on call in the stretch, before it was said."""
        return shifts.shifts(self._book, tx, duty.queue, duty.begins_at, duty.ends_at)

    def _end(self, tx: Transaction, queue: str, begin: datetime) -> datetime:
        return shifts.shifts(self._book, tx, queue, begin, begin + AHEAD)[0].ends

    def _places(self, queue: str, who: Person) -> Places:
        """All the places of somebody, as the rota knows them."""
        people = (places for rota in shifts.rotas(self._book, queue) for places in rota.people)
        return next((places for places in people if who.place in places), (who.place,))

    def _duty(
        self, by: Person, queue: Queue, who: Person, places: Places, stretch: tuple[datetime, datetime]
    ) -> Duty:  # fmt: skip
        return Duty("", queue.name, places, who.name, *stretch, by.place, by.name, self._book.now())

    def _want_agent(self, who: Person, queues: Sequence[Queue]) -> None:
        for queue in queues:
            if not access.is_agent(who, queue):
                raise no.Unknown(say("{name} is not an agent of the queue {queue}.", name=who.name, queue=queue.name))

    def _may_drop(self, by: Person, duty: Duty) -> bool:
        has_agreed = duty.agreed_at is not None and by.place in duty.asked
        is_own = by.place == duty.by or has_agreed
        return is_own or access.is_supervisor(by, self._book.settings.queue(duty.queue))

    def _asked(self, tx: Transaction, by: Person) -> Duty | None:
        names = [queue.name for queue in rostered(self._book, by)]
        found = tx.duty.open(names, self._book.now())
        return next((one for one in found if by.place in one.asked and not one.agreed_at), None)

    def _known(self, tx: Transaction, source: str | None) -> list[Duty]:
        return tx.duty.of(source) if source else []


def _by_queue(duties: Sequence[Duty]) -> list[tuple[str, list[Duty]]]:
    names = dict.fromkeys(one.queue for one in duties)
    return [(name, [one for one in duties if one.queue == name]) for name in names]


def _key(first: Duty, queue: str) -> str:
    """What the notices of a deed are called."""
    return f"oncall/{first.deed}/{queue}"


def _spelled(duties: Sequence[Duty]) -> str:
    """Who is on call when, for who asks."""
    said = [
        say("{name} is on call for {queue} from {begin} until {end}", name=one.name, queue=one.queue,
            begin=moment(one.begins_at), end=moment(one.ends_at))
        for one in duties
    ]  # fmt: skip
    return "; ".join(said)


def _lines(duties: Sequence[Duty]) -> str:
    """The same for a room, a line each."""
    said = [
        say("{begin} – {end}: {name}", begin=moment(one.begins_at), end=moment(one.ends_at), name=one.name)
        for one in duties
    ]
    return "\n".join(said)


def _headed(duties: Sequence[Duty], by: Person | None) -> str:
    """What the room reads of it: who says it, where that is another."""
    first = duties[0]
    if by:
        return say("{by} accepts, and the turns of {queue} change", by=by.name, queue=first.queue)
    if first.by in first.places:
        return say("{name} stands in on call for {queue}", name=first.name, queue=first.queue)
    return say("{by} changes the turns of {queue}", by=first.by_name, queue=first.queue)


def _told(duties: Sequence[Duty]) -> list[str]:
    return [say("{what}.", what=_spelled([one])) for one in duties]


def _dropped(duties: Sequence[Duty]) -> list[str]:
    return [say("Taken back: {what}.", what=_spelled(duties))]


def _concerned(duties: Sequence[Duty], by: Person, others: Sequence[str] = ()) -> Places:
    """Who has to know: who is put on, who asked and who was asked, and who was on before; but not who says it."""
    mine = next((one.places for one in duties if by.place in one.places), (by.place,))
    known = (place for one in duties for place in (*one.places, one.by, *one.asked))
    return tuple(dict.fromkeys(place for place in (*known, *others) if place not in mine))
