"""Lines of answers, and of how they fared."""

from typing import assert_never

from bot import events as e
from bot.retelling import retold
from bot.speech import later, say, shown, word
from bot.ticket import Ticket
from bot.words import Button, ForRoom

NEWS = {
    "failed": later("Our mail came back"),
    "delayed": later("Our mail is delayed"),
    "delivered": later("Our mail was delivered"),
    "relayed": later("Our mail was passed on"),
    "expanded": later("Our mail was passed on to a list"),
    "opened": later("Our mail was opened"),
    "deleted": later("Our mail was deleted unread"),
    "complained": later("Our mail was reported as unwanted: no automatic mail goes there any more"),
}


def answered(by: str, fact: e.Answered, ticket: Ticket) -> ForRoom:
    match fact:
        case e.Replied(text, files):
            head = say("{by} replied to the requester", by=by)
            return ForRoom("📤", f"{head}{locked(fact)}", text, files=files)
        case e.Undelivered(place, reason, post):
            head = say("An answer to {place} could not be delivered: {reason}", place=place, reason=reason)
            again = (Button(word("Retry", "button"), "retry", ticket.number, f"--post {post}"),) if post else ()
            return ForRoom("⚠️", head, pings=_owner(ticket), buttons=again)
        case e.Delayed(place, reason):
            head = say("An answer to {place} still waits, and is tried on: {reason}", place=place, reason=reason)
            return ForRoom("⏳", head, pings=_owner(ticket))
        case e.Retried():
            return ForRoom("🔁", say("{by} sends the answer again", by=by))
        case e.TakenBack():
            head = say("{by} took the answer back before it left: the requester never sees it", by=by)
            return ForRoom("↩️", head)
        case e.Bounced(reason, text, files, pinged):
            return ForRoom(
                "⚠️", say("Our mail came back: {reason}", reason=shown(reason)), text, files=files, pings=pinged
            )
        case e.Reported(what, text, files, pinged):
            head = shown(NEWS[what]) if what in NEWS else say("Our mail: {what}", what=what)
            return ForRoom("📮", head, text, files=files, pings=pinged)
        case _:
            assert_never(fact)


def locked(reply: e.Fact) -> str:
    """Whether an answer leaves encrypted, where somebody could expect it."""
    if not isinstance(reply, e.Replied):
        return ""
    if reply.in_clear:
        return " " + say("(not encrypted: {why})", why=retold(reply.in_clear))
    return " " + say("(encrypted, {how})", how=reply.encrypted) if reply.encrypted else ""


def _owner(ticket: Ticket) -> tuple[str, ...]:
    return (ticket.owner,) if ticket.owner else ()
