"""The desk's door for boards: a person's, a room's that stands there for all, a person's home. `Desk.boards`."""

from collections import deque
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from bot import access, knowing, overview, reading, standby
from bot.book import Book
from bot.config import Queue, Settings
from bot.errors import AgentsOnly, Refused, SupervisorsOnly
from bot.filters import Filter, within
from bot.overview import MOST, Heap, Overview, Section
from bot.pages import Hit
from bot.people import Person, channel_of
from bot.ports import Notice, Store, Transaction
from bot.ports_heaps import Lying
from bot.speech import say, speaking
from bot.ticket import Status, Ticket
from bot.words import Button, ForRoom

BOARD, HOME = "board", "home"  # the keys of their notices
SHOWN = {Heap.MINE: 8, Heap.UNOWNED: 8, Heap.OVERDUE: 6, Heap.NEXT: 5, Heap.WAITING: 4, Heap.RESOLVED: 3, Heap.ASKED: 8}
THEIRS = (Heap.MINE, Heap.UNOWNED, Heap.OVERDUE, Heap.WAITING, Heap.RESOLVED)  # on a person's board
ROOMS = (Heap.UNOWNED, Heap.OVERDUE, Heap.NEXT, Heap.WAITING, Heap.RESOLVED)
OWN = (Heap.MINE, Heap.WAITING, Heap.RESOLVED)  # of a person's board, what they have themselves
LINES = {
    Heap.MINE: "status:new,open owner:me", Heap.UNOWNED: "status:new,open owner:none",
    Heap.OVERDUE: "status:new,open owner:any due:now", Heap.NEXT: "status:new,open owner:any -due:now",
    Heap.WAITING: "status:pending", Heap.RESOLVED: "status:resolved",
}  # fmt: skip
OWNED, OWNERS = 500, 8  # tickets that are counted by their owners, and owners that are named
HOMES, LATELY = 20, timedelta(hours=1)  # homes that are kept live: the last that somebody opened
BOARDS = 200
GONE = 50  # deleted messages that are remembered: one may be a board whose place is just being written down


