"""Which ticket a message belongs to, by which rule, and what its sender may do there.

A token that we signed comes first; then the references it names, where only the requester whom the provider vouches for
goes on; numbers in a subject and marks in quoted text are hints for people. From alone proves nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import islice

from bot.incoming import Incoming
from bot.people import NOBODY, channel_of
from bot.ports import Transaction
from bot.speech import later
from bot.subjects import is_similar, numbers
from bot.ticket import LastSaid, Status, Ticket
from bot.tokens import MOST, Tokens, claims

YOUNG = timedelta(days=1)  # of a ticket, while the same sender may write of it once more
STEPS = 100  # from a ticket to the one it went into, and on
NAMED = 5  # numbers in a subject that are looked up


class Rule(StrEnum):
    """Why a message came where it is: kept with it for good."""

    REPORT = "report"
    ADDRESS = "token in the address"
    REFERENCE = "token in a reference"
    THREAD = "thread"
    PLACE = "place"
    TALK = "talk"
    SUBJECT = "number in the subject"
    QUOTE = "mark in the quoted text"
    ALIKE = "similar words"
    NEW = "new"
    AGENT = "agent"
    BLOCKED = "blocked"
    MONITOR = "monitor"


SENTENCES = {
    Rule.REPORT: later("it tells what became of a mail of ours, whose signed Message-ID it names"),
    Rule.ADDRESS: later("it was sent to the reply address that we gave to its requester"),
    Rule.REFERENCE: later("it answers a mail of ours, whose Message-ID we signed"),
    Rule.THREAD: later("it refers to a message of this ticket"),
    Rule.PLACE: later("it was said in this ticket's thread"),
    Rule.TALK: later("it goes on a talk that was not closed"),
    Rule.SUBJECT: later("its subject names this ticket, as anybody can write"),
    Rule.QUOTE: later("it quotes a mail of ours with its reply address"),
    Rule.ALIKE: later("the same sender wrote something similar within a day"),
    Rule.NEW: later("it answers nothing that we know"),
    Rule.AGENT: later("an agent put it there"),
    Rule.BLOCKED: later("its sender is blocked"),
    Rule.MONITOR: later("a monitoring system wrote of what this ticket is about"),
}


class Standing(StrEnum):
    """What the sender of a message may do on the ticket that it belongs to."""

    VERIFIED = "verified"
    BY_THREAD = "by thread"  # as verified, without a token
    GRAY = "gray"  # as verified, but nobody vouches for the sender
    UNVERIFIED = "unverified"  # heard; changes nothing before an agent accepts
    THIRD_PARTY = "third party"  # heard; not the requester
    PROPOSED = "proposed"  # a new ticket, which may belong to the other

    @property
    def is_heard_only(self) -> bool:
        return self in (Standing.UNVERIFIED, Standing.THIRD_PARTY)


BADGES = {
    Standing.BY_THREAD: later("matched by thread"),
    Standing.GRAY: later("sender not authenticated"),
    Standing.UNVERIFIED: later("unverified: the sender may be somebody else"),
}


@dataclass(frozen=True)
class Match:
    """The ticket that a message belongs to, or may belong to."""

    number: int
    rule: Rule
    standing: Standing


def standing(rule: Rule, is_theirs: bool, verdict: str, is_sure: bool) -> Standing:
    """The sender's, who is (`is_theirs`) or is not the one whose ticket it is.

    `verdict` is the provider's on the sender (pass, fail, gray); `is_sure`: From names exactly one.
    """
    if rule in (Rule.PLACE, Rule.TALK):  # the platform let them in there
        return Standing.VERIFIED if is_theirs else Standing.THIRD_PARTY
    if rule is Rule.THREAD:
        return Standing.BY_THREAD if is_theirs and is_sure and verdict == "pass" else Standing.PROPOSED
    if rule not in (Rule.ADDRESS, Rule.REFERENCE):
        return Standing.PROPOSED
    if not is_theirs:
        return Standing.THIRD_PARTY
    if verdict == "fail" or not is_sure:
        return Standing.UNVERIFIED
    return Standing.VERIFIED if verdict == "pass" else Standing.GRAY


def found(tx: Transaction, tokens: Tokens, message: Incoming) -> Match | None:
    """The first rule that hits, if any does."""
    if given := _by_token(tx, tokens, message):
        return _trusted(tx, message, *given)
    hit = _by_references(tx, message) or _by_talk(tx, message)
    if hit is None and message.is_mail and message.report is None:
        hit = _by_hint(tx, tokens, message)
    if hit is None:
        return None
    ticket, rule = hit
    return Match(ticket.number, rule, standing(rule, _is_asker(tx, message, ticket), message.verdict, message.is_sure))


def alike(tx: Transaction, message: Incoming, now: datetime) -> Match | None:
    """The newest ticket of the same sender, if that is young and in similar words: a suggestion, and no more."""
    if not message.is_mail or message.automatic or message.unattributed or not message.origin:
        return None
    said: LastSaid | Ticket | None = tx.tickets.last_said(message.origin)
    if said and said.joined is not None:
        said = _talk(tx, message.origin)
    if said is None or said.opened_at is None or now - said.opened_at > YOUNG:
        return None
    is_like = is_similar(message.subject, said.subject) or is_similar(message.reply or message.text, said.last_words)
    return Match(said.number, Rule.ALIKE, Standing.PROPOSED) if is_like else None


def reported(tx: Transaction, tokens: Tokens, message: Incoming) -> tuple[int, str] | None:
    """The ticket whose mail a report is about, and the place it was sent to: only by an id that we signed."""
    given, place = _given(tx, tokens, message.answers) or (None, "")
    ticket = followed(tx, given.number) if given else None
    return (ticket.number, place) if ticket else None


def followed(tx: Transaction, number: int) -> Ticket | None:
    """The ticket, or the one that it went into; None where there is none (any more)."""
    for _ in range(STEPS):
        seen = tx.tickets.look(number)
        if seen is None or seen.joined is None:
            return seen
        number = seen.joined
    return None


Hit = tuple[Ticket, Rule] | None


def _trusted(tx: Transaction, message: Incoming, ticket: Ticket, rule: Rule, place: str) -> Match:
    """What a sender with a token that we gave to `place` may do on the requester's side: with their own all of it, with
    another's only where the provider vouches for them and a message of the ticket is named too."""
    sender = message.by.place
    is_theirs = sender != NOBODY and (sender == ticket.origin or _is_asker(tx, message, ticket))
    if is_theirs and (sender == place or (sender, place) == (ticket.requester, ticket.origin)):
        return Match(ticket.number, rule, standing(rule, True, message.verdict, message.is_sure))
    named = _by_references(tx, message)
    is_named = rule is Rule.REFERENCE or (named is not None and named[0].number == ticket.number)
    by_thread = standing(Rule.THREAD, is_theirs and is_named, message.verdict, message.is_sure)
    return Match(ticket.number, rule, by_thread if by_thread is Standing.BY_THREAD else Standing.THIRD_PARTY)


