"""Two tickets that are one: one goes into the other, and whatever is asked of it or said to it goes there."""

from bot import access, knowing, restoring
from bot import errors as no
from bot import events as e
from bot.addresses import MOST_COPIED
from bot.book import Book
from bot.config import Settings
from bot.matching import Rule, followed
from bot.people import Person, channel_of
from bot.ports import Transaction
from bot.speech import say
from bot.standing import standing
from bot.stops import Halt, untagged
from bot.ticket import ENDED, Status, Ticket

# asked of a merged ticket, these mean itself: its own past, and where it belongs
ITS_OWN = frozenset({"history", "whole", "why", "merge", "undo", "belongs", "separate", "block"})


def meant(settings: Settings, tx: Transaction, ticket: Ticket, by: Person, verb: str) -> Ticket:
    """The ticket that `verb` acts on: of a merged one that which it went into. Raises Refused."""
    if ticket.joined is None or verb in ITS_OWN:
        return ticket
    if (other := followed(tx, ticket.joined)) and _may(settings, tx, other, by, verb):
        return tx.tickets.get(other.number)
    if verb != "show" and _may(settings, tx, ticket, by, verb):
        raise no.Refused(
            say("#{number} is part of another ticket now. Write here: it gets there.", number=ticket.number)
        )
    return ticket


def home(tx: Transaction, number: int) -> Ticket:
    """The ticket, or the one that it went into, locked. Raises NoSuchTicket."""
    ticket = tx.tickets.get(number)
    other = followed(tx, number)
    return tx.tickets.get(other.number) if other and other.number != number else ticket


def other(book: Book, tx: Transaction, by: Person, verb: str, number: int) -> Ticket:
    """The other ticket that `verb` is about, or what that went into, locked: its number stands in the refusal, too."""
    try:
        found = home(tx, number)
        access.check(by, verb, book.settings.queue(found.queue), found)
    except no.NoSuchTicket:
        said = say("There is no #{number}, or it is not yours to see. /desk mine lists those you can.", number=number)
        raise no.NoSuchTicket(said) from None
    return found


def merge(book: Book, tx: Transaction, ticket: Ticket, by: Person, into: int, source: str | None) -> Ticket:
    """Put `ticket` into the ticket `into`. Returns that, or what it went into itself. Raises Refused."""
    target = other(book, tx, by, "merge", into)
    if source and tx.tickets.of(source) is not None:
        return target
    if ticket.joined is not None and home(tx, ticket.number).number == target.number:
        return target
    if why := _why_not(ticket, target, into):
        raise no.Refused(why)
    copied = (ticket.origin, *ticket.cc) if ticket.requester != target.requester else ticket.cc
    known = (target.origin, target.requester, *target.cc)
    mails = dict.fromkeys(place for place in copied if channel_of(place) == "mail" and place not in known)
    wanted = tuple(place for place in mails if not _is_blocked(book, tx, place))
    return join(book, tx, ticket, target, by, source, wanted)


def join(
    book: Book, tx: Transaction, ticket: Ticket, other: Ticket, by: Person, source: str | None,
    copied: tuple[str, ...] = (),
) -> Ticket:  # fmt: skip
    """Put `ticket` into `other`: what of it waits for an answer comes along, and what was answered stays there.

    Of the two owners whoever did not do it is told, once. Of `copied` answers go to as many as there is room for.
    Returns `other`.
    """
    said = unanswered(tx, ticket)
    owners = dict.fromkeys(owner for owner in (ticket.owner, other.owner) if owner and owner != by.place)
    book.record(tx, ticket, by, e.Joined(other.number), source)
    is_anothers = ticket.requester != other.requester
    room = max(MOST_COPIED - len(other.cc), 0)
    absorbed = e.Absorbed(
        ticket.number, ticket.subject, ticket.requester_name, is_anothers, copied[:room], tuple(owners), copied[room:]
    )  # fmt: skip
    other = book.write(tx, tx.tickets.get(other.number), by, absorbed)
    for event in said:
        other = book.write(tx, other, event.by, moved(event, other, ticket.number))
    return other


def unmerge(book: Book, tx: Transaction, ticket: Ticket, by: Person, source: str | None) -> Ticket:
    """Take `ticket` out of what it went into: both are as if that had never been. Returns it.

    What came meanwhile stays where it came. Raises Refused where a message of it was split off the other.
    """
    assert ticket.joined is not None
    other = tx.tickets.get(ticket.joined)
    access.check(by, "separate", book.settings.queue(other.queue), other)
    _want_whole(tx, other, ticket.number)
    went = [one for one in standing(tx.tickets.history(ticket.number)) if isinstance(one.fact, e.Joined)]
    ticket = restoring.revert(book, tx, ticket, by, went[-1:], source, other.number)
    came = _came(standing(tx.tickets.history(other.number)), ticket.number)
    other = _take_off(book, tx, other, by, came, ticket.number)
    _split_again(book, tx, other, by, ticket.number)
    return ticket


def _take_off(
    book: Book, tx: Transaction, other: Ticket, by: Person, came: list[e.Event], number: int
) -> Ticket:  # fmt: skip
    """Take what `came` with the ticket `number` off `other`, and off what that went into itself. Returns `other`."""
    if came:
        other = restoring.revert(book, tx, other, by, came, number=number)
    if other.joined is None:
        return other
    said = {(one.by.place, one.fact.text) for one in came if isinstance(one.fact, e.Wrote)}
    above, copies = tx.tickets.get(other.joined), list[e.Event]()
    for one in standing(tx.tickets.history(above.number)):
        if isinstance(one.fact, e.Wrote) and (
            one.fact.moved_from == number
            or (one.fact.moved_from == other.number and (one.by.place, one.fact.text) in said)
        ):
            copies.append(one)
    _take_off(book, tx, above, by, copies, number)
    return other