class Boards:
    def __init__(self, store: Store, settings: Settings, now: Callable[[], datetime], book: Book) -> None:
        self._store, self._settings, self._now, self._book = store, settings, now, book
        self._gone: deque[str] = deque(maxlen=GONE)
        self._seen: object = None  # what the boards were last brought up to date with

    def show(self, by: Person, here: str = "") -> Overview:
        """What waits in the queues where `by` is an agent. `here` is where it is asked. Raises AgentsOnly."""
        queues = reading.working_in(self._settings, by)
        if not queues:
            raise AgentsOnly
        with self._store.transaction() as tx:
            sections = tuple(self._theirs(tx, by, queues, here))
            return Overview(self._now(), sections, queues, on_call=standby.names(self._book, tx, queues))

    def home(self, by: Person) -> Overview:
        """The same as somebody's home; for who works in no queue, what they asked for."""
        if reading.working_in(self._settings, by):
            return self.show(by)
        with self._store.transaction() as tx:
            own = tuple(sorted(knowing.own(tx, by)))
            asked = tx.tickets.search(Filter((*Filter().statuses, Status.RESOLVED), requesters=own), MOST + 1)
            hits = tuple(_asked(ticket, by) for ticket in asked[: SHOWN[Heap.ASKED]])
        return Overview(self._now(), (Section(Heap.ASKED, hits, len(asked)),) if hits else (), is_own=True)

    def put_up(self, by: Person, here: str) -> bool:
        """Let a board of its queues stand in the room `here`, for all who work there. False: one does."""
        queues = self._supervised(by, here)
        with self._store.transaction() as tx:
            known = next((one for one in tx.notices.of(BOARD) if one.place == here), None)
            if known and known.words.buttons:
                return False
            if known:
                tx.notices.lost(known, self._now())  # the old one stays where it was taken down
            self._draw(tx, here, queues)
        return True

    def take_down(self, by: Person, here: str) -> bool:
        """The board of the room `here` is kept no longer. False: there was none. Raises Refused."""
        self._supervised(by, here)
        with self._store.transaction() as tx:
            known = next((one for one in tx.notices.of(BOARD) if one.place == here and one.words.buttons), None)
            if known:
                with speaking(self.tongue(known)):
                    words = ForRoom("🗂️", say("{by} took the board down; /desk board here puts up another", by=by.name))
                tx.notices.tell(BOARD, known.queue, (here,), words, self._now())
        return known is not None

    def opened(self, place: str) -> None:
        """Somebody looks at their home: it is drawn at once, and kept up to date for a while."""
        with self._store.transaction() as tx:
            tx.notices.looked_at(HOME, place, ForRoom("🏠", "Home"), self._now())

    def gone(self, ref: str) -> bool:
        """A message was deleted by hand. Where it was a room's board, that is put up anew."""
        with self._store.transaction() as tx:
            known = next((one for one in tx.notices.of(BOARD) if one.ref == ref and one.words.buttons), None)
            if known:
                tx.notices.anew(known, self._now())
            else:
                self._gone.append(ref)
        return known is not None

    def shown(self, tx: Transaction, notice: Notice, ref: str) -> None:
        """It stands there as `ref`; where that was deleted before this could be written down, it is put up anew."""
        if notice.key == BOARD and ref in self._gone:
            self._gone.remove(ref)
            tx.notices.anew(notice, self._now())

    def follow(self) -> None:
        """Bring all boards up to date. Asked every few seconds: reads no more than a number where nothing happened."""
        with self._store.transaction() as tx:
            # a minute, as what is in time may be late then
            seen = tx.heaps.newest(), self._now().replace(second=0, microsecond=0)
            if seen == self._seen:
                return
            for notice in tx.notices.undecided(BOARD, BOARDS):
                if queues := self._in(notice.place):
                    self._draw(tx, notice.place, queues)
                else:
                    tx.notices.tell(BOARD, notice.queue, (notice.place,), self._ended(notice), self._now())
            tx.notices.freshen(HOME, self._now() - LATELY, HOMES)
        self._seen = seen

    def filled(self, tx: Transaction, notice: Notice) -> Notice:
        """The notice, where it is a room's board with what that shows now."""
        if notice.key != BOARD or not notice.words.buttons:
            return notice
        if queues := self._in(notice.place):
            return replace(notice, overview=self._of_room(tx, notice.place, queues))
        return replace(notice, words=self._ended(notice))

    def tongue(self, notice: Notice) -> str:
        """The language that a notice is read in: its room's."""
        return self._settings.tongue_in(notice.place, notice.queue)

    def _draw(self, tx: Transaction, place: str, queues: tuple[Queue, ...]) -> None:
        """Its words say whether it must be drawn anew: where they are the same, it shows the same."""
        shown = self._of_room(tx, place, queues)
        words = ForRoom("🗂️", "Board", overview.trace(shown), buttons=(Button("Mine", "board", 0),))
        tx.notices.tell(BOARD, queues[0].name, (place,), words, self._now())

    def _ended(self, notice: Notice) -> ForRoom:
        """What stands where a board stood, once its room is no room of ours or requesters ask there."""
        with speaking(self.tongue(notice)):
            return ForRoom("🗂️", say("The board is taken down."))

    def _of_room(self, tx: Transaction, place: str, queues: tuple[Queue, ...]) -> Overview:
        names = tuple(queue.name for queue in queues)
        sections = []
        for heap in ROOMS:
            numbers = tx.heaps.numbers(Lying(heap, names), self._now(), MOST + 1)
            sections += self._section(tx, heap, numbers, place, within(LINES[heap], names))
        owners = tuple(tx.heaps.owners(names, OWNED).items())[:OWNERS]
        on_call = standby.names(self._book, tx, names)
        return Overview(self._now(), tuple(sections), names, owners, on_call=on_call)

    def _theirs(self, tx: Transaction, by: Person, queues: tuple[str, ...], here: str) -> list[Section]:
        sections: list[Section] = []
        own = tuple(sorted(knowing.own(tx, by)))
        for heap in THEIRS:
            owners, but = own if heap in OWN else (), own if heap is Heap.OVERDUE else ()
            numbers = tx.heaps.numbers(Lying(heap, queues, owners, but), self._now(), MOST + 1)
            line = f"{LINES[heap]} owner:me" if owners and heap is not Heap.MINE else LINES[heap]
            sections += self._section(tx, heap, numbers, here or channel_of(by.place), line)
        return sections

    def _section(self, tx: Transaction, heap: Heap, numbers: list[int], here: str, line: str) -> list[Section]:
        """The section, or none where the heap is empty."""
        tickets = tx.heaps.tickets(numbers[: SHOWN[heap]])
        if heap in (Heap.MINE, Heap.UNOWNED, Heap.OVERDUE, Heap.NEXT):
            tickets.sort(key=lambda one: (one.due_by is None, one.due_by, overview.rank(one)))
        hits = tuple(Hit(one, _near(tx.cards.threads(one.number), here)) for one in tickets)
        return [Section(heap, hits, len(numbers), line)] if hits else []

    def _in(self, place: str) -> tuple[Queue, ...]:
        """The queues whose agents' room this is; none where requesters ask there."""
        if any(place in queue.intake for queue in self._settings.queues):
            return ()
        return tuple(queue for queue in self._settings.queues if place in queue.rooms)

    def _supervised(self, by: Person, here: str) -> tuple[Queue, ...]:
        """The queues of a room where `by` supervises. Raises Refused."""
        queues = self._in(here)
        if not any(access.is_agent(by, queue) for queue in queues):
            raise Refused(say("A board for all is put up, and taken down, in the agents' room that it is for."))
        if not all(access.is_supervisor(by, queue) for queue in queues):
            raise SupervisorsOnly
        return queues


def _asked(ticket: Ticket, by: Person) -> Hit:
    is_there = channel_of(ticket.origin) == channel_of(by.place) and "@" not in ticket.origin
    return Hit(ticket, ticket.origin if is_there else "", is_own=True)


def _near(threads: dict[str, str], here: str) -> str:
    """The thread in `here`, else one on the same channel."""
    near = (thread for place, thread in threads.items() if channel_of(place) == channel_of(here))
    return threads.get(here) or next(near, "")
