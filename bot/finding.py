"""Finding tickets, a page at a time: one's own, by a filter, by words. The desk's door for it is `Desk.finding`."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from bot import access, reading, saved_views, snippets
from bot.config import Settings
from bot.errors import AgentsOnly, Misunderstood
from bot.filters import Filter
from bot.pages import Hit, Page
from bot.people import Person, channel_of
from bot.ports import Store, Transaction
from bot.saved_views import SavedView
from bot.speech import say
from bot.terms import Wanted
from bot.ticket import Ticket

PAGE = 10  # tickets
MOVED = 1_000  # that are counted
LAST = 1_000  # page: nobody turns so many, and each costs as much as all before it
Views = list[SavedView]  # `Finding.list` hides the name
LOOKED_AT = 200  # events of a ticket, the newest, in which the words are looked for


class Finding:
    def __init__(self, store: Store, settings: Settings) -> None:
        self._store, self._settings = store, settings

    def mine(self, by: Person, page: int = 1, here: str = "") -> Page:
        """The tickets that `by` owns or asked for, not closed. `here` is where it is asked."""
        return self._page(by, page, here, lambda tx, most, first: reading.mine(tx, self._settings, by, most, first))

    def list(self, by: Person, wanted: Filter, page: int = 1, here: str = "") -> Page:
        """Those that match, of the queues where `by` is an agent. Raises AgentsOnly where that is none."""

        def look(tx: Transaction, most: int, first: int) -> list[Ticket]:
            return reading.filtered(tx, self._settings, by, wanted, most, first)

        return self._page(by, page, here, look, wanted.words)

    def moved_on(self, by: Person, wanted: Filter) -> int:
        """How many more count for the number that `wanted` asks for, which are now where `by` does not work."""
        with self._store.transaction() as tx:
            return reading.moved_on(tx, self._settings, by, wanted, MOVED)

    def shown(self, by: Person, found: Sequence[Ticket], page: int = 1, here: str = "") -> Page:
        """Some that were found already."""
        return self._page(by, page, here, lambda tx, most, first: found[first : first + most])

    def search(self, by: Person, wanted: Filter, page: int = 1, here: str = "") -> Page:
        """The same by words. Raises Misunderstood where there are none."""
        if not (wanted.words or any(one.words for one in wanted.without)):
            raise Misunderstood(
                say("Search for what? Name a word, or a text in quotes: search printer “out of paper”.")
            )
        return self.list(by, wanted, page, here)

    def view(self, by: Person, do: str, name: str, line: str = "", here: str = "", for_room: bool = False) -> Views:
        """Save or drop a view, or look at one; without a name at all of them. Raises Refused."""
        if not reading.working_in(self._settings, by):
            raise AgentsOnly
        with self._store.transaction() as tx:
            own, view = tx.people.places(by.place), SavedView(here if for_room else "", name, line)
            return saved_views.asked(tx.views, self._settings, by, own, here, do, view)

    def _page(
        self, by: Person, page: int, here: str, look: Callable[[Transaction, int, int], Iterable[Ticket]],
        words: tuple[Wanted, ...] = (),
    ) -> Page:  # fmt: skip
        page = min(max(page, 1), LAST)
        with self._store.transaction() as tx:
            found = list(look(tx, PAGE + 1, (page - 1) * PAGE))
            hits = tuple(self._hit(tx, ticket, by, here, words) for ticket in found[:PAGE])
        return Page(hits, page, len(found) > PAGE)

    def _hit(self, tx: Transaction, ticket: Ticket, by: Person, here: str, words: tuple[Wanted, ...]) -> Hit:
        channel = channel_of(by.place)
        if not access.is_agent(by, self._settings.queue(ticket.queue)):
            is_there = channel_of(ticket.origin) == channel and "@" not in ticket.origin
            return Hit(ticket, ticket.origin if is_there else "", is_own=True)
        threads = tx.cards.threads(ticket.number)
        near = {place: thread for place, thread in threads.items() if channel_of(place) == channel}
        hit = Hit(ticket, near.get(here) or next(iter(near.values()), ""))
        if not words:
            return hit
        said_by, said = snippets.newest(tx.tickets.recent(ticket.number, LOOKED_AT), words)
        return replace(hit, said_by=said_by, said=said)
