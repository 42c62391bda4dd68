"""Second thoughts: an answer that is still here, or any other deed, is taken back; a lost one is sent again."""

from bot import access, copying, linking, merging, restoring, splitting
from bot import errors as no
from bot import events as e
from bot.apply import apply
from bot.book import Book
from bot.config import Settings
from bot.people import Person
from bot.ports import Transaction
from bot.routing import is_public
from bot.speech import say
from bot.standing import standing
from bot.ticket import Status, Ticket
from bot.told import for_room

DEEDS = (
    e.Assigned | e.Released | e.Prioritised | e.Moved | e.Tagged | e.Retitled | e.Categorised | e.FieldSet
    | e.TimeBooked | e.Pended | e.Resolved | e.Closed | e.Reopened | e.Followed | e.Unfollowed | e.Copied | e.Uncopied
    | e.Readdressed | e.Joined | e.Absorbed | e.Linked | e.Unlinked | e.Split
)  # fmt: skip
TIED = e.Joined | e.Absorbed | e.Linked | e.Unlinked | e.Split  # what concerns another ticket too
# what others' words and clocks change by the way, and what adds up whoever adds it: no reason to keep a deed
BY_THE_WAY = frozenset(
    {"last_words", "rule", "doubtful", "waiting_since_at", "first_replied_at", "started_at", "paused_at", "pauses",
     "climbs_at", "trouble", "minutes", "tells_at", "checks"}
)  # fmt: skip

LOOKED_AT = (Status.NEW, Status.OPEN)


def undo(book: Book, tx: Transaction, ticket: Ticket, by: Person, reply: int | None, source: str | None) -> Ticket:
    """Take back what `by` did last on `ticket`; or the answer of the event `reply`. Raises Refused.

    Where they did nothing that counts, an answer of somebody else's that is still here is meant.
    """
    if source and tx.tickets.of(source) is not None:
        return ticket
    history = standing(tx.tickets.history(ticket.number))
    own = [one for one in history if one.by.place == by.place and isinstance(one.fact, DEEDS | e.Replied | e.Escalated)]
    if reply is None and own and isinstance(own[-1].fact, e.Replied):
        reply = own[-1].id  # that one, and no colleague's where it has left
    if reply is not None or not own:
        return take_back(book, tx, ticket, by, reply, source)
    deed = own[-1]
    if isinstance(deed.fact, e.Escalated):
        raise no.Refused(say("The last you did here was to ring the supervisors, and that cannot be taken back."))
    if isinstance(deed.fact, TIED):
        return _untie(book, tx, ticket, by, deed, source)
    if since := _since(history, deed):
        said = for_room(since, ticket).head
        raise no.Refused(say("Since then: {what}. So what you did before cannot be taken back any more.", what=said))
    if isinstance(deed.fact, e.Uncopied):
        copying.want_room(ticket)
    if isinstance(deed.fact, e.Readdressed):
        ticket = recall(book, tx, ticket, by)
    left = is_public(deed.fact) and bool(ticket.origin) and not tx.posts.withdraw(deed.id)
    return restoring.revert(book, tx, ticket, by, [deed], source, is_told=left)


def moved_away(tx: Transaction, settings: Settings, number: int, by: Person) -> Ticket | None:
    """The ticket, where the last that was done to it is that `by` moved it out of a queue of theirs.

    They may fetch it back, though they do not see it any more: it was theirs, and nobody has touched it since.
    """
    ticket = tx.tickets.look(number)
    if ticket is None or access.is_agent(by, settings.queue(ticket.queue)):
        return None
    history = standing(tx.tickets.history(number))
    if not isinstance(history[-1].fact, e.Moved) or history[-1].by.place != by.place:
        return None
    before = restoring.folded(number, history[:-1])
    return tx.tickets.get(number) if access.is_agent(by, settings.queue(before.queue)) else None


def take_back(
    book: Book, tx: Transaction, ticket: Ticket, by: Person, reply: int | None, source: str | None
) -> Ticket:  # fmt: skip
    """Take back the answer of the event `reply`, or the newest that is still here, one's own first.

    Raises Unknown, NotYours, or LeftAlready.
    """
    history = tx.tickets.history(ticket.number)
    if reply in taken_back(history):
        return ticket
    meant = _meant(tx, ticket, history, by, reply)
    if meant.by.place != by.place and not access.is_supervisor(by, book.settings.queue(ticket.queue)):
        raise no.NotYours(say("Only {name} or a supervisor can take that answer back.", name=meant.by.name))
    if not tx.posts.withdraw(meant.id):
        raise no.LeftAlready
    ticket = book.record(tx, ticket, by, _without(history, meant), source)
    if ticket.joined is not None:
        merging.ask_again(book, tx, ticket, meant.id)
    return ticket


