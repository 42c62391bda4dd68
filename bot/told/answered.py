"""Lines of answers, and of how they fared."""

from typing import assert_never

from bot import events as e
from bot.ticket import Ticket
from bot.words import Button, ForRoom

NEWS = {
    "failed": "Our mail came back",
    "delayed": "Our mail is delayed",
    "delivered": "Our mail was delivered",
    "relayed": "Our mail was passed on",
    "expanded": "Our mail was passed on to a list",
    "opened": "Our mail was opened",
    "deleted": "Our mail was deleted unread",
    "complained": "Our mail was reported as unwanted: no automatic mail goes there any more",
}


def answered(by: str, fact: e.Answered, ticket: Ticket) -> ForRoom:
    match fact:
        case e.Replied(text, files):
            return ForRoom("📤", f"{by} replied to the requester{locked(fact)}", text, files=files)
        case e.Undelivered(place, reason, post):
            head = f"An answer to {place} could not be delivered: {reason}"
            again = (Button("Retry", "retry", ticket.number, f"--post {post}"),) if post else ()
            return ForRoom("⚠️", head, pings=_owner(ticket), buttons=again)
        case e.Delayed(place, reason):
            return ForRoom("⏳", f"An answer to {place} still waits, and is tried on: {reason}", pings=_owner(ticket))
        case e.Retried():
            return ForRoom("🔁", f"{by} sends the answer again")
        case e.TakenBack():
            return ForRoom("↩️", f"{by} took the answer back before it left: the requester never sees it")
        case e.Bounced(reason, text, files, pinged):
            return ForRoom("⚠️", f"Our mail came back: {reason}", text, files=files, pings=pinged)
        case e.Reported(what, text, files, pinged):
            return ForRoom("📮", NEWS.get(what, f"Our mail: {what}"), text, files=files, pings=pinged)
        case _:
            assert_never(fact)


def locked(reply: e.Fact) -> str:
    """Whether an answer leaves encrypted, where somebody could expect it."""
    if not isinstance(reply, e.Replied):
        return ""
    if reply.in_clear:
        return f" (not encrypted: {reply.in_clear})"
    return f" (encrypted, {reply.encrypted})" if reply.encrypted else ""


def _owner(ticket: Ticket) -> tuple[str, ...]:
    return (ticket.owner,) if ticket.owner else ()
