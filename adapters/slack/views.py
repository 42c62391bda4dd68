"""A ticket and what is said about it, as Slack's blocks. Pure: nothing here asks anybody anything.

What people wrote goes into rich text and plain text only, which mention, format and unfurl nothing by themselves.
"""

from adapters.slack import rich
from adapters.slack.buttons import actions
from adapters.slack.rich import Json
from adapters.slack.text import LONGEST, cut, encode, one_line
from bot import wording
from bot.ports import Card, Mark
from bot.ticket import Ticket
from bot.words import ForRequester, ForRoom

MARKS = {
    Mark.QUEUED: "⏳ The newest answer is on its way",
    Mark.DELIVERED: "✅ The newest answer was delivered",
    Mark.FAILED: "⚠️ The newest answer could not be delivered",
}
HEADER, NAME, TAGS = 150, 120, 300
REST = "… (the whole text is attached)"


def card(card: Card) -> list[Json]:
    """The state of a ticket at a glance: header, facts, last words, delivery, buttons."""
    ticket = card.ticket
    sections = [_state(ticket), _requester(ticket, card.earlier), _work(ticket)]
    if times := _times(ticket):
        sections.append(rich.section(*times))
    if words := one_line(ticket.last_words, 300):
        sections.append(rich.quote(*rich.pieces(words)))
    if delivery := _delivery(ticket, card.delivery):
        sections.append(rich.section(rich.text(delivery)))
    return [_header(ticket), rich.block(*sections), actions(ticket)]


def card_text(ticket: Ticket) -> str:
    """What a notification and a screen reader say of the card."""
    return encode(one_line(wording.summary(ticket), 500))


def line(words: ForRoom) -> tuple[str, list[Json]]:
    """A line of the agents' thread: its plain form and its blocks."""
    head = [rich.text(f"{words.icon} "), rich.text(one_line(words.head, 600) or "…", "bold")]
    if words.at:
        head += [rich.text(" "), rich.date(words.at)]
    for mention in filter(None, map(rich.ping, words.pings)):
        head += [rich.text(" "), mention]
    sections = [rich.section(*head)]
    body = shortened(words.body)
    if body:
        sections.append(rich.quote(*rich.pieces(body)))
    return encode(f"{words.icon} {one_line(words.head, 600)}\n{body}".strip()), [rich.block(*sections)]


def answer(words: ForRequester) -> tuple[str, list[Json]]:
    """A word to the requester: its plain form and its blocks."""
    body = shortened(words.text) or "…"
    blocks = [rich.block(rich.section(*rich.pieces(body)))]
    if not words.automatic:
        about = f" {words.subject}" if words.subject else ""
        signed = one_line(f"{words.by} · #{words.number}{about}", 300)
        blocks.append({"type": "context", "elements": [plain(signed)]})
    return encode(body), blocks


def shortened(body: str) -> str:
    """What one message shows of `body`; the rest goes along as a file."""
    body = body.strip()
    return body if len(body) <= LONGEST else body[:LONGEST].rstrip() + REST


def is_shortened(body: str) -> bool:
    return len(body.strip()) > LONGEST


def said(text: str, returned: str = "") -> tuple[str, list[Json]]:
    """A word for one person alone; `returned` is the text of theirs that was not taken."""
    parts = [text[at : at + LONGEST] for at in range(0, min(len(text), 3 * LONGEST), LONGEST)] or ["…"]
    sections = [rich.section(*rich.pieces(part)) for part in parts]
    plain_form = cut(text, LONGEST)
    if returned := cut(returned.strip(), LONGEST):
        sections += [rich.section(rich.text("Your text:")), rich.quote(*rich.pieces(returned))]
        plain_form += f"\nYour text:\n{returned}"
    return encode(plain_form), [rich.block(*sections)]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text, "emoji": False}


def _header(ticket: Ticket) -> Json:
    icon = wording.ICONS[ticket.status]
    return {"type": "header", "text": plain(one_line(f"{icon} {wording.title(ticket)}", HEADER))}


def _state(ticket: Ticket) -> Json:
    words = [rich.text(f"{wording.LIGHTS[ticket.priority]} "), rich.text(ticket.status.value.capitalize(), "bold")]
    words.append(rich.text(f" · {ticket.priority} priority · {one_line(ticket.queue, NAME)}"))
    if ticket.is_overdue:
        words += [rich.text(" · "), rich.text(wording.OVERDUE, "bold")]
    if ticket.resolution:
        words.append(rich.text(f" · {one_line(ticket.resolution, NAME)}"))
    return rich.section(*words)


def _requester(ticket: Ticket, earlier: int) -> Json:
    words = [rich.text("👤 "), rich.text(one_line(ticket.requester_name, NAME) or "Somebody", "bold")]
    if where := one_line(wording.whereabouts(ticket), NAME):
        words.append(rich.text(f" · {where}"))
    if earlier:
        words.append(rich.text(f" · {earlier} other ticket{'s' if earlier > 1 else ''}"))
    if ticket.follows:
        words.append(rich.text(f" · follows #{ticket.follows}"))
    if ticket.badge:
        words.append(rich.text(f" · ⚠️ {one_line(ticket.badge, NAME)}"))
    return rich.section(*words)


def _work(ticket: Ticket) -> Json:
    owner = one_line(ticket.owner_name, NAME) if ticket.owner else ""
    words = [rich.text("🙋 "), rich.text(owner, "bold") if owner else rich.text("nobody has it", "italic")]
    if ticket.tags:
        words.append(rich.text(" · 🏷️ " + one_line(" ".join(f"#{tag}" for tag in ticket.tags), TAGS)))
    return rich.section(*words)


def _times(ticket: Ticket) -> list[Json]:
    times = [
        ("💤 waits until ", ticket.wake_at),
        ("⏱️ first response by ", ticket.first_by),
        ("⏱️ next response by ", ticket.next_by),
        ("🏁 resolution by ", ticket.resolve_by),
        ("🔒 closes ", ticket.close_at),
    ]
    found: list[Json] = []
    for label, at in times:
        if at:
            found += [rich.text(f" · {label}" if found else label), rich.date(at)]
    return found


def _delivery(ticket: Ticket, mark: Mark | None) -> str:
    if ticket.trouble:
        return f"{MARKS[Mark.FAILED]}: {one_line(ticket.trouble, 300)}"
    return MARKS[mark] if mark else ""
