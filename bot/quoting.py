"""What of the requester's own words stands below an answer by mail, so that they see what was answered.

Of what came encrypted nothing does: whoever reads the answer on its way would read that, too.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.config import Settings
from bot.events import Event, Opened, Wrote
from bot.folding import shown
from bot.phrasebook import phrases
from bot.ticket import Ticket
from bot.words import Quote

LONGEST, LINES = 20_000, 400  # characters and lines of a quote


def quote(answered: Event | None, ticket: Ticket, settings: Settings) -> Quote | None:
    """The quote below an answer to `answered`; None where the queue wants none, or it is not for the requester."""
    if answered is None or not settings.queue(ticket.queue).quote or not _is_theirs(answered, ticket):
        return None
    if isinstance(answered.fact, Opened | Wrote) and answered.fact.encrypted:
        return None
    text = "\n".join(_text(answered).strip()[:LONGEST].split("\n")[:LINES])
    if not text:
        return None
    at = _spelled(answered.at, settings.timezone)
    heading = phrases(settings.tongue(ticket.queue, ticket.language)).wrote.replace("{at}", at)
    return Quote(heading.replace("{name}", " ".join(answered.by.name.split())[:80]), text)


def _is_theirs(answered: Event, ticket: Ticket) -> bool:
    """Did the requester write it, without a doubt? What somebody else said, or pretended to, is not theirs to get."""
    fact = answered.fact
    if not isinstance(fact, Opened | Wrote) or answered.by.place != ticket.requester or fact.automatic:
        return False
    return not (isinstance(fact, Wrote) and (fact.third_party or fact.unverified))


def _text(answered: Event) -> str:
    return shown(answered.fact) if isinstance(answered.fact, Opened | Wrote) else ""


def _spelled(at: datetime, zone: str) -> str:
    return f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"
