"""Who works here: what the platforms said last of an agent, and what they said of themselves.

Remembered to choose among people: whom to ask, whose tickets nobody works on any more. Never to give rights: those are
asked at the moment of the deed.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.people import Person

GAP = timedelta(hours=1)  # between two looks: what was longer ago says nothing of the time in between


class Presence(StrEnum):
    HERE = "here"
    AWAY = "away"
    UNKNOWN = "unknown"  # the platform does not tell


@dataclass(frozen=True)
class Member:
    """An agent, with the grants that the platform told at `seen_at`.

    `away_since` and `away_until` belong to what stands now: the agent's own word (`is_word`), or else what the platform
    shows; without an end, `away_until` is None. `left_at` is when they were seen to be no agent of any queue any more.
    """

    person: Person
    seen_at: datetime
    presence: Presence = Presence.UNKNOWN
    away_since: datetime | None = None
    away_until: datetime | None = None
    left_at: datetime | None = None
    is_word: bool = False

    def is_away(self, now: datetime) -> bool:
        return self.presence is Presence.AWAY and (self.away_until is None or now < self.away_until)

    def is_available(self, now: datetime) -> bool:
        """Known to work here now, and not away. Of whom the platform does not tell, the better is believed."""
        return self.left_at is None and not self.is_away(now)


def seen(known: Member | None, look: Member) -> Member:
    """What is known of somebody after a look at the platform. Their own word outlasts every look until it ends."""
    if known is None:
        return replace(look, away_since=look.away_since or _since(look))
    now = look.seen_at
    if now < known.seen_at <= now + GAP:  # another process looked later; from a clock that was ahead, nothing is
        return known
    if known.is_word and known.is_away(now):
        return replace(known, person=look.person, seen_at=now, left_at=_left(known, look))
    is_going_on = known.presence is Presence.AWAY and not known.is_word and now - known.seen_at <= GAP
    since = look.away_since or (known.away_since if is_going_on else None) or now
    return replace(look, away_since=since if look.presence is Presence.AWAY else None, left_at=_left(known, look))


def _since(look: Member) -> datetime | None:
    return look.seen_at if look.presence is Presence.AWAY else None


def _left(known: Member, look: Member) -> datetime | None:
    """When they left: the first look that says so."""
    return look.left_at and (known.left_at or look.left_at)
