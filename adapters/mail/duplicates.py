"""The same mail twice, and two mails under one id: the first is folded, the second kept and shown as what it is.

Message-IDs alone prove nothing: they are reused by templates, and a stranger may send a guessed one first. Nor do
the words: an alarm rings again in the same. The Date of the first is not kept, only when it was written down: what
was dated and got after that is another mail, and what was fetched again is not.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.events import Bounced, Event, Opened, Replied, Reported, Wrote
from bot.incoming import Incoming
from bot.people import NOBODY
from bot.ports import Transaction
from bot.tokens import redacted

REUSED = "its Message-ID was used before"


@dataclass(frozen=True)
class Print:
    """What tells two mails of one id apart, besides their words: the `sha256` over sender, date and body, the date as
    it is given (None if it is not), and when we got it."""

    sha256: str
    date: datetime | None
    got_at: datetime

    def is_later_than(self, event: Event) -> bool:
        """Was it written after `event` was recorded? A Date in the future says nothing."""
        return self.date is not None and event.at < self.date <= self.got_at


def known_as(tx: Transaction, message: Incoming, mark: Print, from_us: bool) -> tuple[str, bool]:
    """The reference to keep `message` under, and whether that very mail is there already.

    `from_us`: it says it is a mail of ours, under an id that has the shape of ours.
    """
    number = tx.tickets.of(message.source)
    if number is None:
        return message.source, False
    events = [event for event in tx.tickets.history(number) if event.source == message.source]
    # no event: the reference is the receipt of a mail that we sent
    if (from_us and not events) or any(_is_same(event, message, mark) for event in events):
        return message.source, True
    other = f"{message.source}#{mark.sha256[:8]}"
    return other, tx.tickets.of(other) is not None


def renamed(message: Incoming, source: str) -> Incoming:
    """`message` under the reference `source`, with a badge that says why."""
    badge = "; ".join(filter(None, (message.badge, REUSED)))
    return replace(message, source=source, other_name=message.source, badge=badge)


def _is_same(event: Event, message: Incoming, mark: Print) -> bool:
    fact = event.fact
    if not isinstance(fact, Opened | Wrote | Replied | Bounced | Reported) or mark.is_later_than(event):
        return False
    files = {file.sha256 for file in fact.files}
    by = NOBODY if message.unattributed and isinstance(fact, Opened) else message.by.place
    said = (event.by.place, fact.text, files)
    return said == (by, redacted(message.text), {file.sha256 for file in message.files})