def recall(book: Book, tx: Transaction, ticket: Ticket, by: Person) -> Ticket:
    """Take back every answer that is still here: it was written for somebody who asks the ticket no more."""
    for event in tx.tickets.history(ticket.number):
        if isinstance(event.fact, e.Replied) and tx.posts.withdraw(event.id):
            ticket = book.write(tx, ticket, by, _without(tx.tickets.history(ticket.number), event))
    return ticket


def try_again(book: Book, tx: Transaction, ticket: Ticket, by: Person, post: int | None, source: str | None) -> Ticket:
    """Send what could not be delivered again: the post `post`, or the newest of the ticket. Raises Refused."""
    if source and tx.tickets.of(source) is not None:
        return ticket
    facts = [event.fact for event in tx.tickets.history(ticket.number)]
    dead = {fact.post: fact.place for fact in facts if isinstance(fact, e.Undelivered) and fact.post}
    if post is None and dead:
        post = list(dead)[-1]
    if post is None or post not in dead:
        raise no.Refused(
            say(
                "Nothing on #{number} waits to be sent again: every answer left, or is on its way.",
                number=ticket.number,
            )
        )
    if dead[post] in ticket.former:
        address = dead[post].partition(":")[2]
        raise no.Refused(
            say(
                "{address} gets no answers of #{number} any more. Write to who asks it now: reply.",
                address=address, number=ticket.number,
            )
        )  # fmt: skip
    if not tx.posts.requeue(post, book.now()):  # pressed before
        return ticket
    return book.record(tx, ticket, by, e.Retried(post), source)


def taken_back(history: list[e.Event]) -> set[int]:
    """The events of the answers that were taken back."""
    return {event.fact.reply for event in history if isinstance(event.fact, e.TakenBack)}


def _untie(book: Book, tx: Transaction, ticket: Ticket, by: Person, deed: e.Event, source: str | None) -> Ticket:
    """Take back, on both tickets, what concerns two."""
    match deed.fact:
        case e.Joined():
            return merging.unmerge(book, tx, ticket, by, source)
        case e.Absorbed(number):
            merging.unmerge(book, tx, tx.tickets.get(number), by, source)
            return tx.tickets.get(ticket.number)
        case e.Split():
            return splitting.rejoin(book, tx, ticket, by, deed, source)
        case e.Linked(number) | e.Unlinked(number):
            other = tx.tickets.get(number)
            access.check(by, "link", book.settings.queue(other.queue), other)
            if twin := linking.twin(deed, standing(tx.tickets.history(number))):
                restoring.revert(book, tx, other, by, [twin], number=ticket.number)
            return restoring.revert(book, tx, ticket, by, [deed], source, number)
        case _:
            raise AssertionError(deed.fact)


def _since(history: list[e.Event], deed: e.Event) -> e.Event | None:
    """The first event after `deed` by which somebody else has changed the same; None where nobody has."""
    ticket, mine = Ticket(deed.ticket), set[str]()
    for event in history:
        after = apply(ticket, event)
        if event.id == deed.id:
            mine = _touched(ticket, after)
        elif mine & _touched(ticket, after) and event.by.place != deed.by.place:
            return event
        ticket = after
    return None


def _touched(before: Ticket, after: Ticket) -> set[str]:
    """What an event has changed: the fields, of lists each one of them. That somebody looked at it is no change."""
    found: set[str] = set()
    for name in restoring.changed(before, after):
        one, other = getattr(before, name), getattr(after, name)
        if isinstance(one, tuple):
            found |= {f"{name} {item}" for item in set(one) ^ set(other)}
        elif name not in BY_THE_WAY and not (name == "status" and (one, other) == LOOKED_AT):
            found.add(name)
    return found


def _meant(tx: Transaction, ticket: Ticket, history: list[e.Event], by: Person, reply: int | None) -> e.Event:
    replies = [event for event in history if isinstance(event.fact, e.Replied)]
    if reply is not None:
        found = [event for event in replies if event.id == reply]
        if not found:
            raise no.Unknown(
                say("#{number} has no such answer. Say undo alone to take back the newest.", number=ticket.number)
            )
        return found[0]
    here = tx.posts.held(ticket.number)
    held = [event for event in replies if event.id in here]
    own = [event for event in held if event.by.place == by.place]
    if not held:
        nothing = say("Nothing on #{number} can be taken back.", number=ticket.number)
        raise no.LeftAlready if replies else no.Refused(nothing)
    return (own or held)[-1]


def _without(history: list[e.Event], reply: e.Event) -> e.TakenBack:
    """What is true of the ticket when `reply`, and all that was taken back before, had never been said."""
    was = restoring.folded(reply.ticket, standing(history, {reply.id}))
    return e.TakenBack(
        reply.id, was.status.value, was.owner, was.owner_name, was.trouble, was.first_replied_at,
        was.waiting_since_at, was.paused_at, wake_at=was.wake_at, close_at=was.close_at, pauses=was.pauses,
    )  # fmt: skip
