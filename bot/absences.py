"""When somebody's tickets are nobody's again: they left the agents of a queue, or are away beyond what it allows."""

from datetime import datetime
from enum import StrEnum

from bot.access import is_agent
from bot.config import Queue
from bot.hours import Calendar
from bot.roster import GAP, Member


class Cause(StrEnum):
    LEFT = "left"
    AWAY = "away"


def cause(member: Member, queue: Queue, calendar: Calendar, now: datetime) -> Cause | None:
    """Why their tickets of `queue` are not theirs any more; None while they are.

    The limit is working time of the queue. Who says that they are away beyond it need not be waited for. What the
    platform shows counts only while it is looked at: nobody knows what was in between.
    """
    if member.left_at or not is_agent(member.person, queue):
        return Cause.LEFT
    if not queue.release_after or not member.away_since or not member.is_away(now):
        return None
    if not member.is_word and now - member.seen_at > GAP:
        return None
    limit = calendar.after(member.away_since, queue.release_after)
    announced = member.away_until if member.is_word else None
    return Cause.AWAY if limit <= now or (announced and announced > limit) else None
