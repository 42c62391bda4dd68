"""The first thing a room hears: how tickets are worked on there. Said once, for good."""

from datetime import datetime

from bot.config import Queue, Settings
from bot.ports import Transaction
from bot.speech import say, speaking
from bot.words import ForRoom

KEY = "guide"


def welcome(tx: Transaction, settings: Settings, now: datetime) -> None:
    """Put the guide up in every agents' room that has none yet; never where requesters ask."""
    public = {place for queue in settings.queues for place in queue.intake}
    for queue in settings.queues:
        rooms = [room for room in queue.rooms if room not in public]
        with speaking(settings.room_tongue(queue.name)):
            tx.notices.once(KEY, queue.name, rooms, guide(queue), now)


def guide(queue: Queue) -> ForRoom:
    """Two lines: what comes here, and how it is answered."""
    how = say(
        "Press Claim on a card to take it. What you write in its thread goes to the requester, after !note only to "
        "colleagues. !help there shows what you can do."
    )
    if queue.thread_text == "note":
        how = say(
            "Press Claim on a card to take it. What you write in its thread is a note for colleagues, after !reply it "
            "goes to the requester. !help there shows what you can do."
        )
    head = say("Tickets of {queue} come here, each with a card and a thread of its own", queue=queue.name)
    return ForRoom("👋", head, how)
