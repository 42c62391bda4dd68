"""Questions in a chat that wait no more, answered or overtaken: their buttons go, and they say what was answered."""

from bot import events as e
from bot.ports import Draft, Kind, Transaction
from bot.questions import Questions
from bot.ticket import Status, Ticket

IS_SOLVED, HOW = (e.Resolved.__name__, e.Warned.__name__), (e.Surveyed.__name__,)  # what asks


def drafts(tx: Transaction, before: Ticket, after: Ticket) -> list[Draft]:
    """One for each message that asked what `after` does not wait for any more."""
    asked: tuple[str, ...] = ()
    is_others = bool(before.requester) and before.requester != after.requester  # who asked before answers no more
    if before.status is Status.RESOLVED and (after.status is not Status.RESOLVED or is_others):
        asked += IS_SOLVED
    if before.surveyed_at and (not after.surveyed_at or is_others):
        asked += HOW
    found = tx.posts.asking(after.number, asked) if asked else []
    return [Draft(place, Kind.SETTLED, event=event) for event, place in found]


def told(fact: e.Fact | None, said: Questions) -> str:
    """What stands below a question that was settled by `fact`; "" where that was no answer."""
    match fact:
        case e.Closed(confirmed=True):
            answer = said.yes
        case e.Objected():
            answer = said.not_yet
        case e.Rated(score):
            answer = f"⭐ {score}/5"
        case _:
            return ""
    return said.answered.replace("{answer}", answer)
