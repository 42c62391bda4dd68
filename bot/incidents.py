"""The same trouble of several people: told in the room, made one incident by a click, and answered for all at once.

An incident is a ticket that nobody asked, the parent of those that were. What is answered there goes to each of them as
an answer of its own ticket, where its requester is.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot import access, answering, blockers, linking, locking, merging, undoing
from bot import errors as no
from bot import events as e
from bot.book import Book
from bot.matching import Rule, followed
from bot.people import CONCERNED, DESK, NOBODY, Person
from bot.ports import Transaction
from bot.relations import How, numbers
from bot.speech import say, speaking
from bot.subjects import similar_to
from bot.ticket import Ticket
from bot.words import Button, ForRoom

NAME = "everybody who asked"
LOOKED_BACK = 50  # tickets before a new one among which others like it are sought
READ = 300  # characters of the new one: as many are kept of the others
NAMED = 10  # tickets that a notice names
PREFIX = "incident:"


def notice(book: Book, tx: Transaction, ticket: Ticket, text: str) -> None:
    """Tell the room where enough people wrote of the same within a while; a further one joins what stands there."""
    within, many = book.settings.incident_within, book.settings.incident_from
    if not within or ticket.requester == NOBODY:
        return
    is_about, is_asked, found = similar_to(ticket.subject), similar_to(text[:READ]), []
    for number, requester, subject, said in tx.tickets.before(
        ticket.number, LOOKED_BACK, ticket.queue, book.now() - within
    ):
        if requester != NOBODY and (is_about(subject) or is_asked(said)):
            found.append(number)
    if len(found) < many - 1:
        return
    newest = found[-max(many, NAMED) :]
    alike = [one for number in newest if (one := tx.tickets.look(number))]
    theirs = sorted([*(one for one in alike if one.requester not in (NOBODY, CONCERNED)), ticket], key=_number)
    people = {one.requester for one in theirs}
    if len(people) < many:
        return
    parent = next((known for one in alike if (known := _incident(tx, one))), None)
    named = ", ".join(f"#{one.number} {one.requester_name}" for one in theirs[-NAMED:])
    rest = " ".join(str(one.number) for one in theirs[-NAMED:])
    with speaking(book.settings.room_tongue(ticket.queue)):
        label = say("Make it an incident")
        if parent:
            label = say("Add to #{number}", number=parent.number)
        head = say("{n} people write of the same: {tickets}", n=len(people), tickets=named)
    words = ForRoom("🔥", head, ticket.subject, buttons=(Button(label, "incident", ticket.number, rest),))
    tx.notices.tell(_key(theirs[0]), ticket.queue, book.settings.queue(ticket.queue).rooms, words, book.now())


def raise_(
    book: Book, tx: Transaction, ticket: Ticket, by: Person, others: Sequence[int], source: str | None
) -> Ticket:  # fmt: skip
    """Make one incident of the tickets, or add them to the one that some of them are part of. Returns it.

    One ticket alone is none: it is returned as it is.
    """
    found = {one: merging.other(book, tx, by, "incident", one) for one in sorted({ticket.number, *others})}
    theirs = list({one.number: one for one in found.values() if one.requester != CONCERNED}.values())
    if len(theirs) < 2 or (source and tx.tickets.of(source) is not None):
        return ticket
    parent = next((known for one in theirs if (known := _incident(tx, one))), None)
    if parent is None:
        asked = "\n".join(f"#{one.number} {one.requester_name}: {one.last_words}" for one in theirs)
        opened = e.Opened(theirs[0].subject, asked, ticket.queue, CONCERNED, NAME, "", rule=Rule.AGENT)
        parent = book.record(tx, tx.tickets.new(), by, opened, source)
    for one in theirs:
        if not numbers(one, How.CHILD):
            linking.link(book, tx, tx.tickets.get(one.number), by, How.CHILD, parent.number, None)
    parent = tx.tickets.get(parent.number)
    for stands in tx.notices.of(_key(theirs[0])):
        with speaking(book.settings.tongue_in(stands.place, stands.queue)):
            became = say("#{number} is their incident", number=parent.number)
        said = replace(stands.words, head=f"{stands.words.head} · {became}", buttons=())
        tx.notices.tell(stands.key, stands.queue, (stands.place,), said, book.now())
    return parent


def reply(
    book: Book, keys: locking.Keyring, tx: Transaction, ticket: Ticket, by: Person,
    said: tuple[str, tuple[e.File, ...]], source: str | None, is_in_clear: bool,
) -> Ticket:  # fmt: skip
    """Answer the requester; of an incident, the requester of each of its tickets that has not ended."""
    if ticket.requester != CONCERNED:
        return answering.reply(book, keys, tx, ticket, by, said, source, is_in_clear)
    text, files = said
    if not text.strip() and not files:
        raise no.EmptyText
    children = [tx.tickets.get(number) for number in blockers.children(tx, ticket)]
    if not children:
        raise no.Refused(
            say(
                "No ticket of the incident #{number} is open any more: nobody waits for an answer.",
                number=ticket.number,
            )
        )
    if source and tx.tickets.of(source) is not None:
        return ticket
    ticket = book.write(tx, ticket, by, e.Replied(text.strip(), files), source)
    lacking = []
    for child in children:
        name = _name(ticket.number, ticket.version, child.number)
        try:
            access.check(by, "reply", book.settings.queue(child.queue), child)
            answering.reply(book, keys, tx, child, by, said, name, is_in_clear)
        except no.Refused as error:  # before anything was written: the others are answered all the same
            lacking.append(f"#{child.number}: {error}")
    if lacking:
        told = "\n".join(lacking)
        with speaking(book.settings.room_tongue(ticket.queue)):
            note = e.Noted(f"{say('Not answered:')}\n{told}")
        ticket = book.write(tx, ticket, DESK, note)
    return ticket


def undo(book: Book, tx: Transaction, ticket: Ticket, by: Person, reply: int | None, source: str | None) -> Ticket:
    """As `undoing.undo`; an answer of an incident is taken back on each of its tickets where it is still here."""
    history = tx.tickets.history(ticket.number)
    own = [one for one in history if one.by.place == by.place and isinstance(one.fact, undoing.DEEDS | e.Replied)]
    meant = next((one for one in history if one.id == reply), own[-1] if own else None)
    if ticket.requester != CONCERNED or meant is None or not isinstance(meant.fact, e.Replied):
        return undoing.undo(book, tx, ticket, by, reply, source)
    if source and tx.tickets.of(source) is not None:
        return ticket
    taken, left = [], []
    for number in _answered(tx, ticket):
        answer = _answer(tx, ticket, number, history.index(meant) + 1)
        if answer is None or answer.id in undoing.taken_back(tx.tickets.history(number)):
            continue
        try:
            undoing.take_back(book, tx, tx.tickets.get(number), by, answer.id, None)
            taken.append(f"#{number}")
        except no.LeftAlready:
            left.append(f"#{number}")
    if not taken:
        raise no.LeftAlready
    with speaking(book.settings.room_tongue(ticket.queue)):
        said = say("The answer was taken back on {tickets}.", tickets=", ".join(taken))
        if left:
            said += " " + say("It had left already on {tickets}.", tickets=", ".join(left))
    return book.record(tx, ticket, by, e.Noted(said), source)


def _answered(tx: Transaction, parent: Ticket) -> list[int]:
    """Where an answer to an incident can have gone: its tickets, and what those went into."""
    known = numbers(parent, How.PARENT)
    homes = (followed(tx, number) for number in known)
    return sorted({*known, *(one.number for one in homes if one)})


def _answer(tx: Transaction, parent: Ticket, child: int, version: int) -> e.Event | None:
    """What the answer that made the incident's `version` is on the ticket `child`."""
    name = _name(parent.number, version, child)
    return next((one for one in tx.tickets.history(child) if one.source == name), None)


def _name(parent: int, version: int, child: int) -> str:
    """The source of an answer that was given for all."""
    return f"{CONCERNED}/{parent}.{version}/{child}"


def _incident(tx: Transaction, child: Ticket) -> Ticket | None:
    """The incident that a ticket is part of, if that has not ended."""
    parents = (tx.tickets.look(number) for number in numbers(child, How.CHILD))
    return next((one for one in parents if one and one.requester == CONCERNED and not one.resolution), None)


def _key(first: Ticket) -> str:
    return f"{PREFIX}{first.number}"


def _number(ticket: Ticket) -> int:
    return ticket.number
