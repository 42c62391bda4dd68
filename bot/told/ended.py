"""Lines of waiting and ending."""

from typing import assert_never

from bot import events as e
from bot.words import ForRoom


def ended(by: str, fact: e.Ended) -> ForRoom:
    match fact:
        case e.Pended(until):
            what = "waits until" if until else "waits for the requester"
            return ForRoom("⏸️", f"{by}: this ticket {what}", at=until)
        case e.Woke():
            return ForRoom("⏰", "The wait is over: it is our turn again")
        case e.Resolved(code, note):
            return ForRoom("✅", f"{by} resolved this ticket{_code(code)}", note)
        case e.Closed(confirmed=True):
            return ForRoom("🔒", f"{by} says that it is solved: this ticket is closed", closes=True)
        case e.Closed(code, note):
            return ForRoom("🔒", f"{by} closed this ticket{_code(code)}", note, closes=True)
        case e.Reopened():
            return ForRoom("🔓", f"{by} reopened this ticket")
        case _:
            assert_never(fact)


def _code(code: str) -> str:
    return f" ({code})" if code else ""