def _want_whole(tx: Transaction, other: Ticket, number: int) -> None:
    """Refuse to take the ticket `number` out where what it asked is by now a third ticket's."""
    history = tx.tickets.history(other.number)
    gone = {event for one in standing(history) if isinstance(one.fact, e.Split) for event in one.fact.events}
    if any(one.id in gone and _is_of(one, number) for one in history):
        values = {"number": number, "other": other.number}
        said = say(
            "A message of #{number} was split off #{other} meanwhile. Bring it back first: undo {other}.", **values
        )
        raise no.Refused(said)


def ask_again(book: Book, tx: Transaction, ticket: Ticket, before: int) -> None:
    """The answer of the event `before` was taken back on a merged ticket: what it answered waits on the other."""
    other = home(tx, ticket.number)
    for event in unanswered(tx, ticket):
        if event.id < before:
            other = book.write(tx, other, event.by, moved(event, other, ticket.number))


def _split_again(book: Book, tx: Transaction, other: Ticket, by: Person, number: int) -> None:
    """Where the ticket `number` is what was split off `other` and brought back, it has those messages for itself anew.

    Raises Refused where they went elsewhere meanwhile.
    """
    history = tx.tickets.history(other.number)
    splits = [one for one in history if isinstance(one.fact, e.Split) and one.fact.number == number]
    here = {one.id for one in standing(history)}
    if not splits or splits[-1].id in here:
        return
    fact = splits[-1].fact
    assert isinstance(fact, e.Split)
    if not here.issuperset(fact.events):
        gone = say(
            "The messages of #{number} are no longer on #{other}: they were split off.",
            number=number,
            other=other.number,
        )
        raise no.Refused(gone)
    was = restoring.without(other, history, fact.events)
    book.write(tx, other, by, e.Split(number, fact.events, was, fact.name))


def moved(event: e.Event, other: Ticket, number: int) -> e.Wrote:
    """What was said on the ticket `number`, as it is said on `other`."""
    fact = event.fact
    assert isinstance(fact, e.Opened | e.Wrote)
    return e.Wrote(
        fact.text, fact.files, fact.badge, fact.automatic,
        third_party=event.by.place not in (other.requester, *other.cc),
        rule=Rule.AGENT,
        moved_from=number,
        shown=fact.shown,
        encrypted=fact.encrypted,  # what was in it stays with the ticket that it came to
        signed=fact.signed,
        alert=fact.alert,
    )  # fmt: skip


def _is_blocked(book: Book, tx: Transaction, place: str) -> bool:
    """Whom agents do not hear gets no answers either."""
    return any(Halt.BLOCKED in tx.stops.at(one, book.now()) for one in (place, untagged(place)))


def _may(settings: Settings, tx: Transaction, ticket: Ticket, by: Person, verb: str) -> bool:
    try:
        knowing.check(tx, settings, by, verb, ticket)
    except no.Refused:
        return False
    return True


def _why_not(ticket: Ticket, other: Ticket, into: int) -> str:
    """Why they cannot be merged, in a sentence; "" where they can."""
    if ticket.number == into:
        return say("#{number} is this very ticket. Say which one it belongs to: merge 42 --into 17.", number=into)
    if ticket.number == other.number:
        return say(
            "#{number} is part of #{other} already. For the other way round, take it out first: undo {number}.",
            number=into, other=ticket.number,
        )  # fmt: skip
    if ticket.joined is not None:
        return say(
            "#{number} is part of #{other} already. Take it out first: undo {number}.",
            number=ticket.number, other=ticket.joined,
        )  # fmt: skip
    if other.status is Status.CLOSED:
        return say(
            "#{number} is closed. Reopen it first, or merge it into this one: merge {number} --into {this}.",
            number=other.number, this=ticket.number,
        )  # fmt: skip
    return ""


def unanswered(tx: Transaction, ticket: Ticket) -> list[e.Event]:
    """What its requester's side said since the last answer; nothing of what had ended before it went elsewhere."""
    events = [one for one in standing(tx.tickets.history(ticket.number)) if not isinstance(one.fact, e.Joined)]
    since = max((at for at, event in enumerate(events) if isinstance(event.fact, e.Replied)), default=-1)
    if restoring.folded(ticket.number, events).status in ENDED:
        return []
    return [one for one in events[since + 1 :] if isinstance(one.fact, e.Opened | e.Wrote) and not one.fact.quiet]


def _came(history: list[e.Event], number: int) -> list[e.Event]:
    """What came with the ticket `number` when it went into this one; not what was split off it before."""
    found = [one for one in history if _is_of(one, number)]
    return found[max((at for at, one in enumerate(found) if isinstance(one.fact, e.Absorbed)), default=0) :]


def _is_of(event: e.Event, number: int) -> bool:
    """Did it come with the ticket `number`?"""
    fact = event.fact
    is_word = isinstance(fact, e.Wrote) and fact.moved_from == number
    return is_word or (isinstance(fact, e.Absorbed) and fact.number == number)
