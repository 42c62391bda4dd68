"""What is said of a ticket in a thread, to its requester, in a list. `bot.told` has the sentence of each fact.

Plain text: channels escape it, once.
"""

from dataclasses import replace
from typing import assert_never

from bot import events as e
from bot import lastwords, settling
from bot.config import Settings
from bot.delivery import is_lost, sentence
from bot.matching import Rule
from bot.people import NOBODY, channel_of
from bot.phrasebook import phrases
from bot.ports import Card, Kind, Mark, Post
from bot.questions import questions
from bot.quoting import quote
from bot.routing import held_for
from bot.speech import later, say, several, shown, word
from bot.ticket import Priority, Status, Ticket
from bot.told import for_room
from bot.told.answered import locked
from bot.words import Button, ForRequester, ForRoom

PLAIN = (Rule.NEW, Rule.PLACE, Rule.TALK)  # why a message is where it is, if nobody wonders
LIGHTS = {Priority.LOW: "⚪", Priority.NORMAL: "🟢", Priority.HIGH: "🟠", Priority.URGENT: "🔴"}
OVERDUE = later("⏰ overdue")
ICONS = {
    Status.NEW: "🆕", Status.OPEN: "📬", Status.PENDING: "⏸️", Status.RESOLVED: "✅", Status.CLOSED: "🔒",
}  # fmt: skip


def words(post: Post, settings: Settings) -> ForRoom | ForRequester | None:
    """What `post` says: None for a root, as the card is drawn; for a mark what its line says now, if that changes."""
    match post.kind:
        case Kind.LINE:
            return _line(post, settings)
        case Kind.REQUESTER:
            answered = post.answered if post.place == post.ticket.origin else None  # others get nothing earlier
            return for_requester(post.event, _asked_from(post), settings, answered)
        case Kind.ROOT:
            return None
        case Kind.MARK:
            return _marked(post, settings)
        case Kind.SETTLED:
            return _settled(post, settings)
        case _:
            assert_never(post.kind)


def for_requester(
    event: e.Event, ticket: Ticket, settings: Settings, answered: e.Event | None = None
) -> ForRequester:  # fmt: skip
    """The requester's view of `event`, which answers `answered`. Raises TypeError for what is not theirs to see."""
    number, said = str(ticket.number), phrases(settings.tongue(ticket.queue, ticket.language))
    match event.fact:
        case e.Replied(text, files):
            below = quote(answered, ticket, settings)
            return ForRequester(ticket.number, ticket.subject, text, event.by.name, False, files, quote=below)
        case e.Acknowledged():
            told = said.acknowledged if channel_of(ticket.origin) == "mail" else said.acknowledged_here
            text = told.replace("{number}", number)
            return ForRequester(ticket.number, said.received, text, settings.name, True)
        case e.Resolved() | e.Warned() | e.Objected() | e.Surveyed() as fact:
            text, pressed = lastwords.text(event, fact, ticket, settings), lastwords.buttons(fact, ticket, settings)
            return ForRequester(ticket.number, said.notice, text, settings.name, True, buttons=pressed)
        case _:
            raise TypeError(f"{type(event.fact).__name__} is not for the requester")


def _settled(post: Post, settings: Settings) -> ForRequester:
    """What asked the requester something, with what they answered instead of the buttons; not what another did who was
    made the requester since.
    """
    asked = for_requester(post.event, _asked_from(post), settings)
    said = questions(settings.tongue(post.ticket.queue, post.ticket.language))
    came = post.answered.fact if post.answered and post.place == post.ticket.origin else None
    answer = settling.told(came, said)
    return replace(asked, text=f"{asked.text}\n\n{answer}".strip(), buttons=())


def _asked_from(post: Post) -> Ticket:
    """The ticket as whoever reads the post asked it: no chat gets the links of who asks it by mail since."""
    return replace(post.ticket, origin=post.place)


def _line(post: Post, settings: Settings) -> ForRoom:
    """A line of a thread. An answer that is held can be taken back below it, and is not repeated where it was said."""
    said, hold = for_room(post.event, post.ticket), held_for(post.event, post.ticket, settings)
    fact = post.event.fact
    if isinstance(fact, e.Opened | e.Wrote) and fact.private and settings.is_private(post.ticket.queue, post.place):
        return replace(said, body=fact.private, files=fact.private_files, whole="")
    if not hold:
        is_here = post.event.heard_in == post.place and isinstance(fact, e.Replied)
        return ForRoom("⚠️", say("This answer leaves") + locked(fact)) if is_here else said
    undo = Button(word("Undo", "button"), "undo", post.ticket.number, f"--reply {post.event.id}")
    if post.event.heard_in == post.place:
        head = several(
            "This answer leaves after {n} second", "This answer leaves after {n} seconds", round(hold.total_seconds())
        )
        return ForRoom("⏳", head + locked(fact), buttons=(undo,))
    is_held = post.leased_at < post.event.at + hold
    return replace(said, buttons=(undo,)) if is_held else said


