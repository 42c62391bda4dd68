"""What makes one look again before an answer leaves: the ticket moved on meanwhile, or the answer tells too much."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot import errors as no
from bot import events as e
from bot import leaks
from bot.book import Book
from bot.listing import listed
from bot.people import Person
from bot.ports import Transaction
from bot.speech import say
from bot.ticket import Ticket

LOOKED_BACK = 200  # events among which notes are looked for


@dataclass(frozen=True)
class Care:
    """What is known of how an answer was written.

    `seen` is the version of the ticket that its author had before them, None where nobody can tell. `called` are the
    agents, groups and rooms that it mentions, as they are spelled in it. `anyway`: its author was told what it gives
    away, and means it.
    """

    seen: int | None = None
    called: tuple[str, ...] = ()
    anyway: bool = False


UNTOLD = Care()  # nothing is known: only what the answer itself tells is looked at


def want_none(
    book: Book, tx: Transaction, ticket: Ticket, by: Person, text: str, care: Care, source: str | None
) -> None:  # fmt: skip
    """Raises Doubted where its author should look again."""
    if source and tx.tickets.of(source) is not None:
        return
    if found := doubts(book, tx, ticket, by.place, text, care, source):
        raise no.Doubted(" ".join(found))


def here(care: Care, number: int, ticket: Ticket) -> Care:
    """`care` of an answer that was written for `number` and goes to `ticket`. Raises Doubted where nobody said that."""
    if number == ticket.number or care.seen is None:
        return care
    if not care.anyway:
        raise no.Doubted(
            say(
                "#{number} went to #{other} after you opened this form, and so would your answer.",
                number=number, other=ticket.number,
            )
        )  # fmt: skip
    return replace(care, seen=None)


def doubts(
    book: Book, tx: Transaction, ticket: Ticket, mine: str, text: str, care: Care, source: str | None = None
) -> list[str]:  # fmt: skip
    """What the author at the place `mine` should know before the answer leaves, a sentence each."""
    history = tx.tickets.recent(ticket.number, LOOKED_BACK)[::-1]
    found = []
    if care.seen is not None and care.seen < ticket.version:
        found.append(overtaken(history[-(ticket.version - care.seen) :], mine))
    if not care.anyway:
        rooms = [room for queue in book.settings.queues for room in queue.rooms if room not in queue.intake]
        inside = (*rooms, *(thread for place, thread in tx.cards.threads(ticket.number).items() if place in rooms))
        found.append(leaks.sentence(text, care.called, inside, _others(history, source), ticket))
    return [one for one in found if one]


def overtaken(since: Sequence[e.Event], mine: str) -> str:
    """What happened on the ticket in these events that an answer should know of, in one sentence; "" for nothing."""
    taken_back = {event.fact.reply for event in since if isinstance(event.fact, e.TakenBack)}
    did = dict.fromkeys(
        what
        for event in since
        if event.by.place != mine and event.id not in taken_back and (what := _what(event.by.name, event.fact))
    )
    return say("{what} after you opened this form.", what=listed(list(did))) if did else ""


def _what(by: str, fact: e.Fact) -> str:
    match fact:
        case e.Wrote() if not (fact.automatic or fact.quiet):
            return say("{by} wrote", by=by)
        case e.Replied():
            return say("{by} answered", by=by)
        case e.Noted():
            return say("{by} left a note", by=by)
        case e.Resolved():
            return say("{by} resolved this ticket", by=by)
        case e.Closed():
            return say("{by} closed this ticket", by=by)
        case e.Joined(number):
            return say("{by} moved it into #{number}", by=by, number=number)
        case e.Objected():
            return say("{by} said that it is not solved", by=by)
        case _:
            return ""


def _others(history: Sequence[e.Event], source: str | None) -> list[e.Event]:
    """The history without the note that is itself sent: its author chose it."""
    return [event for event in history if not (source and event.source and _is_of(source, event.source))]


def _is_of(source: str, note: str) -> bool:
    """Is the answer `source` made of the message `note`? It is named by the same channel and message."""
    return source.startswith(f"{note}/") or source.partition("/")[2] == note.partition(":")[2]
