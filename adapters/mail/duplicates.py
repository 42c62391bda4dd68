"""The same mail twice, and two mails under one id: the first is folded, the second kept and shown as what it is.

Message-IDs alone prove nothing: they are reused by templates, and a stranger may send a guessed one first.
"""

from dataclasses import replace

from bot.events import Opened, Wrote
from bot.incoming import Incoming
from bot.ports import Transaction

REUSED = "its Message-ID was used before"


def known_as(tx: Transaction, message: Incoming, sha256: str, from_us: bool) -> tuple[str, bool]:
    """The reference to keep `message` under, and whether that very mail is there already.

    `from_us`: it says it is a mail of ours, under an id that has the shape of ours.
    """
    number = tx.tickets.of(message.source)
    if number is None:
        return message.source, False
    events = [event for event in tx.tickets.history(number) if event.source == message.source]
    # no event: the reference is the receipt of a mail that we sent
    if (from_us and not events) or any(_said(event.fact, event.by.place) == _same(message) for event in events):
        return message.source, True
    other = f"{message.source}#{sha256[:8]}"
    return other, tx.tickets.of(other) is not None


def renamed(message: Incoming, source: str) -> Incoming:
    """`message` under the reference `source`, with a badge that says why."""
    return replace(message, source=source, badge="; ".join(filter(None, (message.badge, REUSED))))


def _said(fact: object, place: str) -> tuple[str, str, frozenset[str]] | None:
    if not isinstance(fact, Opened | Wrote):
        return None
    return place, fact.text, frozenset(file.sha256 for file in fact.files)


def _same(message: Incoming) -> tuple[str, str, frozenset[str]]:
    return message.by.place, message.text, frozenset(file.sha256 for file in message.files)
