"""Who is on call for a queue: whom people said, else whose turn the rota says it is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from bot.book import Book
from bot.duty import Duty
from bot.oncall import ALWAYS, Rota, counts, order, turn, turns
from bot.ports import Transaction

Places = tuple[str, ...]  # one person's
MOMENT = timedelta(seconds=1)


@dataclass(frozen=True)
class Shift:
    """A stretch in which one person is rung first; nobody where there are no `places`."""

    begins: datetime
    ends: datetime
    places: Places
    is_stand_in: bool = False


def rotas(book: Book, queue: str) -> list[Rota]:
    return [rota for rota in book.settings.rotas if queue in rota.queues]


def chain(book: Book, tx: Transaction, queue: str, at: datetime) -> list[Places]:
    """Who is rung at the moment: the first of them who is there."""
    if not rotas(book, queue):
        return []
    return _chain(book, queue, tx.duty.agreed(queue, at, at), at)


def shifts(book: Book, tx: Transaction, queue: str, begin: datetime, end: datetime) -> list[Shift]:
    """Who is on call in the stretch, one after the other."""
    duties = tx.duty.agreed(queue, begin, end)
    return _shifts(book, queue, duties, begin, end)


def planned(book: Book, queue: str, begin: datetime, end: datetime) -> list[Shift]:
    """The same as the rotas have it, whatever people said."""
    return _shifts(book, queue, (), begin, end)


def zone(book: Book, queue: str) -> ZoneInfo:
    """Whose clock on the wall counts for the rotas of a queue."""
    return ZoneInfo(book.settings.timezone_of(queue))


def _shifts(book: Book, queue: str, duties: Sequence[Duty], begin: datetime, end: datetime) -> list[Shift]:
    found: list[Shift] = []
    edges = {at for at in _edges(book, queue, duties, begin, end) if begin < at < end}
    for since, until in pairwise(sorted({begin, *edges, end})):
        is_stand_in = any(one.counts(since) for one in duties)
        places = next(iter(_chain(book, queue, duties, since)), ())
        if found and (found[-1].places, found[-1].is_stand_in) == (places, is_stand_in):
            found[-1] = replace(found[-1], ends=until)
        else:
            found.append(Shift(since, until, places, is_stand_in))
    return found


def _chain(book: Book, queue: str, duties: Sequence[Duty], at: datetime) -> list[Places]:
    """The newest word first, then the turns of the first rota, then of the next."""
    found = [one.places for one in reversed(duties) if one.counts(at)]
    for rota in rotas(book, queue):
        now = turn(rota, zone(book, rota.queues[0]), at)
        if now and counts(rota, book.timing.calendar(rota.queues[0]), at):
            found += order(rota, now)
    return list(dict.fromkeys(found))


def _edges(book: Book, queue: str, duties: Sequence[Duty], begin: datetime, end: datetime) -> Iterator[datetime]:
    """Every moment at which it may change."""
    for duty in duties:
        yield from (duty.begins_at, duty.ends_at)
    for rota in rotas(book, queue):
        yield from (one.begins for one in turns(rota, zone(book, rota.queues[0]), begin, end))
        office = book.timing.office(rota.queues[0]) if rota.during != ALWAYS else None
        at = begin
        while office and at < end:
            opening = office.opening(at)
            at = max(office.closing(opening), at + MOMENT)
            yield from (opening, at)


def name(tx: Transaction, places: Places) -> str:
    """What the person is called: as their platform said last, else as they were met, else their address there."""
    return _name(tx, places) or places[0].rpartition("@")[2]


def has_name(tx: Transaction, places: Places) -> bool:
    """Has anybody said what the person is called? On the first start their platforms are not asked yet."""
    return bool(_name(tx, places))


def _name(tx: Transaction, places: Places) -> str:
    known = (member.person.name for place in places if (member := tx.roster.member(place)))
    met = (found for place in places if (found := tx.people.name(place)))
    return next(known, "") or next(met, "")
