"""Messages that are another matter get a ticket of their own, for who wrote them."""

from collections.abc import Collection

from bot import access, merging, restoring
from bot import errors as no
from bot import events as e
from bot.book import Book
from bot.matching import Rule
from bot.people import NOBODY, Person, channel_of
from bot.ports import Transaction
from bot.speech import say
from bot.standing import standing
from bot.ticket import Ticket


def split(
    book: Book, tx: Transaction, ticket: Ticket, by: Person, picked: Collection[int], source: str | None
) -> Ticket:  # fmt: skip
    """Open a ticket of the messages `picked`, the ids of their events. Returns it; this one is as if without them.

    Raises Unknown where one of them is no message here that can go.
    """
    history = tx.tickets.history(ticket.number)
    if source and (known := next((one.fact for one in history if one.source == source), None)):
        assert isinstance(known, e.Split)
        return tx.tickets.get(known.number)
    said = [event for event in messages(history) if event.id in picked]
    if not said or len(said) < len(set(picked)):
        raise no.Unknown(
            say(
                "Choose messages of the requester's in #{number}, but not the one that opened it.", number=ticket.number
            )
        )
    first, *rest = said
    new = book.record(tx, tx.tickets.new(), first.by, _opened(ticket, first))
    for event in rest:
        new = book.write(tx, new, event.by, merging.moved(event, new, ticket.number))
    gone = tuple(event.id for event in said)
    fact = e.Split(new.number, gone, restoring.without(ticket, history, gone), first.by.name)
    book.record(tx, ticket, by, fact, source)
    return new


def messages(history: list[e.Event]) -> list[e.Event]:
    """What can be split off: what the requester's side said after it was opened, and is still here."""
    said = (one for one in standing(history) if isinstance(one.fact, e.Wrote))
    return [one for one in said if isinstance(one.fact, e.Wrote) and not (one.fact.quiet or one.fact.automatic)]


def following(history: list[e.Event], event: int) -> tuple[int, ...]:
    """The message of this event, and what the same person said after it."""
    said = messages(history)
    who = next((one.by.place for one in said if one.id == event), None)
    return tuple(one.id for one in said if one.id >= event and one.by.place == who) or (event,)


def why_silent(tx: Transaction, ticket: Ticket, new: Ticket) -> str:
    """Why the requester of `new` need not be told its number; "" where they must be."""
    facts = [event.fact for event in tx.tickets.history(ticket.number)]
    is_told = any(isinstance(fact, e.Acknowledged) for fact in facts) and new.requester == ticket.requester
    return f"its requester has the number of #{ticket.number}, from which it was split" if is_told else ""


def rejoin(book: Book, tx: Transaction, ticket: Ticket, by: Person, event: e.Event, source: str | None) -> Ticket:
    """Bring what was split off by `event` back: it counts here again, and its own ticket leads here.

    What came there meanwhile and waits for an answer comes along. Raises Refused where one of the two was merged.
    """
    assert isinstance(event.fact, e.Split)
    new = tx.tickets.get(event.fact.number)
    access.check(by, "separate", book.settings.queue(new.queue), new)
    if merged := next((one for one in (ticket, new) if one.joined is not None), None):
        raise no.Refused(
            say(
                "#{number} went into #{other} meanwhile. Take it out first: separate {number}.",
                number=merged.number, other=merged.joined,
            )
        )  # fmt: skip
    later = [one for one in merging.unanswered(tx, new) if _is_later(one, ticket.number)]
    book.write(tx, new, by, e.Joined(ticket.number))
    ticket = restoring.revert(book, tx, tx.tickets.get(ticket.number), by, [event], source, new.number)
    for one in later:
        ticket = book.write(tx, ticket, one.by, merging.moved(one, ticket, new.number))
    return ticket


def _is_later(event: e.Event, number: int) -> bool:
    """Was it said on the new ticket itself? What was split off the ticket `number` is no news there."""
    return isinstance(event.fact, e.Wrote) and event.fact.moved_from != number


def _reached(ticket: Ticket, event: e.Event) -> str:
    """Where who wrote it is answered: where they wrote it, by mail or in this ticket's thread; else at their place."""
    place, fact = event.by.place, event.fact
    if place == NOBODY:
        return ""  # nobody vouches for them: no answer may go to whoever asks the ticket they wrote on
    is_thread = channel_of(place) == channel_of(ticket.origin) != "mail" and "@" not in ticket.origin
    is_from_elsewhere = isinstance(fact, e.Wrote) and fact.moved_from is not None
    is_here = place == ticket.requester or (is_thread and not is_from_elsewhere)
    return ticket.origin if is_here and channel_of(place) != "mail" else place


def _opened(ticket: Ticket, event: e.Event) -> e.Opened:
    fact = event.fact
    assert isinstance(fact, e.Wrote)
    return e.Opened(
        fact.subject or ticket.subject, fact.text, ticket.queue,
        NOBODY if fact.unverified else event.by.place, event.by.name,
        _reached(ticket, event),
        fact.files, ticket.number, fact.badge,
        rule=Rule.AGENT,
        language=ticket.language if event.by.place == ticket.requester else "",
        shown=fact.shown,
        encrypted=fact.encrypted,
        signed=fact.signed,
    )  # fmt: skip