def _is_asker(tx: Transaction, message: Incoming, ticket: Ticket) -> bool:
    """Does the requester's side speak: who asks, by whatever they are known as, or who was put beside them?"""
    place = message.by.place
    if place == NOBODY:
        return False
    return place in (ticket.requester, *ticket.cc) or ticket.requester in tx.people.places(place)


def _by_token(tx: Transaction, tokens: Tokens, message: Incoming) -> tuple[Ticket, Rule, str] | None:
    """The ticket of the first token that we gave to anybody of the requester's side, or what that went into; whose."""
    for rule, texts in ((Rule.ADDRESS, message.tokens), (Rule.REFERENCE, message.answers)):
        given, place = _given(tx, tokens, texts, message.by.place) or (None, "")
        if given and (ticket := followed(tx, given.number)):
            return ticket, rule, place
    return None


def _given(tx: Transaction, tokens: Tokens, texts: Iterable[str], by: str = "") -> tuple[Ticket, str] | None:
    """The ticket that the first valid token in `texts` was made for, and the place; one given to `by` first."""
    found: list[tuple[Ticket, str]] = []
    for claim in islice((claim for text in texts for claim in claims(text)), MOST):
        given = tx.tickets.look(claim.number)
        for place in (given.origin, *given.cc, *given.former) if given else ():
            if given and channel_of(place) == "mail" and tokens.holds(claim, place.partition(":")[2]):
                found.append((given, place))
    return next((one for one in found if one[1] == by), found[0] if found else None)


def _by_references(tx: Transaction, message: Incoming) -> Hit:
    """The newest reference that exactly one ticket knows."""
    for ref in message.answers[:MOST]:
        if channel_of(ref) != "mail" and (number := tx.tickets.of(ref)) and (ticket := followed(tx, number)):
            return ticket, Rule.PLACE
    mails = [ref for ref in message.answers[:MOST] if channel_of(ref) == "mail"]
    known = tx.tickets.known(mails) if mails else {}
    for ref in mails:
        tickets = {ticket.number: ticket for one in known.get(ref, ()) if (ticket := followed(tx, one))}
        if len(tickets) == 1:
            return next(iter(tickets.values())), Rule.THREAD
    return None


def _by_talk(tx: Transaction, message: Incoming) -> Hit:
    talk = _talk(tx, message.origin) if message.is_conversation else None
    return (talk, Rule.TALK) if talk else None


def _talk(tx: Transaction, origin: str) -> Ticket | None:
    """The newest talk at `origin`, or what it went into, if that is not closed."""
    talk = tx.tickets.talking_at(origin)
    if talk and talk.joined is not None:
        talk = followed(tx, talk.joined)
    return talk if talk and talk.status is not Status.CLOSED else None


def _by_hint(tx: Transaction, tokens: Tokens, message: Incoming) -> Hit:
    for number in numbers(message.subject)[:NAMED]:
        if ticket := followed(tx, number):
            return ticket, Rule.SUBJECT
    given = _given(tx, tokens, (message.text,))
    quoted = followed(tx, given[0].number) if given else None
    return (quoted, Rule.QUOTE) if quoted else None