def _marked(post: Post, settings: Settings) -> ForRoom | None:
    """The line of an answer that was held, without the button that took it back."""
    if post.mark is None or post.mark is Mark.QUEUED or not held_for(post.event, post.ticket, settings):
        return None
    if post.event.heard_in != post.place:
        return for_room(post.event, post.ticket)
    icon, head = SETTLED[post.mark]
    return ForRoom(icon, shown(head))


SETTLED = {
    Mark.DELIVERED: ("📤", later("This answer has left")),
    Mark.FAILED: ("⚠️", later("This answer did not arrive")),
    Mark.TAKEN_BACK: ("↩️", later("This answer was taken back")),
}


def title(ticket: Ticket) -> str:
    """`#42 VPN is down`, one line."""
    return f"#{ticket.number} {ticket.subject or say('(no subject)')}"


def whereabouts(ticket: Ticket) -> str:
    """Where the requester is, beside their name: an address, `on Slack`; "" where that is the name already."""
    where = ticket.origin if ticket.requester == NOBODY and ticket.origin else ticket.requester
    channel, _, address = where.partition(":")
    if channel == "mail":
        return "" if address.lower() == ticket.requester_name.lower() else address
    if channel == "desk":  # an incident is asked by nobody
        return ""
    return say("on {channel}", channel=channel.capitalize()) if channel else say("no address")


def recipients(ticket: Ticket) -> str:
    """Whom an answer reaches, and where: `Ann (ann@example.org), and dave@example.org`."""
    address = ticket.origin.removeprefix("mail:") if channel_of(ticket.origin) == "mail" else ""
    where = address or whereabouts(ticket)
    first = f"{ticket.requester_name} ({where})" if where not in ("", ticket.requester_name) else ticket.requester_name
    return ", ".join((first or say("nobody"), *(place.partition(":")[2] for place in ticket.cc)))


def faring(card: Card) -> list[str]:
    """How the newest answer fares, a sentence for each of its recipients; none where there is no answer."""
    ticket = card.ticket
    said = [sentence(one, _at(one.place, ticket)) for one in card.deliveries]
    if ticket.trouble and not is_lost(card.deliveries):
        said.append(say("⚠️ The newest answer could not be delivered: {reason}", reason=ticket.trouble))
    return said


def _at(place: str, ticket: Ticket) -> str:
    """Who is reached at a place that an answer goes to: an address, or the requester in a chat."""
    channel, _, address = place.partition(":")
    return address if channel == "mail" else ticket.requester_name or say("the requester")


def copied(ticket: Ticket) -> str:
    """Who gets the answers too, for the card."""
    return say("cc {addresses}", addresses=", ".join(place.partition(":")[2] for place in ticket.cc))


def placed(ticket: Ticket) -> str:
    """Why its newest mail is here, for the card; "" where that is plain."""
    if ticket.joined:
        return say("merged into #{number}", number=ticket.joined)
    if ticket.candidate:
        return say("may belong to #{number}", number=ticket.candidate)
    if ticket.rule == Rule.AGENT:
        return say("put here by an agent")
    return say("by {rule}", rule=word(ticket.rule, "rule")) if ticket.rule not in ("", *PLAIN) else ""


def stars(ticket: Ticket) -> str:
    """How its requester rated it, `⭐ 4/5`; "" where they did not."""
    return f"⭐ {ticket.rating}/5" if ticket.rating else ""


def summary(ticket: Ticket) -> str:
    """One line for lists: number, subject, status, priority, owner."""
    owner, level = ticket.owner_name or say("nobody"), word(ticket.priority, "priority")
    return f"{public_summary(ticket)} · {level} · {owner}"


def public_summary(ticket: Ticket) -> str:
    """The same for its requester: who has it and how urgent that is are the agents' to know."""
    return f"{ICONS[ticket.status]} {title(ticket)} · {word(ticket.status, 'status')}"


def history_line(event: e.Event, ticket: Ticket) -> str:
    """One line of the history: when (UTC), how it arrived, what, and the first words of what was said."""
    said = for_room(event, ticket)
    body = " ".join(said.body.split())[:160]
    until = f" {said.at:%Y-%m-%d %H:%M} UTC" if said.at else ""
    return f"{event.at:%Y-%m-%d %H:%M} UTC {event.channel}: {said.icon} {said.head}{until}{': ' + body if body else ''}"
