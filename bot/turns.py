"""Who is on call: told to who asks, and to the room when it changes. The desk's door to the rotas."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot import access, shifts
from bot import errors as no
from bot.book import Book
from bot.config import Queue
from bot.moments import moment
from bot.people import Person
from bot.ports import Store, Transaction
from bot.roster import Member
from bot.shifts import Places, Shift
from bot.speech import later, say, speaking
from bot.words import ForRoom

DAY = timedelta(days=1)
AHEAD, BEHIND = 35 * DAY, 8 * DAY  # that are looked at: longer than any turn
NO_ROTA = later("Nobody is on call: no [[oncall]] is set in desk.toml for a queue of yours.")
LISTED = 12  # changes of a queue


@dataclass(frozen=True)
class Plan:
    """Who is on call for a queue from now on, one shift after the other, with the names of all.

    `here` is who would be rung now, and `absent` are those before them who left or said that they are away.
    """

    queue: str
    shifts: tuple[Shift, ...]
    names: dict[Places, str]
    here: Places = ()
    absent: tuple[str, ...] = ()


class Turns:
    def __init__(self, store: Store, book: Book) -> None:
        self._store, self._book = store, book
        self._told: dict[str, tuple[Places, ...]] = {}  # whom each queue's room knows of: nothing is looked at anew

    def plans(self, by: Person, named: str = "") -> list[Plan]:
        """Of each of the asker's queues that has a rota, or of the one that is named."""
        with self._store.transaction() as tx:
            return [plan(self._book, tx, queue.name) for queue in rostered(self._book, by, named)]

    def tell(self) -> int:
        """Say in the rooms who is on call from now on, where that has changed. Returns how many were told.

        It is a notice whose key holds the person and the beginning, so it is written once, whoever looks; and after
        downtime only the newest change is.
        """
        told = 0
        with self._store.transaction() as tx:
            for queue in self._book.settings.queues:
                people = tuple(shifts.chain(self._book, tx, queue.name, self._book.now())[:1])
                if self._told.get(queue.name, ()) != people:
                    told += announce(self._book, tx, queue.name)
                if not people or shifts.has_name(tx, people[0]):
                    self._told[queue.name] = people
        return told


def rostered(book: Book, by: Person, named: str = "") -> list[Queue]:
    """The queues with a rota where `by` is an agent now; of all these the one that is named. Raises Refused."""
    own = [queue for queue in book.settings.queues if access.may(by, "oncall", queue)]
    if not own:
        raise no.AgentsOnly
    found = [queue for queue in own if shifts.rotas(book, queue.name)]
    if named and found and named.lower() not in [queue.name.lower() for queue in found]:
        names = ", ".join(queue.name for queue in found)
        raise no.Unknown(say("You have no rota of “{name}”. There are: {names}.", name=named[:40], names=names))
    return [queue for queue in found if not named or queue.name.lower() == named.lower()]


def plan(book: Book, tx: Transaction, queue: str) -> Plan:
    now = book.now()
    found = shifts.shifts(book, tx, queue, now, now + AHEAD)[:LISTED]
    people = dict.fromkeys(shift.places for shift in found if shift.places)
    here, absent = there(tx, shifts.chain(book, tx, queue, now), now, book.settings.queue(queue))
    people |= dict.fromkeys((here, *absent) if here else absent)
    names = {one: shifts.name(tx, one) for one in people}
    return Plan(queue, tuple(found), names, here, tuple(names[one] for one in absent))


def there(tx: Transaction, people: Sequence[Places], now: datetime, queue: Queue) -> tuple[Places, list[Places]]:
    """The first of them who works in the queue still and did not say that they are away; and who was passed over."""
    absent: list[Places] = []
    for one in people:
        if is_there(tx, one, now, queue):
            return one, absent
        absent.append(one)
    return (), absent


def is_there(tx: Transaction, places: Places, now: datetime, *queues: Queue) -> bool:
    """Is it an agent of one of the queues, as far as is known, who did not say that they are away?

    What a platform shows of itself does not count: who sleeps is away there, and on call all the same."""
    known = [member for place in places if (member := tx.roster.member(place))]
    has_left = bool(known) and not any(_works(member, queues) for member in known)
    return not (has_left or any(member.is_word and member.is_away(now) for member in known))


def _works(member: Member, queues: Sequence[Queue]) -> bool:
    return member.left_at is None and any(access.is_agent(member.person, queue) for queue in queues)


def announce(book: Book, tx: Transaction, queue: str) -> bool:
    """Say in the queue's rooms who is on call now, once for each change, and by name: until it is known, not yet."""
    key, shift, is_new = change(book, tx, queue)
    if not (is_new and shift.places and shifts.has_name(tx, shift.places)):
        return False
    with speaking(book.settings.room_tongue(queue)):
        words = ForRoom("📟", _changed(tx, queue, shift, shift.ends >= book.now() + AHEAD))
    return tx.notices.once(key, queue, book.settings.queue(queue).rooms, words, book.now())


def change(book: Book, tx: Transaction, queue: str) -> tuple[str, Shift, bool]:
    """What the newest change of a queue is called, the shift that began with it, and whether it is another person's."""
    now = book.now()
    around = shifts.shifts(book, tx, queue, now - BEHIND, now + AHEAD)
    at = next(n for n, shift in enumerate(around) if now < shift.ends)
    key = f"oncall/{queue}/{around[at].begins.isoformat()}/{','.join(around[at].places)}"
    return key, around[at], at > 0 and around[at - 1].places != around[at].places


def _changed(tx: Transaction, queue: str, shift: Shift, is_open: bool) -> str:
    said = {"name": shifts.name(tx, shift.places), "queue": queue, "at": moment(shift.ends)}
    if is_open:
        return say("{name} is on call for {queue}", **said)
    if shift.is_stand_in:
        return say("{name} stands in on call for {queue} until {at}", **said)
    return say("{name} is on call for {queue} until {at}", **said)
