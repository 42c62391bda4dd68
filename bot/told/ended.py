"""Lines of waiting and ending."""

from typing import assert_never

from bot import events as e
from bot.speech import say, word
from bot.words import ForRoom


def ended(by: str, fact: e.Ended) -> ForRoom:
    match fact:
        case e.Pended(until):
            if until:
                return ForRoom("⏸️", say("{by}: this ticket waits until", by=by), at=until)
            return ForRoom("⏸️", say("{by}: this ticket waits for the requester", by=by))
        case e.Woke():
            return ForRoom("⏰", say("The wait is over: it is our turn again"))
        case e.Resolved(code, note):
            return ForRoom("✅", say("{by} resolved this ticket", by=by) + _code(code), note)
        case e.Closed(confirmed=True):
            return ForRoom("🔒", say("{by} says that it is solved: this ticket is closed", by=by), closes=True)
        case e.Closed(code, note):
            return ForRoom("🔒", say("{by} closed this ticket", by=by) + _code(code), note, closes=True)
        case e.Reopened():
            return ForRoom("🔓", say("{by} reopened this ticket; its resolution begins anew", by=by))
        case _:
            assert_never(fact)


def _code(code: str) -> str:
    return f" ({word(code, 'code')})" if code else ""
