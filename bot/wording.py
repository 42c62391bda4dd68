"""Every sentence the bot says about a ticket, in one place. Plain text: channels escape it, once."""

from typing import assert_never

from bot import events as e
from bot.config import Settings
from bot.people import channel_of
from bot.ports import Kind, Post
from bot.ticket import Priority, Status, Ticket
from bot.words import ForRequester, ForRoom

RECEIVED, NOTICE = "We have received your message", "About your request"  # subjects: nothing of the sender's in them
ACKNOWLEDGED = (
    "Thank you for your message. We have received it as number #{number}; somebody will answer you here. "
    "To add something, simply reply."
)
ACKNOWLEDGED_HERE = (
    "Thank you for your message. We have received it as number #{number}; somebody will answer you here. "
    "To add something, write it in this conversation."
)
RESOLVED = "We believe that #{number} is solved and will close it soon. If it is not, simply reply and it opens again."

CLOCKS = {"first": "First response", "next": "Next response", "resolve": "Resolution"}

LIGHTS = {Priority.LOW: "⚪", Priority.NORMAL: "🟢", Priority.HIGH: "🟠", Priority.URGENT: "🔴"}
OVERDUE = "⏰ overdue"
ICONS = {
    Status.NEW: "🆕", Status.OPEN: "📬", Status.PENDING: "⏸️", Status.RESOLVED: "✅", Status.CLOSED: "🔒",
}  # fmt: skip


def words(post: Post, settings: Settings) -> ForRoom | ForRequester | None:
    """What `post` says: None for a root (the card is drawn) and a mark."""
    match post.kind:
        case Kind.LINE:
            return for_room(post.event, post.ticket)
        case Kind.REQUESTER:
            return for_requester(post.event, post.ticket, settings)
        case Kind.ROOT | Kind.MARK:
            return None
        case _:
            assert_never(post.kind)


def for_requester(event: e.Event, ticket: Ticket, settings: Settings) -> ForRequester:
    """The requester's view of `event`. Raises TypeError for anything that is not theirs to see."""
    number = str(ticket.number)
    match event.fact:
        case e.Replied(text, files):
            return ForRequester(ticket.number, ticket.subject, text, event.by.name, False, files)
        case e.Acknowledged():
            said = ACKNOWLEDGED if channel_of(ticket.origin) == "mail" else ACKNOWLEDGED_HERE
            text = said.replace("{number}", number)
            return ForRequester(ticket.number, RECEIVED, text, settings.name, True)
        case e.Resolved():
            text = RESOLVED.replace("{number}", number)
            return ForRequester(ticket.number, NOTICE, text, settings.name, True)
        case _:
            raise TypeError(f"{type(event.fact).__name__} is not for the requester")


def for_room(event: e.Event, ticket: Ticket) -> ForRoom:
    """The agents' view of `event`."""
    by, fact = event.by.name, event.fact
    match fact:
        case e.Opened():
            return _opened(event, fact)
        case e.Wrote(text, files, badge, automatic, third_party):
            who = f"{by} (not the requester)" if third_party else by
            head = f"{who} sent an automatic answer" if automatic else f"{who} wrote"
            return ForRoom("🤖" if automatic else "💬", head + _doubt(badge), text, files=files)
        case e.Replied(text, files):
            return ForRoom("📤", f"{by} replied to the requester", text, files=files)
        case e.Noted(text, files):
            return ForRoom("📝", f"{by} noted", text, files=files)
        case e.Escalated(reason, pinged):
            who = "" if fact.rungs else f"{by} rings: "
            return ForRoom("🔔", who + reason, pings=pinged)
        case e.Undelivered(place, reason):
            head = f"An answer to {place} could not be delivered: {reason}"
            return ForRoom("⚠️", head, pings=(ticket.owner,) if ticket.owner else ())
        case e.Acknowledged():
            return ForRoom("📨", "The requester was told the number")
        case e.Retimed():
            return ForRoom("⏱️", "The clocks were set anew: the settings have changed")
        case e.Unacknowledged(reason):
            return ForRoom("🤐", f"No acknowledgement was sent: {reason}")
        case _:
            return _changed(event, fact)


