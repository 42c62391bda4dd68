"""The digest: once a day, at their hour, supervisors and rooms read how their queues stand. The desk's door is `tell`.

It is a notice whose key holds the day, so that it is written once for each place whoever ticks, and never again when a
clock is set back. After downtime only the newest is written, and none that is half a day late. Days on which nobody
works have none, nor has a desk where nothing is open and nothing happened.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.book import Book
from bot.config import Settings
from bot.filters import within
from bot.measures import Numbers
from bot.periods import Period, period
from bot.places import is_person
from bot.ports import Store, Transaction
from bot.ports_figures import By, Scope, Standing
from bot.report import ROOMS, SUPERVISORS, Digest
from bot.speech import say, several, speaking, word
from bot.statistics import measured
from bot.words import Button, ForRoom

LATE = timedelta(hours=12)  # after its hour: whoever reads it then waits for the next
DAY = timedelta(days=1)
HURT = 3  # categories that are named


class Digests:
    def __init__(self, store: Store, settings: Settings, now: Callable[[], datetime], book: Book) -> None:
        self._store, self._settings, self._now, self._book = store, settings, now, book
        self._done: dict[int, str] = {}  # what was written last, so that it is not made anew every second

    def tell(self) -> int:
        """Write the digests whose hour has come. Returns how many there were."""
        told = 0
        for at, digest in enumerate(self._settings.digests):
            due = self._due(digest)
            key = f"digest/{at}/{due.date()}" if due else ""
            if due and self._done.get(at) != key:
                told += self._tell(digest, key, due)
                self._done[at] = key
        return told

    def _due(self, digest: Digest) -> datetime | None:
        """Its last hour, by the clock on the wall there; None where that is too long ago, or nobody works that day."""
        zone, now = self._zone(digest), self._now()
        today = now.astimezone(zone).date()
        for day in (today, today - DAY):
            at = datetime.combine(day, digest.at, zone)
            if at.astimezone(UTC) <= now:
                return at if now - at.astimezone(UTC) < LATE and self._is_worked(digest, day, zone) else None
        return None

    def _is_worked(self, digest: Digest, day: date, zone: ZoneInfo) -> bool:
        first, end = (datetime.combine(one, time(), zone).astimezone(UTC) for one in (day, day + DAY))
        calendars = (self._book.timing.calendar(queue) for queue in digest.queues)
        return any(one.between(first, end) for one in calendars)

    def _tell(self, digest: Digest, key: str, due: datetime) -> int:
        with self._store.transaction() as tx:
            if tx.notices.of(key):
                return 0
            told = 0
            for place, queues in self._places(digest).items():
                with speaking(self._settings.room_tongue(queues[0])):
                    words = self._words(tx, queues, due)
                if words:
                    told += tx.notices.once(key, queues[0], [place], words, self._now())
            return told

    def _places(self, digest: Digest) -> dict[str, tuple[str, ...]]:
        """Who is told of which queues. Groups cannot be written to: who is in one only is told in the room."""
        found: dict[str, tuple[str, ...]] = {one: digest.queues for one in digest.to if one not in (ROOMS, SUPERVISORS)}
        for name in digest.queues:
            queue = self._settings.queue(name)
            rooms = queue.rooms if ROOMS in digest.to else ()
            people = filter(is_person, queue.supervisors) if SUPERVISORS in digest.to else ()
            for place in (*rooms, *people):
                found[place] = (*found.get(place, ()), name)
        return {place: tuple(dict.fromkeys(names)) for place, names in found.items()}

    def _words(self, tx: Transaction, queues: tuple[str, ...], due: datetime) -> ForRoom | None:
        yesterday = period("yesterday", due, self._settings.timezone_of(queues[0]))
        scope = Scope(yesterday.span, queues)
        state = tx.figures.standing(queues, self._now())
        numbers = next(iter(measured(tx, scope, By.ALL, self._now())), Numbers())
        if not (state.open or numbers.created or numbers.resolved or numbers.breached):
            return None
        hurt = [one for one in measured(tx, scope, By.CATEGORY, self._now()) if one.breached or one.created]
        head = say("The desk on {date}: {queues}", date=f"{due:%Y-%m-%d}", queues=", ".join(queues))
        lines = [*_state(state, self._now()), *_yesterday(numbers), *_hurt(hurt)]
        return ForRoom("🗞️", head, "\n".join(lines), buttons=_buttons(state, numbers, yesterday, queues))

    def _zone(self, digest: Digest) -> ZoneInfo:
        return ZoneInfo(self._settings.timezone_of(digest.queues[0]))


def _state(state: Standing, now: datetime) -> list[str]:
    lines = [
        say(
            "{open} open, of them {new} new, {unowned} nobody's and {overdue} overdue.",
            open=state.open, new=state.new, unowned=state.unowned, overdue=state.overdue,
        )
    ]  # fmt: skip
    if state.oldest and state.oldest_at and (days := (now - state.oldest_at).days):
        age = several("{n} day", "{n} days", days)
        lines.append(say("The oldest: #{number}, open for {age}.", number=state.oldest, age=age))
    return lines


def _yesterday(one: Numbers) -> list[str]:
    return [
        say(
            "Yesterday: {created} created, {resolved} resolved, {ran_out}.",
            created=one.created, resolved=one.resolved, ran_out=_ran_out(one),
        )
    ]  # fmt: skip


def _hurt(categories: list[Numbers]) -> list[str]:
    """The categories of yesterday with the most clocks run out, then the most new tickets."""
    worst = sorted(categories, key=lambda one: (-one.breached, -one.created, one.key))[:HURT]
    told = [
        say(
            "{category} ({created} created, {ran_out})",
            category=one.key or say("no category"), created=one.created, ran_out=_ran_out(one),
        )
        for one in worst
    ]  # fmt: skip
    return [say("What hurt most: {categories}.", categories=", ".join(told))] if any(one.key for one in worst) else []


def _ran_out(one: Numbers) -> str:
    return several("{n} clock ran out", "{n} clocks ran out", one.breached)


def _buttons(state: Standing, numbers: Numbers, yesterday: Period, queues: tuple[str, ...]) -> tuple[Button, ...]:
    """The tickets behind it."""
    day = yesterday.dates
    wanted = (
        (word("Open", "button"), state.open, "status:unended"),
        (word("Nobody's", "button"), state.unowned, "owner:none"),
        (word("Overdue", "button"), state.overdue, "status:new,open due:now"),
        (word("Clocks run out", "button"), numbers.breached, f"stat:breached period:{day}"),
        (word("Created", "button"), numbers.created, f"stat:created period:{day}"),
    )
    told = ((label, count, line, within(line, queues)) for label, count, line in wanted if count)
    return tuple(  # a list that is not of these queues alone may hold others, or fewer
        Button(label if said == line else f"{label} ({count})", "list", 0, said) for label, count, line, said in told
    )