Change = (
    e.Assigned | e.Released | e.Prioritised | e.Moved | e.Tagged | e.Retitled | e.Pended | e.Woke | e.Resolved
    | e.Closed | e.Reopened
)  # fmt: skip


def _changed(event: e.Event, fact: Change) -> ForRoom:
    by = event.by.name
    match fact:
        case e.Assigned(_, name, taken_from):
            taken = f", taken from {taken_from}" if taken_from else ""
            return ForRoom(
                "👤", f"{by} claimed this ticket{taken}" if name == by else f"{by} assigned it to {name}{taken}"
            )
        case e.Released():
            return ForRoom("👤", f"{by} gave this ticket back: nobody owns it")
        case e.Prioritised(priority):
            return ForRoom("🚦", f"{by} set the priority to {priority}")
        case e.Moved(queue):
            return ForRoom("📦", f"{by} moved this ticket to the queue {queue}")
        case e.Tagged(added, removed):
            signed = [f"+{tag}" for tag in added] + [f"-{tag}" for tag in removed]
            return ForRoom("🏷️", f"{by} tagged: {' '.join(signed)}")
        case e.Retitled(subject):
            return ForRoom("✏️", f"{by} changed the subject to: {subject}")
        case e.Pended(until):
            what = "waits until" if until else "waits for the requester"
            return ForRoom("⏸️", f"{by}: this ticket {what}", at=until)
        case e.Woke():
            return ForRoom("⏰", "The wait is over: it is our turn again")
        case e.Resolved(code, note):
            return ForRoom("✅", f"{by} resolved this ticket{_code(code)}", note)
        case e.Closed(code, note):
            return ForRoom("🔒", f"{by} closed this ticket{_code(code)}", note, closes=True)
        case e.Reopened():
            return ForRoom("🔓", f"{by} reopened this ticket")
        case _:
            assert_never(fact)


def _opened(event: e.Event, fact: e.Opened) -> ForRoom:
    by_proxy = "" if event.by.place == fact.requester else f", written down by {event.by.name}"
    follows = f" (follows #{fact.follows})" if fact.follows else ""
    head = f"{fact.requester_name} asks{by_proxy}{follows}{_doubt(fact.badge)}"
    return ForRoom("🤖" if fact.automatic else "📨", head, fact.text, files=fact.files)


def _doubt(badge: str) -> str:
    return f" ({badge})" if badge else ""


def _code(code: str) -> str:
    return f" ({code})" if code else ""


def overdue(clock: str, late: bool, ticket: Ticket, owner_name: str) -> str:
    """Why the ladder rings, in one sentence."""
    whose = f"{owner_name} has it" if owner_name else "nobody has it"
    state = "is overdue" if late else "is due soon"
    return f"{CLOCKS[clock]} to #{ticket.number} {state}; {whose}"


def title(ticket: Ticket) -> str:
    """`#42 VPN is down`, one line."""
    return f"#{ticket.number} {ticket.subject or '(no subject)'}"


def whereabouts(ticket: Ticket) -> str:
    """Where the requester is, beside their name: an address, `on Slack`; "" where that is the name already."""
    channel, _, address = ticket.requester.partition(":")
    if channel == "mail":
        return "" if address.lower() == ticket.requester_name.lower() else address
    return f"on {channel.capitalize()}" if channel else "no address"


def summary(ticket: Ticket) -> str:
    """One line for lists: number, subject, status, priority, owner."""
    owner = ticket.owner_name or "nobody"
    return f"{ICONS[ticket.status]} {title(ticket)} · {ticket.status} · {ticket.priority} · {owner}"


def public_summary(ticket: Ticket) -> str:
    """The same for its requester: who has it and how urgent that is are the agents' to know."""
    return f"{ICONS[ticket.status]} {title(ticket)} · {ticket.status}"


def history_line(event: e.Event, ticket: Ticket) -> str:
    """One line of the history: when (UTC), how it arrived, what, and the first words of what was said."""
    said = for_room(event, ticket)
    body = " ".join(said.body.split())[:160]
    until = f" {said.at:%Y-%m-%d %H:%M} UTC" if said.at else ""
    return f"{event.at:%Y-%m-%d %H:%M} {event.channel}: {said.icon} {said.head}{until}{': ' + body if body else ''}"
